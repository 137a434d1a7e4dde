"""The roll stays in the unit: only totals come out of it, and no message quotes a cell."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bihuan.ledger import AttendanceTotal, attendance_totals, write_attendance_template
from tests.engine.ledger.workbooks import codes, edited, write_workbook

NAMES = ["欧阳甲", "司马乙", "诸葛丙", "上官丁", "夏侯戊"]


def roll(path: Path, **columns: list[Any]) -> Path:
    """Write the roll of five people, one column for each activity."""
    write_attendance_template(path / "roll.xlsx", NAMES)

    def fill(book: Any) -> None:
        for at, (activity, marks) in enumerate(columns.items(), start=2):
            book["点名"].cell(1, at, activity)
            for row, mark in enumerate(marks, start=2):
                book["点名"].cell(row, at, mark)

    return edited(path / "roll.xlsx", fill)


def test_marks_become_totals(tmp_path: Path) -> None:
    path = roll(tmp_path, A1=["到", "到", "假", "缺", "离退休"], A2=["到", None, " 到 ", None, None])
    result = attendance_totals(path)
    assert result.problems == []
    assert result.totals == (
        AttendanceTotal("A1", due=5, present=2, leave=1, others=(("离退休", 1),)),
        AttendanceTotal("A2", due=2, present=2, leave=0),
    )


def test_no_name_leaves_the_roll(tmp_path: Path) -> None:
    path = roll(tmp_path, A1=["到", "欧阳甲", "?", "缺", "假"], A2=["到"] * 5)
    result = attendance_totals(path)
    assert [(each.code, each.place.cell) for each in result.problems] == [("L701", "B3"), ("L701", "B4")]
    assert [total.activity for total in result.totals] == ["A2"]
    assert not any(name in repr(result) for name in NAMES)


def test_a_category_of_the_units_own_may_be_given(tmp_path: Path) -> None:
    result = attendance_totals(roll(tmp_path, A1=["援疆", "到"]), categories=("援疆",))
    assert result.totals == (AttendanceTotal("A1", 2, 1, 0, (("援疆", 1),)),)


def test_headings_that_are_missing_or_doubled_are_named(tmp_path: Path) -> None:
    path = roll(tmp_path, A1=["到"], B1=["到"], C1=["到"])

    def spoil(book: Any) -> None:
        book["点名"]["C1"] = "A1"
        book["点名"]["D1"] = None

    result = attendance_totals(edited(path, spoil))
    assert [(each.code, each.place.cell) for each in result.problems] == [("L702", "C1"), ("L702", "D1")]


def test_a_mark_without_a_person_is_named(tmp_path: Path) -> None:
    result = attendance_totals(roll(tmp_path, A1=["到"] * 6))
    assert [(each.code, each.place.cell) for each in result.problems] == [("L703", "B7")]


@pytest.mark.parametrize("rows", [[["名字"], ["甲"]], []])
def test_a_workbook_that_is_no_roll_is_refused(tmp_path: Path, rows: list[list[str]]) -> None:
    path = write_workbook(tmp_path / "l.xlsx", {"点名": rows} if rows else {})
    assert [each.code for each in attendance_totals(path).problems] == ["L702"]


def test_a_hostile_roll_is_refused_like_a_ledger(tmp_path: Path) -> None:
    (tmp_path / "roll.xlsx").write_bytes(b"PK\x03\x04")
    assert [each.code for each in attendance_totals(tmp_path / "roll.xlsx").problems] == ["L006"]


def test_the_template_offers_the_marks(tmp_path: Path) -> None:
    write_attendance_template(tmp_path / "roll.xlsx", NAMES)
    sheet = openpyxl.load_workbook(tmp_path / "roll.xlsx")["点名"]
    assert [sheet.cell(row, 1).value for row in range(1, 7)] == ["姓名", *NAMES]
    assert sheet.data_validations.dataValidation[0].formula1 == '"到,假,缺,离退休,借调,病休,外派"'


def test_a_ledger_that_carries_a_roll_is_refused(tmp_path: Path) -> None:
    from bihuan.ledger import read_ledger

    path = write_workbook(tmp_path / "l.xlsx", {"点名": [["姓名", "A1"], ["欧阳甲", "到"]]})
    result = read_ledger(path)
    assert codes(result) == ["L018"]
    assert "欧阳甲" not in repr(result)
