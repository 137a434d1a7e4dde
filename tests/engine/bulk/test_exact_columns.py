"""Columns of rationals give what fractions give, or refuse where 64 bits may not be enough."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.appraisal.bulk.exact import Exact, TooLargeError, divided
from bihuan.appraisal.choices import StepRounding
from bihuan.appraisal.points import steps
from bihuan.basics.numbers import Rounding, divide

SMALL = st.integers(-(10**6), 10**6)
BELOW = st.integers(1, 10**4)
PRICES = st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=1000)


@given(st.lists(st.tuples(SMALL, BELOW), min_size=1), st.sampled_from(list(Rounding)))
def test_division_rounds_as_numbers_are_rounded_one_by_one(pairs: list[tuple[int, int]], rounding: Rounding) -> None:
    above, below = np.array(pairs, dtype=np.int64).T
    assert divided(above, below, rounding).tolist() == [divide(one, other, rounding) for one, other in pairs]


@given(st.lists(st.tuples(st.integers(0, 10**6), BELOW), min_size=1), PRICES, st.sampled_from(list(StepRounding)))
def test_steps_are_counted_as_for_single_amounts(
    pairs: list[tuple[int, int]], unit: Fraction, rounding: StepRounding
) -> None:
    above, below = np.array(pairs, dtype=np.int64).T
    found = Exact.of(above, below).steps(unit, rounding)
    counted = [Fraction(int(one), int(other)) for one, other in zip(found.num, _below(found), strict=True)]
    assert counted == [steps(Fraction(one, other), unit, rounding) for one, other in pairs]


def _below(column: Exact) -> np.ndarray:  # type: ignore[type-arg]  # of integers
    return np.broadcast_to(np.asarray(column.den), column.num.shape)


@given(st.lists(st.tuples(SMALL, BELOW, SMALL, BELOW), min_size=1))
def test_sums_and_limits_are_exact(rows: list[tuple[int, int, int, int]]) -> None:
    one, below, other, under = np.array(rows, dtype=np.int64).T
    found = Exact.of(one, below).minus(Exact.of(other, under)).at_least(-3).at_most(5)
    expected = [min(max(Fraction(a, b) - Fraction(c, d), Fraction(-3)), Fraction(5)) for a, b, c, d in rows]
    assert [Fraction(int(a), int(b)) for a, b in zip(found.num, _below(found), strict=True)] == expected


def test_a_product_that_might_not_fit_is_refused() -> None:
    column = Exact.of(np.array([10**12], dtype=np.int64), np.array([7], dtype=np.int64))
    with pytest.raises(TooLargeError):
        column.times(10**7)
    with pytest.raises(TooLargeError):
        column.plus(Exact.of(np.array([1], dtype=np.int64), np.array([10**13], dtype=np.int64)))
