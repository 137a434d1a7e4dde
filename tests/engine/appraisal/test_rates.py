"""What each way of taking and giving points does, with the numbers worked out by hand."""

from typing import Any

import pytest

from tests.support.small import MONTHLY, judged, line_of, measure, pack_of, score_of


def _component(**changes: Any) -> dict[str, Any]:
    return {"名称": "项", **changes}


def _earned(component: dict[str, Any], given: dict[str, Any], maximum: str = "4", **how: Any) -> int:
    return line_of(pack_of(measure(满分=maximum, 计分=component)), given, **how).earned


def test_a_flat_deduction_is_the_same_for_one_and_for_four_missing() -> None:
    flat = _component(要求={"记录": "支委会", "每": "月"}, 扣分={"凡": "不足", "扣": "1"})
    assert _earned(flat, {"支委会": MONTHLY[:5]}) == _earned(flat, {"支委会": MONTHLY[:2]}) == 3000


def test_a_deduction_never_goes_below_nothing() -> None:
    each = _component(要求={"记录": "支委会", "每": "月"}, 扣分={"每少": "1 次", "扣": "1"})
    assert _earned(each, {}) == 0


def test_a_price_may_be_a_fraction_and_is_rounded_once_at_the_line() -> None:
    thirtieth = _component(次数={"记录": "党课"}, 扣分={"每少": "1 次", "扣": "5/30", "目标": "30"})
    pack = pack_of(measure(满分="5", 计分=thirtieth))
    score = score_of(pack, {"党课": MONTHLY})
    assert score.points_text(score.lines[0].earned) == "1"


def test_a_printed_price_that_overshoots_ends_at_zero() -> None:
    printed = _component(次数={"记录": "党课"}, 扣分={"每少": "1 次", "扣": "0.167", "目标": "30"})
    assert _earned(printed, {}, maximum="5") == 0


@pytest.mark.parametrize(
    ("rounding", "earned"),
    [("连续", 0), ("进一", 0), ("去尾", 0), ("四舍五入", 0)],
)
def test_far_below_the_target_all_points_go_whatever_the_rounding(rounding: str, earned: int) -> None:
    below = _component(
        比率={"取": "出勤率", "记录": "党课"}, 扣分={"每低": "1%", "扣": "1", "目标": "90%", "取整": rounding}
    )
    attended = {"党课": [{"日期": "2026-03-01", "应到": "100", "实到": "50"}]}
    assert _earned(below, attended) == earned


@pytest.mark.parametrize(
    ("rounding", "earned"),
    [("连续", 1500), ("进一", 1000), ("去尾", 2000), ("四舍五入", 1000)],
)
def test_two_and_a_half_points_below_the_target_depend_on_the_rounding(rounding: str, earned: int) -> None:
    below = _component(
        比率={"取": "出勤率", "记录": "党课"}, 扣分={"每低": "1%", "扣": "1", "目标": "90%", "取整": rounding}
    )
    attended = {"党课": [{"日期": "2026-03-01", "应到": "200", "实到": "175"}]}
    assert _earned(below, attended) == earned


def test_leave_is_taken_from_the_base_only_if_the_pack_says_so() -> None:
    below = _component(比率={"取": "出勤率", "记录": "党课"}, 扣分={"凡": "不足", "扣": "1", "目标": "90%"})
    attended = {"党课": [{"日期": "2026-03-01", "应到": "10", "实到": "8", "请假": "2"}]}
    assert _earned(below, attended) == 3000
    lenient = pack_of(measure(满分="4", 计分=below), 口径={"出勤基数扣除": ["请假"]})
    assert line_of(lenient, attended).earned == 4000


def test_points_gathered_from_zero_stop_at_the_maximum() -> None:
    each = _component(次数={"记录": "党课"}, 得分={"每次": "1 次", "得": "1"})
    assert _earned(each, {"党课": MONTHLY[:3]}, maximum="2") == 2000


def test_points_may_go_beyond_the_maximum_only_as_far_as_the_pack_allows() -> None:
    each = _component(次数={"记录": "党课"}, 得分={"每次": "1 次", "得": "1"})
    line = line_of(pack_of(measure(满分="2", 可超满分="1", 计分=each)), {"党课": MONTHLY})
    assert (line.earned, line.lost, line.beyond) == (3000, 0, 1000)


@pytest.mark.parametrize(("level", "earned"), [("好", 8000), ("较好", 6000), ("一般", 3000), ("差", 0)])
def test_a_ladder_gives_what_its_level_says(level: str, earned: int) -> None:
    ladder = {
        "分档": [{"档": "好", "得": "8"}, {"档": "较好", "得": "6"}, {"档": "一般", "得": "3"}, {"档": "差", "得": "0"}]
    }
    pack = pack_of(judged("等级", ladder, 满分="8"))
    given = {"认定": [{"指标编号": "m.judged", "项": "认定", "结论": level}]}
    assert line_of(pack, given).earned == earned


@pytest.mark.parametrize(("given", "lost"), [("0", 0), ("0.5", 1000), ("2", 2000), ("9", 3000)])
def test_a_judged_value_stays_within_its_range_unless_it_is_nothing(given: str, lost: int) -> None:
    pack = pack_of(judged("分值", {"扣分": {"扣": "1—3"}}))
    rows = {"认定": [{"指标编号": "m.judged", "项": "认定", "分值": given, "理由": "查看资料"}]}
    assert line_of(pack, rows).lost == lost


