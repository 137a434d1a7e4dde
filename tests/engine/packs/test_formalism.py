"""Items that reward traces are warned of with the rule they rest on; items about persons are refused."""

from pathlib import Path

import pytest

from tests.engine.packs.builders import MEASURES, RECORDS, codes, measures, problems_of

YES = "认定: {方式: 情形}, 扣分: {凡: 有, 扣: 1}"


def said(folder: Path, name: str, *, note: str = "") -> list[str]:
    """The formalism codes of a pack with a component of this name."""
    text = measures(f"名称: {name}, {YES}" + (f", 说明: {note}" if note else ""))
    problems = problems_of(folder, {"appraisal/measures.yaml": text})
    return [code for code in codes(problems) if code.startswith(("P3", "P6"))]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("活动没有照片", "P301"),
        ("没有上传截图", "P301"),
        ("学习平台登录天数不足", "P302"),
        ("在线时长不足", "P302"),
        ("未按要求打卡", "P302"),
        ("点赞转发数不足", "P303"),
        ("新闻报道少于五篇", "P304"),
        ("没有领导批示", "P304"),
        ("资料上传不及时", "P305"),
        ("未按时上传系统", "P305"),
        ("笔记字数不足", "P306"),
        ("心得体会少于四篇", "P306"),
    ],
)
def test_a_name_that_rewards_traces_is_noticed_with_its_rule(tmp_path: Path, name: str, code: str) -> None:
    text = measures(f"名称: {name}, {YES}")
    problems = [one for one in problems_of(tmp_path, {"appraisal/measures.yaml": text}) if one.code.startswith("P3")]
    assert code in codes(problems)
    assert all("规定》" in one.why or "办法》" in one.why for one in problems)
    assert problems[0].place.path == f"指标/appraisal.committee_meeting/{name}"


@pytest.mark.parametrize(
    "name", ["没有开展主题党日", "书记没有讲党课", "整改不到位", "意识形态工作没有研判", "未按时换届"]
)
def test_an_ordinary_name_is_left_alone(tmp_path: Path, name: str) -> None:
    assert said(tmp_path, name) == []


def test_a_note_that_says_no_to_traces_is_left_alone(tmp_path: Path) -> None:
    assert said(tmp_path, "甲", note="不看照片和登录天数") == []
    assert said(tmp_path, "甲", note="凭照片认定") == ["P301"]


def test_evidence_and_record_kinds_are_looked_at_too(tmp_path: Path) -> None:
    files = {
        "appraisal/measures.yaml": MEASURES + "  佐证: [会议记录, 现场照片]\n",
        "progress/records.yaml": RECORDS + "- {种类: 每日打卡}\n",
    }
    found = {(one.code, one.place.path) for one in problems_of(tmp_path, files)}
    assert found == {("P301", "指标/appraisal.committee_meeting"), ("P302", "记录种类/每日打卡")}


def test_points_for_every_report_handed_in_are_noticed(tmp_path: Path) -> None:
    component = "名称: 甲, 次数: {报送: 总结}, 得分: {每次: 1 次, 得: 1, 最多: 3}"
    files = {
        "appraisal/measures.yaml": measures(component),
        "progress/records.yaml": RECORDS + "- {种类: 总结, 登记: 报送}\n",
    }
    assert "P307" in codes(problems_of(tmp_path, files))


def test_points_for_entering_late_are_noticed(tmp_path: Path) -> None:
    component = "名称: 甲, 次数: {记录: 支委会, 状态: 迟录}, 扣分: {每次: 1 次, 扣: 1}"
    assert "P305" in codes(problems_of(tmp_path, {"appraisal/measures.yaml": measures(component)}))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("党员积分排名靠后", "P601"),
        ("给党员个人打分", "P601"),
        ("党员受党纪处分", "P602"),
        ("发生违纪违法问题", "P602"),
        ("有党员信教", "P603"),
        ("党员有不当言论", "P604"),
        ("掌握党员思想动态不够", "P604"),
    ],
)
def test_what_is_about_persons_is_refused_as_a_measure(tmp_path: Path, name: str, code: str) -> None:
    assert code in said(tmp_path, name)


def test_what_is_about_persons_is_refused_as_a_veto(tmp_path: Path) -> None:
    veto = """\
否决表:
- 否决: 班子成员受处分
  编号: veto.sanction
  依据: {文件: 细则, 条款: 2.10}
  认定: {方式: 情形}
  效果: {总分不超过: 60}
"""
    assert "P602" in codes(problems_of(tmp_path, {"appraisal/vetoes.yaml": veto}))


def test_a_refused_item_may_stand_under_not_adopted(tmp_path: Path) -> None:
    refused = "不予采用:\n- {项目: 党员个人积分, 理由: 给个人计分或排名, 依据: {文件: 细则, 条款: 2.10}}\n"
    assert problems_of(tmp_path, {"appraisal/refused.yaml": refused}) == []
