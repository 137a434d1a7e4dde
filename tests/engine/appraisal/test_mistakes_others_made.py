"""Mistakes seen in systems of this kind, held as tests so that they are not made here."""

from fractions import Fraction

from bihuan.appraisal.results import LineState
from tests.support.small import MONTHLY, judged, line_of, measure, pack_of, score_of

LAST_YEAR = [day.replace("2026", "2025") for day in MONTHLY]


def test_years_do_not_mix() -> None:
    assert line_of(pack_of(measure()), {"支委会": LAST_YEAR}).earned == 0
    assert line_of(pack_of(measure()), {"支委会": LAST_YEAR}, period="2025H1").earned == 3000


def test_judging_again_replaces_the_judgement_and_does_not_add_to_it() -> None:
    pack = pack_of(judged("情形", {"扣分": {"凡": "有", "扣": "1"}}))
    row = {"指标编号": "m.judged", "项": "认定"}
    back_and_forth = [
        {**row, "结论": "有", "日期": "2026-03-01"},
        {**row, "结论": "无", "日期": "2026-03-02"},
        {**row, "结论": "有", "日期": "2026-03-03"},
    ]
    assert line_of(pack, {"认定": back_and_forth}).earned == 3000


def test_two_reviewers_at_once_cannot_break_the_cap_of_an_item() -> None:
    component = {"名称": "认定", "认定": {"方式": "次数"}, "得分": {"每次": "1 次", "得": "1"}, "最多": "2"}
    pack = pack_of(measure(编号="m.judged", 满分="2", 计分=component))
    both = [{"指标编号": "m.judged", "项": "认定", "次数": "2", "给分人": who} for who in ("甲科", "乙科")]
    assert line_of(pack, {"认定": both}).earned == 2000


def test_section_totals_are_the_sums_of_their_lines_and_make_the_total() -> None:
    two = measure(
        编号="m.two",
        板块="乙",
        计分={"名称": "课", "要求": {"记录": "党课", "每": "季"}, "扣分": {"每少": "1 次", "扣": "1"}},
    )
    pack = pack_of(measure(), two, 板块表=[{"板块": "甲"}, {"板块": "乙"}])
    score = score_of(pack, {"支委会": MONTHLY[:5], "党课": ["2026-02-02"]})
    assert [section.points[2] for section in score.sections] == [2500, 2000]
    assert score.total is not None
    assert score.total[2] == sum(section.points[2] for section in score.sections)


def test_a_part_nobody_assessed_is_not_averaged_in_as_zero() -> None:
    pack = pack_of(measure(), judged("等级", {"分档": [{"档": "好", "得": "4"}, {"档": "差", "得": "0"}]}))
    score = score_of(pack, {"支委会": MONTHLY})
    assert score.total == (7000, 3000, 3000)
    assert not score.is_settled
    assert score.lines[1].state is LineState.NOT_JUDGED


def test_a_ratio_without_a_denominator_cannot_be_judged_and_is_not_zero() -> None:
    ratio = {"名称": "出勤", "比率": {"取": "出勤率", "记录": "党课"}, "扣分": {"凡": "不足", "扣": "1", "目标": "90%"}}
    line = line_of(pack_of(measure(满分="4", 计分=ratio)), {})
    assert (line.state, line.earned, line.not_judged) == (LineState.NOT_JUDGED, 3000, 1000)


def test_a_self_assessment_is_never_the_score() -> None:
    pack = pack_of(judged("情形", {"扣分": {"凡": "有", "扣": "1"}}))
    own = [{"指标编号": "m.judged", "项": "认定", "结论": "无", "给分人": "自评"}]
    assert line_of(pack, {"认定": own}).state is LineState.NOT_JUDGED


def test_half_years_are_folded_into_the_year_by_the_pack_and_not_by_a_spreadsheet() -> None:
    halves = {"名称": "半年考评", "引用得分": {"期间": ["上半年", "下半年"], "部分": "总分"}, "得分": {"乘": "0.5"}}
    pack = pack_of(measure(), measure(编号="m.year", 满分="3", 计分=halves))
    score = score_of(pack, {"支委会": MONTHLY}, period="2026")
    assert Fraction(score.lines[1].earned, score.per_point) == Fraction(3, 4)


def test_a_deduction_from_above_is_not_counted_twice_in_two_measures() -> None:
    rows = [
        {"指标编号": "m.one", "项": "通报", "次数": "1", "案号": "甲"},
        {"指标编号": "m.two", "项": "通报", "次数": "1", "案号": "甲"},
    ]
    component = {"名称": "通报", "认定": {"方式": "次数"}, "扣分": {"每次": "1 次", "扣": "1"}}
    two = (measure(计分=component), measure(编号="m.two", 计分=component))
    assert score_of(pack_of(*two), {"认定": rows}).total == (4000, 4000, 4000)
    assert score_of(pack_of(*two, 口径={"同一事实": "去重"}), {"认定": rows}).total == (5000, 5000, 5000)


def test_running_points_are_visible_on_any_day_and_end_in_the_year() -> None:
    points = {"名称": "日常加分", "认定": {"方式": "次数"}, "得分": {"每次": "1 次", "得": "0.5"}}
    pack = pack_of(measure(性质="加分", 满分="2", 计分=points))
    days = ("2026-02-01", "2026-05-01", "2026-08-01")
    rows = [{"指标编号": "m.one", "项": "日常加分", "次数": "1", "日期": day} for day in days]
    assert line_of(pack, {"认定": rows}, period="2026", as_of="2026-03-01").earned == 500
    assert line_of(pack, {"认定": rows}, period="2026").earned == 1500
