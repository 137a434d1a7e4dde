"""Exact arithmetic on whole columns: rationals of int64 with bounds that are checked before every product.

A column knows the greatest magnitude its numerators can have. An operation whose result might not fit raises
:class:`TooLargeError`, and the measure is then evaluated by the reference evaluator instead.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import gcd

import numpy as np

from bihuan.appraisal.bulk.columns import Flags, Ints
from bihuan.appraisal.choices import StepRounding
from bihuan.basics.numbers import Rounding

LIMIT = 2**61


class TooLargeError(Exception):
    """A product might not fit into 64 bits."""


def checked(bound: int) -> int:
    """Give ``bound`` back if numbers of this size are safe."""
    if bound >= LIMIT:
        raise TooLargeError
    return bound


def greatest(values: Ints) -> int:
    """Give the greatest magnitude in ``values``."""
    return max(int(values.max()), -int(values.min())) if len(values) else 0


def divided(numerator: Ints, denominator: Ints | int, rounding: Rounding) -> Ints:
    """Divide and round as :func:`bihuan.basics.numbers.divide` does; the denominators are positive."""
    whole, rest = np.divmod(np.abs(numerator), denominator)
    if rounding is Rounding.CEILING:
        whole += rest > 0
    elif rounding is Rounding.HALF_UP:
        whole += 2 * rest >= denominator
    elif rounding is Rounding.HALF_EVEN:
        double = 2 * rest
        whole += (double > denominator) | ((double == denominator) & (whole % 2 == 1))
    return np.where(numerator < 0, -whole, whole)


@dataclass(frozen=True, slots=True)
class Exact:
    """A column of rationals: ``num / den`` with ``den`` positive, one number or one a row."""

    num: Ints
    den: Ints | int
    bound: int
    den_bound: int

    @classmethod
    def of(cls, num: Ints, den: Ints | int = 1) -> "Exact":
        """Make a column of what is in the data."""
        return cls(num, den, checked(greatest(num)), checked(den if isinstance(den, int) else greatest(den)))

    @classmethod
    def whole(cls, num: Ints, bound: int) -> "Exact":
        """Make a column of integers that are known to be no greater than ``bound``."""
        return cls(num, 1, checked(bound), 1)

    @classmethod
    def constant(cls, value: int, like: Ints) -> "Exact":
        """Make a column that is ``value`` everywhere."""
        return cls(np.full(len(like), value, np.int64), 1, checked(abs(value)), 1)

    @property
    def is_whole(self) -> bool:
        """Whether it consists of integers."""
        return isinstance(self.den, int) and self.den == 1

    def times(self, factor: Fraction | int) -> "Exact":
        """Multiply by a number."""
        above, below = factor.numerator, factor.denominator
        if above == 1 and below == 1:
            return self
        if isinstance(self.den, int):
            shared = gcd(above, self.den)
            above, den = above // shared, self.den // shared * below
            den_bound = den
        else:
            den_bound = checked(self.den_bound * below)
            den = self.den if below == 1 else self.den * below  # type: ignore[assignment]  # an array here
        bound = checked(self.bound * abs(above))
        return Exact(self.num if above == 1 else self.num * above, den, bound, checked(den_bound))

    def plus(self, other: "Exact") -> "Exact":
        """Add another column."""
        if self.den is other.den or (
            isinstance(self.den, int) and isinstance(other.den, int) and self.den == other.den
        ):
            return Exact(self.num + other.num, self.den, checked(self.bound + other.bound), self.den_bound)
        bound = checked(self.bound * other.den_bound + other.bound * self.den_bound)
        den_bound = checked(self.den_bound * other.den_bound)
        return Exact(self.num * other.den + other.num * self.den, self.den * other.den, bound, den_bound)

    def reduced(self) -> "Exact":
        """Cancel what numerator and denominator share."""
        if isinstance(self.den, int):
            return self
        shared = np.gcd(self.num, self.den)
        return Exact.of(self.num // shared, self.den // shared)

    def minus(self, other: "Exact") -> "Exact":
        """Subtract another column."""
        return self.plus(other.negative())

    def negative(self) -> "Exact":
        """Change the sign."""
        return Exact(-self.num, self.den, self.bound, self.den_bound)

    def less(self, number: Fraction) -> Flags:
        """Whether each is less than ``number``."""
        left, right = self._beside(number)
        found: Flags = left < right
        return found

    def _beside(self, number: Fraction) -> tuple[Ints, Ints | int]:
        checked(self.bound * number.denominator)
        checked(self.den_bound * abs(number.numerator))
        return self.num * number.denominator, self.den * number.numerator

    def compared(self, number: Fraction) -> Ints:
        """Give the sign of the difference to ``number``."""
        left, right = self._beside(number)
        found: Ints = np.sign(left - right)
        return found

    def gap_below(self, target: Fraction) -> "Exact":
        """Give max(0, target - self)."""
        return self._gap(target, 1)

    def gap_above(self, target: Fraction) -> "Exact":
        """Give max(0, self - target)."""
        return self._gap(target, -1)

    def _gap(self, target: Fraction, sign: int) -> "Exact":
        above, below = target.numerator, target.denominator
        bound = checked(self.den_bound * abs(above) + self.bound * below)
        gap = np.maximum(self.den * (sign * above) - self.num * (sign * below), 0)
        return Exact(gap, self.den * below, bound, checked(self.den_bound * below))

    def at_most(self, limit: int) -> "Exact":
        """Give min(self, limit)."""
        checked(abs(limit) * self.den_bound)
        return Exact(np.minimum(self.num, limit * self.den), self.den, self.bound, self.den_bound)

    def at_least(self, limit: int) -> "Exact":
        """Give max(self, limit)."""
        most = checked(abs(limit) * self.den_bound)
        return Exact(np.maximum(self.num, limit * self.den), self.den, max(self.bound, most), self.den_bound)

    def where(self, mask: Flags, value: int) -> "Exact":
        """Put ``value`` where ``mask`` says."""
        if not mask.any():
            return self
        most = checked(abs(value) * self.den_bound)
        return Exact(np.where(mask, value * self.den, self.num), self.den, max(self.bound, most), self.den_bound)

    def steps(self, unit: Fraction | int, rounding: StepRounding) -> "Exact":
        """How many steps of ``unit`` lie in each."""
        quotient = self if unit == 1 else self.times(1 / Fraction(unit))
        if rounding is StepRounding.CONTINUOUS or quotient.is_whole:
            return quotient
        named = {StepRounding.CEILING: Rounding.CEILING, StepRounding.FLOOR: Rounding.FLOOR}
        whole = divided(quotient.num, quotient.den, named.get(rounding, Rounding.HALF_UP))
        return Exact(whole, 1, quotient.bound, 1)

    def rounded(self, unit: int, rounding: Rounding) -> Ints:
        """Round to whole multiples of ``unit``."""
        if unit == 1 and self.is_whole:
            return self.num
        checked(2 * self.den_bound * unit)
        return divided(self.num, self.den * unit, rounding) * unit
