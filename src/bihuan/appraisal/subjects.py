"""Whom a component looks at: the organisation, its Party groups or its post holders, and in which windows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.appraisal.branch import BranchView
from bihuan.appraisal.choices import InBeing, PartPeriod, VersionsBy
from bihuan.appraisal.compiled import CompiledRules, RequirementUnit
from bihuan.appraisal.grammar import Subject
from bihuan.basics.periods import Period
from bihuan.organisations.standing import Interval, covers, touches
from bihuan.progress.matching import Demand, Slot, demand
from bihuan.responsibility.windows import Window, event_windows

EVERYTHING = "全部"


@dataclass(frozen=True, slots=True)
class Who:
    """One subject: None for the organisation itself, else the id of a Party group or a person, with its intervals."""

    id: str | None
    intervals: tuple[Interval, ...]
    is_group: bool = False


def subjects(subject: Subject | None, view: BranchView) -> list[Who]:
    """List the subjects of a component in order of id."""
    house = view.household
    if subject is None:
        return [Who(None, house.standing.being)]
    if subject.groups:
        return [Who(group.organisation, group.being, is_group=True) for group in house.groups]
    return [Who(person, held) for person, held in house.holders(subject.posts).items()]


def there(intervals: Sequence[Interval], start: date, end: date, choice: InBeing) -> bool:
    """Whether being (or holding a post) in ``intervals`` satisfies ``choice`` for the window."""
    if choice is InBeing.WHOLE:
        return covers(intervals, start, end)
    if choice is InBeing.ANY_DAY:
        return touches(intervals, start, end)
    return covers(intervals, end, end)


def there_in_period(who: Who, subject: Subject | None, view: BranchView, period: Period) -> bool:
    """Whether a subject counts for facts that have no windows of their own."""
    choice = subject.holding if subject and subject.posts else view.choices.window_in_being
    return there(who.intervals, period.start, min(period.end, max(view.as_of, period.start)), choice)


def is_exempt(view: BranchView, targets: frozenset[str], day: date, who: str | None) -> bool:
    """Whether an exemption in force covers ``day`` for any of ``targets``."""
    return any(
        (row.target == EVERYTHING or row.target in targets)
        and (row.subject is None or row.subject == who)
        and row.since <= day
        and (row.until is None or day <= row.until)
        for row in view.exemptions
    )


def unit_demand(unit: RequirementUnit, rules: CompiledRules, view: BranchView) -> Demand:
    """Give the demand of a unit: as compiled, or cut from the organisation's own events."""
    deadline = unit.requirement.deadline
    if deadline is None or not deadline.after_event:
        return unit.demand
    events = [event for event in view.household.standing.events if event.day <= view.as_of]
    return demand(unit.requirement, event_windows(unit.requirement, rules.period, rules.rules.time, events))


def slots_for(
    unit: RequirementUnit, asked: Demand, who: Who, view: BranchView, rules: CompiledRules
) -> list[Slot | None]:
    """Give an empty slot a window, None where the window does not apply to this subject."""
    if not asked.windows:
        return []
    holding = unit.subject.holding if unit.subject and unit.subject.posts else view.choices.window_in_being
    always = covers(who.intervals, asked.windows[0].start, asked.windows[-1].end)
    plain = always and not view.exemptions and _always_in_force(unit, rules)
    if plain:
        return [Slot(window, asked.need) for window in asked.windows]
    result: list[Slot | None] = []
    for window in asked.windows:
        need = asked.need if always else _need(unit, asked, who, view, window)
        applies = (
            need
            and (always or there(who.intervals, window.start, window.end, holding) or _pro_rata(unit, view))
            and _in_force(unit, rules, window)
            and not is_exempt(view, unit.targets, window.end, who.id)
        )
        result.append(Slot(window, need) if applies else None)
    return result


def _pro_rata(unit: RequirementUnit, view: BranchView) -> bool:
    return bool(unit.total_parts) and view.choices.part_period is PartPeriod.PRO_RATA


def _need(unit: RequirementUnit, asked: Demand, who: Who, view: BranchView, window: Window) -> int:
    if not _pro_rata(unit, view):
        return asked.need  # type: ignore[return-value]  # a Fraction need only occurs with fractional amounts
    inside = sum(there(who.intervals, start, end, view.choices.window_in_being) for start, end in window.parts)
    return -(-asked.need * inside // unit.total_parts)


def _always_in_force(unit: RequirementUnit, rules: CompiledRules) -> bool:
    return unit.in_force is None and rules.rules.choices.versions_by is VersionsBy.PERIOD_END


def _in_force(unit: RequirementUnit, rules: CompiledRules, window: Window) -> bool:
    spans = [unit.in_force] if unit.in_force else []
    if rules.rules.choices.versions_by is VersionsBy.HAPPENED:
        spans.append(rules.rules.in_force)
    return all(first <= window.end and (last is None or window.end <= last) for first, last in spans)
