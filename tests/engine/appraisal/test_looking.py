"""A record that is not counted is told why, in a sentence a secretary understands."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bihuan import api
from bihuan.packs.grammar import Case, Pack
from bihuan.runners.case_ledger import BRANCH, case_ledger
from tests.support.small import measure, pack_of

JUNE = date(2026, 6, 18)
RECORD = api.Activity(
    id="新", organisation=BRANCH, kinds=("支委会",), day=JUNE, minutes=60, due=5, present=5, received=JUNE
)
DUTY = {
    "责任": "按月召开支委会",
    "编号": "duty.meeting",
    "层级": "党支部",
    "依据": {"文件": "细则", "条款": "1"},
    "要求": {"记录": "支委会", "每": "月", "补办至": "25 天"},
}


def asking(**requirement: Any) -> Pack:
    """A pack whose one measure asks for committee meetings of a certain kind."""
    plain = measure()
    plain["计分"]["要求"] = {"记录": "支委会", "每": "月", "至少": "1 次", **requirement}
    return pack_of(plain)


def standing(pack: Pack, given: Mapping[str, Any] | None = None, **organisation: Any) -> api.BranchStanding:
    """Where the branch of the cases stands in June with what is ``given``."""
    written = {"例": "甲", "因为": "甲", "关于": "甲", "属于": "适用", "期间": "2026H1", "应得": {}}
    case = Case.model_validate({**written, "组织": organisation, "已知": given or {}})
    rules = api.compile_rules(pack, "2026H1")
    tables = case_ledger(case, pack, rules.period).tables
    return api.stand(pack, rules, api.branch_ledgers(tables)[BRANCH], JUNE)


def reason(pack: Pack, given: Mapping[str, Any] | None = None, **changes: Any) -> str:
    """Why the record, so changed, is not counted by the one measure."""
    (look,) = api.preview(standing(pack, given), replace(RECORD, **changes)).looks
    assert look.title == "支委会" and look.measure == "m.one"
    assert look.is_taken == (not look.reason)
    return look.reason


def test_a_record_that_counts_says_for_which_month() -> None:
    (look,) = api.preview(standing(asking()), RECORD).taken
    assert (look.window, look.made_up, look.reason) == ("6 月", False, "")


def test_what_a_record_must_be_like_is_named() -> None:
    assert reason(asking(每次至少="90 分钟")) == "时长 60 分钟，少于 90 分钟"
    assert reason(asking(每次至少="90 分钟"), minutes=0) == "没有写时长，须不少于 90 分钟"
    assert reason(asking(到会率="2/3"), present=3) == "应到 5 人，实到 3 人，到会率不到 2/3"
    assert reason(asking(到会率="2/3"), due=0) == "没有写应到人数，到会率须不低于 2/3"
    assert reason(asking(第一议题="是")) == "没有落实第一议题"
    assert reason(asking(主题="学习")) == "主题里没有“学习”"
    assert reason(asking(主讲="书记")) == "没有写主讲人，须由书记主讲"
    assert reason(asking(主讲="书记"), speakers=("谁",)) == "主讲人不是书记"
    assert reason(asking(限月份=[10, 11])) == "只认 10、11 月里的"


def test_a_month_already_full_takes_no_more() -> None:
    assert reason(asking(), {"支委会": ["2026-06-10"]}) == "6 月已由别的记录办满 1 次，多的不再计"


def test_making_up_has_its_limits() -> None:
    late = {"makes_up": "2026-05"}
    assert reason(asking(补办至="25 天"), **late) == ""
    assert reason(asking(), **late) == "5 月的这项要求不能补办，最后一天是 5 月 31 日"
    assert reason(asking(补办至="10 天"), **late) == "5 月补办最迟到 6 月 10 日，已经过了"
    assert reason(asking(), makes_up="2026-W20") == "补办期间写的是“2026-W20”，这项要求没有这一期"
    early = {"makes_up": "2026-06"}
    assert reason(asking(补办至="25 天"), **early) == "6 月 18 日还没有过“6 月”的截止日，不是补办，不要写补办期间"


def test_a_record_out_of_time_is_told_so() -> None:
    assert reason(asking(), day=date(2026, 6, 20)) == "日期在 6 月 18 日以后，到那一天再计"
    assert reason(asking(), day=date(2025, 12, 20)) == "12 月 20 日不在这项要求的任何一期之内"
    assert reason(asking(), withdrawn=True) == "已作废"
    entered = {"day": date(2026, 1, 10), "received": JUNE}
    assert reason(asking(), **entered) == ""
    strict = pack_of(measure(), 口径={"迟录": "不计"})
    assert reason(strict, **entered) == "发生后超过 30 天才录入"


def test_an_exempted_month_takes_nothing() -> None:
    given = {
        "豁免": [{"事项编号": "m.one", "理由": "抢险", "批准人": "机关党委", "起": "2026-06-01", "止": "2026-06-30"}]
    }
    assert reason(asking(), given) == "6 月不适用这项要求（不在存续、任职或施行期间，或已豁免）"


def test_a_record_that_serves_one_of_two_only_says_which() -> None:
    second = measure(指标="第二项", 编号="m.two")
    pack = pack_of(measure(), second, 抵用={"独占": [["m.one", "m.two"]]})
    first, other = api.preview(standing(pack), RECORD).looks
    assert first.is_taken and not other.is_taken
    assert other.reason == "已计入“支委会”，这几项之间一条记录只抵一项"


def test_a_group_meeting_says_whose_it_is() -> None:
    plain = measure(指标="党小组会", 对象={"党小组": "是"})
    plain["计分"]["要求"] = {"记录": "党小组会", "每": "月", "至少": "1 次"}
    here = standing(pack_of(plain), 党小组数="2")
    group = here.ledger.household.groups[1].organisation
    met = replace(RECORD, kinds=("党小组会",))
    assert api.preview(here, met).refused[0].reason == "没有写是哪个党小组开的"
    assert api.preview(here, replace(met, group="别处")).refused[0].reason == "是别的党小组开的"
    assert api.preview(here, replace(met, group=group)).taken[0].window == "6 月"


def test_an_award_already_full_gains_nothing_more() -> None:
    component = {"名称": "次数", "次数": {"记录": "党课"}, "得分": {"每次": "1 次", "得": "1"}, "最多": "2"}
    pack = pack_of(measure(指标="讲党课", 满分="2", 计分=component))
    lecture = replace(RECORD, kinds=("党课",))
    assert api.preview(standing(pack, {"党课": ["2026-03-01"]}), lecture).measures[0].gained == 1000
    full = api.preview(standing(pack, {"党课": ["2026-03-01", "2026-04-01"]}), lecture)
    assert full.refused[0].reason == "这一项已得满 2 分，多的不再加"


def test_duties_tell_too_and_those_not_asked_are_silent() -> None:
    elsewhere = {**DUTY, "编号": "duty.other", "层级": "机关党委"}
    pack = pack_of(measure(), 责任清单=[DUTY, elsewhere])
    told = api.preview(standing(pack), RECORD)
    assert [look.duty for look in told.looks] == ["", "duty.meeting"]
    assert [(one.after.title, one.after.window, one.is_met) for one in told.obligations] == [
        ("按月召开支委会", "6月", True)
    ]
