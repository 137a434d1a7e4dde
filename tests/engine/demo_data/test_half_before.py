"""The half year before the ledger is of the same department and changes nothing of what comes after."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from bihuan.appraisal.tables import LedgerTables
from bihuan.basics.periods import parse_period
from bihuan.basics.problems import Severity
from bihuan.ledger import check_tables
from bihuan.packs.grammar import Pack
from bihuan.runners.demo_data import make_demo, make_half_before
from bihuan.runners.scoring import score_ledger


@pytest.fixture(scope="module")
def year(pack: Pack) -> LedgerTables:
    """A small department in 2026."""
    return make_demo(pack, branches=40).tables


@pytest.fixture(scope="module")
def before(pack: Pack) -> LedgerTables:
    """What the same department did in the second half of 2025."""
    return make_half_before(pack, branches=40)


@pytest.fixture(scope="module")
def both(year: LedgerTables, before: LedgerTables) -> Mapping[str, tuple[Any, ...]]:
    """One ledger of a year and a half."""
    return {name: (*before.get(name, ()), *rows) for name, rows in year.items()}


def test_everything_lies_in_the_half_and_bears_its_year(before: LedgerTables) -> None:
    assert len(before["activities"]) > 1000 and before["judgements"] and before["submissions"]
    days = [row.day for row in (*before["activities"], *before["submissions"])]
    assert min(days) >= date(2025, 7, 1) and max(days) <= date(2025, 12, 31)
    assert all("25-" in row.id for rows in before.values() for row in rows)


def test_both_together_are_a_sound_ledger(both: Mapping[str, tuple[Any, ...]]) -> None:
    assert not [problem for problem in check_tables(both) if problem.severity is Severity.ERROR]


def test_scores_of_the_year_stay_what_they_were(
    pack: Pack, year: LedgerTables, both: Mapping[str, tuple[Any, ...]]
) -> None:
    period = parse_period("2026H1")
    for day in (date(2026, 6, 18), date(2026, 7, 31)):
        assert score_ledger(pack, both, period, day).scores == score_ledger(pack, year, period, day).scores


def test_the_half_before_can_be_scored(pack: Pack, both: Mapping[str, tuple[Any, ...]]) -> None:
    run = score_ledger(pack, both, parse_period("2025H2"), date(2026, 1, 31))
    totals = [score.total[2] for score in run.scores if score.total]
    assert len(totals) >= 38
    assert sum(one >= 80 * run.rules.per_point for one in totals) * 10 > len(totals) * 6
    assert {proposal.grade for proposal in run.grades.values()} >= {"优", "良"}


def test_the_same_values_give_the_same_rows(pack: Pack, before: LedgerTables) -> None:
    assert make_half_before(pack, branches=40) == before
