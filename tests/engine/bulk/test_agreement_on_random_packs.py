"""The bulk evaluator equals the reference evaluator on random packs and ledgers, to the last digit."""

from collections import Counter

import pytest

from bihuan.basics.periods import Period
from tests.engine.bulk.comparing import by_bulk, compiled, disagreements, in_being_throughout
from tests.support.agreement import pair

A_FEW = 15
SEEDS = range(0, 150, A_FEW)


@pytest.mark.parametrize("first", SEEDS)
def test_random_packs_and_nasty_ledgers_come_out_the_same(first: int) -> None:
    for seed in range(first, first + A_FEW):
        pack, tables, asked = pair(seed)
        found = disagreements(pack, tables, Period(*asked.period, "P"), asked.as_of, asked.known_at)
        assert not found, f"seed {seed}\n" + "\n".join(found)


@pytest.mark.parametrize("first", SEEDS)
def test_random_packs_come_out_the_same_where_no_branch_is_out_of_the_ordinary(first: int) -> None:
    for seed in range(10_000 + first, 10_000 + first + A_FEW):
        pack, tables, asked = pair(seed)
        plain = in_being_throughout(tables)
        found = disagreements(pack, plain, Period(*asked.period, "P"), asked.as_of, asked.known_at)
        assert not found, f"seed {seed}\n" + "\n".join(found)


def test_most_lines_of_ordinary_branches_are_evaluated_by_the_arrays() -> None:
    lines, left = 0, Counter[str]()
    for seed in range(10_000, 10_040):
        pack, tables, asked = pair(seed)
        rules = compiled(pack, Period(*asked.period, "P"))
        result = by_bulk(rules, in_being_throughout(tables), asked.as_of, asked.known_at)
        lines += len(result.organisations) * len(result.measures)
        left.update(result.delegated)
    assert 2 * left.total() < lines, left
