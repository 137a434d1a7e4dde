"""Working days, days off and lunar dates; a year without published days off is reckoned provisionally (暂算)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from borax.calendars.lunardate import LunarDate

from bihuan.basics.nodes import Span, SpanUnit
from bihuan.basics.periods import ONE_DAY, shift_months


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked: weekdays less days off plus make-up working days, by year as published."""

    days_off: frozenset[date] = frozenset()
    make_up: frozenset[date] = frozenset()
    years: frozenset[int] = field(default_factory=frozenset)

    @classmethod
    def of(cls, years: Iterable[tuple[int, Iterable[date], Iterable[date]]]) -> "WorkCalendar":
        """Build from (year, days off, make-up working days)."""
        listed = [(year, frozenset(off), frozenset(work)) for year, off, work in years]
        return cls(
            frozenset(day for _, off, _ in listed for day in off),
            frozenset(day for _, _, work in listed for day in work),
            frozenset(year for year, _, _ in listed),
        )

    def is_working(self, day: date) -> bool:
        """Whether ``day`` is a working day."""
        return day in self.make_up or (day.weekday() < 5 and day not in self.days_off)

    def is_provisional(self, day: date) -> bool:
        """Whether the days off of that year are not known, so that weekends alone are counted."""
        return day.year not in self.years

    def add(self, day: date, span: Span) -> date:
        """Move ``day`` forward by ``span``; working days are counted from the next day on."""
        if span.unit is SpanUnit.DAYS:
            return day + timedelta(days=span.length)
        if span.unit is SpanUnit.WEEKS:
            return day + timedelta(weeks=span.length)
        if span.unit is SpanUnit.MONTHS:
            return shift_months(day, span.length)
        if span.unit is SpanUnit.YEARS:
            return shift_months(day, 12 * span.length)
        left = span.length
        while left:
            day += ONE_DAY
            left -= self.is_working(day)
        return day

    def nearest_working(self, day: date, step: int) -> date:
        """Give ``day`` itself or the next (``step`` 1) or previous (-1) working day."""
        while not self.is_working(day):
            day += step * ONE_DAY
        return day


def lunar_day_between(month: int, day: int, start: date, end: date) -> date | None:
    """Give the lunar ``month``-``day`` that falls in [start, end]; a missing thirtieth is the month's last day."""
    for lunar_year in range(start.year - 1, end.year + 1):
        for lunar in (day, 29):
            try:
                solar: date = LunarDate(lunar_year, month, lunar).to_solar_date()
            except ValueError:
                continue
            if start <= solar <= end:
                return solar
            break
    return None
