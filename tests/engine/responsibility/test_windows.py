"""Windows and deadlines: months, quarters, weeks, an appraisal year from December, lunar days, days off."""

from datetime import date
from typing import Any

import pytest

from bihuan.basics.calendar import WorkCalendar
from bihuan.basics.nodes import Span, SpanUnit, YearDay
from bihuan.basics.periods import parse_period, shift_months
from bihuan.responsibility.grammar import Counting, Requirement
from bihuan.responsibility.windows import TimeRules, Window, windows_of

DECEMBER = YearDay(12, 1, -1)


def _windows(period: str, rules: TimeRules | None = None, **written: Any) -> tuple[Window, ...]:
    used = rules or TimeRules()
    requirement = Requirement.model_validate({"记录": "支委会", **written})
    return windows_of(requirement, parse_period(period, used.year_from), used)


def test_a_half_year_has_six_months_two_quarters_and_itself() -> None:
    assert [window.label for window in _windows("2026H1", 每="月")] == ["1月", "2月", "3月", "4月", "5月", "6月"]
    assert [window.key for window in _windows("2026H1", 每="季")] == ["2026Q1", "2026Q2"]
    assert [window.key for window in _windows("2026H1", 每="半年")] == ["2026H1"]


def test_a_yearly_requirement_belongs_to_the_half_year_in_which_it_ends() -> None:
    assert _windows("2026H1", 每="年") == ()
    assert [window.deadline for window in _windows("2026H2", 每="年")] == [date(2026, 12, 31)]


def test_a_pack_may_show_a_yearly_requirement_as_not_due_in_the_first_half() -> None:
    shown = _windows("2026H1", TimeRules(show_long_windows=True), 每="年")
    assert [window.deadline for window in shown] == [date(2026, 12, 31)]


def test_weeks_belong_to_the_period_in_which_their_sunday_lies() -> None:
    weeks = _windows("2026-01", 每="周")
    assert (weeks[0].start, weeks[-1].end) == (date(2025, 12, 29), date(2026, 1, 25))


def test_an_appraisal_year_may_run_from_last_december() -> None:
    rules = TimeRules(year_from=DECEMBER)
    months = _windows("2026", rules, 每="月")
    assert (months[0].key, months[-1].key, len(months)) == ("2025-12", "2026-11", 12)
    assert parse_period("2026H1", DECEMBER).start == date(2025, 12, 1)


def test_a_series_does_not_stop_at_new_year() -> None:
    months = _windows("2025-11..2026-02", 每="月")
    assert [window.key for window in months] == ["2025-11", "2025-12", "2026-01", "2026-02"]


def test_a_total_is_one_window_that_remembers_its_parts() -> None:
    whole = _windows("2026H1", TimeRules(counting=Counting.IN_TOTAL), 每="月")
    assert (len(whole), len(whole[0].parts)) == (1, 6)


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        ({"日": "次年01-10"}, date(2027, 1, 10)),
        ({"日": "06-30"}, date(2026, 6, 30)),
        ({"后": "10 天"}, date(2027, 1, 10)),
        ({"后": "1 个月"}, date(2027, 1, 31)),
        ({"农历": "12-30"}, date(2026, 2, 16)),
        ({"日": "05-01", "遇假": "顺延"}, date(2026, 5, 6)),
        ({"日": "05-01", "遇假": "提前"}, date(2026, 4, 30)),
    ],
)
def test_a_deadline_is_a_day_of_the_year_or_counted_or_lunar_and_may_move_off_a_holiday(
    deadline: dict[str, str], expected: date
) -> None:
    labour_days = [date(2026, 5, day) for day in range(1, 6)]
    calendar = WorkCalendar.of([(2026, labour_days, [date(2026, 5, 9)])])
    assert _windows("2026", TimeRules(calendar=calendar), 每="年", 截止=deadline)[0].deadline == expected


def test_the_first_friday_of_a_month_is_found() -> None:
    fridays = _windows("2026-03..2026-04", 每="月", 截止={"第几个": "1", "周几": "五"})
    assert [window.deadline for window in fridays] == [date(2026, 3, 6), date(2026, 4, 3)]


def test_working_days_skip_days_off_and_count_make_up_days() -> None:
    calendar = WorkCalendar.of([(2026, [date(2026, 2, day) for day in range(15, 24)], [date(2026, 2, 28)])])
    assert calendar.add(date(2026, 2, 13), Span(5, SpanUnit.WORKING_DAYS)) == date(2026, 2, 28)
    assert not calendar.is_provisional(date(2026, 2, 13))
    assert calendar.is_provisional(date(2027, 1, 4))


def test_a_deadline_in_a_year_without_published_days_off_is_provisional() -> None:
    shown = _windows("2028", 每="年", 截止={"日": "05-01", "遇假": "顺延"})
    assert shown[0].provisional


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 8, 31), -6, date(2026, 2, 28)),
    ],
)
def test_a_month_without_such_a_day_gives_its_last(day: date, months: int, expected: date) -> None:
    assert shift_months(day, months) == expected


@pytest.mark.parametrize("text", ["2026H3", "26", "2026-13", "2026-06..2026-05", "２０２６", "", "2026Q0"])
def test_what_is_no_period_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match="2026H1"):
        parse_period(text)
