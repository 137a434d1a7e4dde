"""Headings, merged and hidden parts, totals and signatures: what is read, what is listed, what is refused."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from bihuan.ledger import ReadResult, read_ledger
from tests.engine.ledger.workbooks import ACTIVITY, ORGANISATIONS, codes, edited, errors, with_activity, write_workbook

JANUARY_10 = date(2026, 1, 10)
ROW = ["A1", "ZB1", "支委会", JANUARY_10]


def read(path: Path, *rows: list[Any]) -> ReadResult:
    return read_ledger(write_workbook(path / "ledger.xlsx", {"活动": rows}), trusted=True)


def test_columns_may_stand_in_any_order_and_optional_ones_may_be_missing(tmp_path: Path) -> None:
    result = read(tmp_path, ["日期", "种类", "组织编号", "活动编号"], [JANUARY_10, "支委会、党课", "ZB1", "A1"])
    assert result.problems == []
    assert result.tables["activities"][0].kinds == ("支委会", "党课")


def test_headings_with_blanks_and_line_breaks_are_known(tmp_path: Path) -> None:
    result = read(tmp_path, ["活动\n编号", " 组织编号 ", "种　类", "日期"], ROW)
    assert result.problems == []


def test_title_rows_above_the_headings_are_listed(tmp_path: Path) -> None:
    result = read(tmp_path, ["2026 年上半年活动台账"], [], ACTIVITY, ROW)
    assert result.problems == []
    assert [(each.row, each.reason, each.text) for each in result.skipped] == [(1, "表头以上", "2026 年上半年活动台账")]
    assert result.origins["activities"].rows == (4,)


def test_a_missing_required_column_is_named(tmp_path: Path) -> None:
    result = read(tmp_path, ["活动编号", "组织编号", "日期"], ["A1", "ZB1", JANUARY_10])
    assert errors(result) == [("L105", "活动", "A1")]
    assert "种类" in result.errors[0].what


def test_a_doubled_heading_is_refused(tmp_path: Path) -> None:
    assert errors(read(tmp_path, [*ACTIVITY, "日期"], [*ROW, JANUARY_10])) == [("L106", "活动", "E1")]


@pytest.mark.parametrize("heading", ["应到人", "应 到．", "自报日朗"])
def test_a_heading_near_a_standard_one_is_refused_with_it(tmp_path: Path, heading: str) -> None:
    result = read(tmp_path, [*ACTIVITY, heading], [*ROW, 1])
    assert [each.code for each in result.problems] == ["L108"]


def test_a_heading_of_the_units_own_is_left_out_and_listed(tmp_path: Path) -> None:
    result = read(tmp_path, [*ACTIVITY, "经办处室"], [*ROW, "综合处"])
    assert codes(result) == ["L107"]
    assert len(result.tables["activities"]) == 1


def test_content_without_a_heading_is_listed(tmp_path: Path) -> None:
    assert codes(read(tmp_path, ACTIVITY, [*ROW, None, "旁注"])) == ["L109"]


def test_a_sheet_without_headings_is_refused(tmp_path: Path) -> None:
    assert errors(read(tmp_path, ["甲", "乙"], ["1", "2"])) == [("L104", "活动", "")]


@pytest.mark.parametrize(
    ("name", "code"),
    [("组织 变动", "L103"), ("活动．", "L102"), ("活动明细", "L102"), ("点名", "L018"), ("說明", "L102")],
)
def test_a_sheet_of_another_name_is_never_passed_over_in_silence(tmp_path: Path, name: str, code: str) -> None:
    result = read_ledger(write_workbook(tmp_path / "ledger.xlsx", {name: [["甲"], ["乙"]]}), trusted=True)
    assert codes(result) == [code]


def test_without_organisations_nothing_can_be_used(tmp_path: Path) -> None:
    def without(book: Any) -> None:
        del book["组织"]

    path = edited(with_activity(tmp_path / "ledger.xlsx"), without)
    assert errors(read_ledger(path, trusted=True)) == [("L101", "组织", "")]
    known = read_ledger(write_workbook(tmp_path / "tree.xlsx", {}), trusted=True).tables
    assert read_ledger(path, trusted=True, known={"organisations": known["organisations"]}).errors == []


@pytest.mark.parametrize(
    "text",
    ["合计", "合　计：12", "小计", "总计（次）", "填表人：王五", "审核人签字：", "制表人：张三　审核人：李四",
     "签字：", "填表日期：2026年7月1日", "负责人（签字）：", "说明：数据截至六月"],
)  # fmt: skip
def test_total_and_signature_rows_are_skipped_and_listed(tmp_path: Path, text: str) -> None:
    result = read(tmp_path, ACTIVITY, ROW, [None, text, None, None], [text])
    assert result.problems == []
    assert sorted((each.sheet, each.row) for each in result.skipped) == [("活动", 3), ("活动", 4)]
    assert {each.text for each in result.skipped} == {text}


@pytest.mark.parametrize("text", ["合计数会议", "审核通过", "签字笔", "说明"])
def test_a_row_that_only_begins_alike_is_read(tmp_path: Path, text: str) -> None:
    result = read(tmp_path, ACTIVITY, [text, "ZB1", "支委会", JANUARY_10])
    assert result.skipped == []
    assert result.tables["activities"][0].id == text


def test_blank_rows_between_are_listed(tmp_path: Path) -> None:
    result = read(tmp_path, ACTIVITY, ROW, [None, " ", "　"], ["A2", *ROW[1:3], "2026-02-01"])
    assert result.errors == []
    assert [(each.row, each.reason) for each in result.skipped] == [(3, "空行")]
    assert len(result.tables["activities"]) == 2


def test_merged_cells_in_the_data_are_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "l.xlsx", {"活动": [ACTIVITY, ROW, ["A2", "ZB1", None, "2026-02-01"]]})
    result = read_ledger(edited(path, lambda book: book["活动"].merge_cells("C2:C3")), trusted=True)
    assert ("L110", "活动", "C2") in errors(result)
    assert result.tables["activities"] == ()


def test_merged_titles_and_totals_do_no_harm(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "l.xlsx", {"活动": [["活动台账"], ACTIVITY, ROW, ["合计"]]})

    def merge(book: Any) -> None:
        book["活动"].merge_cells("A1:D1")
        book["活动"].merge_cells("A4:D4")

    assert read_ledger(edited(path, merge), trusted=True).problems == []


def test_hidden_rows_columns_and_sheets_are_read_and_listed(tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        book["活动"].row_dimensions[2].hidden = True
        book["活动"].column_dimensions["C"].hidden = True
        book["人员"].sheet_state = "veryHidden"

    result = read_ledger(edited(with_activity(tmp_path / "l.xlsx"), hide), trusted=True)
    assert result.errors == []
    assert len(result.tables["activities"]) == 1
    assert sorted((each.place.sheet, each.place.cell) for each in result.hidden) == [
        ("人员", ""),
        ("活动", "A2"),
        ("活动", "C1"),
    ]


def test_rows_filtered_away_are_read_and_listed(tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        book["活动"].auto_filter.ref = "A1:D2"
        book["活动"].row_dimensions[2].hidden = True

    result = read_ledger(edited(with_activity(tmp_path / "l.xlsx"), hide), trusted=True)
    assert [each.place.cell for each in result.hidden] == ["A2"]


def test_a_column_hidden_but_not_used_is_not_mentioned(tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        book["活动"].column_dimensions["T"].hidden = True

    assert read_ledger(edited(with_activity(tmp_path / "l.xlsx"), hide), trusted=True).problems == []


def test_a_choice_that_is_not_offered_is_refused_with_those_that_are(tmp_path: Path) -> None:
    rows = [*ORGANISATIONS, ["ZB3", "00103", "三支部", "DW", "支部"]]
    result = read_ledger(write_workbook(tmp_path / "l.xlsx", {"组织": rows}), trusted=True)
    assert errors(result) == [("L208", "组织", "E5")]
    assert "党支部" in result.errors[0].what


def test_formatted_but_empty_rows_below_are_no_rows(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "l.xlsx")) as book:
        shaded = book.add_format({"bg_color": "#FFFF00"})
        for name, rows in {"组织": ORGANISATIONS, "活动": [ACTIVITY, ["A1", "ZB1", "支委会", "2026-01-10"]]}.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
            for at in range(50):
                sheet.write_blank(1_000_000 + at, 3, None, shaded)
    result = read_ledger(tmp_path / "l.xlsx")
    assert (result.problems, result.skipped) == ([], [])


def test_every_problem_says_file_sheet_cell_reason_and_remedy(tmp_path: Path) -> None:
    (problem,) = read(tmp_path, ACTIVITY, [*ROW[:3], "昨天"]).problems
    assert str(problem).startswith("ledger.xlsx 活动!D2 错误[L204] “日期”写的是“昨天”")
    assert "原因：" in str(problem)
    assert "怎么办：" in str(problem)
