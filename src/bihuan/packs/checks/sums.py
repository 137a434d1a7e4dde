"""What the lines of a measure can come to by their own numbers, appraisal period by appraisal period."""

from dataclasses import dataclass
from fractions import Fraction

from bihuan.appraisal.choices import Relation
from bihuan.appraisal.grammar import Component, Measure, Rate
from bihuan.basics.nodes import Amount, Points, Unit
from bihuan.packs.checks.ranges import excludes
from bihuan.packs.checks.survey import Survey
from bihuan.packs.grammar import Cycle
from bihuan.responsibility.grammar import Requirement

_MONTHS = {Cycle.YEAR: 12, Cycle.HALF_YEAR: 6, Cycle.QUARTER: 3, Cycle.MONTH: 1, Cycle.TWO_YEARS: 24}
_WINDOW_MONTHS = {"月": 1, "季": 3, "半年": 6, "年": 12}
MOST_SETS = 256
_MINUTES = {Unit.HOURS: 45, Unit.DAYS: 480}


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The sums of one survey in one of the appraisal periods of a year, counted from 0."""

    survey: Survey
    period: int = 0

    def windows(self, requirement: Requirement) -> int:
        """How many windows of a requirement end in this period."""
        months = _MONTHS[self.survey.pack.cycle]
        if requirement.every == "周":
            return max(4, months * 52 // 12)
        if requirement.every in _WINDOW_MONTHS:
            length = _WINDOW_MONTHS[requirement.every]
            return (self.period + 1) * months // length - self.period * months // length
        named = next((one for one in self.survey.whole.windows if one.name == requirement.every), None)
        if named is None:
            return 1
        start = self.survey.pack.year_from.month
        ends = [(last.month - start) % 12 // min(months, 12) for _, last in named.spans]
        return sum(end == self.period for end in ends) * max(1, months // 12)


def reckonings(survey: Survey) -> list[Reckoning]:
    """Give one reckoning for each appraisal period of a year."""
    return [Reckoning(survey, period) for period in range(max(1, 12 // _MONTHS[survey.pack.cycle]))]


def in_base(amount: Amount) -> Fraction:
    """Give an amount in its smallest unit: minutes for lengths of time, else as it is."""
    return amount.value * _MINUTES.get(amount.unit, 1)


def _most(price: Points | None, full: Fraction) -> Fraction | None:
    """The most a price can be; None for all the points."""
    if price is None:
        return Fraction(0)
    if price.whole or price.high is None:
        return None
    return min(price.high, full) if price.low != price.high else price.high


def _rate_most(
    rate: Rate, price: Points | None, component: Component, full: Fraction, reckoning: Reckoning
) -> Fraction | None:
    """The most one line can come to by its own numbers; None if nothing but the maximum bounds it."""
    most = _most(price, full)
    if most is not None and rate.per_missing:
        if rate.target is not None:
            steps = rate.target / rate.per_missing.value
        else:
            demands = reckoning.survey.demands(component)
            asked = sum((in_base(one.at_least) * reckoning.windows(one) for one in demands), Fraction(0))
            steps = asked / in_base(rate.per_missing)
        most *= -(-steps.numerator // steps.denominator)
    elif most is not None and rate.per_absent_item and component.judged:
        most *= Fraction(len(component.judged.checklist)) / rate.per_absent_item.value
    elif rate.per_late or rate.per_each or rate.times is not None or rate.per_below or rate.per_above:
        most = None
    return most if rate.cap is None else rate.cap if most is None else min(most, rate.cap)


def component_most(component: Component, awards: bool, full: Fraction, reckoning: Reckoning) -> Fraction | None:
    """The most a component can give (or take) by its own numbers; None if only the maximum bounds it."""
    rates = component.awards if awards else component.deductions
    prices = [rate.award if awards else rate.deduct for rate in rates]
    parts = [_rate_most(rate, price, component, full, reckoning) for rate, price in zip(rates, prices, strict=True)]
    ladder = [_most(band.award if awards else band.deduct, full) for band in component.bands]
    if ladder:
        parts.append(None if None in ladder else max(one for one in ladder if one is not None))
    known = [part for part in parts if part is not None]
    total = sum(known, Fraction(0)) if len(known) == len(parts) else None
    return total if component.cap is None else component.cap if total is None else min(total, component.cap)


def _together(measure: Measure, inclusive: bool) -> list[list[Component]]:
    """The sets of components that can apply to one organisation at the same time."""
    always = [one for one in measure.components if one.applies is None]
    sets: list[list[Component]] = [[]]
    for component in measure.components:
        if component.applies is None:
            continue
        joined = [
            [*chosen, component]
            for chosen in sets
            if not any(excludes(one.applies, component.applies, inclusive) for one in chosen if one.applies)
        ]
        sets = [*sets, *joined] if len(sets) <= MOST_SETS else [[*chosen, component] for chosen in sets]
    return [[*always, *chosen] for chosen in sets]


def named_sum(measure: Measure, awards: bool, survey: Survey) -> tuple[Fraction, bool]:
    """The most the components can come to together, and whether all of them are bounded by their own numbers."""
    relation = measure.relation or survey.pack.choices.relation_default
    worst_only = not awards and relation is Relation.WORST
    sums: list[Fraction] = []
    bounded = True
    for reckoning in reckonings(survey):
        most = {one.name: component_most(one, awards, measure.max, reckoning) for one in measure.components}
        bounded = bounded and None not in most.values()
        together = _together(measure, survey.pack.choices.bounds_inclusive)
        sums += [_sum(chosen, most, awards, worst_only) for chosen in together]
    return max(sums), bounded


def _sum(chosen: list[Component], most: dict[str, Fraction | None], awards: bool, worst_only: bool) -> Fraction:
    groups: dict[str, list[Fraction]] = {}
    for component in chosen:
        groups.setdefault(component.alternative_group or f"/{component.name}", []).append(
            most[component.name] or Fraction(0)
        )
    tops = [sum(parts, Fraction(0)) if awards else max(parts) for parts in groups.values()]
    return max(tops, default=Fraction(0)) if worst_only else sum(tops, Fraction(0))
