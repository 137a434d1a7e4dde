"""Periods of appraisal and shifting dates by calendar months.

A year may start elsewhere than on 1 January (``年度起``: last December to this November); half-years,
quarters and months are then counted from that start.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.basics.nodes import YearDay

_PERIOD = re.compile(r"^([0-9]{4})(?:(H)([12])|(Q)([1-4])|(-)([0-9]{2}))?$")
_RANGE = re.compile(r"^([0-9]{4})-([0-9]{2})\.\.([0-9]{4})-([0-9]{2})$")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """An interval of days, both ends included, with the text it was written as."""

    start: date
    end: date
    label: str

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.end - self.start).days + 1


def shift_months(day: date, months: int) -> date:
    """Move ``day`` by whole months; where the target month has no such day, to its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def on_year(mark: YearDay, year: int) -> date:
    """Give the day of ``mark`` seen from ``year``; 29 February falls back to the 28th."""
    target = year + mark.year_offset
    return date(target, mark.month, min(mark.day, calendar.monthrange(target, mark.month)[1]))


def year_start(year: int, year_from: YearDay) -> date:
    """Give the first day of the appraisal year ``year``."""
    return on_year(year_from, year)


def year_of(day: date, year_from: YearDay) -> int:
    """Give the appraisal year in which ``day`` lies."""
    year = day.year - year_from.year_offset
    while year_start(year, year_from) > day:
        year -= 1
    while year_start(year + 1, year_from) <= day:
        year += 1
    return year


def parse_period(text: str, year_from: YearDay = YearDay(1, 1)) -> Period:  # noqa: B008  # a frozen value
    """Read ``2026``, ``2026H1``, ``2026Q2``, ``2026-06`` or ``2025-12..2026-11``.

    The explicit range is of calendar months; the others count from the start of the appraisal year.
    Raises ``ValueError`` with a Chinese sentence.
    """
    explicit = _RANGE.match(text)
    match = _PERIOD.match(text)
    try:
        if explicit:
            first = date(int(explicit[1]), int(explicit[2]), 1)
            last = shift_months(date(int(explicit[3]), int(explicit[4]), 1), 1) - ONE_DAY
            if first <= last:
                return Period(first, last, text)
        elif match:
            start = year_start(int(match[1]), year_from)
            if match[2]:
                return _part(start, 6, int(match[3]), text)
            if match[4]:
                return _part(start, 3, int(match[5]), text)
            if match[6]:
                return _month(int(match[1]), int(match[7]), year_from, text)
            return _part(start, 12, 1, text)
    except ValueError:
        pass
    raise ValueError(f"“{text}”不是考核期；写法如 2026、2026H1、2026Q2、2026-06、2025-12..2026-11")


def _part(start: date, months: int, nth: int, label: str) -> Period:
    return Period(shift_months(start, months * (nth - 1)), shift_months(start, months * nth) - ONE_DAY, label)


def _month(year: int, month: int, year_from: YearDay, label: str) -> Period:
    last_day = date(year, month, calendar.monthrange(year, month)[1])
    start = year_start(year_of(date(year, month, 1), year_from), year_from)
    if start.day == 1:
        return Period(date(year, month, 1), last_day, label)
    first = date(year, month, min(start.day, last_day.day))
    return Period(shift_months(first, -1), first - ONE_DAY, label)


PARTS: dict[str, tuple[int, int]] = {
    "上半年": (6, 1),
    "下半年": (6, 2),
    "一季度": (3, 1),
    "二季度": (3, 2),
    "三季度": (3, 3),
    "四季度": (3, 4),
}
"""Named parts of a year: length in months, and which one."""


def part_of(period: Period, name: str, year_from: YearDay) -> Period:
    """Give the named part (上半年, 二季度 …) of the appraisal year in which ``period`` ends."""
    months, nth = PARTS[name]
    year = year_of(period.end, year_from)
    letter = "H" if months == 6 else "Q"
    return _part(year_start(year, year_from), months, nth, f"{year}{letter}{nth}")
