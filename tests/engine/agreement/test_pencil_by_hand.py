"""The pencil against numbers worked out by hand from the semantics; each docstring shows the sum."""

from datetime import date
from fractions import Fraction
from typing import Any

from bihuan.appraisal.rows import BallotCount, Honour, Judgement
from bihuan.organisations.rows import OrganisationEvent, OrganisationState, PostHolding
from bihuan.packs.grammar import Pack
from bihuan.progress.rows import Activity, Exemption, Submission
from tests.support.pencil import PencilMeasure, PencilOrganisation, PencilResult, pencil_score

HALF = (date(2026, 1, 1), date(2026, 6, 30))
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
MONTHLY = {"要求": {"记录": "支委会", "每": "月", "至少": "1 次"}, "扣分": {"每少": "1 次", "扣": "0.5"}}
SIX_DAYS = ((1, 10), (2, 12), (3, 11), (4, 9), (5, 13), (6, 16))


def measure(part: dict[str, Any], **more: Any) -> dict[str, Any]:
    """One measure of three points with one component."""
    bare = {"指标": "指标", "编号": "m", "板块": "板", "满分": "3", "依据": {"文件": "a", "条款": "1"}}
    return bare | {"计分": [part | {"名称": "项"}]} | more


def pack(*measures: dict[str, Any], **more: Any) -> Pack:
    """A pack of these measures in one section."""
    bare = {"规则包": "手算", "编号": "hand", "版本": "1", "发布单位": "测试", "施行": "2020-01-01"}
    return Pack.model_validate(bare | {"板块表": [{"板块": "板"}], "指标表": list(measures)} | more)


def branch(name: str = "B", **more: Any) -> OrganisationState:
    """A branch that stood long before."""
    return OrganisationState(name, name, name, since=date(2019, 1, 1), **more)


def meeting(month: int, day: int, **more: Any) -> Activity:
    """A committee meeting of 2026."""
    more.setdefault("kinds", ("支委会",))
    more.setdefault("organisation", "B")
    return Activity(id=f"A{month:02d}{day:02d}{more.get('group') or ''}", day=date(2026, month, day), **more)


def ledger(*meetings: Activity, **tables: Any) -> dict[str, Any]:
    """A ledger of one branch and these activities."""
    return {"organisations": (branch(),), "activities": meetings} | tables


def marked(rules: Pack, rows: dict[str, Any], period: Any = HALF, **more: Any) -> PencilMeasure:
    """The mark of the only measure of the only branch."""
    return asked(rules, rows, period, **more).organisations["B"].measures["m"]


def asked(rules: Pack, rows: dict[str, Any], period: Any = HALF, **more: Any) -> PencilResult:
    """Everything the pencil says, as of the end of the period if not said otherwise."""
    return pencil_score(rules, rows, period, more.pop("as_of", period[1]), more.pop("known_at", None), **more)


def test_a_missed_month_costs_half_a_point() -> None:
    """Six months are due, April is missing: 3 − 1 × 0.5 = 2.5."""
    mark = marked(pack(measure(MONTHLY)), ledger(*(meeting(*day) for day in SIX_DAYS if day[0] != 4)))
    assert (mark.state, mark.due, mark.done, mark.missing) == ("已定", 6, 5, 1)
    assert (mark.earned, mark.lost) == (Fraction("2.5"), Fraction("0.5"))


def test_months_still_to_come_are_not_due_and_not_lost() -> None:
    """On 15 April three months are done and three open: worst 3 − 1.5, best and middle 3."""
    mark = marked(pack(measure(MONTHLY)), ledger(*(meeting(*day) for day in SIX_DAYS[:3])), as_of=date(2026, 4, 15))
    assert (mark.state, mark.earned, mark.not_due, mark.lost) == ("未到期", Fraction("1.5"), Fraction("1.5"), 0)


