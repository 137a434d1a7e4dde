"""How a score came about: on which day what was lost or won, and because of what.

Nothing is stored for this: the ledger knows when everything happened and was received, so each day can be looked at as
it was known then. A corrected record shows on the day the correction came in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan import api
from bihuan_site.scoring.evaluating import Rules, standing_of
from bihuan_site.scoring.words import points

RECORDED = ("activities", "submissions", "judgements", "ballots", "honours", "externals", "findings", "exemptions")


@dataclass(frozen=True, slots=True)
class Change:
    """What one measure lost or won on one day; ``why`` says what came in or ran out that day."""

    day: date
    measure: str
    title: str
    points: str
    is_loss: bool
    why: str


def changes_of(rules: Rules, organisation: str) -> list[Change]:
    """Give every change of points in the period of ``rules``, the latest first."""
    standing = standing_of(rules, organisation)
    return [*_changes(rules, standing)][::-1]


def _changes(rules: Rules, standing: api.BranchStanding) -> Iterator[Change]:
    came = _received(standing)
    before: dict[str, api.Line] = {}
    for day in _days(rules, standing, came):
        then = api.stand(rules.pack, standing.rules, standing.ledger, day, known_at=day)
        for line, described in zip(then.score.lines, standing.lines, strict=True):
            delta = _delta(before.get(line.measure), line)
            if delta:
                sign = "−" if delta < 0 else "+"
                shown = f"{sign}{points(abs(delta), then.score.per_point)}"
                yield Change(day, line.measure, described.title, shown, delta < 0, _why(delta, day in came))
        before = {line.measure: line for line in then.score.lines}


def _delta(before: api.Line | None, after: api.Line) -> int:
    """Points lost (negative) or won back, and for measures without a full mark points won."""
    if after.max:
        return (before.lost if before else 0) - after.lost
    return after.earned - (before.earned if before else 0)


def _why(delta: int, something_came: bool) -> str:
    if delta < 0:
        return "认定、记录或更正进来后扣分" if something_came else "到期没有记录，系统按规则计"
    return "记录、认定或更正进来后计分" if something_came else "规则的时段开始计"


def _received(standing: api.BranchStanding) -> set[date]:
    """The days on which a row of the branch happened or was received."""
    rows = [row for name in RECORDED for row in getattr(standing.ledger, name)]
    days = {getattr(row, "received", None) or getattr(row, "day", None) for row in rows}
    return {day for day in days if day is not None}


def _days(rules: Rules, standing: api.BranchStanding, came: set[date]) -> list[date]:
    """The days on which the score may have changed: something came in, or a window ran out the day before."""
    ran_out = {
        last + timedelta(days=1)
        for one in api.explain_standing(standing)
        for reason in one.reasons
        for window in reason.windows
        for last in (window.by,)
    }
    deadlines = {one.deadline + timedelta(days=1) for one in standing.obligations}
    found = {day for day in came | ran_out | deadlines if rules.period.start <= day <= rules.as_of}
    return sorted(found | {rules.as_of})
