"""Arithmetic that cannot reconcile is noticed: sums, items that never move, ranges, sections."""

from pathlib import Path

import pytest

from tests.engine.packs.builders import IDENTITY, MEASURES, codes, measures, problems_of

YES = "认定: {方式: 情形}"


def warned(folder: Path, *components: str, head: str = "") -> list[str]:
    """The arithmetic warnings of a pack whose only measure (3 points) has these components."""
    text = measures(*components, head=head)
    return [code for code in codes(problems_of(folder, {"appraisal/measures.yaml": text})) if "P200" < code < "P300"]


def test_a_missed_month_each_makes_exactly_the_maximum(tmp_path: Path) -> None:
    assert warned(tmp_path, "名称: 甲, 要求: {记录: 支委会, 每: 月}, 扣分: {每少: 1 次, 扣: 0.5}") == []


def test_deductions_beyond_the_maximum_are_noticed(tmp_path: Path) -> None:
    too_much = "名称: 甲, 要求: {记录: 支委会, 每: 月}, 扣分: {每少: 1 次, 扣: 0.51}"
    assert warned(tmp_path, too_much) == ["P201"]


def test_a_price_rounded_up_does_not_go_into_the_maximum(tmp_path: Path) -> None:
    rounded = "名称: 甲, 认定: {方式: 次数}, 扣分: {每少: 1 次, 目标: 30, 扣: 0.101}"
    exact = "名称: 甲, 认定: {方式: 次数}, 扣分: {每少: 1 次, 目标: 30, 扣: 3/30}"
    assert warned(tmp_path, rounded) == ["P201"] and warned(tmp_path, exact) == []


@pytest.mark.parametrize(
    ("head", "second"),
    [
        ("", "名称: 乙, 认定: {方式: 情形}, 扣分: {凡: 有, 扣: 2}, 择重组: 一, 最多: 1"),
        ("情形关系: 取最重", f"名称: 乙, {YES}, 扣分: {{凡: 有, 扣: 2}}"),
        ("情形关系: 零分优先", f"名称: 乙, {YES}, 扣分: {{凡: 有, 扣: 全部}}"),
        ("", f"名称: 乙, {YES}, 扣分: {{凡: 有, 扣: 2}}, 适用: {{除外: {{设支委会: 是}}}}"),
    ],
)
def test_deductions_that_never_meet_are_not_added_up(tmp_path: Path, head: str, second: str) -> None:
    first = f"名称: 甲, {YES}, 扣分: {{凡: 有, 扣: 2}}, 适用: {{设支委会: 是}}"
    assert warned(tmp_path, first, second, head=head) == []


def test_windows_of_different_periods_are_not_added_up(tmp_path: Path) -> None:
    windows = "自定周期:\n- {名称: 春, 区间: [[01-01, 03-01]]}\n- {名称: 秋, 区间: [[09-01, 10-10]]}\n"
    parts = [f"名称: {name}, 要求: {{记录: 支委会, 每: {name}}}, 扣分: {{每少: 1 次, 扣: 3}}" for name in ("春", "秋")]
    files = {"pack.yaml": IDENTITY + windows, "appraisal/measures.yaml": measures(*parts)}
    assert "P201" not in codes(problems_of(tmp_path, files))
    files["pack.yaml"] = files["pack.yaml"].replace("半年", "年")
    assert "P201" in codes(problems_of(tmp_path, files))


@pytest.mark.parametrize(
    ("component", "head"),
    [
        (f"名称: 甲, {YES}", ""),
        (f"名称: 甲, {YES}, 扣分: {{凡: 有, 扣: 0}}", ""),
        (f"名称: 甲, {YES}, 扣分: {{凡: 有, 扣: 1}}", "起评: 零分"),
        (f"名称: 甲, {YES}, 得分: {{凡: 有, 得: 1}}", "起评: 满分"),
    ],
)
def test_an_item_that_can_never_move_is_noticed(tmp_path: Path, component: str, head: str) -> None:
    assert "P202" in warned(tmp_path, component, head=head)


def test_an_item_of_no_rule_is_noticed_unless_it_is_left_to_judgement(tmp_path: Path) -> None:
    text = measures()
    assert "P202" in codes(problems_of(tmp_path, {"appraisal/measures.yaml": text}))
    choices = "口径: {只有要求的条目: 裁量}\n"
    files = {"appraisal/measures.yaml": text, "pack.yaml": IDENTITY + choices}
    assert "P202" not in codes(problems_of(tmp_path, files))


def test_awards_that_never_reach_the_maximum_are_noticed(tmp_path: Path) -> None:
    assert warned(tmp_path, f"名称: 甲, {YES}, 得分: {{凡: 有, 得: 2}}") == ["P209"]
    assert warned(tmp_path, f"名称: 甲, {YES}, 得分: {{凡: 有, 得: 3}}") == []
    assert warned(tmp_path, f"名称: 甲, {YES}, 得分: {{凡: 有, 得: 4}}") == ["P201"]
    assert warned(tmp_path, f"名称: 甲, {YES}, 得分: {{凡: 有, 得: 4}}", head="可超满分: 1") == []


def test_a_section_that_does_not_add_up_is_noticed(tmp_path: Path) -> None:
    text = MEASURES.replace("{板块: 基本制度, 满分: 3}", "{板块: 基本制度, 满分: 4}")
    assert codes(problems_of(tmp_path, {"appraisal/measures.yaml": text})) == ["P208"]


def test_variants_of_one_item_count_once_in_their_section(tmp_path: Path) -> None:
    one = MEASURES + "  变体组: 会议\n  适用: {正式党员: {不少于: 7}}\n"
    other = MEASURES[MEASURES.index("- 指标: ") :].replace("committee_meeting", "small_meeting")
    text = one + other + "  变体组: 会议\n  适用: {正式党员: {不足: 7}}\n"
    found = codes(problems_of(tmp_path, {"appraisal/measures.yaml": text}))
    assert not {"P206", "P207", "P208"} & set(found)
    overlap = text.replace("不足: 7", "不超过: 7")
    assert "P206" in codes(problems_of(tmp_path, {"appraisal/measures.yaml": overlap}))
    gap = text.replace("不足: 7", "不足: 6")
    assert "P207" in codes(problems_of(tmp_path, {"appraisal/measures.yaml": gap}))


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        ("[{数值: {不少于: 90}, 得: 3}, {数值: {不少于: 80}, 得: 2}, {数值: {不足: 80}, 得: 0}]", []),
        ("[{数值: {以上: 90}, 得: 3}, {数值: {以上: 80, 以下: 90}, 得: 2}, {数值: {不足: 80}, 得: 0}]", ["P206"]),
        ("[{数值: {不少于: 90}, 得: 3}, {数值: {不足: 80}, 得: 0}]", ["P207"]),
        ("[{数值: {不少于: 80}, 得: 2}, {数值: {不少于: 90}, 得: 3}]", ["P206"]),
    ],
)
def test_ladders_that_overlap_or_leave_a_gap_are_noticed(tmp_path: Path, bands: str, expected: list[str]) -> None:
    assert warned(tmp_path, f"名称: 甲, 外部: {{名称: 考试}}, 分档: {bands}") == expected
