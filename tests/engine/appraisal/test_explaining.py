"""Every point opens to its clause, its records and its arithmetic, in words a secretary would use."""

from typing import Any

from bihuan.appraisal.explaining import Explanation, explain_branch
from bihuan.appraisal.scoring import Scorer, view_of
from bihuan.packs.grammar import Pack
from bihuan.runners.case_ledger import BRANCH
from tests.support.small import MONTHLY, judged, measure, pack_of, run_of

WITHOUT_APRIL = MONTHLY[:3] + MONTHLY[4:]


def _explained(pack: Pack, given: dict[str, Any], **how: Any) -> tuple[Explanation, ...]:
    run = run_of(pack, given, **how)
    return explain_branch(Scorer(run.rules, view_of(run.ledgers[BRANCH], run.rules, run.as_of, run.known_at)))


def test_a_missed_month_is_named_with_its_price() -> None:
    one = _explained(pack_of(measure()), {"支委会": WITHOUT_APRIL})[0]
    assert one.reasons[0].text == "应召开支委会 6 次，实际 5 次（缺 4 月），扣 0.5 分"
    assert one.arithmetic == "3 − 0.5 ＝ 2.5"
    assert [(basis.source, basis.clause) for basis in one.basis] == [("细则", "1")]
    assert len(one.reasons[0].records) == 5


def test_what_can_still_be_won_back_is_said_with_its_day() -> None:
    half = {
        "名称": "按月召开",
        "要求": {"记录": "支委会", "每": "月", "补办至": "25 天"},
        "扣分": [{"每少": "1 次", "扣": "1"}, {"每迟": "1 次", "扣": "0.5"}],
    }
    pack = pack_of(measure(满分="6", 计分=half))
    reason = _explained(pack, {"支委会": MONTHLY[:4] + MONTHLY[5:]}, as_of="2026-06-18")[0].reasons[0]
    assert reason.text == "应召开支委会 6 次，实际 5 次（缺 5 月），扣 1 分，还可挽回 0.5 分（6 月 25 日前）"
    assert [window.state for window in reason.windows][4] == "可补"


def test_a_deduction_beyond_the_maximum_says_that_it_ends_at_zero() -> None:
    dear = {"名称": "按月召开", "要求": {"记录": "支委会", "每": "月"}, "扣分": {"每少": "1 次", "扣": "1"}}
    one = _explained(pack_of(measure(计分=dear)), {})[0]
    assert one.arithmetic == "3 − 6 ＝ -3，扣完为止，得 0"


def test_a_judgement_nobody_made_is_said_to_be_open() -> None:
    one = _explained(pack_of(judged("情形", {"扣分": {"凡": "有", "扣": "1"}})), {})[0]
    assert "尚未认定" in one.reasons[0].text
    assert str(one.line.state) == "未评定"


def test_what_a_list_lacks_is_named() -> None:
    pack = pack_of(judged("清单", {"扣分": {"每缺": "1 项", "扣": "1"}}, 认定={"清单": ["学习", "公开", "联系"]}))
    given = {"认定": [{"指标编号": "m.judged", "项": "认定", "缺项": ["公开", "联系"]}]}
    assert _explained(pack, given)[0].reasons[0].text == "认定：缺公开、联系，共 2 项，扣 2 分"


def test_late_entries_are_shown_as_what_they_are() -> None:
    late = {"日期": "2026-04-10", "接收日期": "2026-06-29", "活动编号": "迟"}
    given = {"支委会": WITHOUT_APRIL, "活动": [{"种类": "支委会", **late}]}
    one = _explained(pack_of(measure()), given)[0]
    assert one.late_entries == ("迟",)
    assert one.line.lost == 0


def test_the_sum_of_the_explanation_is_the_line_it_explains() -> None:
    run = run_of(pack_of(measure()), {"支委会": WITHOUT_APRIL})
    explained = _explained(pack_of(measure()), {"支委会": WITHOUT_APRIL})
    assert [one.line for one in explained] == list(run.scores[-1].lines)
