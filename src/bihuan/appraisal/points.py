"""From facts to points: what each rate and ladder gives under the best, the middle and the worst outlook.

Best: all that is not due yet gets done and all that is not judged goes well; middle: what is not judged goes badly;
worst: nothing more gets done either. The differences are what is not due, not judged, and lost.
"""

from dataclasses import dataclass
from fractions import Fraction

from bihuan.appraisal.choices import StepRounding
from bihuan.appraisal.compiled import CompiledBand, CompiledComponent, CompiledRate
from bihuan.appraisal.grammar import When
from bihuan.appraisal.rule_set import THOUSAND
from bihuan.appraisal.values import (
    BooleanFact,
    ChecklistFact,
    FactState,
    FactValue,
    JudgedValueFact,
    LevelsFact,
    NumberFact,
    RatioFact,
    ScoreFact,
)
from bihuan.basics.numbers import Rounding, divide
from bihuan.progress.matching import Tally
from bihuan.responsibility.conditions import within_bounds

Units = int | Fraction


@dataclass(frozen=True, slots=True)
class Outlook:
    """How what is still open is taken: whether things not due get done, and whether judgements go well."""

    will_be_done: bool
    judged_well: bool


BEST = Outlook(will_be_done=True, judged_well=True)
MIDDLE = Outlook(will_be_done=True, judged_well=False)
WORST = Outlook(will_be_done=False, judged_well=False)
OUTLOOKS = (BEST, MIDDLE, WORST)

Triple = tuple[int, int, int]
"""Points in units under the best, the middle and the worst outlook."""


def is_settled(fact: FactValue) -> bool:
    """Whether the fact is the same under every outlook."""
    if isinstance(fact, Tally):
        return not fact.pending and not fact.recoverable
    if isinstance(fact, NumberFact | RatioFact | LevelsFact):
        return fact.state is FactState.SETTLED
    if isinstance(fact, ScoreFact):
        return False
    return (fact.missing if isinstance(fact, ChecklistFact) else fact.value) is not None


def steps(amount: Units, unit: Units, rounding: StepRounding) -> Units:
    """How many steps of ``unit`` lie in ``amount`` (not negative)."""
    if isinstance(amount, int) and isinstance(unit, int) and amount % unit == 0:
        return amount // unit
    quotient = Fraction(amount) / unit
    if quotient.denominator == 1:
        return quotient.numerator
    if rounding is StepRounding.CONTINUOUS:
        return quotient
    named = {StepRounding.CEILING: Rounding.CEILING, StepRounding.FLOOR: Rounding.FLOOR}
    return divide(quotient.numerator, quotient.denominator, named.get(rounding, Rounding.HALF_UP))


def _from_requirement(rate: CompiledRate, fact: Tally, outlook: Outlook) -> Units | None:
    made_up = fact.late + (fact.recoverable if outlook.will_be_done else 0)
    missing = fact.missing - fact.recoverable if outlook.will_be_done else fact.missing + fact.pending
    done = fact.done + (fact.pending + fact.recoverable if outlook.will_be_done else 0)
    written = rate.rate
    if written.per_missing:
        return steps(missing, rate.unit, rate.rounding) * rate.low
    if written.per_late:
        return steps(made_up, rate.unit, rate.rounding) * rate.low
    if written.per_each:
        return steps(done, rate.unit, rate.rounding) * rate.low
    if written.when:
        fires = {When.SHORT: missing > 0, When.LATE: made_up > 0, When.PRESENT: done > 0, When.ABSENT: done == 0}
        return rate.low if fires[written.when] else 0
    if written.proportional:
        return Fraction(done) / fact.due * rate.low
    return None


def _limit(rate: CompiledRate, component: CompiledComponent) -> int:
    return rate.cap if rate.cap is not None else component.limit


def _from_number(rate: CompiledRate, fact: NumberFact, outlook: Outlook, component: CompiledComponent) -> Units | None:
    written, value = rate.rate, fact.value
    unjudged, is_open = fact.state is FactState.UNJUDGED, fact.state is FactState.OPEN
    earns = rate.sign > 0
    if written.per_each or written.times is not None:
        if unjudged and earns == outlook.judged_well:
            return _limit(rate, component)
        if is_open and earns and outlook.will_be_done:
            return max(_limit(rate, component), _per_value(rate, value))
        return _per_value(rate, value)
    hopeful = (unjudged and outlook.judged_well) or (is_open and outlook.will_be_done)
    if written.when in (When.PRESENT, When.ABSENT):
        there = value > 0
        if unjudged:
            there = (earns == (written.when is When.PRESENT)) == outlook.judged_well
        elif is_open and outlook.will_be_done and earns == (written.when is When.PRESENT):
            there = True
        return rate.low if there == (written.when is When.PRESENT) else 0
    return _against_target(rate, value, hopeful)


def _per_value(rate: CompiledRate, value: Units) -> Units:
    written = rate.rate
    if written.times is not None:
        return Fraction(value) * written.times * rate.low
    if written.per_each is None:
        return 0
    return steps(value, rate.unit, rate.rounding) * rate.low


def _against_target(rate: CompiledRate, value: Units, hopeful: bool) -> Units | None:
    written, target = rate.rate, rate.rate.target
    if target is None:
        return None
    seen = max(Fraction(value), target) if hopeful else Fraction(value)
    if written.per_missing:
        return steps(max(Fraction(0), target - seen), rate.unit, rate.rounding) * rate.low
    if written.per_below is not None:
        return steps(max(Fraction(0), target - seen), rate.unit, rate.rounding) * rate.low
    if written.per_above is not None:
        return steps(max(Fraction(0), seen - target), rate.unit, rate.rounding) * rate.low
    if written.when is When.SHORT:
        return rate.low if seen < target else 0
    return None


