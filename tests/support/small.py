"""Small packs and ledgers for tests, written as a clerk would write them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bihuan.appraisal.results import BranchScore, Line
from bihuan.basics.periods import parse_period
from bihuan.packs.grammar import Case, Pack
from bihuan.runners.case_ledger import BRANCH, case_ledger
from bihuan.runners.scoring import Run, score_ledger

KINDS = ["党员大会", "支委会", "党小组会", "党课", "主题党日"]


def measure(**changes: Any) -> dict[str, Any]:
    """A measure: six monthly committee meetings, half a point off for each one missing, of three points."""
    plain: dict[str, Any] = {
        "指标": "支委会",
        "编号": "m.one",
        "板块": "甲",
        "满分": "3",
        "依据": {"文件": "细则", "条款": "1"},
        "计分": {
            "名称": "按月召开",
            "要求": {"记录": "支委会", "每": "月", "至少": "1 次"},
            "扣分": {"每少": "1 次", "扣": "0.5"},
        },
    }
    return {**plain, **changes}


def judged(how: str, rates: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """A measure of four points resting on one judgement."""
    component = {"名称": "认定", "认定": {"方式": how, **changes.pop("认定", {})}, **rates}
    return measure(**{"指标": "认定项", "编号": "m.judged", "满分": "4", "计分": component, **changes})


def pack_of(*measures: dict[str, Any], **changes: Any) -> Pack:
    """A complete pack around ``measures``."""
    plain: dict[str, Any] = {
        "规则包": "小规则",
        "编号": "test-small",
        "版本": "1",
        "发布单位": "测试",
        "施行": "2020-01-01",
        "来源": {"文件": "细则", "标题": "细则", "核实": "甲", "条款表": {"条款": "1", "文字": "略"}},
        "记录种类": [*({"种类": kind} for kind in KINDS), {"种类": "总结", "登记": "报送"}],
        "板块表": [{"板块": "甲"}],
        "指标表": list(measures),
    }
    return Pack.model_validate({**plain, **changes})


def run_of(
    pack: Pack,
    given: dict[str, Any] | None = None,
    *,
    period: str = "2026H1",
    as_of: str | None = None,
    known_at: str | None = None,
    organisation: dict[str, Any] | None = None,
) -> Run:
    """Score the ledger written in ``given`` (the shorthand of cases) with ``pack``."""
    case = Case.model_validate(
        {
            "例": "测试",
            "因为": "测试",
            "关于": "测试",
            "属于": "适用",
            "期间": period,
            "组织": organisation or {},
            "已知": given or {},
            "应得": {},
        }
    )
    window = parse_period(period, pack.year_from)
    ledger = case_ledger(case, pack, window)
    days = [date.fromisoformat(day) if day else None for day in (as_of, known_at)]
    return score_ledger(pack, ledger.tables, window, days[0], days[1], {BRANCH: ledger.previous_grades})


def score_of(pack: Pack, given: dict[str, Any] | None = None, **how: Any) -> BranchScore:
    """The score of the one branch."""
    return next(score for score in run_of(pack, given, **how).scores if score.organisation == BRANCH)


def line_of(pack: Pack, given: dict[str, Any] | None = None, **how: Any) -> Line:
    """The line of the first measure of the one branch, with points in thousandths."""
    score = score_of(pack, given, **how)
    assert score.per_point == 1000
    return score.lines[0]


MONTHLY = ["2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10", "2026-05-10", "2026-06-10"]
"""A record in every month of the first half of 2026."""
