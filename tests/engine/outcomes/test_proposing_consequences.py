"""Grades, vetoes, losses and findings lead to proposed consequences with a deadline; a person decides."""

from datetime import date
from typing import Any

from bihuan.runners.case_ledger import BRANCH
from tests.support.small import MONTHLY, measure, pack_of, run_of

GRADES = {"等次表": [{"等次名": "好", "不低于": "2"}, {"等次名": "差"}]}


def _consequence(trigger: dict[str, Any], **changes: Any) -> dict[str, Any]:
    plain = {"措施": "约谈", "编号": "c.talk", "触发": trigger, "对谁": "书记", "由谁": "机关党委书记"}
    return {**plain, **changes}


def _proposed(consequence: dict[str, Any], given: dict[str, Any], **changes: Any) -> list[Any]:
    run = run_of(pack_of(measure(), 等次=GRADES, 结果运用=consequence, **changes), given)
    return [proposal for proposal in run.proposals if proposal.organisation == BRANCH]


def test_a_poor_grade_proposes_a_talk_within_working_days_of_the_result() -> None:
    holidays = {"年份": "2026", "放假": ["2026-07-03"], "调休上班": ["2026-07-04"]}
    talk = _consequence({"等次为": ["差"]}, 期限="5 个工作日", 办结凭="约谈记录", 回流="按月召开支委会")
    proposal = _proposed(talk, {}, 日历=holidays)[0]
    assert (proposal.due, proposal.closed_by, proposal.returns_as) == (date(2026, 7, 7), "约谈记录", "按月召开支委会")


def test_a_good_grade_proposes_nothing() -> None:
    assert _proposed(_consequence({"等次为": ["差"]}), {"支委会": MONTHLY}) == []


def test_two_poor_periods_in_a_row_need_the_earlier_grade() -> None:
    twice = _consequence({"等次为": ["差"], "连续": "2"})
    assert _proposed(twice, {}) == []
    assert _proposed(twice, {"上期等次": ["好"]}) == []
    assert len(_proposed(twice, {"上期等次": ["差"]})) == 1


def test_an_overdue_finding_proposes_follow_up_and_a_long_term_one_does_not() -> None:
    chase = _consequence({"问题状态": "逾期"})
    finding = {"来源": "巡察", "问题": "制度没有更新", "反馈日期": "2026-01-05", "整改期限": "2026-03-31"}
    assert len(_proposed(chase, {"支委会": MONTHLY, "问题整改": [finding]})) == 1
    assert _proposed(chase, {"支委会": MONTHLY, "问题整改": [{**finding, "类型": "长期坚持"}]}) == []
    closed = {**finding, "销号日期": "2026-05-01"}
    assert _proposed(chase, {"支委会": MONTHLY, "问题整改": [closed]}) == []


def test_a_lost_measure_proposes_only_when_points_are_lost_for_certain() -> None:
    remind = _consequence({"失分指标": ["m.one"]})
    assert len(_proposed(remind, {"支委会": MONTHLY[:5]})) == 1
    assert _proposed(remind, {"支委会": MONTHLY}) == []


def test_a_duty_left_undone_proposes_a_notice_by_its_name() -> None:
    duty = {
        "责任": "每半年讲一次党课",
        "编号": "duty.lecture",
        "层级": "党支部",
        "依据": {"文件": "细则", "条款": "1"},
        "要求": {"记录": "党课", "每": "半年"},
    }
    notice = _consequence({"欠办责任": ["duty.lecture"]})
    given = {"支委会": MONTHLY}
    assert [one.because for one in _proposed(notice, given, 责任清单=duty)] == ["没有办：每半年讲一次党课"]
    assert _proposed(notice, {**given, "党课": ["2026-03-01"]}, 责任清单=duty) == []


def test_findings_can_be_followed_up_by_their_kind() -> None:
    at_once = _consequence({"问题状态": "逾期", "类型": ["立行立改"]})
    finding = {"来源": "巡察", "问题": "台账不全", "反馈日期": "2026-01-05", "整改期限": "2026-01-15"}
    given = {"支委会": MONTHLY, "问题整改": [finding]}
    assert _proposed(at_once, given) == []
    assert len(_proposed(at_once, {**given, "问题整改": [{**finding, "类型": "立行立改"}]})) == 1
