"""What each measure is worth, written once over numbers, columns or texts of a query: whole thousandths throughout.

An engine supplies ``least``, ``greatest``, ``divide`` (rounding down) and ``either``; the rest is ``+``, ``-``, ``*``.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from bench.measures import WINDOWS, Attendance, Closed, Count, LateEntries, Papers, Problems, Share


class Language(Protocol):
    """What an engine can do with numbers."""

    def least(self, one: Any, other: Any) -> Any:
        """The lesser of two."""
        ...

    def greatest(self, one: Any, other: Any) -> Any:
        """The greater of two."""
        ...

    def divide(self, above: Any, below: Any) -> Any:
        """The whole part of a quotient of numbers that are not negative."""
        ...

    def either(self, condition: Any, yes: Any, no: Any) -> Any:
        """One of two."""
        ...

    def is_more(self, one: Any, other: Any) -> Any:
        """Whether one is more than the other."""
        ...


Cells = Callable[[int], Sequence[Any]]
"""The count (or minutes) of each window of a subject."""


def added(listed: Sequence[Any]) -> Any:
    """Add up."""
    total = listed[0]
    for one in listed[1:]:
        total = total + one
    return total


def half_up(say: Language, above: Any, below: Any) -> Any:
    """Round a quotient half up."""
    return say.divide(above * 2 + below, below * 2)


def mean(say: Language, listed: Sequence[Any]) -> Any:
    """The mean, rounded half up."""
    return listed[0] if len(listed) == 1 else half_up(say, added(listed), len(listed))


def count_points(spec: Count, cells: Cells, say: Language) -> Any:
    """So much off for every one missing."""
    lacking = [[say.greatest(spec.need - one, 0) for one in cells(subject)] for subject in spec.subjects]
    if spec.roll in ("全部", "任一"):
        worst = say.greatest if spec.roll == "全部" else say.least
        windows = []
        for column in zip(*lacking, strict=True):
            rolled = column[0]
            for one in column[1:]:
                rolled = worst(rolled, one)
            windows.append(say.least(rolled, 1))
        return say.greatest(spec.top - added(windows) * spec.price, 0)
    off = [added(one) * spec.price for one in lacking]
    return say.greatest(spec.top - (mean(say, off) if spec.roll == "平均" else added(off)), 0)


def share_points(spec: Share, cells: Cells, say: Language) -> Any:
    """Minutes in proportion."""
    whole = spec.need * WINDOWS[spec.window]
    earned = [
        half_up(say, added([say.least(one, spec.need) for one in cells(subject)]) * spec.top, whole)
        for subject in spec.subjects
    ]
    return mean(say, earned)


def attendance_points(spec: Attendance, sums: Callable[[int], tuple[Any, Any]], say: Language) -> Any:
    """So much off for each percent below ninety; without anybody due the worst is reckoned."""
    off = []
    for subject in spec.subjects:
        present, due = sums(subject)
        short = say.greatest(due * 90 - present * 100, 0)
        steps = half_up(say, short * spec.price, say.greatest(due, 1))
        off.append(say.least(say.either(say.is_more(due, 0), steps, spec.top), spec.top))
    return say.greatest(spec.top - mean(say, off), 0)


def late_points(spec: LateEntries, number: Any, say: Language) -> Any:
    """So much off for each."""
    return say.greatest(spec.top - number * spec.price, 0)


def paper_points(spec: Papers, quarters: Sequence[tuple[Any, Any]], say: Language) -> Any:
    """So much off for each quarter without a report, less for a late one; each pair counts those on time and late."""
    off = []
    for prompt, late in quarters:
        without = say.either(say.is_more(late, 0), spec.late_price, spec.price)
        off.append(say.either(say.is_more(prompt, 0), 0, without))
    return say.greatest(spec.top - added(off), 0)


def problem_points(spec: Problems, number: Any, say: Language) -> Any:
    """So much off for each."""
    return say.greatest(spec.top - number * spec.price, 0)


def closed_points(spec: Closed, closed: Any, due: Any, say: Language) -> Any:
    """The share of those closed; all if none was due."""
    share = half_up(say, closed * spec.top, say.greatest(due, 1))
    return say.either(say.is_more(due, 0), share, spec.top)
