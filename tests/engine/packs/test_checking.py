"""`check` finds what is wrong with a whole pack, and lets its owner accept a warning with a reason."""

from pathlib import Path

import pytest

from bihuan.basics.problems import Severity
from bihuan.packs import check_pack, has_errors, load_pack
from tests.engine.packs.builders import (
    CASES,
    IDENTITY,
    MEASURES,
    SMALL_PACK,
    SOURCES,
    codes,
    measures,
    problems_of,
    write_files,
)

GRADES = """\
等次:
  等次表:
  - {等次名: 好, 不低于: 90, 名额: 30%}
  - {等次名: 一般, 不低于: 60}
  - {等次名: 差}
"""
VETO = """\
否决表:
- 否决: 弄虚作假
  编号: veto.fraud
  依据: {文件: 细则, 条款: 2.10}
  认定: {方式: 情形}
  效果: {等次不高于: 一般}
"""


def test_a_pack_with_nothing_wrong_passes(tmp_path: Path) -> None:
    assert problems_of(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "path"),
    [
        ("编号: appraisal.", "编号: Appraisal ", "P130", "指标/Appraisal committee_meeting/编号"),
        ("板块: 基本制度\n  满分", "板块: 基本制\n  满分", "P133", "指标/appraisal.committee_meeting/板块"),
        ("文件: 细则", "文件: 办法", "P401", "指标/appraisal.committee_meeting/依据/办法/文件"),
        ("条款: 2.10", "条款: 2.1", "P402", "指标/appraisal.committee_meeting/依据/细则/条款"),
    ],
)
def test_an_error_names_a_path_that_survives_reordering(
    tmp_path: Path, old: str, new: str, code: str, path: str
) -> None:
    problems = problems_of(tmp_path, {"appraisal/measures.yaml": MEASURES.replace(old, new)})
    assert (code, path) in {(one.code, one.place.path) for one in problems}


def test_the_same_id_and_the_same_component_name_may_not_stand_twice(tmp_path: Path) -> None:
    component = "名称: 甲, 认定: {方式: 情形}, 扣分: {凡: 有, 扣: 1}"
    text = measures(component, component) + MEASURES[MEASURES.index("- 指标: ") :]
    assert {"P131", "P132"} <= set(codes(problems_of(tmp_path, {"appraisal/measures.yaml": text})))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (GRADES.replace("60", "95"), "P148"),
        (GRADES.replace("30%", "130%"), "P148"),
        (GRADES.replace("一般, 不低于: 60", "一般"), "P148"),
        (GRADES.replace("  - {等次名: 差}\n", ""), "P205"),
        ("等次:\n  等次表:\n  - {等次名: 好, 名额: 10%}\n  - {等次名: 差, 名额: 70%}\n", "P204"),
        (VETO.replace("一般", "中"), "P133"),
        (VETO.replace("{等次不高于: 一般}", "{}"), "P151"),
    ],
)
def test_grades_and_vetoes_must_fit_together(tmp_path: Path, text: str, code: str) -> None:
    grades = text if "等次表" in text else GRADES + text
    assert code in codes(problems_of(tmp_path, {"appraisal/grades.yaml": grades}))


def test_consequences_must_be_reachable(tmp_path: Path) -> None:
    text = """\
结果运用:
- 措施: 约谈
  编号: outcome.talk
  触发: {等次为: 优, 连续: 1, 否决项: veto.none, 失分指标: appraisal.none, 问题状态: 全部}
  对谁: 组织
  由谁: 机关党委
"""
    files = {"appraisal/grades.yaml": GRADES, "outcomes/consequences.yaml": text}
    paths = {(one.code, one.place.path) for one in problems_of(tmp_path, files)}
    assert paths >= {
        ("P133", "措施/outcome.talk/触发/等次为/1"),
        ("P133", "措施/outcome.talk/触发/否决项/1"),
        ("P133", "措施/outcome.talk/触发/失分指标/1"),
        ("P122", "措施/outcome.talk/触发/问题状态"),
        ("P147", "措施/outcome.talk/触发/连续"),
    }


def test_weights_are_given_to_all_sections_and_make_one(tmp_path: Path) -> None:
    for sections in ("[{板块: 基本制度, 权重: 0.5}, {板块: 乙, 权重: 0.4}]", "[{板块: 基本制度, 权重: 1}, {板块: 乙}]"):
        text = MEASURES.replace("\n- {板块: 基本制度, 满分: 3}", f" {sections}")
        assert "P149" in codes(problems_of(tmp_path, {"appraisal/measures.yaml": text}))


def test_an_unlisted_warning_is_an_error_that_says_how_to_list_it(tmp_path: Path) -> None:
    files = {"appraisal/measures.yaml": MEASURES.replace("扣: 0.5", "扣: 1")}
    (problem,) = problems_of(tmp_path, files)
    assert (problem.code, problem.severity) == ("P201", Severity.ERROR)
    assert "{代码: P201, 位置: 指标/appraisal.committee_meeting, 理由: …}" in problem.todo


