"""A cell is accepted without loss or refused with its sheet, its cell and what it says; nothing is guessed."""

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from bihuan.ledger import ReadResult, read_ledger
from tests.engine.ledger.workbooks import (
    codes,
    edited,
    errors,
    parts_of,
    repacked,
    sheet_part,
    with_activity,
    with_sheet_xml,
    write_workbook,
)

JANUARY_10 = date(2026, 1, 10)


def read_cell(path: Path, heading: str, value: Any) -> ReadResult:
    return read_ledger(with_activity(path / "ledger.xlsx", **{heading: value}), trusted=True)


@pytest.mark.parametrize(
    "value",
    [
        "2026-01-10",
        "2026-1-10",
        "2026/1/10",
        "2026.1.10",
        "2026年1月10日",
        "20260110",
        20260110,
        JANUARY_10,
        datetime(2026, 1, 10),
        "2026-01-10 00:00:00",
        "　2026-01-10\xa0",
        "２０２６－０１－１０",
        datetime(2026, 1, 10, 14, 30),
        "2026-01-10 14:30",
    ],
)
def test_a_day_written_clearly_is_read(tmp_path: Path, value: Any) -> None:
    result = read_cell(tmp_path, "日期", value)
    assert result.errors == []
    assert result.tables["activities"][0].day == JANUARY_10


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2023-02-30", "L206"),
        ("2023-02-29", "L206"),
        ("2026-13-01", "L206"),
        ("0026-01-10", "L206"),
        ("26-1-10", "L205"),
        ("3/4/26", "L205"),
        ("01/02/2026", "L205"),
        ("Mar-85", "L205"),
        ("2026年1月", "L205"),
        ("1月10日", "L205"),
        ("2026/1.10", "L204"),
        ("一月十日", "L204"),
        (46032, "L204"),
        (0, "L204"),
        (time(3, 4), "L204"),
        (timedelta(hours=30), "L204"),
        (True, "L204"),
        ("2026-01-10至2026-01-12", "L204"),
    ],
)
def test_a_day_that_is_unclear_or_does_not_exist_is_refused(tmp_path: Path, value: Any, code: str) -> None:
    result = read_cell(tmp_path, "日期", value)
    assert errors(result) == [(code, "活动", "D2")]
    assert result.tables["activities"] == ()


def test_a_serial_number_is_refused_with_the_day_it_would_mean(tmp_path: Path) -> None:
    (problem,) = read_cell(tmp_path, "日期", 46032).errors
    assert "46032" in problem.what
    assert "2026-01-10" in problem.what


@pytest.mark.parametrize("serial", [1, 59, 60, 61])
def test_days_on_which_spreadsheet_programs_disagree_are_refused(tmp_path: Path, serial: int) -> None:
    def as_day(book: Any) -> None:
        book["活动"]["D2"] = serial
        book["活动"]["D2"].number_format = "yyyy-mm-dd"

    result = read_ledger(edited(with_activity(tmp_path / "ledger.xlsx"), as_day), trusted=True)
    assert errors(result) == [("L205", "活动", "D2")]


def test_a_workbook_that_counts_from_1904_gives_the_day_a_person_sees(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "ledger.xlsx", {})
    book = openpyxl.load_workbook(path)
    book.epoch = CALENDAR_MAC_1904
    sheet = book.create_sheet("活动")
    sheet.append(["活动编号", "组织编号", "种类", "日期"])
    sheet.append(["A1", "ZB1", "支委会", JANUARY_10])
    book.save(path)
    assert read_ledger(path, trusted=True).tables["activities"][0].day == JANUARY_10


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (20260001, "20260001"),
        (123456789012345, "123456789012345"),
        ("123456789012345678", "123456789012345678"),
        ("13800001234", "13800001234"),
        (13800001234, "13800001234"),
        ("007", "007"),
        ("1.10", "1.10"),
        ("=1+1", "=1+1"),
        ("𠮷㛃䶮", "𠮷㛃䶮"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("  A1　", "A1"),
        ("\ufeffA1\u200b", "A1"),
    ],
)
def test_an_id_keeps_every_digit_and_letter(tmp_path: Path, value: Any, text: str) -> None:
    path = with_activity(tmp_path / "ledger.xlsx", 活动编号="x")

    def as_text(book: Any) -> None:
        cell = book["活动"]["A2"]
        cell.value = value
        cell.data_type = "s" if isinstance(value, str) else "n"

    result = read_ledger(edited(path, as_text), trusted=True)
    assert result.errors == []
    assert result.tables["activities"][0].id == text


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (110101199001011234, "L212"),
        (1.38e17, "L212"),
        (12345678901234567890, "L212"),
        (1.5, "L213"),
        (True, "L213"),
        (JANUARY_10, "L213"),
        (time(3, 4), "L213"),
        ("ＺＢ１", "L216"),
        ("ZB\t1", "L216"),
        ("ZB　1", "L216"),
        ("ZB\u200b1", "L214"),
        ("ZB\u202e1", "L214"),
        ("", "L201"),
        ("　\xa0 ", "L201"),
        (None, "L201"),
    ],
)
def test_an_id_whose_text_is_lost_or_unclear_is_refused(tmp_path: Path, value: Any, code: str) -> None:
    result = read_cell(tmp_path, "活动编号", value)
    assert errors(result) == [(code, "活动", "A2")]


