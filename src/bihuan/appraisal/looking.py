"""Which measures and duties looked at a record, which of them took it, and why the others did not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bihuan.appraisal.choices import BelongsBy, LateEntry
from bihuan.appraisal.compiled import CompiledComponent, CompiledRules, RequirementUnit
from bihuan.appraisal.explaining import parts_of
from bihuan.appraisal.facts import FactFinder
from bihuan.appraisal.grammar import EntryState, Tally
from bihuan.appraisal.qualifying import checks, role_text, taking_part
from bihuan.appraisal.scoring import Scorer
from bihuan.appraisal.subjects import Who, unit_demand
from bihuan.basics.wording import day_text, label_text
from bihuan.progress.entries import Entry, received_on
from bihuan.progress.matching import Slot
from bihuan.progress.refusing import why_not_placed
from bihuan.progress.rows import Activity

PLACED = 100
"""How far a record got that passed every check and found no window."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one measure or duty made of a record.

    ``measure`` or ``duty`` is its id (the other is empty); ``window`` the period it was taken for; ``made_up`` says
    that it makes up for something late; ``reason`` why it was not taken, a Chinese clause without 不计入.
    """

    measure: str
    duty: str
    title: str
    window: str
    is_taken: bool
    made_up: bool
    reason: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """How far a record got: taken for a window, or refused after so many steps for a reason."""

    steps: int
    reason: str
    window: str = ""
    made_up: bool = False

    @property
    def rank(self) -> tuple[bool, int]:
        return not self.reason, self.steps


def looks(scorer: Scorer, row: Any, planner: FactFinder | None = None) -> tuple[Look, ...]:
    """Tell what every measure and duty that looks at records of this kind made of ``row``, in the pack's order.

    ``row`` is an activity or a submission that stands in the branch's ledger; ``planner`` is the finder of the plan
    if the plan is of another period than the score.
    """
    kinds = kinds_of(row, scorer.view.aliases)
    never = why_not_in_force(row, scorer)
    entry = Entry(_day_of(row, scorer), row, False)
    found = [look for compiled in scorer.rules.measures if (look := _by_measure(scorer, compiled, entry, kinds, never))]
    finder = planner or scorer.finder
    for duty_id, unit in finder.rules.duty_units.items():
        if kinds & unit.kinds and finder.is_mine(unit):
            is_asked = any(any(slots) for _, slots in finder.slots(unit))
            seen = _by_unit(finder, unit, entry, never) if is_asked else None
            if seen is not None and unit.duty is not None:
                found.append(_look("", duty_id, unit.duty.duty, seen))
    return tuple(found)


def kinds_of(row: Any, aliases: Mapping[str, str]) -> frozenset[str]:
    """Give the kinds a record is of, other names resolved."""
    written = row.kinds if isinstance(row, Activity) else (row.kind,)
    return frozenset(aliases.get(kind, kind) for kind in written)


def why_not_in_force(row: Any, scorer: Scorer) -> str:
    """Say why a row of the ledger does not count at all as seen now; empty if it does."""
    view = scorer.view
    others = view.ledger.activities if isinstance(row, Activity) else view.ledger.submissions
    if row.withdrawn:
        return "已作废"
    if any(other.corrects == row.id for other in (*others, *view.ledger.corrections)):
        return "已被后来的更正代替"
    if getattr(row, "returned", False):
        return "已被退回"
    if row.day > view.as_of:
        return f"日期在 {day_text(view.as_of)}以后，到那一天再计"
    if view.known_at is not None and received_on(row) > view.known_at:
        return f"{day_text(view.known_at)}以后才收到"
    choices = view.choices
    late = (received_on(row) - row.day).days > choices.late_entry_days
    if late and isinstance(row, Activity) and choices.late_entry is LateEntry.DOES_NOT_COUNT:
        return f"发生后超过 {choices.late_entry_days} 天才录入"
    return ""


def _day_of(row: Any, scorer: Scorer) -> date:
    day: date = received_on(row) if scorer.choices.belongs_by is BelongsBy.RECORDED else row.day
    return day


def _by_measure(scorer: Scorer, compiled: Any, entry: Entry, kinds: frozenset[str], never: str) -> Look | None:
    seen: list[_Seen] = []
    for part, finder in parts_of(scorer, compiled):
        if scorer.applies(part, finder.period):
            for component in part.components:
                if scorer.condition_holds(component.applies, finder.period):
                    seen += _by_component(finder, component, entry, kinds, never)
    if not seen:
        return None
    return _look(compiled.measure.id, "", compiled.measure.measure, max(seen, key=lambda one: one.rank))


def _look(measure: str, duty: str, title: str, seen: _Seen) -> Look:
    return Look(measure, duty, title, seen.window, not seen.reason, seen.made_up, seen.reason)


def _by_component(
    finder: FactFinder, compiled: CompiledComponent, entry: Entry, kinds: frozenset[str], never: str
) -> Iterable[_Seen]:
    for unit in compiled.units:
        if kinds & unit.kinds and finder.is_mine(unit):
            seen = _by_unit(finder, unit, entry, never)
            if seen is not None:
                yield seen
    counted = compiled.component.tally
    if counted is not None and kinds & {*counted.records, *counted.submissions}:
        yield _by_tally(finder, counted, finder.subjects(compiled.subject), entry, never)


def _by_unit(finder: FactFinder, unit: RequirementUnit, entry: Entry, never: str) -> _Seen | None:
    """Give how far the record got with the subject with whom it got furthest; None if there is no subject."""
    found = [_by_subject(finder, unit, who, slots, entry, never) for who, slots in finder.slots(unit)]
    return max(found, key=lambda one: one.rank, default=None)


def _by_subject(
    finder: FactFinder, unit: RequirementUnit, who: Who, slots: list[Slot | None], entry: Entry, never: str
) -> _Seen:
    for slot in slots:
        for used, is_late in slot.used if slot else ():
            if slot and used.row.id == entry.row.id:
                return _Seen(PLACED, "", label_text(slot.window.label), is_late)
    if never:
        return _Seen(0, never)
    refused = _failed(finder, unit.requirement, who, unit, entry)
    if refused:
        return refused
    asked = unit_demand(unit, finder.rules, finder.view)
    elsewhere = _taken_by_another(finder, unit, entry)
    return _Seen(PLACED, elsewhere or why_not_placed(entry, asked, slots))


def _failed(finder: FactFinder, demanded: Any, who: Who, unit: RequirementUnit | None, entry: Entry) -> _Seen | None:
    """Give the first check the record fails, if any."""
    if who.id is not None and not taking_part(demanded, who.id, who.is_group)(entry):
        return _Seen(0, _whose(demanded, who, unit, entry))
    listed = checks(demanded, finder.view, finder.rules.rules.kinds)
    for number, check in enumerate(listed, start=1):
        if not check.passes(entry):
            return _Seen(number, check.why_not(entry))
    return None


def _whose(demanded: Any, who: Who, unit: RequirementUnit | None, entry: Entry) -> str:
    if who.is_group:
        return "是别的党小组开的" if getattr(entry.row, "group", None) else "没有写是哪个党小组开的"
    posts = unit.subject.posts if unit and unit.subject else ()
    return f"{'、'.join(posts) or '有关人员'}没有{role_text(demanded)}"


def _taken_by_another(finder: FactFinder, unit: RequirementUnit, entry: Entry) -> str:
    """Say which requirement that shares no record with this one took it."""
    if unit.shares_with is None:
        return ""
    for other in next(group for group in finder.rules.sharing_groups if group[0].shares_with == unit.shares_with):
        if other is not unit:
            for _, slots in finder.slots(other):
                if any(used.row.id == entry.row.id for slot in slots if slot for used, _ in slot.used):
                    return f"已计入“{title_of(other, finder.rules)}”，这几项之间一条记录只抵一项"
    return ""


def title_of(unit: RequirementUnit, rules: CompiledRules) -> str:
    """Give the name of the duty or measure a requirement stands in."""
    if unit.duty is not None:
        return unit.duty.duty
    return next((one.measure.measure for one in rules.measures if one.measure.id in unit.targets), unit.name)


def _by_tally(finder: FactFinder, demanded: Tally, subjects: list[Who], entry: Entry, never: str) -> _Seen:
    if never:
        return _Seen(0, never)
    if entry.day not in finder.period:
        return _Seen(0, f"{day_text(entry.day)}不在本考核期")
    if demanded.state is EntryState.LATE_ENTRY:
        return _Seen(0, "只计迟录的")
    refused = [_failed(finder, demanded, who, None, entry) for who in subjects]
    if None in refused or not refused:
        return _Seen(PLACED, "")
    return max((one for one in refused if one), key=lambda one: one.rank)