def _from_ratio(rate: CompiledRate, fact: RatioFact, outlook: Outlook) -> Units | None:
    hopeful = (fact.state is FactState.UNJUDGED and outlook.judged_well) or (
        fact.state is FactState.OPEN and outlook.will_be_done
    )
    if rate.rate.proportional:
        return rate.low if hopeful else fact.value * rate.low
    return _against_target(rate, fact.value, hopeful)


def _from_boolean(rate: CompiledRate, fact: BooleanFact, outlook: Outlook) -> Units:
    wanted = rate.rate.when is not When.ABSENT
    there = (rate.sign > 0) == outlook.judged_well if fact.value is None else fact.value == wanted
    return rate.low if there else 0


def _from_checklist(rate: CompiledRate, fact: ChecklistFact, outlook: Outlook) -> Units:
    missing = (0 if outlook.judged_well else fact.items) if fact.missing is None else len(fact.missing)
    return steps(missing, rate.unit, rate.rounding) * rate.low


def _from_judged_value(rate: CompiledRate, fact: JudgedValueFact, outlook: Outlook, per_point: int) -> Units:
    if fact.value is None:
        return rate.high if (rate.sign > 0) == outlook.judged_well else 0
    given = fact.value * per_point
    return given if given == 0 else min(max(given, Fraction(rate.low)), Fraction(rate.high))


def rate_amount(
    rate: CompiledRate, fact: FactValue, outlook: Outlook, component: CompiledComponent, per_point: int
) -> Units:
    """What a rate takes or gives (never negative, in units) for ``fact`` under ``outlook``, within its cap.

    Raises ``ValueError`` when the rate makes no sense for the fact, which checking a pack rules out.
    """
    amount: Units | None
    if isinstance(fact, Tally):
        amount = _from_requirement(rate, fact, outlook)
    elif isinstance(fact, NumberFact):
        amount = _from_number(rate, fact, outlook, component)
    elif isinstance(fact, RatioFact):
        amount = _from_ratio(rate, fact, outlook)
    elif isinstance(fact, BooleanFact):
        amount = _from_boolean(rate, fact, outlook)
    elif isinstance(fact, ChecklistFact):
        amount = _from_checklist(rate, fact, outlook)
    elif isinstance(fact, JudgedValueFact):
        amount = _from_judged_value(rate, fact, outlook, per_point)
    else:
        amount = None
    if amount is None:
        raise ValueError(f"{component.measure}/{component.component.name}：这种扣分、得分办法不能用于这种事实")
    return amount if rate.cap is None else min(amount, rate.cap)


def band_amount(
    bands: tuple[CompiledBand, ...], fact: FactValue, outlook: Outlook, component: CompiledComponent, inclusive: bool
) -> int:
    """What the ladder gives (positive) or takes (negative) for ``fact``."""
    amounts = [band.amount for band in bands]
    if isinstance(fact, LevelsFact):
        return _from_levels(bands, fact, outlook, component)
    if isinstance(fact, NumberFact | RatioFact):
        if fact.state is FactState.UNJUDGED:
            return max(amounts) if outlook.judged_well else min(amounts)
        if fact.state is FactState.OPEN and outlook.will_be_done:
            return max(amounts)
        for band in bands:
            if band.band.bounds and within_bounds(fact.value, band.band.bounds, inclusive):
                return band.amount
    return 0


def _from_levels(
    bands: tuple[CompiledBand, ...], fact: LevelsFact, outlook: Outlook, component: CompiledComponent
) -> int:
    amounts = [band.amount for band in bands]
    if fact.state is FactState.UNJUDGED:
        return max(amounts) if outlook.judged_well else min(amounts)
    by_level = {band.band.band: band.amount for band in reversed(bands)}
    best: dict[str, int] = {}
    for owner, level in fact.levels:
        amount = by_level.get(level, 0)
        best[owner] = max(best[owner], amount) if owner in best else amount
    found = list(best.values())
    total = max(found, default=0) if fact.highest_only else sum(found)
    if fact.state is FactState.OPEN and outlook.will_be_done:
        return max(total, component.limit)
    return total


def to_thousandths(amount: Units, per_point: int, rounding: Rounding) -> int:
    """Round ``amount`` (units) to whole thousandths of a point, and give it in units again."""
    coarse = per_point // THOUSAND
    if coarse == 1 and isinstance(amount, int):
        return amount
    exact = Fraction(amount) / coarse
    return divide(exact.numerator, exact.denominator, rounding) * coarse


def component_amount(
    component: CompiledComponent,
    fact: FactValue,
    outlook: Outlook,
    per_point: int,
    rounding: Rounding,
    floor: bool,
    inclusive: bool,
) -> tuple[int, bool]:
    """Net points (units) of a component for one subject, and whether a “全部” deduction fired."""
    net: Units = 0
    whole = False
    for rate in component.rates:
        amount = rate_amount(rate, fact, outlook, component, per_point)
        net += rate.sign * amount
        whole = whole or (rate.whole and rate.sign < 0 and amount > 0)
    if component.bands:
        taken = band_amount(component.bands, fact, outlook, component, inclusive)
        net += taken
        whole = whole or any(band.whole and band.amount == taken < 0 for band in component.bands)
    if component.cap is not None:
        net = max(-component.cap, min(component.cap, net))
    if floor and net < 0 and component.floors_at_zero:
        net = 0
    if component.is_data:
        net = to_thousandths(net, per_point, rounding)
    return int(net), whole
