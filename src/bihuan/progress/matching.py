"""Which record meets which obligation: one pass, read by everything after.

A requirement of one subject (an organisation, a Party group or a post holder) has a slot a window. Entries are taken
by day and id; each goes to the open slot with the earliest deadline, on time first, then making up.
Requirements that share no records exclusively are matched each on its own by the same pass.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from bihuan.basics.nodes import Unit
from bihuan.progress.entries import Entry
from bihuan.progress.rows import Activity
from bihuan.responsibility.grammar import Requirement
from bihuan.responsibility.windows import Window

BASE_UNITS: dict[Unit, int] = {Unit.MINUTES: 1, Unit.HOURS: 45, Unit.DAYS: 480}
"""Minutes in each unit of time; other units count as they are."""

Qualifies = Callable[[Entry], bool]


@dataclass(frozen=True, slots=True)
class Demand:
    """A requirement cut into windows, ready for matching: what a window needs, and which windows a day lies in."""

    requirement: Requirement
    windows: tuple[Window, ...]
    need: int | Fraction
    scale: int
    by_day: dict[date, tuple[int, ...]]
    by_key: dict[str, int]

    @property
    def unit(self) -> Unit:
        """The unit the requirement is written in."""
        return self.requirement.at_least.unit


def demand(requirement: Requirement, windows: tuple[Window, ...]) -> Demand:
    """Prepare ``requirement`` for matching over ``windows``."""
    amount = requirement.at_least
    scale = BASE_UNITS.get(amount.unit, 1)
    need = amount.value * scale
    by_day: dict[date, list[int]] = {}
    for position, window in enumerate(windows):
        day = window.start
        while day <= window.deadline:
            by_day.setdefault(day, []).append(position)
            day += timedelta(days=1)
    ordered = {
        day: tuple(sorted(found, key=lambda index: (windows[index].deadline, index))) for day, found in by_day.items()
    }
    keys = {name: position for position, window in enumerate(windows) for name in (*window.also, window.key)}
    return Demand(requirement, windows, need.numerator if need.denominator == 1 else need, scale, ordered, keys)


@dataclass(slots=True)
class Slot:
    """One window of one demand: what it needs, what was done on time and made up, with which records."""

    window: Window
    need: int | Fraction
    on_time: int | Fraction = 0
    late: int | Fraction = 0
    used: list[tuple[Entry, bool]] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether more is needed."""
        return self.on_time + self.late < self.need


@dataclass(slots=True)
class Claim:
    """A demand of one subject taking part in matching; ``slots`` has None for windows that do not apply."""

    demand: Demand
    qualifies: Qualifies
    slots: list[Slot | None]


def worth(entry: Entry, unit: Unit) -> int:
    """Give what one record adds in base units: 1, its minutes, or the persons present."""
    if unit in BASE_UNITS:
        return int(entry.row.minutes)
    if unit in (Unit.PERSON_TIMES, Unit.PERSONS):
        return int(entry.row.present)
    return 1


def match(claims: Sequence[Claim], found: Iterable[Entry]) -> None:
    """Give each entry to at most one slot among ``claims`` (which share their records exclusively)."""
    for entry in found:
        best: tuple[date, int, int] | None = None
        late_best: tuple[date, int, int] | None = None
        for order, claim in enumerate(claims):
            if not claim.qualifies(entry):
                continue
            position, is_late = _place(claim, entry)
            if position is None:
                continue
            slot = claim.slots[position]
            key = (slot.window.deadline, order, position) if slot else None
            if key is None:
                continue
            if is_late:
                late_best = key if late_best is None or key < late_best else late_best
            else:
                best = key if best is None or key < best else best
        chosen = best or late_best
        if chosen:
            _take(claims[chosen[1]], chosen[2], entry, is_late=best is None)


def match_alone(claim: Claim, found: Iterable[Entry]) -> None:
    """Match one claim that shares its records freely with all others; ``found`` are the entries that qualify."""
    for entry in found:
        position, is_late = _place(claim, entry)
        if position is not None:
            _take(claim, position, entry, is_late)


