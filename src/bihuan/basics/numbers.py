"""Exact numbers: text to rationals, and the few named ways of rounding a division.

No binary floating point is used anywhere in scoring. A number in a pack is read as text
(``0.5``, ``5/30``, ``90%``) into a :class:`~fractions.Fraction`; evaluators work with
integers over one common denominator a pack.
"""

import re
from enum import StrEnum
from fractions import Fraction

_NUMBER = re.compile(r"^([+-]?\d+)(?:\.(\d+))?(?:/(\d+))?(%)?$")


class Rounding(StrEnum):
    """How a division by data becomes a whole number of units."""

    HALF_UP = "四舍五入"
    CEILING = "进一"
    FLOOR = "去尾"
    HALF_EVEN = "四舍六入五成双"


def parse_number(text: str) -> Fraction:
    """Read ``text`` as an exact rational.

    Accepts an integer, a decimal, a fraction of integers (``5/30``) and a percentage (``90%``).
    Raises ``ValueError`` for anything else, also for full-width digits and empty text.
    """
    match = _NUMBER.match(text.strip())
    if match is None or not text.isascii():
        raise ValueError(text)
    whole, decimals, below, percent = match.groups()
    if decimals and below:
        raise ValueError(text)
    value = Fraction(f"{whole}.{decimals}") if decimals else Fraction(int(whole))
    if below:
        if int(below) == 0:
            raise ValueError(text)
        value /= int(below)
    return value / 100 if percent else value


def divide(numerator: int, denominator: int, rounding: Rounding) -> int:
    """Divide two integers and round the quotient as ``rounding`` says (``denominator`` > 0).

    Half-up rounds a tie away from zero, as 四舍五入 does; ceiling and floor go away from
    and towards zero, so that a deduction and an award of the same size stay symmetric.
    """
    sign = -1 if numerator < 0 else 1
    whole, rest = divmod(abs(numerator), denominator)
    if rest:
        double = 2 * rest
        if rounding is Rounding.CEILING:
            whole += 1
        elif rounding is Rounding.HALF_UP:
            whole += double >= denominator
        elif rounding is Rounding.HALF_EVEN:
            whole += double > denominator or (double == denominator and whole % 2 == 1)
    return sign * whole


def number_text(value: Fraction) -> str:
    """Give the shortest text that :func:`parse_number` reads back to ``value``."""
    if value.denominator == 1:
        return str(value.numerator)
    rest, power = value.denominator, 0
    while rest % 10 == 0 or rest % 5 == 0 or rest % 2 == 0:
        rest = rest // 10 if rest % 10 == 0 else rest // 5 if rest % 5 == 0 else rest // 2
        power += 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    scaled = value * 10**power
    digits = str(abs(scaled.numerator)).rjust(power + 1, "0")
    text = f"{digits[:-power]}.{digits[-power:]}".rstrip("0")
    return f"-{text}" if value < 0 else text


def units_text(units: int, per_point: int) -> str:
    """Write ``units`` (integer, ``per_point`` of them a point, a power of ten) as a decimal text."""
    return number_text(Fraction(units, per_point))