def test_a_warning_its_owner_accepted_stays_a_warning_with_the_reason(tmp_path: Path) -> None:
    entry = "已知提示:\n- {代码: P201, 位置: 指标/appraisal.committee_meeting, 理由: 原文如此}\n"
    files = {"appraisal/measures.yaml": MEASURES.replace("扣: 0.5", "扣: 1"), "pack.yaml": IDENTITY + entry}
    problems = problems_of(tmp_path, files)
    assert [(one.code, one.severity) for one in problems] == [("P201", Severity.WARNING)]
    assert "原文如此" in problems[0].todo and not has_errors(problems)


@pytest.mark.parametrize("code", ["P201", "P133", "P999"])
def test_an_accepted_warning_that_does_not_fire_is_an_error(tmp_path: Path, code: str) -> None:
    entry = f"已知提示:\n- {{代码: {code}, 位置: 指标/appraisal.committee_meeting, 理由: 原文如此}}\n"
    assert codes(problems_of(tmp_path, {"pack.yaml": IDENTITY + entry})) == ["P170"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  核实: 甲", "  核实: 乙", "P403"),
        ("  核实: 甲", "  核实: 丙", "P404"),
        ("扣 0.5 分}", "扣 0.5 分, 性质: 原文, 核实: 乙}", "P407"),
        ("来源:\n", "来源:\n- {文件: 闲置, 标题: 没有用到, 核实: 甲}\n", "P405"),
    ],
)
def test_sources_are_honest_to_the_letter(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert code in codes(problems_of(tmp_path, {"sources.yaml": SOURCES.replace(old, new)}))


def test_a_source_said_to_be_seen_says_where_unless_the_pack_is_invented(tmp_path: Path) -> None:
    assert "P408" in codes(problems_of(tmp_path, {"pack.yaml": IDENTITY.replace("虚构: 是\n", "")}))


def test_an_unconfirmed_ground_may_stand_under_an_item_that_is_only_checked(tmp_path: Path) -> None:
    text = MEASURES[: MEASURES.index("  计分:")] + "  性质: 检查\n"
    files = {"sources.yaml": SOURCES.replace("甲", "丙"), "appraisal/measures.yaml": text}
    assert "P404" not in codes(problems_of(tmp_path, files))


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (CASES.replace("属于: 不适用", "属于: 适用"), "不适用"),
        (CASES.replace("属于: 适用", "属于: 边界"), "适用"),
    ],
)
def test_a_rule_needs_a_case_on_either_side(tmp_path: Path, text: str, missing: str) -> None:
    (problem,) = problems_of(tmp_path, {"cases/meetings.yaml": text})
    assert problem.code == "P501" and f"缺少{missing}" in problem.what


@pytest.mark.parametrize(
    "component",
    [
        "名称: 甲, 要求: {记录: 支委会, 每: 月}, 扣分: {每少: 1 次, 扣: 0.5, 最多: 2}",
        "名称: 甲, 要求: {记录: 支委会, 每: 年, 截止: {日: 06-30}}, 扣分: {每少: 1 次, 扣: 0.5}",
        "名称: 甲, 要求: {记录: 支委会, 每: 月, 到会率: 1/2}, 扣分: {每少: 1 次, 扣: 0.5}",
        "名称: 甲, 条件: {正式党员: {不足: 3}}, 扣分: {凡: 有, 扣: 1}",
        "名称: 甲, 比率: {取: 出勤率, 记录: 支委会}, 扣分: {每低: 1%, 目标: 90%, 扣: 1}",
    ],
)
def test_a_rule_with_an_edge_needs_a_case_on_the_edge(tmp_path: Path, component: str) -> None:
    (problem,) = problems_of(tmp_path, {"appraisal/measures.yaml": measures(component)})
    assert problem.code == "P501" and "边界" in problem.what


def test_a_case_about_nothing_is_an_error(tmp_path: Path) -> None:
    text = CASES.replace("关于: appraisal.committee_meeting", "关于: appraisal.committee", 1)
    problems = problems_of(tmp_path, {"cases/meetings.yaml": text})
    assert "P502" in codes(problems)
    assert any("是不是“appraisal.committee_meeting”" in one.todo for one in problems)


def test_problems_stand_in_the_order_of_the_files(tmp_path: Path) -> None:
    files = SMALL_PACK | {
        "appraisal/measures.yaml": MEASURES.replace("条款: 2.10", "条款: 9").replace("扣: 0.5", "扣: 9")
    }
    problems = check_pack(load_pack(write_files(tmp_path / "demo-branch", files)))
    places = [(one.place.file, one.place.line) for one in problems]
    assert places == sorted(places) and len(places) >= 2
