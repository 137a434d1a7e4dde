"""Arithmetic that cannot reconcile: sums beyond the maximum, items that never move, sections that do not add up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bihuan.appraisal.choices import NoRuleItems, Relation
from bihuan.appraisal.grammar import Component, Measure, Nature, Rate
from bihuan.basics.nodes import Amount, Points, Unit
from bihuan.basics.numbers import number_text
from bihuan.basics.problems import Problem
from bihuan.packs.checks.measures import awards_of, deducts_of, starts_full
from bihuan.packs.checks.ranges import excludes
from bihuan.packs.checks.survey import Survey
from bihuan.packs.grammar import Cycle
from bihuan.packs.outline import KeyPath
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


def _reckonings(survey: Survey) -> list[Reckoning]:
    return [Reckoning(survey, period) for period in range(max(1, 12 // _MONTHS[survey.pack.cycle]))]


def _in_base(amount: Amount) -> Fraction:
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
            asked = sum((_in_base(one.at_least) * reckoning.windows(one) for one in demands), Fraction(0))
            steps = asked / _in_base(rate.per_missing)
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


def _named_sum(measure: Measure, awards: bool, survey: Survey) -> tuple[Fraction, bool]:
    """The most the components can come to together, and whether all of them are bounded by their own numbers."""
    relation = measure.relation or survey.pack.choices.relation_default
    worst_only = not awards and relation is Relation.WORST
    sums: list[Fraction] = []
    bounded = True
    for reckoning in _reckonings(survey):
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


def check_sums(survey: Survey) -> Iterator[Problem]:
    """Warn of sums beyond the maximum, and of awards that never reach it."""
    for index, measure in enumerate(survey.pack.measures):
        path: KeyPath = ("指标表", index)
        if measure.nature in (Nature.CHECK, Nature.PENALTY):
            continue
        ceiling = measure.max + (measure.beyond_max or 0)
        taken, _ = _named_sum(measure, awards=False, survey=survey)
        given, bounded = _named_sum(measure, awards=True, survey=survey)
        reach = given if not starts_full(measure) else measure.max + given
        if taken > max(measure.max, reach if bounded else measure.max):
            what = f"列出的扣分最多 {number_text(taken)} 分，满分 {number_text(measure.max)} 分"
            yield survey.problem("P201", path, what)
        if reach > ceiling:
            what = f"列出的得分最多到 {number_text(reach)} 分，满分 {number_text(ceiling)} 分"
            yield survey.problem("P201", path, what)
        elif measure.nature is Nature.SCORED and given and bounded and reach < measure.max:
            what = f"全部做到只得 {number_text(reach)} 分，满分 {number_text(measure.max)} 分"
            yield survey.problem("P209", path, what)


def check_movement(survey: Survey) -> Iterator[Problem]:
    """Warn of items whose points can never change."""
    for index, measure in enumerate(survey.pack.measures):
        if measure.nature is Nature.CHECK or _can_move(measure, survey):
            continue
        yield survey.problem("P202", ("指标表", index), f"“{measure.measure}”扣不了分也得不了分")


def _can_move(measure: Measure, survey: Survey) -> bool:
    if not measure.components:
        return measure.nature is Nature.SCORED and survey.pack.choices.no_rule_items is NoRuleItems.JUDGED
    if measure.nature is Nature.PENALTY:
        return _any(measure.components, False, survey)
    takes, gives = _any(measure.components, False, survey), _any(measure.components, True, survey)
    if starts_full(measure):
        return measure.max > 0 and (takes or (gives and bool(measure.beyond_max)))
    return gives


def _any(components: Sequence[Component], awards: bool, survey: Survey) -> bool:
    able = [one for one in components if (awards_of(one) if awards else deducts_of(one))]
    return any(
        component_most(one, awards, Fraction(1), reckoning) != 0 for reckoning in _reckonings(survey) for one in able
    )


def check_sections(survey: Survey) -> Iterator[Problem]:
    """Warn of sections whose maximum is not the sum of their measures."""
    for index, section in enumerate(survey.pack.sections):
        if section.max is None:
            continue
        variants: dict[str, Fraction] = {}
        for measure in survey.pack.measures:
            if measure.section == section.section and measure.nature is Nature.SCORED:
                name = f"变体组/{measure.variant_of}" if measure.variant_of else measure.id
                variants[name] = max(measure.max, variants.get(name, Fraction(0)))
        total = sum(variants.values(), Fraction(0))
        if total != section.max:
            what = f"板块满分 {number_text(section.max)}，评分指标合计 {number_text(total)}"
            yield survey.problem("P208", ("板块表", index), what)


def check_overrides(survey: Survey) -> Iterator[Problem]:
    """Check that overriding a duty is open, and warn where it asks less than what it overrides."""
    before = {duty.id: duty for duty in survey.overridden}
    for index, duty in enumerate(survey.pack.duties):
        path: KeyPath = ("责任清单", index)
        old = before.get(duty.overrides)
        if old is None:
            continue
        if duty.stricter_than is None or duty.stricter_than not in old.basis:
            clauses = "、".join(f"{basis.source} {basis.clause}" for basis in old.basis)
            yield survey.problem("P163", path, f"覆盖“{old.id}”，要写“严于”它的依据：{clauses}")
        elif duty.stricter_than not in duty.basis or len(duty.basis) < 2:
            yield survey.problem("P163", (*path, "依据"), "“依据”里要同时写上级条款和本单位的条款")
        new_ask, old_ask = _yearly(duty.requirement, survey), _yearly(old.requirement, survey)
        if new_ask and old_ask and new_ask[1] == old_ask[1] and new_ask[0] < old_ask[0]:
            what = f"覆盖后一期要求 {number_text(new_ask[0])}，原来是 {number_text(old_ask[0])}"
            yield survey.problem("P164", path, what)


def _yearly(requirement: Requirement | None, survey: Survey) -> tuple[Fraction, bool] | None:
    if requirement is None or (requirement.deadline and requirement.deadline.after_event):
        return None
    timed = requirement.at_least.unit in (Unit.MINUTES, Unit.HOURS, Unit.DAYS)
    year = Survey(survey.pack.model_copy(update={"cycle": Cycle.YEAR}), survey.whole, survey.tree)
    return _in_base(requirement.at_least) * Reckoning(year).windows(requirement), timed
