"""Which records qualify: kinds and their aliases, lengths, speakers, attendance, topics, and whose records they are."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bihuan.appraisal.choices import InBeing
from bihuan.appraisal.grammar import Tally
from bihuan.basics.nodes import Unit
from bihuan.packs.grammar import Pack
from bihuan.progress.grammar import RecordKind
from bihuan.responsibility.grammar import Requirement
from tests.support.pencil_ledger import MINUTES_IN, Sight, in_minutes

GROUP, PERSON = "党小组", "岗位人员"
BODY = "组织"


@dataclass(frozen=True)
class Whom:
    """Whose obligation it is: the organisation's own, one Party group's or one post holder's."""

    sort: str = BODY
    id: str = ""
    posts: tuple[str, ...] = ()
    holding: InBeing = InBeing.WHOLE


def kind_named(pack: Pack, name: str) -> RecordKind:
    """Give the kind of record by its name or alias; a bare one if the pack does not declare it."""
    for kind in pack.record_kinds:
        if name == kind.kind or name in kind.also_called:
            return kind
    return RecordKind.model_validate({"种类": name})


def carries(pack: Pack, row: Any, wanted: tuple[str, ...]) -> bool:
    """Say whether an activity is of one of the kinds wanted, long enough and with a speaker where the kind asks."""
    for name in wanted:
        kind = kind_named(pack, name)
        if not {kind.kind, *kind.also_called} & set(row.kinds):
            continue
        long_enough = kind.minutes is None or row.minutes >= in_minutes(kind.minutes)
        if long_enough and (row.speakers or not kind.must_speak):
            return True
    return False


def is_submission_of(pack: Pack, row: Any, wanted: tuple[str, ...]) -> bool:
    """Say whether a submission is of one of the kinds wanted and was not sent back."""
    kinds = [kind_named(pack, name) for name in wanted]
    return not row.returned and any(row.kind == kind.kind or row.kind in kind.also_called for kind in kinds)


def appears(row: Any, person: str, role: str | None) -> bool:
    """Say whether the person takes part in the activity in that role (speaker, chair or attendant if none)."""
    roles = {
        "主讲": person in row.speakers,
        "主持": person == row.chair,
        "出席": person in row.leaders,
        "列席": person in row.observers,
    }
    if role is None:
        return roles["主讲"] or roles["主持"] or roles["出席"]
    return roles[role]


def is_of(row: Any, organisation: str, whom: Whom, role: str | None) -> bool:
    """Say whether an activity is the organisation's, the Party group's or the person's."""
    if whom.sort == GROUP:
        return row.group == whom.id
    if whom.sort == PERSON:
        return appears(row, whom.id, role)
    return row.organisation == organisation


def is_submitted_by(row: Any, organisation: str, whom: Whom) -> bool:
    """Say whether a submission is the organisation's, the Party group's or the person's."""
    if whom.sort == PERSON:
        return row.person == whom.id
    return row.organisation == (whom.id if whom.sort == GROUP else organisation)


def has_substance(sight: Sight, rule: Requirement | Tally, row: Any, organisation: str) -> bool:
    """Say whether an activity meets what requirements and tallies ask alike: kind, length, speakers, topic."""
    if not carries(sight.pack, row, rule.records):
        return False
    if rule.each_at_least is not None and row.minutes < in_minutes(rule.each_at_least):
        return False
    if rule.speaker:
        spoke = [person for person in row.speakers if sight.holds(person, organisation, rule.speaker, row.day)]
        if not spoke:
            return False
    return not rule.topic or any(topic in rule.topic for topic in row.topics)


def meets(sight: Sight, rule: Requirement, row: Any, organisation: str) -> bool:
    """Say whether an activity is of the quality the requirement asks."""
    if not has_substance(sight, rule, row, organisation):
        return False
    if rule.quorum is not None and (row.due == 0 or Fraction(row.present, row.due) < rule.quorum):
        return False
    if rule.first_item and not row.first_item:
        return False
    return not rule.months or row.day.month in rule.months


def qualified(sight: Sight, rule: Requirement, organisation: str, whom: Whom) -> list[tuple[str, Any]]:
    """Give every record that could meet the requirement in some window, each with the name of its table."""
    found: list[tuple[str, Any]] = []
    for row in sight.activities() if rule.records else ():
        if is_of(row, organisation, whom, rule.role) and meets(sight, rule, row, organisation):
            found.append(("activities", row))
    for row in sight.rows["submissions"] if rule.submissions else ():
        of_kind = is_submission_of(sight.pack, row, rule.submissions)
        in_month = not rule.months or row.day.month in rule.months
        if of_kind and in_month and is_submitted_by(row, organisation, whom):
            found.append(("submissions", row))
    return found


def worth(rule: Requirement, row: Any) -> Fraction:
    """Give how much one record adds towards the amount required."""
    unit = rule.at_least.unit
    if unit in MINUTES_IN:
        return Fraction(getattr(row, "minutes", 0))
    if unit in (Unit.PERSON_TIMES, Unit.PERSONS):
        return Fraction(getattr(row, "present", 0))
    return Fraction(1)
