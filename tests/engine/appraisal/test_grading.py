"""Grades by threshold and by quota: ties, rounding, direct grades, vetoes and the places they leave."""

from typing import Any

import pytest

from bihuan.appraisal.grading import Candidate, propose_grades
from bihuan.appraisal.rule_set import RuleSet
from bihuan.runners.rules import rules_of
from tests.support.small import MONTHLY, measure, pack_of, run_of

STARS = {
    "等次表": [{"等次名": "五星", "名额": "10%"}, {"等次名": "四星", "名额": "40%"}, {"等次名": "三星", "名额": "30%"}]
}
WORDS = {
    "等次表": [
        {"等次名": "好", "不低于": "90"},
        {"等次名": "较好", "不低于": "75"},
        {"等次名": "一般", "不低于": "60"},
        {"等次名": "差"},
    ]
}


def _rules(grading: dict[str, Any], **changes: Any) -> RuleSet:
    return rules_of(pack_of(measure(), 等次=grading, **changes))


def _grades(rules: RuleSet, *totals: int, **changes: Any) -> list[str]:
    candidates = [
        Candidate(f"支部{number}", f"{number:02d}", "", "", total * 1000, total * 1000, **changes.get(f"n{number}", {}))
        for number, total in enumerate(totals, start=1)
    ]
    proposed = propose_grades(candidates, rules, 1000)
    return [proposed[one.organisation].grade for one in candidates]


def test_a_threshold_itself_belongs_to_the_better_grade() -> None:
    assert _grades(_rules(WORDS), 90, 89, 75, 74, 60, 59) == ["好", "较好", "较好", "一般", "一般", "差"]


@pytest.mark.parametrize(
    ("rounding", "first"), [("去尾", "四星"), ("不足一补一", "五星"), ("进一", "五星"), ("四舍五入", "五星")]
)
def test_ten_per_cent_of_seven_branches_depends_on_the_rounding(rounding: str, first: str) -> None:
    rules = _rules(STARS, 口径={"名额取整": rounding})
    assert _grades(rules, 99, 98, 97, 96, 95, 94, 93)[0] == first


def test_who_fits_no_quota_has_no_grade() -> None:
    assert _grades(_rules(STARS), *range(99, 89, -1))[-2:] == ["不定等次", "不定等次"]


@pytest.mark.parametrize(
    ("ties", "grades"),
    [
        ("都进", ["五星", "五星", "四星"]),
        ("都不进", ["四星", "四星", "四星"]),
        ("按代码", ["五星", "四星", "四星"]),
    ],
)
def test_a_tie_at_the_last_place_is_settled_as_the_pack_says(ties: str, grades: list[str]) -> None:
    rules = _rules(STARS, 口径={"并列": ties})
    assert _grades(rules, 99, 99, 97, 96, 95, 94, 93, 92, 91, 90)[:3] == grades


@pytest.mark.parametrize(("takes", "second"), [("是", "四星"), ("否", "五星")])
def test_a_direct_grade_takes_a_place_only_if_the_pack_says_so(takes: str, second: str) -> None:
    rules = _rules(STARS, 口径={"直接定级占名额": takes})
    totals = [90, 99, 98, 97, 96, 95, 94, 93, 92, 91]
    found = _grades(rules, *totals, n1={"direct": "五星"})
    assert found[:2] == ["五星", second]


@pytest.mark.parametrize(("refill", "second"), [("是", "五星"), ("否", "四星")])
def test_a_place_lost_by_a_veto_is_refilled_only_if_the_pack_says_so(refill: str, second: str) -> None:
    veto = {
        "否决": "发生重大问题",
        "编号": "veto.one",
        "依据": {"文件": "细则", "条款": "1"},
        "认定": {},
        "效果": {"等次不高于": "四星"},
    }
    rules = _rules(STARS, 否决表=veto, 口径={"否决后递补": refill})
    found = _grades(rules, 99, 98, 97, 96, 95, 94, 93, 92, 91, 90, n1={"vetoes": ("veto.one",)})
    assert found[:2] == ["四星", second]


def test_an_open_total_has_a_forecast_and_what_it_would_be_if_all_gets_done() -> None:
    words = {"等次表": [{"等次名": "优", "不低于": "3"}, {"等次名": "良", "不低于": "2"}, {"等次名": "差"}]}
    run = run_of(pack_of(measure(), 等次=words), {"支委会": MONTHLY[:5]}, as_of="2026-06-18")
    grade = run.grades["本支部"]
    assert (grade.grade, grade.forecast, grade.at_best) == ("未定", "良", "优")
