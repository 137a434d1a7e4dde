"""A duty becomes dated obligations that resolve to a person and know where they stand."""

from datetime import date
from typing import Any

from bihuan.basics.periods import parse_period
from bihuan.packs.grammar import Case, Pack
from bihuan.runners.case_ledger import case_ledger
from bihuan.runners.planning import Obligation, plan_ledger
from tests.support.small import MONTHLY, measure, pack_of

DUTY = {
    "责任": "按月召开支委会",
    "编号": "duty.meeting",
    "层级": "党支部",
    "依据": {"文件": "细则", "条款": "1"},
    "要求": {"记录": "支委会", "每": "月"},
}
LECTURE = {
    **DUTY,
    "责任": "书记讲党课",
    "编号": "duty.lecture",
    "岗位": "书记",
    "要求": {"记录": "党课", "每": "半年", "身份": "主讲"},
}


def _planned(pack: Pack, given: dict[str, Any], as_of: str, **organisation: Any) -> list[Obligation]:
    written = {"例": "甲", "因为": "甲", "关于": "甲", "属于": "适用", "期间": "2026H1", "应得": {}}
    case = Case.model_validate({**written, "组织": organisation, "已知": given})
    period = parse_period("2026H1")
    tables = case_ledger(case, pack, period).tables
    return list(plan_ledger(pack, tables, period, date.fromisoformat(as_of)))


def test_a_monthly_duty_is_six_obligations_each_with_its_state() -> None:
    pack = pack_of(measure(), 责任清单=[DUTY])
    found = _planned(pack, {"支委会": MONTHLY[:3] + MONTHLY[4:5]}, "2026-06-18")
    assert [one.state for one in found] == ["已办", "已办", "已办", "缺", "已办", "未到期"]
    assert [one.deadline for one in found][:2] == [date(2026, 1, 31), date(2026, 2, 28)]
    assert found[0].records == ("活动001",)


def test_a_duty_of_a_post_resolves_to_whoever_holds_it_and_goes_with_the_post() -> None:
    pack = pack_of(measure(), 责任清单=[{**LECTURE, "要求": {"记录": "党课", "每": "半年", "主讲": "书记"}}])
    changed = [
        {"人员编号": "老书记", "岗位": "书记", "任职日期": "2020-01-01", "免职日期": "2026-03-31"},
        {"人员编号": "新书记", "岗位": "书记", "任职日期": "2026-04-01"},
    ]
    found = _planned(pack, {"任职": changed}, "2026-06-18", 岗位={})
    assert [one.who for one in found] == [("新书记",)]


def test_a_duty_with_a_role_is_counted_for_each_holder() -> None:
    leaders = {**LECTURE, "岗位": "班子成员", "编号": "duty.leaders"}
    pack = pack_of(measure(), 责任清单=[leaders])
    lecture = {"日期": "2026-03-01", "主讲人": "班子成员2"}
    found = _planned(pack, {"党课": [lecture]}, "2026-06-30", 岗位={"班子成员": "2"})
    assert [(one.who, one.state) for one in found] == [(("班子成员1",), "缺"), (("班子成员2",), "已办")]


def test_a_duty_of_another_tier_is_not_the_branchs() -> None:
    committee = {**DUTY, "层级": "机关党委", "编号": "duty.committee"}
    pack = pack_of(measure(), 责任清单=[committee])
    assert {one.organisation for one in _planned(pack, {}, "2026-06-30")} == {"上级党委"}


def test_an_obligation_names_the_measures_it_counts_for() -> None:
    taken = {"名称": "会", "责任清单": "duty.meeting", "扣分": {"每少": "1 次", "扣": "0.5"}}
    pack = pack_of(measure(计分=taken), 责任清单=[DUTY])
    assert {one.measures for one in _planned(pack, {}, "2026-06-30")} == {("m.one",)}
