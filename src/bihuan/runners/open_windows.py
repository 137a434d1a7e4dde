"""What a branch can still do for its score: the windows of its measures that are open or can be made up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bihuan.appraisal.compiled import CompiledComponent, CompiledMeasure, RequirementUnit
from bihuan.appraisal.explaining import parts_of
from bihuan.appraisal.facts import FactFinder
from bihuan.appraisal.results import LineState
from bihuan.appraisal.scoring import Scorer
from bihuan.appraisal.subjects import Who
from bihuan.progress.matching import Slot
from bihuan.runners.planning import slot_state

OPEN = ("未到期", "可补")


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """One window of one requirement of a measure that is not met and can still be.

    ``kinds`` are the kinds of record that count, papers if ``is_paper``; ``state`` is 未到期 or 可补; ``subject`` the
    person or Party group it is asked of, if not the branch; ``worth`` the points it can still bring, in units of
    ``1 / per_point``, 0 where they cannot be told apart by window; ``window_key`` is how a record names it (补办期间).
    """

    measure: str
    title: str
    kinds: tuple[str, ...]
    is_paper: bool
    window: str
    start: date
    deadline: date
    late_until: date | None
    state: str
    subject: str
    worth: int
    window_key: str


def open_windows(scorer: Scorer) -> tuple[OpenWindow, ...]:
    """Give every open window of every measure that applies, in the pack's order and by deadline."""
    found: list[OpenWindow] = []
    for compiled in scorer.rules.measures:
        if scorer.line(compiled).state is not LineState.NOT_APPLICABLE:
            found += _of_measure(scorer, compiled)
    return tuple(found)


def _of_measure(scorer: Scorer, compiled: CompiledMeasure) -> Iterator[OpenWindow]:
    for part, finder in parts_of(scorer, compiled):
        for component in part.components:
            slots = list(_open_slots(component, finder, scorer.view.as_of))
            if slots:
                worth = _worth(scorer, component, finder, len(slots))
                for unit, who, slot, state in slots:
                    yield _window(compiled, unit, who, slot, state, worth)


def _open_slots(
    component: CompiledComponent, finder: FactFinder, as_of: date
) -> Iterator[tuple[RequirementUnit, Who, Slot, str]]:
    for unit in component.units:
        for who, slots in finder.slots(unit):
            for slot in slots:
                if slot is not None and (state := slot_state(slot, as_of)) in OPEN:
                    yield unit, who, slot, state


def _worth(scorer: Scorer, component: CompiledComponent, finder: FactFinder, windows: int) -> int:
    """What one window brings where all open windows of the component bring the same, else 0."""
    facts = scorer.facts(component, finder)
    if not facts:
        return 0
    _, middle, worst = (amount for amount, _ in scorer.nets(component, facts))
    each, rest = divmod(middle - worst, windows)
    return each if each > 0 and not rest else 0


def _window(
    compiled: CompiledMeasure, unit: RequirementUnit, who: Who, slot: Slot, state: str, worth: int
) -> OpenWindow:
    asked, window = unit.requirement, slot.window
    return OpenWindow(
        compiled.measure.id,
        compiled.measure.measure,
        asked.records or asked.submissions,
        bool(asked.submissions),
        window.label,
        window.start,
        window.deadline,
        window.late_until,
        state,
        who.id or "",
        worth,
        window.key,
    )
