"""A unit's own sheet is read through a mapping that is made once and saved by name."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bihuan.basics.problems import ProblemsError
from bihuan.ledger import (
    Mapping,
    ReadResult,
    load_mapping,
    read_ledger,
    read_with_mapping,
    save_mapping,
    saved_mappings,
)
from tests.engine.ledger.workbooks import codes, edited, errors, write_workbook

MAPPING = Mapping(
    name="办公室会议登记",
    sheet="登记表",
    heading_row=3,
    table="活动",
    columns={"会议类型": "种类", "召开时间": "日期", "支部": "组织编号", "应到人数": "应到", "实到人数": "实到"},
    constants={"活动编号": "BGS-{行}", "主题": "理论学习"},
    skip=("截至",),
)
SHEET: list[list[Any]] = [
    ["办公室会议登记表"],
    ["填报单位：办公室"],
    ["序号", "支部", "会议\n类型", "召开时间", "应到人数", "实到人数"],
    [1, "办公室第一党支部", "支委会", "2026年1月10日", 9, 8],
    [2, "ZB2", "党课", date(2026, 2, 3), 20, 18],
    ["截至六月底共两次"],
    ["合计", None, None, None, 29, 26],
    ["填表人：王五", None, "审核人：", None, None, None],
]


def workbook(path: Path, rows: list[list[Any]] = SHEET, name: str = "登记表") -> Path:
    return write_workbook(path / "own.xlsx", {name: rows})


def read(path: Path, mapping: Mapping = MAPPING) -> ReadResult:
    known = read_ledger(write_workbook(path.parent / "tree.xlsx", {}), trusted=True).tables
    return read_with_mapping(path, mapping, trusted=True, known=known)


def test_a_units_own_sheet_becomes_rows_of_the_standard(tmp_path: Path) -> None:
    result = read(workbook(tmp_path))
    assert result.errors == []
    rows = result.tables["activities"]
    assert [(row.id, row.organisation, row.kinds, row.day, row.due, row.present) for row in rows] == [
        ("BGS-4", "ZB1", ("支委会",), date(2026, 1, 10), 9, 8),
        ("BGS-5", "ZB2", ("党课",), date(2026, 2, 3), 20, 18),
    ]
    assert {row.topics for row in rows} == {("理论学习",)}


def test_what_is_above_and_below_the_data_is_listed(tmp_path: Path) -> None:
    result = read(workbook(tmp_path))
    assert sorted((each.row, each.reason) for each in result.skipped) == [
        (1, "表头以上"),
        (2, "表头以上"),
        (6, "合计或签字行"),
        (7, "合计或签字行"),
        (8, "合计或签字行"),
    ]
    assert [each.what for each in result.problems if each.code == "L107"] == ["列“序号”没有读"]


def test_a_mapping_is_saved_and_loaded_by_its_name(tmp_path: Path) -> None:
    save_mapping(tmp_path / "mappings", MAPPING)
    assert saved_mappings(tmp_path / "mappings") == ["办公室会议登记"]
    assert load_mapping(tmp_path / "mappings", "办公室会议登记") == MAPPING


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", "a\\b", "/etc/passwd", " x", "x\n", "长" * 81])
def test_a_name_that_could_leave_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ProblemsError) as saving:
        save_mapping(tmp_path, replace(MAPPING, name=name))
    with pytest.raises(ProblemsError) as loading:
        load_mapping(tmp_path, name)
    assert {problem.code for problem in saving.value.problems + loading.value.problems} == {"L603"}


@pytest.mark.parametrize(
    "content", ["", "[]", "{", "[" * 100_000, '{"名称": 1}', '{"名称":"x","工作表":"x","表头行":1,"表":"活动","列":[]}']
)
def test_a_saved_mapping_that_cannot_be_read_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "x.json").write_text(content, encoding="utf-8")
    with pytest.raises(ProblemsError) as refused:
        load_mapping(tmp_path, "x")
    assert [problem.code for problem in refused.value.problems] == ["L603"]


@pytest.mark.parametrize(
    "wrong",
    [
        replace(MAPPING, table="会议"),
        replace(MAPPING, columns={**MAPPING.columns, "地点": "地方"}),
        replace(MAPPING, columns={**MAPPING.columns, "开会日期": "日期"}),
        replace(MAPPING, constants={}),
        replace(MAPPING, heading_row=0),
    ],
    ids=["table", "column", "twice", "required", "row"],
)
def test_a_mapping_that_does_not_fit_the_standard_is_refused(tmp_path: Path, wrong: Mapping) -> None:
    result = read(workbook(tmp_path), wrong)
    assert {code for code, _, _ in errors(result)} == {"L601"}
    assert result.tables["activities"] == ()


@pytest.mark.parametrize(
    "wrong",
    [
        replace(MAPPING, sheet="登记"),
        replace(MAPPING, heading_row=2),
        replace(MAPPING, heading_row=99),
        replace(MAPPING, columns={**MAPPING.columns, "请假人数": "请假"}),
    ],
    ids=["sheet", "other row", "no row", "heading"],
)
def test_a_mapping_that_does_not_fit_the_file_is_refused(tmp_path: Path, wrong: Mapping) -> None:
    assert {code for code, _, _ in errors(read(workbook(tmp_path), wrong))} == {"L602"}


def test_a_mapped_heading_that_stands_twice_is_refused(tmp_path: Path) -> None:
    rows = [*SHEET[:2], [*SHEET[2], "支部"], *SHEET[3:]]
    assert errors(read(workbook(tmp_path, rows))) == [("L106", "登记表", "G3")]


def test_headings_merged_over_two_rows_are_found(tmp_path: Path) -> None:
    rows = [
        SHEET[0],
        ["序号", "支部", "会议类型", "召开时间", "人数", None],
        [None, None, None, None, "应到人数", "实到人数"],
    ]

    def merge(book: Any) -> None:
        for column in "ABCD":
            book["登记表"].merge_cells(f"{column}2:{column}3")
        book["登记表"].merge_cells("E2:F2")

    assert read(edited(workbook(tmp_path, [*rows, *SHEET[3:]]), merge)).errors == []


def test_a_constant_that_cannot_be_read_is_refused_once(tmp_path: Path) -> None:
    result = read(workbook(tmp_path), replace(MAPPING, constants={**MAPPING.constants, "分钟": "一小时"}))
    assert [code for code, _, _ in errors(result)] == ["L601"]


def test_bad_cells_are_named_by_the_units_own_cells(tmp_path: Path) -> None:
    rows = [*SHEET[:3], [1, "办公室第—党支部", "支委会", "3/4/26", "九", 8]]
    assert sorted(errors(read(workbook(tmp_path, rows)))) == [
        ("L202", "登记表", "E4"),
        ("L205", "登记表", "D4"),
        ("L303", "登记表", "B4"),
    ]


def test_without_known_organisations_a_mapped_sheet_cannot_be_checked(tmp_path: Path) -> None:
    assert "L101" in codes(read_with_mapping(workbook(tmp_path), MAPPING, trusted=True))


def test_words_to_skip_are_words_and_no_patterns(tmp_path: Path) -> None:
    result = read(workbook(tmp_path), replace(MAPPING, skip=("(a+)+$", ".*", "截至")))
    assert len(result.tables["activities"]) == 2