def test_a_meeting_made_up_in_time_is_late_and_not_missing() -> None:
    """April is made up on 5 May, within ten days: nothing missing, one late: 3 − 0.2 = 2.8."""
    part = {
        "要求": {"记录": "支委会", "每": "月", "至少": "1 次", "补办至": "10 天"},
        "扣分": [{"每少": "1 次", "扣": "0.5"}, {"每迟": "1 次", "扣": "0.2"}],
    }
    rows = [meeting(*day) for day in SIX_DAYS if day[0] != 4] + [meeting(5, 5, makes_up="2026-04")]
    mark = marked(pack(measure(part)), ledger(*rows))
    assert (mark.done, mark.late, mark.missing, mark.earned) == (6, 1, 0, Fraction("2.8"))


def test_one_record_meets_one_window_of_a_requirement_only() -> None:
    """A paper of 5 July lies in the time for June (until 10 July) and for July; it counts for June, July stays open."""
    part = {
        "要求": {"报送": "月报", "每": "月", "至少": "1 次", "截止": {"后": "10 天"}},
        "扣分": {"每少": "1 次", "扣": "1"},
    }
    paper = Submission("S1", "B", "月报", date(2026, 7, 5))
    mark = marked(pack(measure(part)), ledger(submissions=(paper,)), (date(2026, 6, 1), date(2026, 7, 31)))
    assert (mark.due, mark.done, mark.missing) == (2, 1, 0)


def test_what_was_received_later_is_not_known_before() -> None:
    """The June meeting was received on 20 July; known at 30 June it is missing."""
    rows = ledger(*(meeting(*day) for day in SIX_DAYS[:5]), meeting(6, 16, received=date(2026, 7, 20)))
    rules = pack(measure(MONTHLY))
    assert marked(rules, rows).missing == 0
    assert marked(rules, rows, known_at=date(2026, 6, 30)).missing == 1


def test_a_correction_takes_the_place_of_the_row_it_corrects() -> None:
    """The April meeting was really in May: April is missing, and May has two but needs one."""
    wrong = meeting(4, 9)
    right = Activity(id="A9", organisation="B", kinds=("支委会",), day=date(2026, 5, 9), corrects=wrong.id)
    mark = marked(pack(measure(MONTHLY)), ledger(*(meeting(*day) for day in SIX_DAYS if day[0] != 4), wrong, right))
    assert (mark.done, mark.missing) == (5, 1)


def test_an_exclusive_record_counts_for_the_first_requirement_only() -> None:
    """One day is both a meeting and a lecture; exclusive, it meets the first measure and the second lacks one."""
    yearly = {"扣分": {"每少": "1 次", "扣": "1"}}
    first = measure({"要求": {"记录": "支委会"}} | yearly)
    second = measure({"要求": {"记录": "党课"}} | yearly, 编号="n")
    both = meeting(3, 3, kinds=("支委会", "党课"))
    for sharing, missing in (("共享", 0), ("独占", 1)):
        result = asked(pack(first, second, 抵用={"默认": sharing}), ledger(both)).organisations["B"].measures
        assert (result["m"].missing, result["n"].missing) == (0, missing)


def test_a_group_founded_midway_is_asked_from_its_first_whole_month() -> None:
    """One group stood all along (six windows), one from 10 March (April to June): 9 due; its April is missing."""
    part = MONTHLY | {"要求": {"记录": "小组会", "每": "月"}, "对象": {"党小组": "是", "汇总": "求和"}}
    groups = [
        OrganisationState("g1", "g1", "g1", "B", "党小组", since=date(2020, 1, 1)),
        OrganisationState("g2", "g2", "g2", "B", "党小组", since=date(2026, 3, 10)),
    ]
    rows = [meeting(*day, kinds=("小组会",), group="g1") for day in SIX_DAYS]
    rows += [meeting(*day, kinds=("小组会",), group="g2") for day in SIX_DAYS[4:]]
    mark = marked(pack(measure(part, 起评="满分")), ledger(*rows, organisations=(branch(), *groups)))
    assert (mark.due, mark.done, mark.missing, mark.earned) == (9, 8, 1, Fraction("2.5"))


