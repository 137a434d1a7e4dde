"""Cutting time into the windows of a requirement, each with its deadline (任务分解到年、季、月)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bihuan.basics.calendar import WorkCalendar, lunar_day_between
from bihuan.basics.nodes import YearDay
from bihuan.basics.periods import ONE_DAY, Period, on_year, parse_period, shift_months, year_of, year_start
from bihuan.organisations.rows import OrganisationEvent
from bihuan.responsibility.grammar import Counting, Deadline, Holiday, Requirement

MONTHS_IN = {"月": 1, "季": 3, "半年": 6, "年": 12}
WEEKDAYS = "一二三四五六日"
NEW_YEAR = YearDay(1, 1)


@dataclass(frozen=True, slots=True)
class TimeRules:
    """What a pack says about time: where its year starts, its calendar, its own windows."""

    year_from: YearDay = NEW_YEAR
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    named: Mapping[str, Sequence[tuple[YearDay, YearDay]]] = field(default_factory=dict)
    counting: Counting = Counting.BY_WINDOW
    show_long_windows: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """One stretch of time in which a requirement must be met.

    ``key`` is how the ledger writes it (2026-05), ``label`` how a person reads it (5月); ``deadline`` is the last
    day on time, ``late_until`` the last day of making up (None: no limit named); ``parts`` are the windows
    a total was made of; ``provisional`` says that the calendar of the year was not known (暂算); ``also`` are other
    ways the ledger may write the same stretch of time (2026-01..2026-06 for 2026H1).
    """

    start: date
    end: date
    deadline: date
    late_until: date | None
    key: str
    label: str
    parts: tuple[tuple[date, date], ...] = ()
    provisional: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: date
    end: date
    key: str
    label: str


def windows_of(requirement: Requirement, period: Period, rules: TimeRules) -> tuple[Window, ...]:
    """Give the windows of ``requirement`` that belong to ``period``: those whose last day lies in it.

    Requirements that count from an event have none here; see :func:`event_windows`.
    """
    if requirement.deadline and requirement.deadline.after_event:
        return ()
    stretches = tuple(_stretches(requirement.every, period, rules))
    if (requirement.counting or rules.counting) is Counting.IN_TOTAL and stretches:
        whole = _Stretch(period.start, period.end, period.label, "考核期")
        parts = tuple((one.start, one.end) for one in stretches)
        return (_window(whole, requirement, rules, parts),)
    return tuple(_window(one, requirement, rules) for one in stretches)


def event_windows(
    requirement: Requirement, period: Period, rules: TimeRules, events: Iterable[OrganisationEvent]
) -> tuple[Window, ...]:
    """Give a window for each event the requirement counts from, from the day after it, if it ends in ``period``.

    A pack that shows long windows as not due (跨期要求) also has the one that spans the period's end.
    """
    deadline = requirement.deadline
    if deadline is None or not deadline.after_event or deadline.within is None:
        return ()
    found = []
    for event in events:
        if event.event != deadline.after_event:
            continue
        end = rules.calendar.add(event.day, deadline.within)
        stretch = _Stretch(event.day + ONE_DAY, end, f"{event.event}{event.day.isoformat()}", f"{event.event}后")
        window = _window(stretch, requirement, rules)
        if window.deadline in period or (rules.show_long_windows and event.day <= period.end < window.deadline):
            found.append(window)
    return tuple(found)


def _stretches(every: str, period: Period, rules: TimeRules) -> Iterator[_Stretch]:
    if every == "考核期":
        yield _Stretch(period.start, period.end, period.label, "考核期")
        return
    if every == "周":
        candidates = _weeks(period)
    elif every in MONTHS_IN:
        candidates = _calendar_parts(MONTHS_IN[every], period, rules.year_from)
    else:
        candidates = _named(every, period, rules)
    for one in candidates:
        if one.end in period or (rules.show_long_windows and one.start <= period.end < one.end):
            yield one


def _weeks(period: Period) -> Iterator[_Stretch]:
    monday = period.start - timedelta(days=period.start.weekday())
    while monday <= period.end:
        year, week, _ = monday.isocalendar()
        yield _Stretch(monday, monday + timedelta(days=6), f"{year}-W{week:02d}", f"第{week}周")
        monday += timedelta(days=7)


def _calendar_parts(months: int, period: Period, year_from: YearDay) -> Iterator[_Stretch]:
    for year in range(year_of(period.start, year_from), year_of(period.end, year_from) + 1):
        start = year_start(year, year_from)
        for nth in range(12 // months):
            first = shift_months(start, months * nth)
            last = shift_months(start, months * (nth + 1)) - ONE_DAY
            if last >= period.start and first <= period.end:
                yield _Stretch(first, last, *_part_names(months, year, nth, last))


def _part_names(months: int, year: int, nth: int, last: date) -> tuple[str, str]:
    if months == 12:
        return str(year), f"{year}年"
    if months == 6:
        return f"{year}H{nth + 1}", ("上半年", "下半年")[nth]
    if months == 3:
        return f"{year}Q{nth + 1}", f"{nth + 1}季度"
    return f"{last.year}-{last.month:02d}", f"{last.month}月"


def _named(name: str, period: Period, rules: TimeRules) -> Iterator[_Stretch]:
    for year in range(year_of(period.start, rules.year_from) - 1, year_of(period.end, rules.year_from) + 1):
        for position, (first, last) in enumerate(rules.named.get(name, ()), start=1):
            start, end = on_year(first, year), on_year(last, year)
            if end < start:
                end = on_year(last, year + 1)
            yield _Stretch(start, end, f"{year}-{name}{position}", f"{name}{position}")


def _window(
    one: _Stretch, requirement: Requirement, rules: TimeRules, parts: tuple[tuple[date, date], ...] = ()
) -> Window:
    rule = requirement.deadline
    deadline = one.end if rule is None or parts else _deadline(rule, one, rules)
    late = rules.calendar.add(deadline, requirement.late_until) if requirement.late_until else None
    uses_calendar = rule is not None and (
        rule.on_holiday is not Holiday.UNCHANGED or (rule.within is not None and "工作日" in rule.within.unit)
    )
    provisional = uses_calendar and rules.calendar.is_provisional(deadline)
    also = _also_written(one, rules.year_from)
    return Window(one.start, one.end, deadline, late, one.key, one.label, parts, provisional, also)


def _also_written(one: _Stretch, year_from: YearDay) -> tuple[str, ...]:
    year = year_of(one.end, year_from)
    names = [str(year), *(f"{year}H{nth}" for nth in (1, 2)), *(f"{year}Q{nth}" for nth in (1, 2, 3, 4))]
    names.append(f"{one.end.year}-{one.end.month:02d}")
    found = [name for name in names if _spans(parse_period(name, year_from), one)]
    if one.start.day == 1 and (one.end + ONE_DAY).day == 1:
        found.append(f"{one.start.year}-{one.start.month:02d}..{one.end.year}-{one.end.month:02d}")
    return tuple(name for name in found if name != one.key)


def _spans(period: Period, one: _Stretch) -> bool:
    return (period.start, period.end) == (one.start, one.end)


def _deadline(rule: Deadline, one: _Stretch, rules: TimeRules) -> date:
    day = one.end
    if rule.day:
        day = on_year(rule.day, year_of(one.end, rules.year_from))
    elif rule.within and not rule.after_event:
        day = rules.calendar.add(one.end, rule.within)
    elif rule.weekday:
        day = _nth_weekday(one, WEEKDAYS.index(rule.weekday), rule.nth or 1)
    elif rule.lunar:
        month, lunar_day = (int(part) for part in rule.lunar.split("-"))
        day = lunar_day_between(month, lunar_day, one.start, one.end) or one.end
    if rule.on_holiday is Holiday.AFTER:
        return rules.calendar.nearest_working(day, 1)
    if rule.on_holiday is Holiday.BEFORE:
        return rules.calendar.nearest_working(day, -1)
    return day


def _nth_weekday(one: _Stretch, weekday: int, nth: int) -> date:
    first = one.start + timedelta(days=(weekday - one.start.weekday()) % 7)
    day = first + timedelta(days=7 * (nth - 1))
    while day > one.end:
        day -= timedelta(days=7)
    return day
