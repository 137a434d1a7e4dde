"""Zero, not due yet, not judged yet and not applicable are four states, and the sum always holds."""

from bihuan.appraisal.results import LineState
from tests.support.small import MONTHLY, judged, line_of, measure, pack_of, score_of

MEETINGS = pack_of(measure())


def test_a_branch_that_met_every_month_has_all_points() -> None:
    line = line_of(MEETINGS, {"支委会": MONTHLY})
    assert (line.state, line.earned, line.lost, line.due, line.done) == (LineState.SETTLED, 3000, 0, 6, 6)


def test_each_missing_month_costs_its_price() -> None:
    line = line_of(MEETINGS, {"支委会": MONTHLY[:3] + MONTHLY[4:]})
    assert (line.earned, line.lost, line.missing) == (2500, 500, 1)


def test_a_month_that_has_not_ended_is_not_due_and_not_lost() -> None:
    line = line_of(MEETINGS, {"支委会": MONTHLY[:5]}, as_of="2026-06-18")
    assert (line.state, line.earned, line.lost, line.not_due) == (LineState.NOT_DUE, 2500, 0, 500)


def test_a_settled_zero_is_settled() -> None:
    line = line_of(MEETINGS, {})
    assert (line.state, line.earned, line.lost) == (LineState.SETTLED, 0, 3000)


def test_an_unjudged_item_is_neither_zero_nor_full() -> None:
    pack = pack_of(judged("情形", {"扣分": {"凡": "有", "扣": "1"}}))
    line = line_of(pack, {})
    assert (line.state, line.earned, line.lost, line.not_judged) == (LineState.NOT_JUDGED, 3000, 0, 1000)


def test_a_measure_for_another_kind_of_branch_does_not_apply() -> None:
    pack = pack_of(measure(), measure(编号="m.two", 适用={"类别": "国企"}))
    score = score_of(pack, {"支委会": MONTHLY})
    assert score.lines[1].state is LineState.NOT_APPLICABLE
    assert (score.total, score.max) == ((3000, 3000, 3000), 3000)


def test_lost_earned_not_due_and_not_judged_add_up_to_the_maximum() -> None:
    pack = pack_of(
        measure(),
        judged("等级", {"分档": [{"档": "好", "得": "4"}, {"档": "差", "得": "0"}]}),
        measure(
            编号="m.three", 满分="2", 计分={"名称": "次", "次数": {"记录": "党课"}, "得分": {"每次": "1 次", "得": "1"}}
        ),
    )
    score = score_of(pack, {"支委会": MONTHLY[:4], "党课": ["2026-03-01"]}, as_of="2026-06-18")
    for line in score.lines:
        assert line.earned + line.lost + line.not_due + line.not_judged == line.max
    assert score.total == (8500, 4500, 3000)


def test_a_pack_that_is_a_fragment_has_lines_but_no_total() -> None:
    score = score_of(pack_of(measure(), 残缺="是"), {"支委会": MONTHLY})
    assert score.total is None
    assert score.lines[0].earned == 3000
