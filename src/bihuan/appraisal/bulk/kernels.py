"""The one loop that runs over every record of every branch: which record meets which window (compiled by numba)."""

from collections.abc import Callable
from typing import Any, TypeVar

import numba
import numpy as np

F = TypeVar("F", bound=Callable[..., Any])
NO_LIMIT = -(2**31)
"""Stands for: no last day of making up is named."""


def compiled(function: F) -> F:
    """Compile ``function``, keeping the machine code for the next process where a folder for it can be written."""
    try:
        found: F = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:
        found = numba.njit(nogil=True)(function)
    return found


@compiled
def place_named(  # type: ignore[no-untyped-def]  # numba infers the types
    position, day, is_activity, amount, need, deadline, late_until, on_time, late
):
    """Give a record that names its window to that window, if it is open and the day allows it."""
    if on_time[position] + late[position] >= need:
        return
    if day <= deadline[position]:
        if not is_activity:
            on_time[position] += amount
        return
    if late_until[position] == NO_LIMIT:
        if not is_activity:
            late[position] += amount
        return
    if day <= late_until[position]:
        late[position] += amount


@compiled
def place_by_day(  # type: ignore[no-untyped-def]  # numba infers the types
    day, is_activity, amount, need, first_day, day_offsets, day_windows, deadline, late_until, applies, on_time, late
):
    """Give a record to the first open window its day lies in; a submission else to one it can be made up in."""
    at = day - first_day
    if 0 <= at < len(day_offsets) - 1:
        for place in range(day_offsets[at], day_offsets[at + 1]):
            window = day_windows[place]
            if applies[window] and on_time[window] + late[window] < need:
                on_time[window] += amount
                return
    if is_activity:
        return
    for window in range(len(deadline)):
        if not applies[window] or on_time[window] + late[window] >= need or late_until[window] == NO_LIMIT:
            continue
        if deadline[window] < day <= late_until[window]:
            late[window] += amount
            return


@compiled
def fill_windows(  # type: ignore[no-untyped-def]  # numba infers the types
    subject, offsets, day, amount, named, is_activity, fits, need, plan, applies, on_time, late
):
    """Match the records of one subject against its windows, in order."""
    first_day, day_offsets, day_windows, deadline, late_until, window_of_name = plan
    for entry in range(offsets[subject], offsets[subject + 1]):
        if len(fits) and not fits[entry]:
            continue
        worth = amount[entry] if len(amount) else 1
        activity = is_activity[entry] if len(is_activity) else True
        name = named[entry] if len(named) else -1
        if name >= 0:
            window = window_of_name[name]
            if window >= 0 and applies[window]:
                place_named(window, day[entry], activity, worth, need, deadline, late_until, on_time, late)
        else:
            place_by_day(
                day[entry], activity, worth, need, first_day, day_offsets, day_windows, deadline, late_until, applies,
                on_time, late,
            )  # fmt: skip


@compiled
def add_up(need, as_of, deadline, late_until, applies, on_time, late, out, subject):  # type: ignore[no-untyped-def]  # numba infers the types
    """Add the windows of a subject to its tally: due, on time, late, missing, pending, recoverable."""
    for window in range(len(deadline)):
        if not applies[window]:
            continue
        first = min(on_time[window], need)
        second = min(late[window], need - first)
        lack = need - first - second
        out[0, subject] += need
        out[1, subject] += first
        out[2, subject] += second
        if lack:
            if as_of < deadline[window]:
                out[4, subject] += lack
            else:
                out[3, subject] += lack
                if late_until[window] != NO_LIMIT and as_of < late_until[window]:
                    out[5, subject] += lack


@compiled
def match_all(  # type: ignore[no-untyped-def]  # numba infers the types
    offsets, day, amount, named, is_activity, fits, need, plan, counted, applies, as_of, out, kept_on_time, kept_late
):
    """Match and tally every subject; ``kept_…`` (if they have rows) receive what each window got."""
    deadline, late_until = plan[3], plan[4]
    windows = len(deadline)
    on_time = np.zeros(windows, np.int64)
    late = np.zeros(windows, np.int64)
    mine = np.ones(windows, np.bool_)
    for subject in range(len(offsets) - 1):
        on_time[:] = 0
        late[:] = 0
        if len(applies):
            mine[:] = applies[subject]
        fill_windows(subject, offsets, day, amount, named, is_activity, fits, need, plan, mine, on_time, late)
        if len(kept_on_time):
            kept_on_time[subject] = on_time
            kept_late[subject] = late
        if len(applies):
            mine[:] = applies[subject] & counted
        else:
            mine[:] = counted
        add_up(need, as_of, deadline, late_until, mine, on_time, late, out, subject)


@compiled
def roll_up(offsets, need, need_all, applies, on_time, late, rolled_applies, rolled_on_time, rolled_late):  # type: ignore[no-untyped-def]  # numba infers the types
    """Merge the windows of the subjects of each branch: met if all (or any) of them met it."""
    for branch in range(len(offsets) - 1):
        for window in range(rolled_on_time.shape[1]):
            present, met, prompt = 0, 0, 0
            for subject in range(offsets[branch], offsets[branch + 1]):
                if not applies[subject, window]:
                    continue
                present += 1
                if on_time[subject, window] + late[subject, window] >= need:
                    met += 1
                    prompt += on_time[subject, window] >= need
            rolled_applies[branch, window] = present > 0
            if present and (met == present if need_all else met > 0):
                if prompt == met if need_all else prompt > 0:
                    rolled_on_time[branch, window] = 1
                else:
                    rolled_late[branch, window] = 1


@compiled
def tally_windows(need, as_of, deadline, late_until, applies, on_time, late, out):  # type: ignore[no-untyped-def]  # numba infers the types
    """Tally windows that were matched or rolled up before."""
    for subject in range(len(applies)):
        add_up(need, as_of, deadline, late_until, applies[subject], on_time[subject], late[subject], out, subject)
