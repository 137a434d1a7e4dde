"""Which record meets which obligation, and what late, corrected and made-up records are."""

import pytest

from tests.support.small import MONTHLY, line_of, measure, pack_of, score_of

HALF = {
    "名称": "按月召开",
    "要求": {"记录": "支委会", "每": "月", "补办至": "25 天"},
    "扣分": [{"每少": "1 次", "扣": "1"}, {"每迟": "1 次", "扣": "0.5"}],
}
MAKING_UP = pack_of(measure(满分="6", 计分=HALF))
WITHOUT_MAY = MONTHLY[:4] + MONTHLY[5:]


def test_two_meetings_in_one_month_do_not_fill_the_next() -> None:
    assert line_of(pack_of(measure()), {"支委会": [*WITHOUT_MAY, "2026-06-20"]}).missing == 1


def test_in_total_two_meetings_in_one_month_do_fill_another() -> None:
    pack = pack_of(measure(), 口径={"缺次": "总数"})
    assert line_of(pack, {"支委会": [*WITHOUT_MAY, "2026-06-20"]}).missing == 0


def test_a_missed_month_can_still_be_won_back_in_part() -> None:
    line = line_of(MAKING_UP, {"支委会": WITHOUT_MAY}, as_of="2026-06-18")
    assert (line.earned, line.lost, line.not_due) == (5000, 500, 500)


def test_making_up_costs_half() -> None:
    made_up = {"日期": "2026-06-20", "补办期间": "2026-05"}
    line = line_of(MAKING_UP, {"支委会": [*WITHOUT_MAY, made_up]})
    assert (line.earned, line.lost, line.late, line.done) == (5500, 500, 1, 6)


@pytest.mark.parametrize(("day", "late"), [("2026-06-25", 1), ("2026-06-26", 0)])
def test_the_last_day_of_making_up_counts_and_the_day_after_does_not(day: str, late: int) -> None:
    made_up = {"日期": day, "补办期间": "2026-05"}
    assert line_of(MAKING_UP, {"支委会": [*WITHOUT_MAY, made_up]}, as_of="2026-06-30").late == late


def test_a_record_that_is_not_declared_as_making_up_never_makes_up() -> None:
    assert line_of(MAKING_UP, {"支委会": [*WITHOUT_MAY, "2026-06-20"]}).late == 0


def test_one_activity_counts_for_every_requirement_it_satisfies() -> None:
    lecture = {"名称": "党课", "要求": {"记录": "党课", "每": "季"}, "扣分": {"每少": "1 次", "扣": "1"}}
    meeting = {"名称": "大会", "要求": {"记录": "党员大会", "每": "季"}, "扣分": {"每少": "1 次", "扣": "1"}}
    both = {"活动": [{"种类": "党员大会、党课", "日期": day} for day in ("2026-02-10", "2026-05-10")]}
    pack = pack_of(measure(计分=lecture), measure(编号="m.two", 计分=meeting))
    assert [line.lost for line in score_of(pack, both).lines] == [0, 0]


def test_exclusive_requirements_share_no_record() -> None:
    lecture = {"名称": "党课", "要求": {"记录": "党课", "每": "季"}, "扣分": {"每少": "1 次", "扣": "1"}}
    meeting = {"名称": "大会", "要求": {"记录": "党员大会", "每": "季"}, "扣分": {"每少": "1 次", "扣": "1"}}
    both = {"活动": [{"种类": "党员大会、党课", "日期": day} for day in ("2026-02-10", "2026-05-10")]}
    pack = pack_of(measure(计分=lecture), measure(编号="m.two", 计分=meeting), 抵用={"默认": "独占"})
    assert [line.lost for line in score_of(pack, both).lines] == [0, 2000]


def test_a_corrected_row_is_replaced_and_a_withdrawn_row_is_gone() -> None:
    wrong = {"种类": "支委会", "活动编号": "旧", "日期": "2026-06-10"}
    right = {"种类": "支委会", "活动编号": "新", "日期": "2026-07-01", "更正": "旧", "接收日期": "2026-06-20"}
    given = {"支委会": MONTHLY[:5], "活动": [wrong, right]}
    assert line_of(pack_of(measure()), given).missing == 1
    assert line_of(pack_of(measure()), given, known_at="2026-06-19").missing == 0
    withdrawn = {**wrong, "作废": "是"}
    assert line_of(pack_of(measure()), {"支委会": MONTHLY[:5], "活动": [withdrawn]}).missing == 1


