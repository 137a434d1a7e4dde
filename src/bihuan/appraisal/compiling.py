"""Compiling a rule set for a period, once a pack and period, reused for every branch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from bihuan.appraisal.choices import Choices, NoRuleItems, StepRounding
from bihuan.appraisal.compiled import (
    CompiledBand,
    CompiledComponent,
    CompiledMeasure,
    CompiledRate,
    CompiledRules,
    RequirementUnit,
)
from bihuan.appraisal.grammar import (
    Band,
    Component,
    Direct,
    Fact,
    Judged,
    JudgedAs,
    Measure,
    Nature,
    Rate,
    Start,
    Subject,
    Veto,
)
from bihuan.appraisal.qualifying import asks_more
from bihuan.appraisal.rule_set import RuleSet
from bihuan.basics.nodes import Points
from bihuan.basics.periods import Period, part_of
from bihuan.organisations.rows import Tier
from bihuan.progress.grammar import Sharing
from bihuan.progress.matching import BASE_UNITS, Demand, demand
from bihuan.responsibility.grammar import EVERYTHING, Applies, Duty, Requirement
from bihuan.responsibility.windows import windows_of


@dataclass
class _Compiler:
    rules: RuleSet
    period: Period
    units: list[RequirementUnit] = field(default_factory=list)
    known: dict[tuple[str, str], RequirementUnit] = field(default_factory=dict)
    conditions: dict[str, Applies] = field(default_factory=lambda: {repr(EVERYTHING): EVERYTHING})

    def condition(self, applies: Applies) -> Applies:
        """Give the one object that stands for all equal conditions, so that each is decided once a branch."""
        return self.conditions.setdefault(repr(applies), applies)

    def unit(
        self, requirement: Requirement, name: str, targets: frozenset[str], subject: Subject | None, duty: Duty | None
    ) -> RequirementUnit:
        key = (name, repr(subject))
        if key not in self.known:
            windows = windows_of(requirement, self.period, self.rules.time)
            total_parts = len(windows[0].parts) if windows and windows[0].parts else 0
            asked = demand(requirement, windows)
            made = RequirementUnit(
                len(self.units),
                name,
                targets,
                requirement,
                asked if not total_parts else _times(asked, total_parts),
                subject,
                frozenset(requirement.records or requirement.submissions),
                total_parts,
                self._sharing_group(name, targets),
                (duty.in_force_from or date.min, duty.in_force_to) if duty else None,
                duty,
                not (asks_more(requirement) or self._kinds_ask_more(requirement)),
            )
            self.known[key] = made
            self.units.append(made)
        return self.known[key]

    def _kinds_ask_more(self, requirement: Requirement) -> bool:
        asked = [self.rules.kinds[name] for name in requirement.records if name in self.rules.kinds]
        return any(kind.minutes or kind.must_speak for kind in asked)

    def _sharing_group(self, name: str, targets: frozenset[str]) -> int | None:
        if self.rules.sharing.sharing_default is Sharing.EXCLUSIVE:
            return 0
        names = targets | {name, name.split("#")[0]}
        groups = self.rules.sharing.exclusive
        return next((number for number, group in enumerate(groups) if names & set(group)), None)

    def fact_units(
        self, fact: Fact, owner: str, targets: frozenset[str], subject: Subject | None
    ) -> list[RequirementUnit]:
        made = []
        for duty_id in fact.duties:
            duty = self.rules.duties[duty_id]
            if duty.requirement:
                made.append(self.unit(duty.requirement, duty_id, frozenset({duty_id}), subject, duty))
        inline = fact.requirement or (fact.ratio.requirement if fact.ratio else ())
        for number, requirement in enumerate(inline):
            made.append(self.unit(requirement, f"{owner}#{number}", targets, subject, None))
        return made

    def component(self, component: Component, measure: Measure) -> CompiledComponent:
        subject = component.subject or measure.subject
        per_point = self.rules.per_point
        maximum = _whole(measure.max, per_point)
        rates = tuple(
            _rate(rate, sign, component, maximum, per_point, self.rules.choices)
            for sign, listed in ((-1, component.deductions), (1, component.awards))
            for rate in listed
        )
        bands = tuple(_band(band, maximum, per_point) for band in component.bands)
        cap = _whole(component.cap, per_point) if component.cap is not None else None
        owner = f"{measure.id}/{component.name}"
        return CompiledComponent(
            component,
            measure.id,
            tuple(self.fact_units(component, owner, frozenset({measure.id}), subject)),
            rates,
            bands,
            cap,
            self.condition(component.applies or EVERYTHING),
            subject,
            any(rate.is_data for rate in rates),
            cap if cap is not None else maximum,
        )

    def measure(self, measure: Measure) -> CompiledMeasure:
        per_point = self.rules.per_point
        listed = measure.components or _no_rule_component(measure, self.rules.choices)
        components = () if measure.nature is Nature.CHECK and not listed else listed
        compiled = tuple(self.component(one, measure) for one in components)
        maximum = _whole(measure.max, per_point)
        return CompiledMeasure(
            measure,
            self.condition(measure.applies),
            compiled,
            maximum if _starts_full(measure) else 0,
            maximum,
            maximum + _whole(measure.beyond_max or Fraction(0), per_point),
            measure.relation or self.rules.choices.relation_default,
            self._instalments(measure),
            self.period,
        )

    def _instalments(self, measure: Measure) -> tuple[CompiledMeasure, ...]:
        if measure.instalments is None:
            return ()
        every = Requirement(records=("",), every=measure.instalments.every)
        single = measure.model_copy(update={"instalments": None})
        parts = windows_of(every, self.period, self.rules.time)
        return tuple(_Compiler(self.rules, Period(part.start, part.end, part.key)).measure(single) for part in parts)

    def fact_only(self, fact: Veto | Direct, owner: str) -> CompiledComponent:
        """Compile a veto or direct grade: its fact without points."""
        names = {name: getattr(fact, name) for name in fact.fact_names()}
        component = Component(name=owner, **names)
        units = tuple(self.fact_units(component, owner, frozenset({owner}), None))
        return CompiledComponent(component, owner, units, (), (), None, EVERYTHING, None, False, 0)


def duty_subject(duty: Duty) -> Subject | None:
    """Whom a duty is counted for, unless a measure says otherwise.

    A duty of Party groups: each group; a duty of a post whose requirement names a role (身份): each holder; else the
    organisation.
    """
    if duty.tier == Tier.PARTY_GROUP:
        return Subject(groups=True)
    if duty.post != "组织" and duty.requirement is not None and duty.requirement.role:
        return Subject(posts=(duty.post,))
    return None


def _times(asked: Demand, parts: int) -> Demand:
    return Demand(asked.requirement, asked.windows, asked.need * parts, asked.scale, asked.by_day, asked.by_key)


def _whole(value: Fraction, per_point: int) -> int:
    return int(value * per_point)


def _starts_full(measure: Measure) -> bool:
    if measure.nature in (Nature.BONUS, Nature.PENALTY):
        return False
    if measure.start is not None:
        return measure.start is Start.FULL
    awards = any(one.awards or any(band.award for band in one.bands) for one in measure.components)
    return not awards


def _no_rule_component(measure: Measure, choices: Choices) -> tuple[Component, ...]:
    if measure.components or measure.nature is Nature.CHECK or choices.no_rule_items is NoRuleItems.CHECK:
        return ()
    price = Points(Fraction(0), None)
    rate = Rate(deduct=price)
    return (Component(name=measure.measure, judged=Judged(how=JudgedAs.VALUE), deductions=(rate,)),)


def _price(points: Points, maximum: int, per_point: int) -> tuple[int, int, bool]:
    if points.whole:
        return maximum, maximum, True
    high = maximum if points.high is None else _whole(points.high, per_point)
    return _whole(points.low, per_point), high, False


def _rate(rate: Rate, sign: int, component: Component, maximum: int, per_point: int, choices: Choices) -> CompiledRate:
    points = rate.deduct or rate.award
    low, high, whole = _price(points, maximum, per_point) if points else (per_point, per_point, False)
    rounding = rate.rounding or _default_rounding(rate, choices)
    judged_value = component.judged is not None and component.judged.how is JudgedAs.VALUE
    is_data = (
        (rounding is StepRounding.CONTINUOUS and rate.when is None)
        or rate.proportional
        or rate.times is not None
        or judged_value
    )
    cap = _whole(rate.cap, per_point) if rate.cap is not None else None
    return CompiledRate(rate, sign, _step_unit(rate), low, high, whole, cap, rounding, is_data)


def _step_unit(rate: Rate) -> int | Fraction:
    amount = rate.per_missing or rate.per_late or rate.per_each or rate.per_absent_item
    unit = amount.value * BASE_UNITS.get(amount.unit, 1) if amount else rate.per_below or rate.per_above or Fraction(1)
    return unit.numerator if unit.denominator == 1 else unit


def _default_rounding(rate: Rate, choices: Choices) -> StepRounding:
    if rate.per_below is not None or rate.per_above is not None:
        return choices.ratio_rounding
    if rate.per_each is not None:
        return StepRounding.FLOOR
    return StepRounding.CEILING


def _band(band: Band, maximum: int, per_point: int) -> CompiledBand:
    points = band.award or band.deduct
    if points is None:
        return CompiledBand(band, 0, False)
    amount, _, whole = _price(points, maximum, per_point)
    return CompiledBand(band, amount if band.award else -amount, whole and band.deduct is not None)


def compile_rules(rules: RuleSet, period: Period, only: Sequence[Measure] | None = None) -> CompiledRules:
    """Prepare ``rules`` for ``period``; ``only`` restricts it to some measures (used for scores of parts)."""
    compiler = _Compiler(rules, period)
    duty_units = {
        duty.id: compiler.unit(duty.requirement, duty.id, frozenset({duty.id}), duty_subject(duty), duty)
        for duty in rules.duties.values()
        if duty.requirement
    }
    chosen = rules.measures if only is None else only
    measures = tuple(compiler.measure(measure) for measure in chosen)
    vetoes = tuple(compiler.fact_only(veto, veto.id) for veto in rules.vetoes)
    direct = tuple(
        compiler.fact_only(one, f"直接定级/{one.name}") for one in (rules.grading.direct if rules.grading else ())
    )
    numbers = sorted({unit.shares_with for unit in compiler.units if unit.shares_with is not None})
    groups = tuple(tuple(unit for unit in compiler.units if unit.shares_with == number) for number in numbers)
    parts = _parts(rules, chosen, period) if only is None else {}
    return CompiledRules(rules, period, tuple(compiler.units), measures, vetoes, direct, duty_units, groups, parts)


def _parts(rules: RuleSet, measures: Sequence[Measure], period: Period) -> Mapping[str, CompiledRules]:
    named = {
        name
        for measure in measures
        for component in measure.components
        if component.score_of
        for name in component.score_of.period
    }
    rest = [measure for measure in measures if not any(component.score_of for component in measure.components)]
    found = {name: part_of(period, name, rules.time.year_from) for name in sorted(named)}
    return {
        name: compile_rules(rules, part, rest)
        for name, part in found.items()
        if part.start >= period.start and part.end <= period.end
    }
