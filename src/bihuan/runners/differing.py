"""What a record changes or would change: obligations met, points moved, judgements awaited, and what passed it over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bihuan.appraisal.compiled import CompiledMeasure
from bihuan.appraisal.looking import Look, looks
from bihuan.appraisal.results import Line, LineState
from bihuan.appraisal.sentences import points_text
from bihuan.progress.rows import Activity, Submission
from bihuan.runners.one_branch import BranchStanding, stand, with_rows
from bihuan.runners.planning import Obligation


@dataclass(frozen=True, slots=True)
class ObligationChange:
    """An obligation of which more is done than before; ``after`` has its title, window, done, need and unit."""

    before: Obligation | None
    after: Obligation

    @property
    def is_met(self) -> bool:
        """Whether nothing of it is left to do."""
        return self.after.done >= self.after.need


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """A measure whose line differs; ``gained`` units are points certain after less those before."""

    measure: str
    title: str
    before: Line
    after: Line

    @property
    def gained(self) -> int:
        """Points certain after less those certain before, in units."""
        return self.after.earned - self.before.earned


@dataclass(frozen=True, slots=True)
class Waiting:
    """A measure that waits for judgement (待认定): units at stake, who may judge, whether it did not wait before."""

    measure: str
    title: str
    at_stake: int
    assessors: tuple[str, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """What lies between two standings of the same branch; points are units of ``1 / per_point``.

    Totals are what is certain (None for a fragment of a pack), ``best`` ones if all goes well; forecasts are 预判.
    ``looks`` say of each hypothetical row which measures and duties took it, and why the others did not.
    """

    per_point: int
    obligations: tuple[ObligationChange, ...]
    measures: tuple[MeasureChange, ...]
    waiting: tuple[Waiting, ...]
    looks: tuple[Look, ...]
    total_before: int | None
    total_after: int | None
    best_before: int | None
    best_after: int | None
    forecast_before: str
    forecast_after: str
    at_best_before: str
    at_best_after: str

    @property
    def taken(self) -> tuple[Look, ...]:
        """The measures and duties the rows count for."""
        return tuple(look for look in self.looks if look.is_taken)

    @property
    def refused(self) -> tuple[Look, ...]:
        """The measures and duties that looked at the rows and did not take them."""
        return tuple(look for look in self.looks if not look.is_taken)


def difference(before: BranchStanding, after: BranchStanding, *rows: Any) -> Difference:
    """Tell what changed between two standings of one branch under the same rules.

    ``rows`` are activities or submissions that ``after`` has, of which to tell what every requirement made of them.
    """
    changes = tuple(_measure_changes(before, after))
    planner = None if after.planner is after.scorer.finder else after.planner
    seen = [look for row in rows for look in looks(after.scorer, row, planner)]
    old, new = before.score.total, after.score.total
    return Difference(
        after.score.per_point,
        tuple(_obligation_changes(before.obligations, after.obligations)),
        changes,
        tuple(_waiting(before, after)),
        tuple(_without_full(look, after, {one.measure for one in changes}) for look in seen),
        old[2] if old else None,
        new[2] if new else None,
        old[0] if old else None,
        new[0] if new else None,
        before.grade.forecast,
        after.grade.forecast,
        before.grade.at_best,
        after.grade.at_best,
    )


def preview(standing: BranchStanding, *rows: Any) -> Difference:
    """Tell what ``rows`` would change if they stood in the ledger; nothing is kept."""
    after = stand(
        standing.pack,
        standing.rules,
        with_rows(standing.ledger, *rows),
        standing.as_of,
        standing.known_at,
        standing.names,
        standing.previous_grades,
        standing.planner.rules,
    )
    return difference(standing, after, *(row for row in rows if isinstance(row, Activity | Submission)))


def _obligation_changes(before: Sequence[Obligation], after: Sequence[Obligation]) -> Iterable[ObligationChange]:
    known = {_key(one): one for one in before}
    for one in after:
        old = known.get(_key(one))
        if one.done > (old.done if old else 0):
            yield ObligationChange(old, one)


def _key(one: Obligation) -> tuple[str, tuple[str, ...], str]:
    return one.duty, one.who, one.window_key


def _measure_changes(before: BranchStanding, after: BranchStanding) -> Iterable[MeasureChange]:
    lines = {line.measure: line for line in before.score.lines}
    for compiled, line in zip(after.rules.measures, after.score.lines, strict=True):
        old = lines.get(line.measure)
        if old is not None and old != line:
            yield MeasureChange(line.measure, compiled.measure.measure, old, line)


def _waiting(before: BranchStanding, after: BranchStanding) -> Iterable[Waiting]:
    lines = {line.measure: line for line in before.score.lines}
    for compiled, line in zip(after.rules.measures, after.score.lines, strict=True):
        if line.state is LineState.NOT_JUDGED:
            old = lines.get(line.measure)
            is_new = old is None or old.not_judged < line.not_judged
            yield Waiting(line.measure, compiled.measure.measure, line.not_judged, _assessors(compiled), is_new)


def _assessors(compiled: CompiledMeasure) -> tuple[str, ...]:
    asked = [one.component.judged for one in compiled.components if one.component.judged]
    return tuple(dict.fromkeys(role for one in asked for role in one.assessors))


def _without_full(look: Look, after: BranchStanding, changed: set[str]) -> Look:
    """Say that a measure which already had all its points gains nothing from a record that it counts."""
    if not look.is_taken or not look.measure or look.measure in changed:
        return look
    line = next(line for line in after.score.lines if line.measure == look.measure)
    if not line.max or line.earned < line.max:
        return look
    full = points_text(line.max, after.score.per_point)
    return replace(look, is_taken=False, reason=f"这一项已得满 {full} 分，多的不再加")
