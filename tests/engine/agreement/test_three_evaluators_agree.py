"""The reference evaluator, the bulk evaluator and the pencil give the same answers to random packs and ledgers.

What the program and the pencil are known to read differently is listed in ``UNSETTLED`` and left out.
"""

import pytest

from tests.support.agreement import disagreements

BLOCK, BLOCKS = 30, 8
LONG_BLOCK, LONG_BLOCKS = 100, 100


@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_three_agree_on_some_random_packs_and_ledgers(block: int) -> None:
    first = block * BLOCK
    found = [line for seed in range(first, first + BLOCK) for line in disagreements(seed)]
    assert not found, "\n".join(found)


@pytest.mark.long
@pytest.mark.parametrize("block", range(LONG_BLOCKS))
def test_the_three_agree_on_ten_thousand_random_packs_and_ledgers(block: int) -> None:
    first = 10_000 + block * LONG_BLOCK
    found = [line for seed in range(first, first + LONG_BLOCK) for line in disagreements(seed)]
    assert not found, "\n".join(found)
