"""An id column may hold a name: one meaning is taken, two are refused, a look-alike is never guessed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bihuan.ledger import ReadResult, read_ledger
from tests.engine.ledger.workbooks import ACTIVITY, ORGANISATIONS, codes, errors, write_workbook

ALIAS = ["写法", "类型", "编号"]


def read(
    path: Path,
    organisation: Any = "ZB1",
    chair: Any = "P1",
    speakers: Any = None,
    aliases: list[list[Any]] | None = None,
) -> ReadResult:
    sheets: dict[str, Any] = {
        "活动": [
            [*ACTIVITY, "主持人", "主讲人"],
            ["A1", organisation, "支委会", date(2026, 1, 10), chair, speakers],
        ]
    }
    if aliases is not None:
        sheets["别名对照"] = [ALIAS, *aliases]
    return read_ledger(write_workbook(path / "ledger.xlsx", sheets), trusted=True)


@pytest.mark.parametrize("written", ["ZB1", "00101", "办公室第一党支部", " 办公室第一党支部　"])
def test_an_organisation_may_be_written_by_id_code_or_full_name(tmp_path: Path, written: str) -> None:
    result = read(tmp_path, written)
    assert result.errors == []
    assert result.tables["activities"][0].organisation == "ZB1"


def test_a_name_that_became_an_id_is_listed(tmp_path: Path) -> None:
    result = read(tmp_path, "办公室第一党支部", "张三")
    assert result.tables["activities"][0].chair == "P1"
    assert sorted((each.code, each.place.cell) for each in result.problems) == [("L304", "B2"), ("L304", "E2")]


def test_names_in_a_list_become_ids_each(tmp_path: Path) -> None:
    result = read(tmp_path, speakers="张三、P2")
    assert result.tables["activities"][0].speakers == ("P1", "P2")


def test_a_parent_may_be_written_by_name(tmp_path: Path) -> None:
    rows = [*ORGANISATIONS, ["ZB9", "00109", "综合党支部", "市直机关委员会", "党支部"]]
    result = read_ledger(write_workbook(tmp_path / "l.xlsx", {"组织": rows}), trusted=True)
    assert result.tables["organisations"][3].parent == "DW"


def test_a_name_of_two_people_is_refused_with_both(tmp_path: Path) -> None:
    result = read(tmp_path, chair="李四")
    assert errors(result) == [("L302", "活动", "E2")]
    assert "P2、P3" in result.errors[0].what
    assert result.tables["activities"] == ()


def test_an_ambiguous_name_is_settled_in_the_sheet_of_aliases(tmp_path: Path) -> None:
    result = read(tmp_path, chair="李四", aliases=[["李四", "人员", "P3"]])
    assert result.errors == []
    assert result.tables["activities"][0].chair == "P3"


@pytest.mark.parametrize(
    "written",
    [
        "办公室第—党支部",
        "办公室第ー党支部",
        "办公室 第一党支部",
        "办公室第一党支部\u3000会",
        "ＺＢ１",
        "zb1",
        "O0101",
        "０0101",
    ],
)
def test_a_look_alike_is_refused_with_its_candidates_until_it_is_settled(tmp_path: Path, written: str) -> None:
    result = read(tmp_path, written)
    assert [cell for _, _, cell in errors(result)] == ["B2"]
    assert codes(result)[0] in ("L301", "L303")
    assert "ZB1" in result.errors[0].what
    settled = read(tmp_path, written, aliases=[[written, "组织", "ZB1"]])
    assert settled.errors == []
    assert settled.tables["activities"][0].organisation == "ZB1"


def test_a_blank_inside_a_name_is_a_look_alike(tmp_path: Path) -> None:
    result = read(tmp_path, chair="张　三")
    assert errors(result) == [("L303", "活动", "E2")]
    assert "张三（P1）" in result.errors[0].what


@pytest.mark.parametrize("written", ["ZB7", "办公室第三党支部", "外单位党支部"])
def test_an_unknown_organisation_is_refused_and_similar_ones_are_offered(tmp_path: Path, written: str) -> None:
    result = read(tmp_path, written)
    assert errors(result) == [("L301", "活动", "B2")]
    assert ("相近的有" in result.errors[0].what) == (written != "外单位党支部")


@pytest.mark.parametrize(
    "row",
    [
        ["李四", "人员", "P9"],
        ["李四", "单位", "P3"],
        ["李四", "组织", "P3"],
        ["李四", "人员", None],
        [None, "人员", "P3"],
    ],
)
def test_an_alias_that_points_at_nothing_is_refused(tmp_path: Path, row: list[Any]) -> None:
    result = read(tmp_path, aliases=[row])
    assert len(result.errors) == 1
    assert result.errors[0].place.sheet == "别名对照"


def test_an_alias_for_two_is_refused(tmp_path: Path) -> None:
    result = read(tmp_path, aliases=[["李四", "人员", "P2"], ["李四", "人员", "P3"]])
    assert errors(result) == [("L305", "别名对照", "A3")]


def test_an_id_goes_before_a_code_of_the_same_text(tmp_path: Path) -> None:
    rows = [*ORGANISATIONS, ["X1", "ZB1", "错码党支部", "DW", "党支部"]]
    path = write_workbook(tmp_path / "l.xlsx", {"组织": rows, "活动": [ACTIVITY, ["A1", "ZB1", "党课", "2026-01-10"]]})
    result = read_ledger(path, trusted=True)
    assert result.tables["activities"][0].organisation == "ZB1"
    assert errors(result) == [("L407", "组织", "B5")]


def test_a_row_refused_for_its_date_may_still_be_referred_to(tmp_path: Path) -> None:
    people = [["人员编号", "姓名", "组织编号", "转入日期"], ["P1", "张三", "ZB1", "去年"]]
    sheets = {"人员": people, "活动": [[*ACTIVITY, "主持人"], ["A1", "ZB1", "党课", "2026-01-10", "P1"]]}
    result = read_ledger(write_workbook(tmp_path / "l.xlsx", sheets), trusted=True)
    assert errors(result) == [("L204", "人员", "D2")]


def test_rows_may_refer_to_the_ledger_they_join(tmp_path: Path) -> None:
    known = read_ledger(write_workbook(tmp_path / "tree.xlsx", {}), trusted=True).tables
    sheets = {"组织": [["组织编号", "代码", "名称"]], "人员": [["人员编号", "姓名", "组织编号"]]}
    sheets["活动"] = [[*ACTIVITY, "主持人"], ["A1", "办公室第一党支部", "党课", "2026-01-10", "张三"]]
    path = write_workbook(tmp_path / "l.xlsx", sheets)
    result = read_ledger(path, trusted=True, known=known)
    assert result.errors == []
    assert result.tables["activities"][0].organisation == "ZB1"
    assert {code for code, _, _ in errors(read_ledger(path, trusted=True))} <= {"L301"}
