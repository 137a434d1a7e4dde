"""The values facts take, each with the state it is in.

OPEN means more may still come before its day (未到期); UNJUDGED that nobody has decided yet (未评定).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Any

from bihuan.progress.matching import Tally


class FactState(Enum):
    """Whether a fact can still change."""

    SETTLED = "settled"
    OPEN = "open"
    UNJUDGED = "unjudged"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a fact rests on, for explanation only: row ids, and named parts."""

    records: tuple[str, ...] = ()
    notes: Mapping[str, Any] = field(default_factory=dict)


NOTHING = Evidence()


@dataclass(frozen=True, slots=True)
class NumberFact:
    """A count or an amount."""

    value: int | Fraction
    state: FactState = FactState.SETTLED
    evidence: Evidence = NOTHING


@dataclass(frozen=True, slots=True)
class RatioFact:
    """A ratio; without a denominator it is 0 of 0 and UNJUDGED or OPEN."""

    numerator: int | Fraction
    denominator: int | Fraction
    state: FactState = FactState.SETTLED
    evidence: Evidence = NOTHING

    @property
    def value(self) -> Fraction:
        """The ratio; 0 without a denominator."""
        return Fraction(self.numerator) / self.denominator if self.denominator else Fraction(0)


@dataclass(frozen=True, slots=True)
class BooleanFact:
    """Whether a situation is there; None while nobody has judged."""

    value: bool | None
    evidence: Evidence = NOTHING


@dataclass(frozen=True, slots=True)
class LevelsFact:
    """Levels that pick bands: one for a judgement or an external grade, any number for honours.

    Each is (what it belongs to, level); of levels that belong to the same honour only the best band counts.
    """

    levels: tuple[tuple[str, str], ...]
    state: FactState = FactState.SETTLED
    highest_only: bool = False
    evidence: Evidence = NOTHING


@dataclass(frozen=True, slots=True)
class ChecklistFact:
    """Which items of a list are lacking; None while nobody has judged."""

    missing: tuple[str, ...] | None
    items: int
    evidence: Evidence = NOTHING


@dataclass(frozen=True, slots=True)
class JudgedValueFact:
    """The value an assessor gave within a range; None while nobody has judged."""

    value: Fraction | None
    evidence: Evidence = NOTHING


@dataclass(frozen=True, slots=True)
class ScoreFact:
    """A score over other periods (引用得分), in points under the three outlooks."""

    best: Fraction
    middle: Fraction
    worst: Fraction


FactValue = ScoreFact | NumberFact | RatioFact | BooleanFact | LevelsFact | ChecklistFact | JudgedValueFact | Tally
