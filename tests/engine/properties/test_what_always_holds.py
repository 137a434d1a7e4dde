"""What holds for every pack and ledger, tried on random ones."""

import random

import pytest

from bihuan.appraisal.results import LineState
from bihuan.basics.periods import Period
from bihuan.runners.results_out import canonical_result
from bihuan.runners.scoring import Run, score_ledger
from tests.support.agreement import pair

SEEDS = range(20_000, 20_040)


def _run(seed: int, shuffle: bool = False) -> Run:
    pack, tables, asked = pair(seed)
    if shuffle:
        tables = {name: tuple(random.Random(seed).sample(rows, len(rows))) for name, rows in tables.items()}
    period = Period(*asked.period, asked.label)
    return score_ledger(pack, tables, period, asked.as_of, asked.known_at, asked.previous_grades)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_line_adds_up_and_every_outlook_is_in_order(seed: int) -> None:
    for score in _run(seed).scores:
        for line in score.lines:
            parts = line.earned + line.lost + line.not_due + line.not_judged
            assert parts == line.max + line.beyond
            best, middle, worst = line.triple
            assert best >= middle >= worst
            if line.state in (LineState.NOT_APPLICABLE, LineState.CHECK):
                assert parts == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_rows_in_a_ledger_makes_no_difference(seed: int) -> None:
    assert canonical_result(_run(seed)) == canonical_result(_run(seed, shuffle=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_grades_count_every_organisation_in_the_round_once(seed: int) -> None:
    run = _run(seed)
    assert sorted(run.grades) == sorted(score.organisation for score in run.scores)
