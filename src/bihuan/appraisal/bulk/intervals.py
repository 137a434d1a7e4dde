"""Disjoint intervals of days of many subjects at once, and whether windows lie within them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from bihuan.appraisal.bulk.columns import NEVER, Flags, Ints, Shorts, day_number, day_of
from bihuan.appraisal.choices import InBeing
from bihuan.organisations.standing import FOREVER, Interval, joined


@dataclass(frozen=True)
class Intervals:
    """Intervals in the order of their subjects: those of subject ``s`` are ``offsets[s]`` to ``offsets[s + 1]``."""

    offsets: Ints
    first: Shorts
    last: Shorts

    def per_subject(self, hits: Flags) -> Flags:
        """Give whether any interval of each subject hits."""
        sums = np.concatenate([[0], np.cumsum(hits)])
        found: Flags = sums[self.offsets[1:]] > sums[self.offsets[:-1]]
        return found

    def covers(self, start: int, end: int) -> Flags:
        """Whether one interval of each subject contains all days from ``start`` to ``end``."""
        return self.per_subject((self.first <= start) & (end <= self.last))

    def touches(self, start: int, end: int) -> Flags:
        """Whether an interval of each subject shares a day with [start, end]."""
        return self.per_subject((self.first <= end) & (start <= self.last))

    def there(self, start: int, end: int, choice: InBeing) -> Flags:
        """Whether each subject is there for the window as ``choice`` asks."""
        if choice is InBeing.WHOLE:
            return self.covers(start, end)
        return self.touches(start, end) if choice is InBeing.ANY_DAY else self.covers(end, end)

    def take(self, subjects: Ints) -> "Intervals":
        """Give the intervals of some subjects."""
        counts = np.diff(self.offsets)[subjects]
        offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        picked = np.repeat(self.offsets[:-1][subjects] - offsets[:-1], counts) + np.arange(int(offsets[-1]))
        return Intervals(offsets, self.first[picked], self.last[picked])


def numbered(intervals: Iterable[Interval]) -> list[tuple[int, int]]:
    """Give intervals of dates as numbers of days."""
    return [(day_number(first), NEVER if last == FOREVER else day_number(last)) for first, last in intervals]


def collected(listed: list[list[tuple[int, int]]]) -> Intervals:
    """Put the intervals of each subject together."""
    flat = [one for intervals in listed for one in intervals]
    counts = [len(intervals) for intervals in listed]
    return Intervals(
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        np.array([first for first, _ in flat], dtype=np.int32),
        np.array([last for _, last in flat], dtype=np.int32),
    )


def joined_by_key(keys: Ints, first: Shorts, last: Shorts) -> tuple[Ints, Intervals]:
    """Join the intervals of each key: give the keys in order, and their disjoint intervals."""
    order = np.lexsort((first, keys))
    keys, first, last = keys[order], first[order], last[order]
    unique, starts, counts = np.unique(keys, return_index=True, return_counts=True)
    if counts.max(initial=1) == 1:
        return unique, Intervals(np.arange(len(unique) + 1, dtype=np.int64), first, last)
    listed = []
    for start, count in zip(starts.tolist(), counts.tolist(), strict=True):
        rows = slice(start, start + count)
        pairs = list(zip(first[rows].tolist(), last[rows].tolist(), strict=True))
        listed.append(pairs if count == 1 else numbered(joined((_date(one), _date(two)) for one, two in pairs)))
    return unique, collected(listed)


def _date(number: int) -> date:
    return FOREVER if number == NEVER else day_of(number)
