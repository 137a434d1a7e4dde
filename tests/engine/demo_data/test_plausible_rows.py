"""The invented rows could be real: they agree with each other, fall on working days, and keep to the house's limits."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bihuan.basics.problems import Severity
from bihuan.ledger import check_tables, load_mapping, read_with_mapping
from bihuan.packs import load_pack
from bihuan.packs.grammar import Pack
from bihuan.runners.demo_data import DemoData, make_demo, write_demo
from bihuan.runners.rules import rules_of
from tests.engine.demo_data.conftest import PACKS


def branches_of(demo: DemoData) -> set[str]:
    return {row.organisation for row in demo.tables["organisations"] if row.tier == "党支部"}


def test_the_rows_agree_with_each_other(demo: DemoData) -> None:
    problems = check_tables(demo.tables)
    assert not [str(problem) for problem in problems if problem.severity is Severity.ERROR]
    assert Counter(problem.code for problem in problems) == {"L417": 1}, "only the namesakes that were planted"


def test_everything_happens_on_a_working_day(pack: Pack, demo: DemoData) -> None:
    calendar = rules_of(pack).time.calendar
    for table in ("activities", "submissions"):
        idle = [row.id for row in demo.tables[table] if not calendar.is_working(row.day)]
        assert not idle, idle[:5]
    assert all(row.received >= row.day for row in demo.tables["activities"])


def test_theme_days_are_mostly_on_fridays(demo: DemoData) -> None:
    days = [row.day for row in demo.tables["activities"] if "主题党日" in row.kinds and not row.makes_up]
    assert sum(day.weekday() == 4 for day in days) * 10 > len(days) * 8


def test_the_year_is_full_from_january_to_december(demo: DemoData) -> None:
    months = Counter(row.day.month for row in demo.tables["activities"] if row.day.year == 2026)
    assert sorted(months) == list(range(1, 13))
    assert min(months.values()) * 4 > max(months.values())
    life = [row.day.month for row in demo.tables["activities"] if "组织生活会" in row.kinds]
    assert life and set(life) <= {10, 11, 12}


def test_sittings_last_half_an_hour_to_two_and_a_half(demo: DemoData) -> None:
    short = {row for one in demo.truth if one.kind == "时长不足" for row in one.rows}
    minutes = [row.minutes for row in demo.tables["activities"] if row.id not in short]
    assert max(minutes) <= 150
    assert sum(length < 30 for length in minutes) * 200 < len(minutes)


def test_those_named_hold_a_post_or_sit_in(demo: DemoData) -> None:
    holders = {row.person for row in demo.tables["posts"]}
    for row in demo.tables["activities"]:
        named = {*row.speakers, *row.leaders, *row.observers, *([row.chair] if row.chair else [])}
        assert named <= holders, row.id


def test_no_finding_names_a_person_and_no_person_is_judged(demo: DemoData) -> None:
    names = {row.name for row in demo.tables["people"]}
    for row in demo.tables["findings"]:
        assert not [name for name in names if name in row.text + row.measures + row.leader], row.id
    assert not [row for row in demo.tables["judgements"] if row.subject]


def test_some_is_entered_late_corrected_and_withdrawn(demo: DemoData) -> None:
    rows = demo.tables["activities"]
    assert any((row.received - row.day).days > 30 for row in rows)
    assert any(row.corrects for row in rows) and any(row.withdrawn for row in rows)
    assert any(row.leave for row in rows) and any(row.others for row in rows)
    assert any(len(row.kinds) > 1 for row in rows)


def test_nine_committee_members_look_after_all_branches(demo: DemoData) -> None:
    liaisons = [row for row in demo.tables["liaisons"] if row.kind == "党支部"]
    assert len({row.person for row in liaisons}) == 9
    assert {row.organisation for row in liaisons} == branches_of(demo)


def test_the_sheet_of_a_unit_is_read_but_for_the_cells_that_cannot_be(demo: DemoData, tmp_path: Path) -> None:
    write_demo(demo, tmp_path)
    mapping = load_mapping(tmp_path, "单位自用表")
    read = read_with_mapping(tmp_path / "台账-单位自用表.xlsx", mapping, trusted=True, known=demo.tables)
    sheet = demo.unit_sheet
    assert sheet is not None and sheet.ambiguous
    assert {problem.place.cell for problem in read.errors} == set(sheet.faults)
    assert {problem.code for problem in read.errors} == {"L204", "L302"}
    assert len(read.tables["activities"]) == len(sheet.rows) - len(sheet.faults)
    assert [row.reason for row in read.skipped].count("合计或签字行") >= 2
    there = {row.id: row for row in demo.tables["activities"]}
    told = {(there[one].organisation, there[one].day, there[one].due) for one in sheet.rows}
    assert {(row.organisation, row.day, row.due) for row in read.tables["activities"]} <= told


@pytest.mark.parametrize("name", ["regulations-defaults", "rubric-13-college-branch", "rubric-08-star-grading-scheme"])
def test_any_pack_can_be_fed(name: str) -> None:
    demo = make_demo(load_pack(PACKS / name).whole, branches=25, year=2025)
    assert not [one for one in check_tables(demo.tables) if one.severity is Severity.ERROR]
    assert all(row.day >= date(2024, 1, 1) for row in demo.tables["activities"])


@pytest.mark.parametrize("branches", [1, 2, 7])
def test_a_department_may_be_small(pack: Pack, branches: int) -> None:
    demo = make_demo(pack, branches=branches)
    assert len(branches_of(demo)) == branches
    assert not [one for one in check_tables(demo.tables) if one.severity is Severity.ERROR]
