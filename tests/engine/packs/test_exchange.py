"""A pack goes out as YAML or as a workbook and comes back the same; editors get a schema; codes are complete."""

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from bihuan.basics.problems import ProblemsError, Severity
from bihuan.packs import (
    CODES,
    export_workbook,
    fingerprints,
    import_workbook,
    load_pack,
    pack_json_schema,
    read_workbook,
    write_pack,
)
from bihuan.packs.grammar import Pack
from bihuan.packs.outline import keys_of
from bihuan.packs.workbook.layout import pack_rows, sheets
from bihuan.packs.writing import FILES
from tests.engine.packs.builders import IDENTITY, MEASURES, SMALL_PACK, codes, measures, write_files

RICH = {
    "pack.yaml": IDENTITY
    + "口径: {触底: {总分: 否}, 出勤基数扣除: [请假, 借调], 公示: 5 个工作日}\n"
    + "抵用: {默认: 共享, 独占: [[appraisal.committee_meeting/甲, appraisal.committee_meeting/乙]]}\n"
    + "自定周期:\n- {名称: 学期, 区间: [[02-20, 07-15], [09-01, 次年01-15]]}\n"
    + "日历:\n- {年份: 2026, 放假: [2026-01-01], 调休上班: [2026-01-04]}\n"
    + "说明: |\n  第一行: 有冒号\n  =第二行\n",
    "appraisal/measures.yaml": measures(
        "名称: 甲, 要求: [{记录: 支委会, 每: 学期}, {记录: 支委会, 每: 月, 截止: {后: 3 天, 遇假: 顺延}}],"
        " 扣分: [{每少: 1 次, 扣: 0.1}, {每迟: 1 次, 扣: 1/30, 取整: 进一}], 最多: 2",
        "名称: 乙, 认定: {方式: 清单, 清单: ['一、甲', 二]}, 扣分: {每缺: 1 项, 扣: 0.5}",
        "名称: 丙, 认定: {}, 扣分: {凡: 有, 扣: 1}, 适用: {正式党员: {不少于: 7}, 除外: {类别: [甲, 乙]}}",
        "名称: 丁, 认定: {方式: 分值, 给分人: 考评组}, 扣分: {扣: 0—剩余}",
        "名称: 戊, 外部: {名称: 年度考核}, 分档: [{档: 优秀, 扣: 0}, {档: '差: 等', 扣: 全部}]",
        "名称: 己, 比率: {取: 出勤率, 记录: 支委会, 基数扣除: []}, 扣分: {每低: 1%, 目标: 90%, 扣: 0.1}",
        "名称: 庚, 测评: {名称: 满意度, 选项分: {好: 100, 差: 0}}, 扣分: {凡: 不足, 目标: 80, 扣: 1}",
        head="性质: 评分\n佐证: [会议记录, '签到、照会']\n可超满分: 0.5\n说明: '带''引号''和“引号”'",
    ),
    "appraisal/grades.yaml": """\
否决表:
- {否决: 甲, 编号: veto.a, 依据: {文件: 细则, 条款: 2.10}, 问题: {状态: 逾期}, 效果: {总分不超过: 59.9}}
等次:
  办法: 计算
  范围: 同类别
  等次表: [{等次名: 好, 不低于: 90, 名额: 1/3}, {等次名: 差}]
  直接定级: {名称: 先进, 荣誉: {标题: 先进}, 等次名: 好}
  依据: {文件: 细则, 条款: 2.10}
""",
    "outcomes/consequences.yaml": """\
结果运用:
- {措施: 约谈, 编号: out.talk, 触发: {等次为: 差, 连续: 2}, 对谁: 书记, 由谁: 机关党委, 期限: 1 个月, 仅作建议: 是}
""",
}


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    """A pack with every shape of rule."""
    return write_files(tmp_path / "demo-branch", SMALL_PACK | RICH)


def test_a_pack_written_as_yaml_reads_back_the_same(rich: Path, tmp_path: Path) -> None:
    pack = load_pack(rich).pack
    write_pack(pack, tmp_path / "copy/demo-branch")
    copy = load_pack(tmp_path / "copy/demo-branch").pack
    assert copy == pack and fingerprints(copy) == fingerprints(pack)


def test_written_yaml_looks_as_a_person_would_write_it(tmp_path: Path) -> None:
    pack = load_pack(write_files(tmp_path / "demo-branch", SMALL_PACK)).pack
    write_pack(pack, tmp_path / "copy")
    assert (
        (tmp_path / "copy/appraisal/measures.yaml").read_text(encoding="utf-8")
        == """\
板块表:
  - {板块: 基本制度, 满分: 3}

指标表:
  - 指标: 支部委员会会议
    编号: appraisal.committee_meeting
    板块: 基本制度
    满分: 3
    依据: {文件: 细则, 条款: 2.10}
    计分:
      名称: 支委会
      要求: {记录: 支委会, 每: 月}
      扣分: {每少: 1 次, 扣: 0.5}
"""
    )