def _take(claim: Claim, position: int, entry: Entry, is_late: bool) -> None:
    slot = claim.slots[position]
    if slot is None:
        return
    amount = worth(entry, claim.demand.unit)
    if is_late:
        slot.late += amount
    else:
        slot.on_time += amount
    slot.used.append((entry, is_late))


def _place(claim: Claim, entry: Entry) -> tuple[int | None, bool]:
    """Find the open slot for ``entry``: its position, and whether it would be made up."""
    row = entry.row
    named = row.makes_up if isinstance(row, Activity) else row.period
    if named:
        return _named_place(claim, entry, named, isinstance(row, Activity))
    for position in claim.demand.by_day.get(entry.day, ()):
        slot = claim.slots[position]
        if slot is not None and slot.is_open:
            return position, False
    if isinstance(row, Activity):
        return None, False
    for position, late in enumerate(claim.slots):
        if late is not None and late.is_open and late.window.late_until and _is_made_up(late.window, entry.day):
            return position, True
    return None, False


def _named_place(claim: Claim, entry: Entry, named: str, is_activity: bool) -> tuple[int | None, bool]:
    position = claim.demand.by_key.get(named)
    slot = claim.slots[position] if position is not None else None
    if slot is None or not slot.is_open:
        return None, False
    window = slot.window
    if not is_activity and entry.day <= window.deadline:
        return position, False
    if entry.day <= window.deadline or (is_activity and window.late_until is None):
        return None, False
    return (position, True) if window.late_until is None or entry.day <= window.late_until else (None, False)


def _is_made_up(window: Window, day: date) -> bool:
    return window.late_until is not None and window.deadline < day <= window.late_until


class Tally(NamedTuple):
    """What became of a demand: all in base units.

    ``due`` = ``on_time`` + ``late`` + ``missing`` + ``pending``; ``recoverable`` is the part of ``missing`` that can
    still be made up.
    """

    due: int | Fraction = 0
    on_time: int | Fraction = 0
    late: int | Fraction = 0
    missing: int | Fraction = 0
    pending: int | Fraction = 0
    recoverable: int | Fraction = 0

    @property
    def done(self) -> int | Fraction:
        """Met, on time or made up."""
        return self.on_time + self.late


def tally(slots: Iterable[Slot | None], as_of: date) -> Tally:
    """Add up the slots that apply, as seen on ``as_of``."""
    due: Any = 0
    on_time: Any = 0
    late: Any = 0
    missing: Any = 0
    pending: Any = 0
    recoverable: Any = 0
    for slot in slots:
        if slot is None:
            continue
        need = slot.need
        due += need
        if slot.on_time >= need:
            on_time += need
            continue
        on_time += slot.on_time
        second = min(slot.late, need - slot.on_time)
        late += second
        lack = need - slot.on_time - second
        if not lack:
            continue
        if as_of < slot.window.deadline:
            pending += lack
        else:
            missing += lack
            if slot.window.late_until is not None and as_of < slot.window.late_until:
                recoverable += lack
    return Tally(due, on_time, late, missing, pending, recoverable)


def rolled(per_subject: Sequence[Sequence[Slot | None]], need_all: bool) -> list[Slot | None]:
    """Make one row of slots of several subjects': a window is met if all (or any) of them met it.

    Each window then needs one; it counts as made up if a subject needed making up.
    """
    result: list[Slot | None] = []
    for column in zip(*per_subject, strict=True):
        present = [slot for slot in column if slot is not None]
        result.append(_rolled_window(present, need_all) if present else None)
    return result


def _rolled_window(present: Sequence[Slot], need_all: bool) -> Slot:
    merged = Slot(present[0].window, 1, used=[pair for slot in present for pair in slot.used])
    met = [slot for slot in present if not slot.is_open]
    if len(met) == len(present) if need_all else met:
        on_time = [slot for slot in met if slot.on_time >= slot.need]
        if len(on_time) == len(met) if need_all else on_time:
            merged.on_time = 1
        else:
            merged.late = 1
    return merged
