"""A department of 494 branches looks like one: most do well, some less, very few badly."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

import pytest

from bihuan.basics.periods import parse_period
from bihuan.packs.grammar import Pack
from bihuan.runners.demo_data import DemoData, make_demo
from bihuan.runners.demo_data.units import UNITS, branch_names, shares
from bihuan.runners.scoring import Run, score_ledger


def share_between(run: Run, low: int, high: int) -> int:
    """Percentage of branches whose certain points lie from ``low`` up to below ``high``."""
    totals = [score.total[2] for score in run.scores if score.total]
    return sum(low * run.rules.per_point <= one < high * run.rules.per_point for one in totals) * 100 // len(totals)


def test_most_branches_do_well_and_a_few_do_not(rounds: Mapping[str, Run]) -> None:
    run = rounds["2026H1"]
    assert share_between(run, 85, 99) > 65
    assert share_between(run, 0, 80) < 15
    assert share_between(run, 0, 60) < 4


def test_nobody_is_perfect_in_everything(demo: DemoData, rounds: Mapping[str, Run]) -> None:
    lost = Counter(line.measure for score in rounds["2026H1"].scores for line in score.lines if line.lost)
    assert len(lost) > 25


def test_the_units_share_any_number_of_branches() -> None:
    for branches in (1, 2, 24, 100, 494, 3001):
        numbers = shares(branches)
        assert sum(numbers) == branches and numbers[0] >= 1
    assert shares(494) == tuple(unit.size for unit in UNITS)
    for unit in UNITS:
        names = branch_names(unit)
        assert len({next(names) for _ in range(150)}) == 150


@pytest.mark.long
def test_the_whole_department_is_as_the_pictures_show_it(pack: Pack) -> None:
    demo = make_demo(pack)
    states = [row for row in demo.tables["organisations"] if row.tier == "党支部"]
    assert len({row.organisation for row in states}) == 494
    members = sum({row.organisation: row.full_members + row.probationary for row in states}.values())
    assert 4_500 <= members <= 5_500
    assert 30_000 <= len(demo.tables["activities"]) <= 60_000
    run = score_ledger(pack, demo.tables, parse_period("2026H1"), date(2026, 7, 31))
    grades = Counter(proposal.grade for proposal in run.grades.values())
    assert 90 <= grades["优"] <= 148
    assert 280 <= grades["良"] <= 380
    assert 8 <= grades["一般"] <= 40
    assert 2 <= grades["差"] <= 12
