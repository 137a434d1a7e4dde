"""The one loop that runs over every record of every branch: which record meets which window (compiled by numba)."""

from collections.abc import Callable
from typing import Any, TypeVar

import numba
import numpy as np

from bihuan.appraisal.bulk.columns import Flags, Ints, Shorts

F = TypeVar("F", bound=Callable[..., Any])
NO_LIMIT = -(2**31)
"""Stands for: no last day of making up is named."""

Plan = tuple[int, Ints, Ints, Ints, Ints, Ints]
"""Windows as arrays: their first day, which of them each day lies in (offsets and windows), the deadlines, the last
days of making up, and the window each name of a period means."""


def compiled(function: F) -> F:
    """Compile ``function``, keeping the machine code for the next process where a folder for it can be written."""
    try:
        found: Any = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:
        found = numba.njit(nogil=True)(function)
    made: F = found
    return made


@compiled
def place_named(
    window: int, day: int, is_activity: bool, worth: int, need: int, plan: Plan, on_time: Ints, late: Ints
) -> None:
    """Give a record that names its window to that window, if it is open and the day allows it."""
    deadline, limit = plan[3][window], plan[4][window]
    if on_time[window] + late[window] >= need:
        return
    if day <= deadline:
        if not is_activity:
            on_time[window] += worth
        return
    if limit == NO_LIMIT:
        if not is_activity:
            late[window] += worth
        return
    if day <= limit:
        late[window] += worth


@compiled
def place_by_day(
    day: int, is_activity: bool, worth: int, need: int, plan: Plan, applies: Flags, on_time: Ints, late: Ints
) -> None:
    """Give a record to the first open window its day lies in; a submission else to one it can be made up in."""
    first_day, offsets, windows, deadline, limit, _ = plan
    at = day - first_day
    if 0 <= at < len(offsets) - 1:
        for place in range(offsets[at], offsets[at + 1]):
            window = windows[place]
            if applies[window] and on_time[window] + late[window] < need:
                on_time[window] += worth
                return
    if is_activity:
        return
    for window in range(len(deadline)):
        if not applies[window] or on_time[window] + late[window] >= need or limit[window] == NO_LIMIT:
            continue
        if deadline[window] < day <= limit[window]:
            late[window] += worth
            return


@compiled
def fill_windows(
    first: int,
    last: int,
    day: Shorts,
    amount: Ints,
    named: Shorts,
    is_activity: Flags,
    fits: Flags,
    need: int,
    plan: Plan,
    applies: Flags,
    on_time: Ints,
    late: Ints,
) -> None:
    """Match the entries of one subject against its windows, in order; an empty column says what most entries say."""
    for entry in range(first, last):
        if len(fits) and not fits[entry]:
            continue
        worth = amount[entry] if len(amount) else 1
        activity = is_activity[entry] if len(is_activity) else True
        name = named[entry] if len(named) else -1
        if name < 0:
            place_by_day(day[entry], activity, worth, need, plan, applies, on_time, late)
        else:
            window = plan[5][name]
            if window >= 0 and applies[window]:
                place_named(window, day[entry], activity, worth, need, plan, on_time, late)


@compiled
def add_up(need: int, as_of: int, plan: Plan, applies: Flags, on_time: Ints, late: Ints, out: Ints, row: int) -> None:
    """Add the windows of a subject to its tally: due, on time, late, missing, pending, recoverable."""
    deadline, limit = plan[3], plan[4]
    for window in range(len(deadline)):
        if not applies[window]:
            continue
        first = min(on_time[window], need)
        second = min(late[window], need - first)
        lack = need - first - second
        out[0, row] += need
        out[1, row] += first
        out[2, row] += second
        if lack and as_of < deadline[window]:
            out[4, row] += lack
        elif lack:
            out[3, row] += lack
            if limit[window] != NO_LIMIT and as_of < limit[window]:
                out[5, row] += lack


@compiled
def match_all(
    offsets: Ints,
    day: Shorts,
    amount: Ints,
    named: Shorts,
    is_activity: Flags,
    fits: Flags,
    need: int,
    plan: Plan,
    counted: Flags,
    applies: Flags,
    as_of: int,
    out: Ints,
    kept_on_time: Ints,
    kept_late: Ints,
) -> None:
    """Match and tally every subject; ``kept_…`` (if they have rows) receive what each window got."""
    windows = len(plan[3])
    on_time = np.zeros(windows, np.int64)
    late = np.zeros(windows, np.int64)
    mine = np.ones(windows, np.bool_)
    for row in range(len(offsets) - 1):
        on_time[:] = 0
        late[:] = 0
        if len(applies):
            mine[:] = applies[row]
        first, last = offsets[row], offsets[row + 1]
        fill_windows(first, last, day, amount, named, is_activity, fits, need, plan, mine, on_time, late)
        if len(kept_on_time):
            kept_on_time[row] = on_time
            kept_late[row] = late
        add_up(need, as_of, plan, mine & counted, on_time, late, out, row)


@compiled
def roll_up(
    offsets: Ints,
    need: int,
    need_all: bool,
    applies: Flags,
    on_time: Ints,
    late: Ints,
    rolled_applies: Flags,
    rolled_on_time: Ints,
    rolled_late: Ints,
) -> None:
    """Merge the windows of the subjects of each branch: met if all (or any) of them met it."""
    for branch in range(len(offsets) - 1):
        for window in range(rolled_on_time.shape[1]):
            present, met, prompt = 0, 0, 0
            for row in range(offsets[branch], offsets[branch + 1]):
                if applies[row, window]:
                    present += 1
                    if on_time[row, window] + late[row, window] >= need:
                        met += 1
                        prompt += on_time[row, window] >= need
            rolled_applies[branch, window] = present > 0
            if present and (met == present if need_all else met > 0):
                if prompt == met if need_all else prompt > 0:
                    rolled_on_time[branch, window] = 1
                else:
                    rolled_late[branch, window] = 1


@compiled
def tally_windows(need: int, as_of: int, plan: Plan, applies: Flags, on_time: Ints, late: Ints, out: Ints) -> None:
    """Tally windows that were rolled up before."""
    for row in range(len(applies)):
        add_up(need, as_of, plan, applies[row], on_time[row], late[row], out, row)