def test_with_all_groups_a_window_is_met_when_every_group_met_it() -> None:
    """Both groups must meet; in March only one did: 6 windows due, 1 missing."""
    part = MONTHLY | {"要求": {"记录": "小组会", "每": "月"}, "对象": {"党小组": "是", "汇总": "全部"}}
    groups = [OrganisationState(name, name, name, "B", "党小组", since=date(2020, 1, 1)) for name in ("g1", "g2")]
    rows = [meeting(*day, kinds=("小组会",), group="g1") for day in SIX_DAYS]
    rows += [meeting(*day, kinds=("小组会",), group="g2") for day in SIX_DAYS if day[0] != 3]
    mark = marked(pack(measure(part)), ledger(*rows, organisations=(branch(), *groups)))
    assert (mark.due, mark.done, mark.missing, mark.earned) == (6, 5, 1, Fraction("2.5"))


def test_a_post_that_changes_hands_is_asked_of_whoever_holds_it_at_the_end_of_the_window() -> None:
    """Two quarters, each asked of one secretary; the first spoke, the second did not: 2 due, 1 missing."""
    part = {
        "要求": {"记录": "党课", "每": "季", "身份": "主讲"},
        "对象": {"岗位人员": "书记", "任职口径": "窗末"},
        "扣分": {"每少": "1 次", "扣": "1"},
    }
    posts = (
        PostHolding("T1", "p1", "B", "书记", date(2020, 1, 1), date(2026, 4, 30)),
        PostHolding("T2", "p2", "B", "书记", date(2026, 5, 1)),
    )
    rows = ledger(meeting(2, 2, kinds=("党课",), speakers=("p1",), organisation="C"), posts=posts)
    mark = marked(pack(measure(part)), rows)
    assert (mark.due, mark.done, mark.missing, mark.earned) == (2, 1, 1, 2)


def test_a_suspended_month_is_not_asked() -> None:
    """Activity stopped on 10 May and resumed on 1 June: May is not whole, so five windows are due."""
    events = (
        OrganisationEvent("O1", "B", "停止活动", date(2026, 5, 10)),
        OrganisationEvent("O2", "B", "恢复活动", date(2026, 6, 1)),
    )
    mark = marked(pack(measure(MONTHLY)), ledger(organisation_events=events))
    assert (mark.due, mark.missing) == (5, 5)


def test_an_exemption_takes_away_the_windows_that_end_in_it() -> None:
    """Exempt from 1 February to 30 March: the window of February ends inside, that of March does not."""
    exempt = Exemption("E1", "B", "m", "借用会场", "机关党委", date(2026, 2, 1), date(2026, 3, 30))
    mark = marked(pack(measure(MONTHLY)), ledger(exemptions=(exempt,)))
    assert mark.due == 5


def test_a_deadline_on_a_holiday_moves_to_the_next_working_day() -> None:
    """September's report is due 5 October, a holiday until the 8th, so 9 October is on time and 10 October late."""
    part = {
        "要求": {"报送": "月报", "每": "月", "截止": {"后": "5 天", "遇假": "顺延"}},
        "扣分": {"每迟": "1 次", "扣": "1"},
    }
    days_off = [f"2026-10-{day:02d}" for day in range(1, 9)]
    rules = pack(measure(part), 日历=[{"年份": "2026", "放假": days_off, "调休上班": ["2026-10-10"]}])
    month = (date(2026, 9, 1), date(2026, 9, 30))
    for day, late in ((9, 0), (10, 1)):
        paper = Submission("S1", "B", "月报", date(2026, 10, day), period="2026-09")
        mark = marked(rules, ledger(submissions=(paper,)), month, as_of=date(2026, 10, 31))
        assert (mark.done, mark.late) == (1, late)


def test_the_last_lunar_day_stands_in_for_a_missing_thirtieth() -> None:
    """The twelfth lunar month before the Spring Festival of 17 February 2026 has 29 days: due 16 February."""
    part = {"要求": {"报送": "年报", "每": "年", "截止": {"农历": "12-30"}}, "扣分": {"每迟": "1 次", "扣": "1"}}
    for day, late in ((16, 0), (17, 1)):
        paper = Submission("S1", "B", "年报", date(2026, 2, day), period="2026")
        assert marked(pack(measure(part)), ledger(submissions=(paper,)), YEAR).late == late