def test_a_checklist_costs_each_item_it_lacks_and_no_more_than_the_maximum() -> None:
    pack = pack_of(judged("清单", {"扣分": {"每缺": "1 项", "扣": "1"}}, 认定={"清单": list("一二三四五六")}))
    lacking = {"认定": [{"指标编号": "m.judged", "项": "认定", "缺项": ["二", "五"]}]}
    everything = {"认定": [{"指标编号": "m.judged", "项": "认定", "缺项": list("一二三四五六")}]}
    assert line_of(pack, lacking).earned == 2000
    assert line_of(pack, everything).earned == 0


def test_a_case_named_twice_is_counted_once_where_the_item_says_so() -> None:
    rates = {"扣分": {"每次": "1 次", "扣": "1"}}
    rows = [{"指标编号": "m.judged", "项": "认定", "次数": "1", "案号": "甲"}] * 2
    assert line_of(pack_of(judged("次数", rates, 认定={"去重": "是"})), {"认定": rows}).earned == 3000
    assert line_of(pack_of(judged("次数", rates)), {"认定": rows}).earned == 2000


def test_a_superiors_deduction_is_multiplied() -> None:
    tenfold = _component(外部={"名称": "上级扣分", "取值": "合计"}, 扣分={"乘": "10"})
    given = {"外部结果": [{"名称": "上级扣分", "数值": "0.2"}]}
    assert _earned(tenfold, given) == 2000


def test_an_external_result_nobody_brought_is_not_judged() -> None:
    tenfold = _component(外部={"名称": "上级扣分"}, 扣分={"乘": "10"})
    line = line_of(pack_of(measure(满分="4", 计分=tenfold)), {})
    assert (line.earned, line.not_judged) == (0, 4000)


def test_of_one_honour_only_the_highest_level_counts() -> None:
    levels = _component(荣誉={}, 分档=[{"档": "省级", "得": "3"}, {"档": "市级", "得": "2"}])
    won = [
        {"名称": "先进", "级别": "市级", "荣誉标识": "甲"},
        {"名称": "先进", "级别": "省级", "荣誉标识": "甲"},
    ]
    pack = pack_of(measure(满分="9", 计分=levels))
    adding = pack_of(measure(满分="9", 计分=levels), 口径={"同一荣誉": "累加"})
    assert line_of(pack, {"荣誉": won}).earned == 3000
    assert line_of(adding, {"荣誉": won}).earned == 5000


def test_a_ballot_weighs_its_groups() -> None:
    ballot = _component(
        测评={"名称": "满意度", "选项": ["满意"], "群体权重": {"党员": "60%", "群众": "40%"}},
        扣分={"每低": "1%", "扣": "0.1", "目标": "90%"},
    )
    votes = [
        {"测评": "满意度", "群体": "党员", "票": {"满意": "9", "不满意": "1"}},
        {"测评": "满意度", "群体": "群众", "票": {"满意": "8", "不满意": "2"}},
    ]
    assert _earned(ballot, {"测评票": votes}) == 3600


def test_of_alternatives_only_the_dearest_is_taken() -> None:
    rooms = [
        {"名称": "无场所", "认定": {}, "扣分": {"凡": "有", "扣": "全部"}, "择重组": "场所"},
        {"名称": "无设施", "认定": {}, "扣分": {"凡": "有", "扣": "1"}, "择重组": "场所"},
    ]
    pack = pack_of(measure(满分="4", 计分=rooms))
    row = {"指标编号": "m.one", "结论": "有"}
    nothing = {"指标编号": "m.one", "项": "无场所", "结论": "无"}
    assert line_of(pack, {"认定": [nothing, {**row, "项": "无设施"}]}).earned == 3000
    assert line_of(pack, {"认定": [{**row, "项": "无场所"}, {**row, "项": "无设施"}]}).earned == 0


def test_only_honours_of_the_levels_named_count() -> None:
    high = _component(荣誉={"级别": ["省级"]}, 分档=[{"档": "省级", "得": "3"}, {"档": "市级", "得": "2"}])
    won = [{"名称": "先进", "级别": "市级"}, {"名称": "红旗", "级别": "省级"}]
    assert _earned(high, {"荣誉": won}, maximum="9") == 3000


def test_a_year_end_judgement_made_in_january_belongs_to_the_year_it_names() -> None:
    pack = pack_of(judged("情形", {"扣分": {"凡": "有", "扣": "1"}}))
    row = {"指标编号": "m.judged", "项": "认定", "结论": "有", "日期": "2027-01-12"}
    later = {"period": "2026", "as_of": "2027-01-31"}
    assert line_of(pack, {"认定": [row]}, **later).not_judged == 1000
    assert line_of(pack, {"认定": [{**row, "考核期": "2026"}]}, **later).lost == 1000


def test_a_grade_where_a_number_was_wanted_is_not_judged_and_stops_nothing() -> None:
    tenfold = _component(外部={"名称": "上级扣分"}, 扣分={"乘": "10"})
    line = line_of(pack_of(measure(满分="4", 计分=tenfold)), {"外部结果": [{"名称": "上级扣分", "等级": "良"}]})
    assert (line.earned, line.not_judged) == (0, 4000)
