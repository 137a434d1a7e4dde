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
def place_named(day: int, is_activity: bool, worth: int, is_open: bool, deadline: int, limit: int) -> tuple[int, int]:
    """Say what a record that names its window adds to it: on time, and made up."""
    if not is_open:
        return 0, 0
    if day <= deadline:
        return (0, 0) if is_activity else (worth, 0)
    if limit == NO_LIMIT:
        return (0, 0) if is_activity else (0, worth)
    return (0, worth) if day <= limit else (0, 0)


@compiled
def place_late(
    day: int, worth: int, need: int, deadlines: Ints, limits: Ints, applies: Flags, on_time: Ints, late: Ints
) -> None:
    """Give a submission that was on time nowhere to the first open window it can be made up in."""
    for window in range(len(deadlines)):
        if not applies[window] or on_time[window] + late[window] >= need or limits[window] == NO_LIMIT:
            continue
        if deadlines[window] < day <= limits[window]:
            late[window] += worth
            return


@compiled
def fill_windows(
    entries: tuple[int, int],
    day: Shorts,
    amount: Ints,
    named: Shorts,
    is_activity: Flags,
    fits: Flags,
    need: int,
    first_day: int,
    offsets: Ints,
    windows: Ints,
    deadlines: Ints,
    limits: Ints,
    window_of: Ints,
    applies: Flags,
    on_time: Ints,
    late: Ints,
) -> None:
    """Match the entries of one subject against its windows, in order; an empty column says what most entries say."""
    for entry in range(entries[0], entries[1]):
        if len(fits) and not fits[entry]:
            continue
        worth = amount[entry] if len(amount) else 1
        activity = is_activity[entry] if len(is_activity) else True
        name = named[entry] if len(named) else -1
        if name >= 0:
            window = window_of[name]
            if window >= 0 and applies[window]:
                is_open = on_time[window] + late[window] < need
                first, second = place_named(day[entry], activity, worth, is_open, deadlines[window], limits[window])
                on_time[window] += first
                late[window] += second
            continue
        placed, at = False, day[entry] - first_day
        if 0 <= at < len(offsets) - 1:
            for place in range(offsets[at], offsets[at + 1]):
                window = windows[place]
                if applies[window] and on_time[window] + late[window] < need:
                    on_time[window] += worth
                    placed = True
                    break
        if not placed and not activity:
            place_late(day[entry], worth, need, deadlines, limits, applies, on_time, late)


@compiled
def add_up(
    need: int,
    as_of: int,
    deadlines: Ints,
    limits: Ints,
    applies: Flags,
    counted: Flags,
    on_time: Ints,
    late: Ints,
    out: Ints,
    row: int,
) -> None:
    """Add the windows of a subject to its tally: due, on time, late, missing, pending, recoverable."""
    for window in range(len(deadlines)):
        if not applies[window] or not counted[window]:
            continue
        first = min(on_time[window], need)
        second = min(late[window], need - first)
        lack = need - first - second
        out[0, row] += need
        out[1, row] += first
        if second:
            out[2, row] += second
        if lack and as_of < deadlines[window]:
            out[4, row] += lack
        elif lack:
            out[3, row] += lack
            if limits[window] != NO_LIMIT and as_of < limits[window]:
                out[5, row] += lack


@compiled
def match_all(
    subjects: Ints,
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
    first_day, offsets, windows, deadlines, limits, window_of = plan
    on_time = np.zeros(len(deadlines), np.int64)
    late = np.zeros(len(deadlines), np.int64)
    mine = np.ones(len(deadlines), np.bool_)
    for row in range(len(subjects) - 1):
        for window in range(len(deadlines)):
            on_time[window] = 0
            late[window] = 0
            if len(applies):
                mine[window] = applies[row, window]
        fill_windows(
            (subjects[row], subjects[row + 1]), day, amount, named, is_activity, fits, need,
            first_day, offsets, windows, deadlines, limits, window_of, mine, on_time, late,
        )  # fmt: skip
        if len(kept_on_time):
            for window in range(len(deadlines)):
                kept_on_time[row, window] = on_time[window]
                kept_late[row, window] = late[window]
        add_up(need, as_of, deadlines, limits, mine, counted, on_time, late, out, row)


@compiled
def count_all(
    subjects: Ints,
    day: Shorts,
    amount: Ints,
    fits: Flags,
    need: int,
    plan: Plan,
    window_of_day: Shorts,
    as_of: int,
    out: Ints,
) -> None:
    """Tally every subject where order does not matter: activities on their days, in windows that do not overlap."""
    first_day, deadlines, limits = plan[0], plan[3], plan[4]
    days, all_fit, once = len(window_of_day), not len(fits), not len(amount)
    on_time = np.zeros(len(deadlines), np.int64)
    late = np.zeros(len(deadlines), np.int64)
    mine = np.ones(len(deadlines), np.bool_)
    for row in range(len(subjects) - 1):
        on_time[:] = 0
        for entry in range(subjects[row], subjects[row + 1]):
            at = day[entry] - first_day
            if 0 <= at < days and window_of_day[at] >= 0 and (all_fit or fits[entry]):
                on_time[window_of_day[at]] += 1 if once else amount[entry]
        add_up(need, as_of, deadlines, limits, mine, mine, on_time, late, out, row)


@compiled
def count_windows(
    subjects: Ints, day: Shorts, amount: Ints, fits: Flags, first_day: int, window_of_day: Shorts, found: Ints
) -> None:
    """Add up what every subject did in each window, for all requirements that differ only in what they need."""
    days, all_fit, once = len(window_of_day), not len(fits), not len(amount)
    for row in range(len(subjects) - 1):
        for entry in range(subjects[row], subjects[row + 1]):
            at = day[entry] - first_day
            if 0 <= at < days and window_of_day[at] >= 0 and (all_fit or fits[entry]):
                found[row, window_of_day[at]] += 1 if once else amount[entry]


@compiled
def tally_counts(need: int, as_of: int, plan: Plan, on_time: Ints, out: Ints) -> None:
    """Tally windows in which nothing was made up."""
    deadlines, limits = plan[3], plan[4]
    every = np.ones(len(deadlines), np.bool_)
    late = np.zeros(len(deadlines), np.int64)
    for row in range(len(on_time)):
        add_up(need, as_of, deadlines, limits, every, every, on_time[row], late, out, row)


@compiled
def sum_between(subjects: Ints, day: Shorts, start: int, end: int, fits: Flags, amount: Ints, out: Ints) -> None:
    """Add up one column over the entries of each subject on the days from ``start`` to ``end``."""
    all_fit, once = not len(fits), not len(amount)
    for row in range(len(subjects) - 1):
        total = 0
        for entry in range(subjects[row], subjects[row + 1]):
            if start <= day[entry] <= end and (all_fit or fits[entry]):
                total += 1 if once else amount[entry]
        out[row] = total


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
    deadlines, limits = plan[3], plan[4]
    counted = np.ones(len(deadlines), np.bool_)
    for row in range(len(applies)):
        add_up(need, as_of, deadlines, limits, applies[row], counted, on_time[row], late[row], out, row)