@pytest.mark.parametrize(("value", "number"), [(12, 12), ("12", 12), ("１２", 12), (12.0, 12), ("+3", 3), (" 12 ", 12)])
def test_a_whole_number_is_read(tmp_path: Path, value: Any, number: int) -> None:
    result = read_cell(tmp_path, "分钟", value)
    assert result.errors == []
    assert result.tables["activities"][0].minutes == number


@pytest.mark.parametrize(
    ("value", "code"),
    [("12人", "L202"), (12.5, "L202"), ("1,200", "L202"), ("十二", "L202"), ("1e3", "L202"), (10**12, "L224"),
     (True, "L202"), (JANUARY_10, "L202"), ("٣", "L202"), ("9" * 5000, "L224")],
)  # fmt: skip
def test_what_is_not_a_whole_number_is_refused(tmp_path: Path, value: Any, code: str) -> None:
    assert errors(read_cell(tmp_path, "分钟", value)) == [(code, "活动", "E2")]


@pytest.mark.parametrize(
    ("value", "yes"),
    [("是", True), ("否", False), (True, True), (False, False), ("√", True), ("×", False), (None, False)],
)  # fmt: skip
def test_yes_and_no_are_read(tmp_path: Path, value: Any, yes: bool) -> None:
    result = read_cell(tmp_path, "第一议题", value)
    assert result.errors == []
    assert result.tables["activities"][0].first_item is yes


@pytest.mark.parametrize("value", ["有", "Y", 1, 0, "是否", "对"])
def test_what_is_neither_yes_nor_no_is_refused(tmp_path: Path, value: Any) -> None:
    assert errors(read_cell(tmp_path, "第一议题", value)) == [("L207", "活动", "E2")]


@pytest.mark.parametrize(
    ("value", "number"),
    [(0.1, Fraction(1, 10)), ("5/30", Fraction(1, 6)), ("90%", Fraction(9, 10)), (0.3, Fraction(3, 10)),
     (2, Fraction(2)), (1e-7, Fraction(1, 10**7)), ("－０.5", Fraction(-1, 2))],
)  # fmt: skip
def test_a_number_is_read_exactly(tmp_path: Path, value: Any, number: Fraction) -> None:
    head = ["认定编号", "组织编号", "指标编号", "项", "日期", "给分人", "分值"]
    row = ["J1", "ZB1", "m", "项", JANUARY_10, "组织科", value]
    path = write_workbook(tmp_path / "ledger.xlsx", {"认定": [head, row]})
    result = read_ledger(path, trusted=True)
    assert result.errors == []
    assert result.tables["judgements"][0].value == number


@pytest.mark.parametrize(("value", "code"), [("约3", "L203"), ("1/0", "L203"), ("nan", "L203")])
def test_what_is_not_an_exact_number_is_refused(tmp_path: Path, value: Any, code: str) -> None:
    head = ["认定编号", "组织编号", "指标编号", "项", "日期", "给分人", "分值"]
    row = ["J1", "ZB1", "m", "项", JANUARY_10, "组织科", value]
    path = write_workbook(tmp_path / "ledger.xlsx", {"认定": [head, row]})
    assert errors(read_ledger(path, trusted=True)) == [(code, "认定", "G2")]


@pytest.mark.parametrize(
    ("heading", "value", "code"),
    [
        ("种类", "支委会、", "L217"),
        ("种类", "支委会、、党课", "L217"),
        ("其他未到", "离退休2", "L217"),
        ("其他未到", "离退休:二", "L217"),
        ("其他未到", "离退休:1、离退休:2", "L217"),
        ("补办期间", date(2026, 5, 1), "L213"),
        ("补办期间", 2026.5, "L213"),
        ("主题", "一\u2028二", "L215"),
    ],
)
def test_a_list_or_text_written_badly_is_refused(tmp_path: Path, heading: str, value: Any, code: str) -> None:
    assert [code_ for code_, _, _ in errors(read_cell(tmp_path, heading, value))] == [code]


def test_a_control_character_is_refused(tmp_path: Path) -> None:
    path = with_sheet_xml(tmp_path / "ledger.xlsx", lambda xml: xml.replace(b">A1<", b">A_x0007_1<"))
    assert errors(read_ledger(path)) == [("L215", "活动", "A2")]


