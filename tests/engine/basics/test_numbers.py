"""Exact numbers in and out, and rounding that is named."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.basics.numbers import Rounding, divide, number_text, parse_number

HALVES = [(5, 2, 3), (-5, 2, -3), (3, 2, 2), (1, 2, 1)]


@pytest.mark.parametrize(
    ("text", "value"),
    [("3", Fraction(3)), ("0.167", Fraction(167, 1000)), ("5/30", Fraction(1, 6)), ("90%", Fraction(9, 10))],
)
def test_a_number_is_read_exactly(text: str, value: Fraction) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["", "一", "１", "1e3", "0x1", "1/0", "nan", ".5", "1.5/2", "1 000", "14:30"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # the text itself is the message
        parse_number(text)


@given(st.fractions())
def test_a_number_written_is_read_back(value: Fraction) -> None:
    assert parse_number(number_text(value)) == value


@pytest.mark.parametrize(("above", "below", "rounded"), HALVES)
def test_a_half_goes_away_from_zero(above: int, below: int, rounded: int) -> None:
    assert divide(above, below, Rounding.HALF_UP) == rounded


@given(st.integers(), st.integers(min_value=1))
def test_every_rounding_is_within_one_of_the_quotient_and_symmetric(above: int, below: int) -> None:
    for rounding in Rounding:
        rounded = divide(above, below, rounding)
        assert abs(Fraction(above, below) - rounded) < 1
        assert divide(-above, below, rounding) == -rounded
