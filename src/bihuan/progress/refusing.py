"""Why a record that is good enough for a requirement was given to none of its windows, in plain Chinese."""

from collections.abc import Sequence
from fractions import Fraction

from bihuan.basics.numbers import number_text
from bihuan.basics.wording import day_text, label_text
from bihuan.progress.entries import Entry
from bihuan.progress.matching import Demand, Slot
from bihuan.progress.rows import Activity


def why_not_placed(entry: Entry, asked: Demand, slots: Sequence[Slot | None]) -> str:
    """Say why matching left ``entry`` out of ``slots``, which are as matching left them.

    Windows only fill up while records are taken in order, so a window that is still open is not the reason.
    """
    if not asked.windows:
        return "本考核期没有这项应办"
    row = entry.row
    named = row.makes_up if isinstance(row, Activity) else row.period
    if named:
        return _not_as_named(entry, asked, slots, named)
    places = asked.by_day.get(entry.day, ())
    if not places:
        return f"{day_text(entry.day)}不在这项要求的任何一期之内"
    there = [slot for place in places if (slot := slots[place]) is not None]
    if not there:
        label = label_text(asked.windows[places[0]].label)
        return f"{label}不适用这项要求（不在存续、任职或施行期间，或已豁免）"
    return _full(there[0], asked)


def _not_as_named(entry: Entry, asked: Demand, slots: Sequence[Slot | None], named: str) -> str:
    is_activity = isinstance(entry.row, Activity)
    place = asked.by_key.get(named)
    if place is None:
        return f"{'补办期间' if is_activity else '所属期'}写的是“{named}”，这项要求没有这一期"
    slot, window = slots[place], asked.windows[place]
    label = label_text(window.label)
    if slot is None:
        return f"{label}不适用这项要求（不在存续、任职或施行期间，或已豁免）"
    if not slot.is_open:
        return _full(slot, asked)
    if is_activity and window.late_until is None:
        return f"{label}的这项要求不能补办，最后一天是 {day_text(window.deadline)}"
    if is_activity and entry.day <= window.deadline:
        return f"{day_text(entry.day)}还没有过“{label}”的截止日，不是补办，不要写补办期间"
    if window.late_until:
        verb = "补办" if is_activity else "补报"
        return f"{label}{verb}最迟到 {day_text(window.late_until)}，已经过了"
    return f"{label}已经截止"


def _full(slot: Slot, asked: Demand) -> str:
    need = number_text(Fraction(slot.need) / asked.scale)
    verb = "报" if asked.requirement.submissions else "办"
    return f"{label_text(slot.window.label)}已由别的记录{verb}满 {need} {asked.unit}，多的不再计"