def test_a_result_of_binary_arithmetic_is_refused(tmp_path: Path) -> None:
    path = with_activity(tmp_path / "ledger.xlsx", 分钟=7)
    part = sheet_part(path, "活动")
    parts = parts_of(path)
    repacked(path, list((parts | {part: parts[part].replace(b"<v>7</v>", b"<v>0.30000000000000004</v>")}).items()))
    assert errors(read_ledger(path)) == [("L212", "活动", "E2")]


def test_a_name_with_a_blank_inside_is_kept_as_it_is(tmp_path: Path) -> None:
    people = [["人员编号", "姓名", "组织编号"], ["P1", "张　三", "ZB1"]]
    result = read_ledger(write_workbook(tmp_path / "ledger.xlsx", {"人员": people}), trusted=True)
    assert result.errors == []
    assert result.tables["people"][0].name == "张　三"


def test_a_decomposed_text_is_kept_and_noted(tmp_path: Path) -> None:
    result = read_cell(tmp_path, "主题", "Le\u0301on")
    assert result.tables["activities"][0].topics == ("Le\u0301on",)
    assert codes(result) == ["L223"]


@pytest.mark.parametrize(
    ("heading", "value", "note"),
    [("主题", " 学习 ", "L220"), ("分钟", "６０", "L221"), ("日期", datetime(2026, 1, 10, 9), "L222")],
)  # fmt: skip
def test_what_was_changed_without_loss_is_listed(tmp_path: Path, heading: str, value: Any, note: str) -> None:
    result = read_cell(tmp_path, heading, value)
    assert result.errors == []
    assert codes(result) == [note]


def test_a_note_names_all_its_cells_once(tmp_path: Path) -> None:
    rows = [["活动编号", "组织编号", "种类", "日期"], *([f"A{n} ", "ZB1", "支委会", JANUARY_10] for n in range(9))]
    result = read_ledger(write_workbook(tmp_path / "ledger.xlsx", {"活动": rows}), trusted=True)
    (note,) = [each for each in result.problems if each.code == "L220"]
    assert note.what.startswith("“活动编号”A2、A3、A4、A5、A6等 9 格")


def test_a_formula_with_a_result_is_read_and_listed(tmp_path: Path) -> None:
    path = with_activity(tmp_path / "ledger.xlsx", 分钟=7)
    part = sheet_part(path, "活动")
    parts = parts_of(path)
    repacked(path, list((parts | {part: parts[part].replace(b"<v>7</v>", b"<f>3+4</f><v>7</v>")}).items()))
    result = read_ledger(path)
    assert result.tables["activities"][0].minutes == 7
    assert codes(result) == ["L211"]
    assert result.problems[0].place.cell == "E2"


def test_a_formula_without_a_result_is_refused(tmp_path: Path) -> None:
    result = read_cell(tmp_path, "分钟", "=1+1")
    assert errors(result) == [("L210", "活动", "E2")]


@pytest.mark.parametrize("value", ["#N/A", "#REF!", "#DIV/0!"])
def test_an_error_value_is_refused_and_quoted(tmp_path: Path, value: str) -> None:
    result = read_cell(tmp_path, "分钟", value)
    assert errors(result) == [("L209", "活动", "E2")]
    assert value in result.errors[0].what


def test_one_bad_row_among_two_thousand_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["活动编号", "组织编号", "种类", "日期"]]
    rows += [[f"A{n}", "ZB1", "支委会", JANUARY_10] for n in range(2_000)]
    rows[1_234][3] = "2026-02-30"
    result = read_ledger(write_workbook(tmp_path / "ledger.xlsx", {"活动": rows}), trusted=True)
    assert [each for each in errors(result) if each[0] == "L206"] == [("L206", "活动", "D1235")]
    assert len(result.tables["activities"]) == 1_999


def test_three_thousand_bad_rows_are_all_named(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["活动编号", "组织编号", "种类", "日期"]]
    rows += [[f"A{n}", "ZB1", "支委会", "不详"] for n in range(3_000)]
    result = read_ledger(write_workbook(tmp_path / "ledger.xlsx", {"活动": rows}), trusted=True)
    assert errors(result) == [("L204", "活动", f"D{row}") for row in range(2, 3_002)]


def test_a_row_with_several_bad_cells_gets_a_problem_for_each(tmp_path: Path) -> None:
    path = with_activity(tmp_path / "ledger.xlsx", 日期="不详", 分钟="很久", 第一议题="也许")
    assert errors(read_ledger(path, trusted=True)) == [
        ("L204", "活动", "D2"),
        ("L202", "活动", "E2"),
        ("L207", "活动", "F2"),
    ]
