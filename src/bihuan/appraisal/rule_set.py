"""What evaluation needs of a pack, free of files and sources, and the unit that makes every price whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import lcm

from bihuan.appraisal.choices import Choices
from bihuan.appraisal.grammar import Grading, Measure, Section, Veto
from bihuan.basics.nodes import Points
from bihuan.progress.grammar import RecordKind, SharingRules
from bihuan.responsibility.grammar import Duty
from bihuan.responsibility.windows import TimeRules

THOUSAND = 1000


@dataclass(frozen=True)
class RuleSet:
    """What evaluation needs of a pack (with what it builds on), free of files and sources."""

    choices: Choices
    time: TimeRules
    in_force: tuple[date, date | None]
    kinds: Mapping[str, RecordKind]
    sharing: SharingRules
    duties: Mapping[str, Duty]
    sections: tuple[Section, ...]
    measures: tuple[Measure, ...]
    vetoes: tuple[Veto, ...]
    grading: Grading | None
    bonus_cap: Fraction | None
    incomplete: bool

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """Other names of record kinds, to the name."""
        return {alias: kind.kind for kind in self.kinds.values() for alias in kind.also_called}

    @cached_property
    def per_point(self) -> int:
        """How many units a point has: the least that makes thousandths and every price whole."""
        return lcm(THOUSAND, *(value.denominator for value in _prices(self)))


def _prices(rules: RuleSet) -> Iterable[Fraction]:
    for measure in rules.measures:
        yield measure.max
        yield measure.beyond_max or Fraction(0)
        for component in measure.components:
            yield component.cap or Fraction(0)
            for rate in (*component.deductions, *component.awards):
                yield rate.cap or Fraction(0)
                yield from _price_parts(rate.deduct or rate.award)
            for band in component.bands:
                yield from _price_parts(band.deduct or band.award)


def _price_parts(points: Points | None) -> Iterable[Fraction]:
    if points is not None:
        yield points.low
        if points.high is not None:
            yield points.high
