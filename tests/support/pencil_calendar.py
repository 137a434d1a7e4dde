"""Days as the pencil reckons them: shifting, working days, fiscal years, windows, deadlines, spellings of periods.

Plain loops over days; nothing here is shared with the program under test.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from borax.calendars.lunardate import LunarDate

from bihuan.basics.nodes import Span, SpanUnit, YearDay
from bihuan.packs.grammar import Pack
from bihuan.responsibility.grammar import Deadline, Holiday

ONE_DAY = timedelta(days=1)
MONTHS_OF = {"月": 1, "季": 3, "半年": 6, "年": 12}
WEEKDAYS = "一二三四五六日"
PARTS_OF_YEAR = {
    "上半年": (0, 6),
    "下半年": (6, 6),
    "一季度": (0, 3),
    "二季度": (3, 3),
    "三季度": (6, 3),
    "四季度": (9, 3),
}


@dataclass(frozen=True, order=True)
class Days:
    """An interval of days, both ends included."""

    start: date
    end: date

    def has(self, day: date) -> bool:
        """Say whether the day lies inside."""
        return self.start <= day <= self.end

    def each(self) -> Iterator[date]:
        """Give every day, one after another."""
        day = self.start
        while day <= self.end:
            yield day
            day += ONE_DAY

    def count(self) -> int:
        """Give the number of days."""
        return (self.end - self.start).days + 1


def month_day(year: int, month: int, day: int) -> date:
    """Give that day of the year, or the last day of the month if there is none."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def add_months(day: date, months: int) -> date:
    """Move by whole months (also backwards); a missing day becomes the last of the month."""
    index = day.year * 12 + day.month - 1 + months
    return month_day(index // 12, index % 12 + 1, day.day)


class Almanac:
    """The calendar of one pack."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.years = {entry.year: entry for entry in pack.calendars}
        self._spelled: dict[str, Days | None] = {}

    def is_working_day(self, day: date) -> bool:
        """Say whether people work that day, by the calendar of its year or else Monday to Friday."""
        entry = self.years.get(day.year)
        if entry is not None and day in entry.workdays:
            return True
        if entry is not None and day in entry.holidays:
            return False
        return day.weekday() < 5

    def shift(self, day: date, span: Span) -> date:
        """Move forward by a length of time."""
        if span.unit is SpanUnit.WORKING_DAYS:
            left = span.length
            while left > 0:
                day += ONE_DAY
                left -= self.is_working_day(day)
            return day
        if span.unit is SpanUnit.DAYS:
            return day + timedelta(days=span.length)
        if span.unit is SpanUnit.WEEKS:
            return day + timedelta(days=7 * span.length)
        return add_months(day, span.length * (12 if span.unit is SpanUnit.YEARS else 1))

    def shift_back(self, day: date, span: Span) -> date:
        """Move backward by a length of time (never counted in working days)."""
        if span.unit in (SpanUnit.DAYS, SpanUnit.WORKING_DAYS):
            return day - timedelta(days=span.length)
        if span.unit is SpanUnit.WEEKS:
            return day - timedelta(days=7 * span.length)
        return add_months(day, -span.length * (12 if span.unit is SpanUnit.YEARS else 1))

    def year_start(self, year: int) -> date:
        """Give the first day of the pack's year of this number."""
        first = self.pack.year_from
        return month_day(year + first.year_offset, first.month, first.day)

    def year_of(self, day: date) -> int:
        """Give the number of the pack's year in which the day lies."""
        for year in (day.year - 1, day.year, day.year + 1, day.year + 2):
            if self.year_start(year) <= day < self.year_start(year + 1):
                return year
        raise AssertionError(day)

    def part(self, year: int, first_month: int, months: int) -> Days:
        """Give so many months of the pack's year, counted from its first day."""
        start = self.year_start(year)
        return Days(add_months(start, first_month), add_months(start, first_month + months) - ONE_DAY)

    def parts_called(self, name: str, period: Days) -> list[Days]:
        """Give each 上半年, 二季度… that lies wholly within the period."""
        first, months = PARTS_OF_YEAR[name]
        years = range(self.year_of(period.start), self.year_of(period.end) + 1)
        parts = [self.part(year, first, months) for year in years]
        return [part for part in parts if part.start >= period.start and part.end <= period.end]

    def windows(self, every: str, period: Days, *, crossing: bool = False) -> list[Days]:
        """Give the windows that end in the period, and if wanted the one that crosses its end."""
        if every == "考核期":
            return [period]
        near = Days(period.start - timedelta(days=800), period.end + timedelta(days=800))
        found = [
            window
            for window in self._all_windows(every, near)
            if period.has(window.end) or (crossing and window.has(period.end) and window.end > period.end)
        ]
        return sorted(set(found))

    def _all_windows(self, every: str, near: Days) -> Iterator[Days]:
        if every == "周":
            sunday = near.start + timedelta(days=6 - near.start.weekday())
            while sunday <= near.end:
                yield Days(sunday - timedelta(days=6), sunday)
                sunday += timedelta(days=7)
        elif every in MONTHS_OF:
            step = MONTHS_OF[every]
            for year in range(near.start.year, near.end.year + 1):
                for first in range(0, 12, step):
                    yield self.part(year, first, step)
        else:
            named = next(entry for entry in self.pack.windows if entry.name == every)
            for year in range(near.start.year, near.end.year + 1):
                for start, end in named.spans:
                    yield Days(_day_of_year(year, start), _day_of_year(year, end))

    def deadline(self, rule: Deadline | None, window: Days) -> date:
        """Give the last day on which a window's obligation is met on time."""
        if rule is None:
            return window.end
        return self.move_off_holiday(self._bare_deadline(rule, window), rule.on_holiday)

    def _bare_deadline(self, rule: Deadline, window: Days) -> date:
        if rule.after_event is not None:
            return window.end
        if rule.day is not None:
            return self._day_in_pack_year(rule.day, window.end)
        if rule.within is not None:
            return self.shift(window.end, rule.within)
        if rule.weekday is not None and rule.nth is not None:
            wanted = WEEKDAYS.index(rule.weekday)
            days = [day for day in window.each() if day.weekday() == wanted]
            return days[: rule.nth][-1] if days else window.end
        if rule.lunar is not None:
            days = [day for day in window.each() if _is_lunar(day, rule.lunar)]
            return days[0] if days else window.end
        return window.end

    def _day_in_pack_year(self, rule: YearDay, day: date) -> date:
        start = self.year_start(self.year_of(day))
        end = add_months(start, 12) - ONE_DAY
        for year in (start.year, start.year + 1):
            found = month_day(year, rule.month, rule.day)
            if start <= found <= end:
                return month_day(year + rule.year_offset, rule.month, rule.day)
        raise AssertionError(rule)

    def move_off_holiday(self, day: date, rule: Holiday) -> date:
        """Move a day that is not worked as the rule says."""
        if rule is Holiday.UNCHANGED:
            return day
        step = ONE_DAY if rule is Holiday.AFTER else -ONE_DAY
        while not self.is_working_day(day):
            day += step
        return day

    def spelled(self, text: str) -> Days | None:
        """Read 2026, 2026H1, 2026Q2, 2026-06, 2025-12..2026-11 or two days with .. between them."""
        if text not in self._spelled:
            self._spelled[text] = self._read_period(text)
        return self._spelled[text]

    def _read_period(self, text: str) -> Days | None:
        if ".." in text:
            left, _, right = text.partition("..")
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", left):
                return Days(date.fromisoformat(left), date.fromisoformat(right))
            first, last = (date.fromisoformat(f"{month}-01") for month in (left, right))
            return Days(first, add_months(last, 1) - ONE_DAY)
        week = re.fullmatch(r"(\d{4})-W(\d{2})", text)
        if week:
            monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
            return Days(monday, monday + timedelta(days=6))
        match = re.fullmatch(r"(\d{4})(?:H([12])|Q([1-4])|-(\d{2}))?", text)
        if match is None:
            return None
        year = int(match[1])
        if match[2]:
            return self.part(year, 6 * int(match[2]) - 6, 6)
        if match[3]:
            return self.part(year, 3 * int(match[3]) - 3, 3)
        if match[4]:
            months = [self.part(near, first, 1) for near in range(year - 1, year + 3) for first in range(12)]
            return next(one for one in months if (one.end.year, one.end.month) == (year, int(match[4])))
        return self.part(year, 0, 12)


def _day_of_year(year: int, rule: YearDay) -> date:
    return month_day(year + rule.year_offset, rule.month, rule.day)


def _is_lunar(day: date, text: str) -> bool:
    month, number = (int(part) for part in text.split("-"))
    lunar = LunarDate.from_solar(day)
    if lunar.leap or lunar.month != month:
        return False
    if lunar.day == number:
        return True
    return number == 30 and lunar.day == 29 and LunarDate.from_solar(day + ONE_DAY).day == 1
