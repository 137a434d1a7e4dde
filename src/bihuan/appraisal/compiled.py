"""A pack made ready for one period: windows cut, prices turned into integers, requirements numbered.

Points are integers of ``1 / per_point`` of a point, one common denominator a pack, so that every price is whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from bihuan.appraisal.choices import Relation, StepRounding
from bihuan.appraisal.grammar import Band, Component, Measure, Rate, Subject
from bihuan.appraisal.rule_set import RuleSet
from bihuan.basics.periods import Period
from bihuan.progress.matching import Demand
from bihuan.responsibility.grammar import Applies, Duty, Requirement


@dataclass(frozen=True)
class RequirementUnit:
    """One requirement of one kind of subject, cut into the windows of the period.

    ``targets`` are the ids an exemption may name; ``shares_with`` is the number of its exclusive group, if any;
    ``is_plain`` says that a record of the right kind counts without any further test.
    """

    index: int
    name: str
    targets: frozenset[str]
    requirement: Requirement
    demand: Demand
    subject: Subject | None
    kinds: frozenset[str]
    total_parts: int
    shares_with: int | None
    in_force: tuple[date, date | None] | None
    duty: Duty | None
    is_plain: bool


@dataclass(frozen=True, slots=True)
class CompiledRate:
    """A rate with its price in units.

    ``unit`` is what one step is of, in base units; ``is_data`` says its amount comes from dividing data and is rounded.
    """

    rate: Rate
    sign: int
    unit: int | Fraction
    low: int
    high: int
    whole: bool
    cap: int | None
    rounding: StepRounding
    is_data: bool


@dataclass(frozen=True, slots=True)
class CompiledBand:
    """A step of a ladder with what it adds (negative: takes) in units."""

    band: Band
    amount: int
    whole: bool


@dataclass(frozen=True)
class CompiledComponent:
    """A component ready to evaluate."""

    component: Component
    measure: str
    units: tuple[RequirementUnit, ...]
    rates: tuple[CompiledRate, ...]
    bands: tuple[CompiledBand, ...]
    cap: int | None
    applies: Applies
    subject: Subject | None
    is_data: bool
    limit: int
    """What an open-ended award could reach: the cap, else the measure's maximum."""

    @property
    def gathers(self) -> bool:
        """Whether points are gathered here rather than lost."""
        return any(rate.sign > 0 for rate in self.rates) or any(band.amount > 0 for band in self.bands)

    @property
    def floors_at_zero(self) -> bool:
        """Whether this component gathers points and so never goes below zero (if the pack says so)."""
        return any(rate.sign > 0 for rate in self.rates)


@dataclass(frozen=True)
class CompiledMeasure:
    """A measure ready to evaluate: start, maximum and top in units."""

    measure: Measure
    applies: Applies
    components: tuple[CompiledComponent, ...]
    start: int
    max: int
    top: int
    relation: Relation
    instalments: tuple["CompiledMeasure", ...]
    period: Period

    @cached_property
    def has_windows(self) -> bool:
        """Whether any component counts obligations, so that exemptions act window by window."""
        return any(component.units for component in self.components)

    @cached_property
    def has_alternatives(self) -> bool:
        """Whether components stand in groups of which only the dearest counts."""
        return any(component.component.alternative_group for component in self.components)


@dataclass(frozen=True)
class CompiledRules:
    """A rule set ready for one period."""

    rules: RuleSet
    period: Period
    units: tuple[RequirementUnit, ...]
    measures: tuple[CompiledMeasure, ...]
    vetoes: tuple[CompiledComponent, ...]
    direct: tuple[CompiledComponent, ...]
    duty_units: Mapping[str, RequirementUnit]
    sharing_groups: tuple[tuple[RequirementUnit, ...], ...]
    parts: Mapping[str, "CompiledRules"]
    """The same rules for the parts of the year that 引用得分 names, without the measures that refer to scores."""

    @property
    def per_point(self) -> int:
        """Units in a point."""
        return self.rules.per_point