def test_every_key_of_a_pack_has_its_file_and_its_place_in_the_workbook() -> None:
    filed = [key for keys in FILES.values() for key in keys]
    assert sorted(filed) == sorted(keys_of(Pack))
    in_book = {sheet.key for sheet in sheets()} | {path[0] for path, _ in pack_rows()} | {"口径"}
    assert set(keys_of(Pack)) <= in_book


def test_a_workbook_brings_back_the_same_pack(rich: Path, tmp_path: Path) -> None:
    loaded = load_pack(rich)
    export_workbook(loaded, tmp_path / "pack.xlsx")
    import_workbook(tmp_path / "pack.xlsx", tmp_path / "back/demo-branch")
    back = load_pack(tmp_path / "back/demo-branch").pack
    assert back == loaded.pack and fingerprints(back) == fingerprints(loaded.pack)


def test_the_same_pack_gives_the_same_workbook(rich: Path, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        export_workbook(load_pack(rich), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_closed_lists_and_rule_shapes_have_drop_downs(rich: Path, tmp_path: Path) -> None:
    export_workbook(load_pack(rich), tmp_path / "pack.xlsx")
    book = openpyxl.load_workbook(tmp_path / "pack.xlsx")
    lists = {
        (sheet.title, sheet.cell(1, int(area.min_col)).value): rule.formula1
        for sheet in book.worksheets
        for rule in sheet.data_validations.dataValidation
        for area in rule.sqref.ranges
    }
    assert "每少" in lists[("扣分得分", "触发")] and "凡不足" in lists[("扣分得分", "触发")]
    assert "测评" in lists[("计分项", "事实")]
    assert "倒扣" in lists[("指标", "性质")]
    assert lists[("扣分得分", "指标编号")].replace("=", "").startswith("'指标'!")


def edited(rich: Path, path: Path, sheet: str, cell: str, value: object) -> list[str]:
    """Export, change one cell, and give the codes with which reading is refused."""
    export_workbook(load_pack(rich), path)
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)
    with pytest.raises(ProblemsError) as refused:
        read_workbook(path)
    places = {(one.place.sheet, one.place.cell) for one in refused.value.problems}
    assert (sheet, cell) in places or cell.endswith("1")
    return codes(refused.value.problems)


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "code"),
    [
        ("指标", "D2", "三分", "P123"),
        ("指标", "D2", 2.5, "P184"),
        ("指标", "D2", "=1+2", "P184"),
        ("指标", "F2", "评估", "P122"),
        ("指标", "D1", "分数", "P183"),
        ("计分项", "A2", "appraisal.none", "P133"),
        ("扣分得分", "D2", "每逢", "P121"),
    ],
)
def test_a_wrong_cell_is_reported_at_its_sheet_and_cell(
    rich: Path, tmp_path: Path, sheet: str, cell: str, value: object, code: str
) -> None:
    assert code in edited(rich, tmp_path / "pack.xlsx", sheet, cell, value)


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_text("no workbook", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "empty.xlsx", "w") as archive:
        archive.writestr("a.txt", "x")
    for name in ("text.xlsx", "empty.xlsx", "missing.xlsx"):
        with pytest.raises(ProblemsError) as refused:
            read_workbook(tmp_path / name)
        assert codes(refused.value.problems) == ["P182"]


def test_an_import_never_writes_over_another_pack(rich: Path, tmp_path: Path) -> None:
    export_workbook(load_pack(rich), tmp_path / "pack.xlsx")
    with pytest.raises(ProblemsError) as refused:
        import_workbook(tmp_path / "pack.xlsx", rich)
    assert codes(refused.value.problems) == ["P185"]


def test_a_pack_whose_ids_repeat_is_not_exported(tmp_path: Path) -> None:
    twice = MEASURES + MEASURES[MEASURES.index("- 指标: ") :]
    folder = write_files(tmp_path / "demo-branch", SMALL_PACK | {"appraisal/measures.yaml": twice})
    with pytest.raises(ProblemsError) as refused:
        export_workbook(load_pack(folder), tmp_path / "pack.xlsx")
    assert set(codes(refused.value.problems)) == {"P131", "P132"}


def test_the_schema_knows_every_key_and_lets_a_file_hold_some_of_them() -> None:
    schema = pack_json_schema()
    assert set(schema["properties"]) == set(keys_of(Pack))
    assert "required" not in schema and schema["additionalProperties"] is False
    assert schema["$defs"]["Rate"]["properties"]["凡"]["enum"] == ["不足", "迟报", "有", "无"]
    assert {"$ref": "#/$defs/Measure"} in schema["properties"]["指标表"]["anyOf"]


def test_every_code_used_is_explained_and_every_code_explained_is_used() -> None:
    source = Path(__file__).resolve().parents[3] / "src/bihuan/packs"
    text = "".join(
        path.read_text(encoding="utf-8") for path in sorted(source.rglob("*.py")) if "explained" not in path.parts
    )
    used = set(re.findall(r"\"(P\d{3})\"", text))
    assert used == set(CODES)
    assert all(code.title and code.why and code.todo for code in CODES.values())
    assert all(
        (code.severity is Severity.WARNING) == (code.code[1] in "23" or code.code in {"P164", "P403", "P405", "P408"})
        for code in CODES.values()
    )
