"""The template says what belongs where, and an empty one is a ledger without problems."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bihuan.appraisal.tables import TABLES
from bihuan.ledger import read_ledger, write_template


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "template.xlsx"
    kinds = ["支部委员会会议", "支部党员大会", "主题党日"]
    measures = [("appraisal.committee_meeting", "支部委员会会议"), ("appraisal.lecture", "党课")]
    write_template(path, record_kinds=kinds, submission_kinds=["年度计划"], posts=["书记"], measures=measures)
    return path


def rules(book: Any, sheet: str, heading: str) -> list[Any]:
    cells = {cell.value: cell.column_letter for cell in book[sheet][1]}
    validations = book[sheet].data_validations.dataValidation
    return [rule for rule in validations if f"{cells[heading]}2" in rule.sqref]


def test_an_empty_template_is_an_empty_ledger(template: Path) -> None:
    result = read_ledger(template)
    assert (result.problems, result.skipped) == ([], [])
    assert not any(result.tables.values())


def test_every_table_has_its_sheet_headings_and_notes(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    assert book.sheetnames == ["说明", *(table.sheet for table in TABLES), "别名对照", "选项"]
    for table in TABLES:
        heads = book[table.sheet][1]
        assert [cell.value for cell in heads] == [column.heading for column in table.columns]
        assert all(column.doc in cell.comment.text for column, cell in zip(table.columns, heads, strict=True))
        assert book[table.sheet].freeze_panes == "A2"


def test_required_columns_are_told_from_optional_ones(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    for table in TABLES:
        bold = [cell.value for cell in book[table.sheet][1] if cell.font.b]
        assert bold == [column.heading for column in table.columns if not column.optional]


@pytest.mark.parametrize(
    ("sheet", "heading", "source"),
    [
        ("活动", "种类", "=选项!$A$2:$A$4"),
        ("报送", "种类", "=选项!$B$2:$B$2"),
        ("任职", "岗位", "=选项!$C$2:$C$2"),
        ("认定", "指标编号", "=选项!$D$2:$D$3"),
        ("活动", "第一议题", '"是,否"'),
        ("问题整改", "类型", '"立行立改,限期整改,长期坚持"'),
    ],
)
def test_columns_with_known_values_have_a_list(template: Path, sheet: str, heading: str, source: str) -> None:
    (rule,) = rules(openpyxl.load_workbook(template), sheet, heading)
    assert (rule.type, rule.formula1.removeprefix("=")) == ("list", source.removeprefix("="))


def test_id_columns_are_formatted_as_text(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    assert book["活动"].column_dimensions["A"].number_format == "@"


def test_the_notes_name_every_column_unless_they_are_left_out(template: Path, tmp_path: Path) -> None:
    told = {row[1].value for row in openpyxl.load_workbook(template)["说明"].iter_rows()}
    assert {column.heading for table in TABLES for column in table.columns} <= told
    write_template(tmp_path / "bare.xlsx", table_docs=False)
    assert openpyxl.load_workbook(tmp_path / "bare.xlsx")["说明"].max_row < 10


def test_a_filled_template_is_read(template: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(template)
    book["组织"].append(["ZB1", "01", "第一党支部"])
    book["活动"].append(["A1", "ZB1", "支部委员会会议", "2026-01-10"])
    book.save(tmp_path / "filled.xlsx")
    result = read_ledger(tmp_path / "filled.xlsx")
    assert result.errors == []
    assert result.tables["activities"][0].kinds == ("支部委员会会议",)


def test_the_same_template_has_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_template(tmp_path / name, posts=["书记"])
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