def test_a_year_from_december_has_its_december_in_the_year_before() -> None:
    """The year 2026 runs from 1 December 2025; its first window is December 2025."""
    year = (date(2025, 12, 1), date(2026, 11, 30))
    december = Activity("A", "B", ("支委会",), date(2025, 12, 9))
    mark = marked(pack(measure(MONTHLY), 年度起="上年12-01"), ledger(december, meeting(12, 9)), year)
    assert (mark.due, mark.done) == (12, 1)


def test_attendance_below_its_target_is_rounded_at_the_component() -> None:
    """30 of (40 − 4 on leave) is 83.33…%, 6.66… points below 90%: 0.1 each is 0.667; 3 − 0.667 = 2.333."""
    part = {
        "比率": {"取": "出勤率", "记录": "支委会", "基数扣除": "请假"},
        "扣分": {"每低": "1%", "目标": "90%", "扣": "0.1"},
    }
    mark = marked(pack(measure(part)), ledger(meeting(3, 3, due=40, present=30, leave=4)))
    assert mark.earned == Fraction("2.333")


def test_a_judgement_nobody_made_is_not_judged_between_best_and_worst() -> None:
    """A judged deduction without limit: best 0, worst all 3 points; judged 5, it takes what is left."""
    part = {"认定": {"方式": "分值"}, "扣分": {"扣": "0—剩余"}}
    mark = marked(pack(measure(part)), ledger())
    assert (mark.state, mark.earned, mark.not_judged, mark.lost) == ("未评定", 0, 3, 0)
    row = Judgement("J1", "B", "m", "项", date(2026, 5, 5), "机关党委", value=Fraction(5))
    own = Judgement("J2", "B", "m", "项", date(2026, 6, 6), "自评", value=Fraction(0))
    mark = marked(pack(measure(part)), ledger(judgements=(row, own)))
    assert (mark.state, mark.earned, mark.lost) == ("已定", 0, 3)


def test_of_one_honour_at_several_levels_only_the_highest_counts() -> None:
    """The same honour at two levels gives 2, another 0.5: 2.5 of a maximum of 3."""
    bands = [{"档": "省级", "得": "2"}, {"档": "市级", "得": "1"}, {"档": "区级", "得": "0.5"}]
    rows = (
        Honour("H1", "B", "先进", "市级", date(2026, 2, 1), "甲"),
        Honour("H2", "B", "先进", "省级", date(2026, 4, 1), "甲"),
        Honour("H3", "B", "创新", "区级", date(2026, 5, 1)),
    )
    assert marked(pack(measure({"荣誉": {}, "分档": bands})), ledger(honours=rows)).earned == Fraction("2.5")


def test_a_ballot_weighs_its_groups() -> None:
    """Members 18 of 20, the public 6 of 10: 0.6 × 0.9 + 0.4 × 0.6 = 0.78 of 3 points is 2.34."""
    part = {
        "测评": {"名称": "评议", "选项": "好", "群体权重": {"党员": "60%", "群众": "40%"}},
        "得分": {"按比例": "是", "得": "3"},
    }
    votes = {"党员": (18, 20), "群众": (6, 10)}
    rows = [
        BallotCount(f"{group}{option}", "B", "评议", date(2026, 6, 1), group, option, number)
        for group, numbers in votes.items()
        for option, number in zip(("好", "有效"), numbers, strict=True)
    ]
    assert marked(pack(measure(part)), ledger(ballots=tuple(rows))).earned == Fraction("2.34")