def test_what_was_received_later_was_not_known_then() -> None:
    late = {"日期": "2026-06-10", "接收日期": "2026-07-20"}
    given = {"支委会": [*MONTHLY[:5], late]}
    assert line_of(pack_of(measure()), given, known_at="2026-07-01").missing == 1
    assert line_of(pack_of(measure()), given).missing == 0


def test_a_record_entered_late_counts_unless_the_pack_says_otherwise() -> None:
    late = {"日期": "2026-03-10", "接收日期": "2026-06-20"}
    given = {"支委会": [*MONTHLY[:2], *MONTHLY[3:], late]}
    assert line_of(pack_of(measure()), given).missing == 0
    assert line_of(pack_of(measure(), 口径={"迟录": "不计"}), given).missing == 1


def test_a_meeting_that_is_too_short_or_lacks_its_quorum_counts_for_nothing() -> None:
    demanding = {
        "名称": "大会",
        "要求": {"记录": "党员大会", "每": "半年", "每次至少": "60 分钟", "到会率": "1/2"},
        "扣分": {"每少": "1 次", "扣": "1"},
    }
    pack = pack_of(measure(计分=demanding))
    held = {"日期": "2026-03-10", "分钟": "60", "应到": "12", "实到": "6"}
    assert line_of(pack, {"党员大会": [held]}).missing == 0
    assert line_of(pack, {"党员大会": [{**held, "分钟": "59"}]}).missing == 1
    assert line_of(pack, {"党员大会": [{**held, "实到": "5"}]}).missing == 1


def test_a_lecture_counts_for_the_secretary_wherever_it_was_given_but_only_in_office() -> None:
    own = {
        "名称": "讲党课",
        "对象": {"岗位人员": ["书记"], "任职口径": "任一日"},
        "要求": {"记录": "党课", "每": "半年", "身份": "主讲"},
        "扣分": {"每少": "1 次", "扣": "1"},
    }
    pack = pack_of(measure(计分=own))
    elsewhere = {"种类": "党课", "组织编号": "上级党委", "日期": "2026-03-10", "主讲人": "书记"}
    assert line_of(pack, {"活动": [elsewhere]}).missing == 0
    assert line_of(pack, {"活动": [{**elsewhere, "主讲人": "别人"}]}).missing == 1


def test_a_month_counts_only_if_every_group_met() -> None:
    groups = {
        "名称": "小组会",
        "对象": {"党小组": "是", "汇总": "全部"},
        "要求": {"记录": "党小组会", "每": "月"},
        "扣分": {"每少": "1 次", "扣": "1"},
    }
    pack = pack_of(measure(满分="6", 计分=groups))
    rows = [{"日期": day, "党小组编号": group} for day in MONTHLY for group in ("小组1", "小组2")]
    organisation = {"党小组数": "2"}
    assert line_of(pack, {"党小组会": rows}, organisation=organisation).missing == 0
    line = line_of(pack, {"党小组会": rows[:-1]}, organisation=organisation)
    assert (line.due, line.done, line.missing, line.earned) == (6, 5, 1, 5000)


def test_a_branch_without_groups_has_no_group_meetings_due() -> None:
    groups = {
        "名称": "小组会",
        "对象": {"党小组": "是"},
        "要求": {"记录": "党小组会", "每": "月"},
        "扣分": {"每少": "1 次", "扣": "1"},
    }
    score = score_of(pack_of(measure(), measure(编号="m.two", 计分=groups)), {"支委会": MONTHLY})
    assert str(score.lines[1].state) == "不适用"


def test_a_record_named_by_a_kind_and_its_alias_is_still_one_record() -> None:
    kinds = [{"种类": "支委会", "别名": ["支部委员会会议"]}, {"种类": "党课"}]
    pack = pack_of(measure(), 记录种类=kinds)
    both = {"活动": [{"种类": "支委会、支部委员会会议", "日期": day} for day in MONTHLY[:3]]}
    twice = measure(计分={"名称": "次", "次数": {"记录": "支委会"}, "得分": {"每次": "1 次", "得": "0.5"}})
    assert line_of(pack, both).done == 3
    assert line_of(pack_of(twice, 记录种类=kinds), both).earned == 1500