def test_a_post_vacant_for_longer_than_a_month_counts_once() -> None:
    """Vacant from 1 March to 4 April: a month later, on 1 April, still vacant; from 1 to 31 March it would not be."""
    part = {"空缺": {"岗位人员": "书记", "久于": "1 个月"}, "扣分": {"每次": "1 项", "扣": "1"}}
    for next_day, earned in ((date(2026, 4, 5), 2), (date(2026, 4, 1), 3)):
        posts = (
            PostHolding("T1", "p1", "B", "书记", date(2020, 1, 1), date(2026, 2, 28)),
            PostHolding("T2", "p2", "B", "书记", next_day),
        )
        assert marked(pack(measure(part)), ledger(posts=posts)).earned == earned


def test_monthly_instalments_are_averaged() -> None:
    """A quarter month by month: 3, 3 and, with one meeting missing, 2.5: 8.5 ÷ 3 = 2.833."""
    rules = pack(measure(MONTHLY, 分期={"每": "月", "合成": "平均"}))
    mark = marked(rules, ledger(*(meeting(*day) for day in SIX_DAYS[:2])), (date(2026, 1, 1), date(2026, 3, 31)))
    assert (mark.due, mark.missing, mark.earned) == (3, 1, Fraction("2.833"))


def test_points_of_a_measure_that_does_not_apply_are_spread_over_the_rest() -> None:
    """Of 3 and 5 points the first does not apply; 4 of 5 is scaled to 4 × 8 ÷ 5 = 6.4."""
    first = measure(MONTHLY, 适用={"类别": "国企"}, 不适用时="放大")
    second = measure({"要求": {"记录": "党课"}, "扣分": {"每少": "1 次", "扣": "1"}}, 编号="n", 满分="5")
    one = asked(pack(first, second), ledger()).organisations["B"]
    assert one.measures["m"].state == "不适用"
    assert one.sections["板"] == (Fraction("6.4"),) * 3
    assert one.total == (Fraction("6.4"),) * 3


def graded(**more: Any) -> dict[str, PencilOrganisation]:
    """Four branches with 3, 2.5, 2.5 and 2 points, of whom the first has a veto against the best grade."""
    rules = {
        "等次": {"等次表": [{"等次名": "优", "名额": "50%"}, {"等次名": "良"}]},
        "否决表": {
            "否决": "无支委会",
            "编号": "v",
            "依据": {"文件": "a", "条款": "1"},
            "条件": {"设支委会": "是"},
            "效果": {"等次不高于": "良"},
        },
        "结果运用": {
            "措施": "约谈",
            "编号": "c",
            "触发": {"等次为": "良", "连续": "2"},
            "对谁": "书记",
            "由谁": "机关党委",
        },
    }
    names = {"B1": 6, "B2": 5, "B3": 5, "B4": 4}
    rows = [meeting(*day, organisation=name) for name, number in names.items() for day in SIX_DAYS[:number]]
    rows = [Activity(f"{row.id}{row.organisation}", row.organisation, row.kinds, row.day) for row in rows]
    tables = ledger(*rows, organisations=tuple(branch(name, has_committee=name == "B1") for name in names))
    result = asked(pack(measure(MONTHLY), **rules | more), tables, previous_grades={"B1": ["良"], "B4": ["优"]})
    return dict(result.organisations)


def test_a_vetoed_branch_leaves_its_place_to_the_next() -> None:
    """Two places of four; the first is vetoed, so the two with 2.5 fill both."""
    found = {name: one.grade for name, one in graded().items()}
    assert found == {"B1": "良", "B2": "优", "B3": "优", "B4": "良"}


def test_a_vetoed_branch_keeps_its_place_if_the_pack_says_so() -> None:
    """Without refilling one place is left, on which two branches tie: nobody gets in, or both, or by code the first."""
    expected = {"都不进": ("良", "良"), "都进": ("优", "优"), "按代码": ("优", "良")}
    for ties, grades in expected.items():
        found = graded(口径={"否决后递补": "否", "并列": ties})
        assert (found["B2"].grade, found["B3"].grade) == grades


def test_a_consequence_waits_for_the_second_period_in_a_row() -> None:
    """B1 was 良 before and is again; B4 is 良 for the first time."""
    found = graded()
    assert found["B1"].consequences == ("c",)
    assert found["B4"].consequences == ()
    assert found["B1"].vetoes == ("v",)
