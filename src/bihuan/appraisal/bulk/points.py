"""From columns of facts to points: what each rate and ladder gives under one outlook, for all subjects at once."""

from dataclasses import dataclass

import numpy as np

from bihuan.appraisal.bulk.columns import Flags, Ints
from bihuan.appraisal.bulk.conditions import limits
from bihuan.appraisal.bulk.exact import Exact
from bihuan.appraisal.bulk.matching import Tallies
from bihuan.appraisal.bulk.values import (
    Checklists,
    Given,
    Levels,
    Numbers,
    NumbersOrLevels,
    Ratios,
    Situations,
    Values,
)
from bihuan.appraisal.compiled import CompiledBand, CompiledComponent, CompiledRate
from bihuan.appraisal.grammar import When
from bihuan.appraisal.points import Outlook
from bihuan.appraisal.rule_set import THOUSAND
from bihuan.basics.numbers import Rounding


class UnfitRateError(Exception):
    """The rate makes no sense for the fact; the reference evaluator says so in words."""


@dataclass(frozen=True)
class Arithmetic:
    """How the pack reckons points: units a point, rounding, floors, whether 以上 includes the number itself."""

    per_point: int
    rounding: Rounding
    floor: bool
    inclusive: bool

    def to_thousandths(self, amount: Exact) -> Ints:
        """Round to whole thousandths of a point, in units."""
        return amount.rounded(self.per_point // THOUSAND, self.rounding)

    def whole_to_thousandths(self, amount: Ints) -> Ints:
        """Round units to whole thousandths of a point."""
        return amount if self.per_point == THOUSAND else self.to_thousandths(Exact.of(amount))


def settled(fact: Values) -> bool:
    """Whether all the facts are the same under every outlook."""
    if isinstance(fact, Tallies):
        return not fact.counts[4:].any()
    if isinstance(fact, NumbersOrLevels):
        return fact.numbers.unjudged is None
    return fact.unjudged is None and not getattr(fact, "is_open", False)


def net_amount(
    component: CompiledComponent, fact: Values, outlook: Outlook, how: Arithmetic
) -> tuple[Ints, Flags | None]:
    """Net points (units) of a component, and where a “全部” deduction fired (None: nowhere)."""
    net: Exact | None = None
    whole: Flags | None = None
    for rate in component.rates:
        amount = rate_amount(rate, fact, outlook, component, how)
        if rate.whole and rate.sign < 0:
            whole = amount.num > 0 if whole is None else whole | (amount.num > 0)
        if net is None:
            net = amount if rate.sign > 0 else amount.negative()
        else:
            net = net.plus(amount) if rate.sign > 0 else net.minus(amount)
    if component.bands:
        taken = band_amount(component.bands, fact, outlook, component, how)
        for band in component.bands:
            if band.whole and band.amount < 0:
                fired = taken.num == band.amount * taken.den
                whole = fired if whole is None else whole | fired
        net = taken if net is None else net.plus(taken)
    if net is None:
        net = Exact.constant(0, rows_of(fact))
    if component.cap is not None:
        net = net.at_most(component.cap).at_least(-component.cap)
    if how.floor and component.floors_at_zero:
        net = net.at_least(0)
    return how.to_thousandths(net) if component.is_data else net.num, whole


def rate_amount(
    rate: CompiledRate, fact: Values, outlook: Outlook, component: CompiledComponent, how: Arithmetic
) -> Exact:
    """What a rate takes or gives (never negative) under ``outlook``, within its cap."""
    if isinstance(fact, Tallies):
        amount = _from_tallies(rate, fact, outlook)
    elif isinstance(fact, Numbers):
        amount = _from_numbers(rate, fact, outlook, component)
    elif isinstance(fact, Ratios):
        amount = _from_ratios(rate, fact, outlook)
    elif isinstance(fact, Situations):
        amount = _from_situations(rate, fact, outlook)
    elif isinstance(fact, Checklists):
        amount = _from_checklists(rate, fact, outlook)
    elif isinstance(fact, Given):
        amount = _from_given(rate, fact, outlook, how.per_point)
    else:
        raise UnfitRateError(component.component.name)
    return amount if rate.cap is None else amount.at_most(rate.cap)


def _priced(mask: Flags, price: int) -> Exact:
    return Exact(mask * np.int64(price), 1, abs(price), 1)


def _from_tallies(rate: CompiledRate, fact: Tallies, outlook: Outlook) -> Exact:
    _, on_time, late, lacking, pending, recoverable = fact.counts
    hopeful = outlook.will_be_done
    written = rate.rate
    if written.per_missing or written.when is When.SHORT:
        missing = lacking - recoverable if hopeful else lacking + pending
        if written.per_missing:
            return Exact.whole(missing, fact.most).steps(rate.unit, rate.rounding).times(rate.low)
        return _priced(missing > 0, rate.low)
    if written.per_late or written.when is When.LATE:
        made_up = late + recoverable if hopeful else late
        if written.per_late:
            return Exact.whole(made_up, fact.most).steps(rate.unit, rate.rounding).times(rate.low)
        return _priced(made_up > 0, rate.low)
    done = on_time + late
    if hopeful:
        done = done + pending + recoverable
    if written.per_each:
        return Exact.whole(done, fact.most).steps(rate.unit, rate.rounding).times(rate.low)
    if written.when:
        return _priced(done > 0 if written.when is When.PRESENT else done == 0, rate.low)
    if written.proportional:
        return Exact.of(done, np.maximum(fact.due, 1)).times(rate.low)
    raise UnfitRateError


def _from_numbers(rate: CompiledRate, fact: Numbers, outlook: Outlook, component: CompiledComponent) -> Exact:
    written, earns = rate.rate, rate.sign > 0
    if written.per_each or written.times is not None:
        limit = rate.cap if rate.cap is not None else component.limit
        amount = _per_value(rate, fact.value)
        if fact.is_open and earns and outlook.will_be_done:
            return amount.at_least(limit)
        if fact.unjudged is not None and earns == outlook.judged_well:
            return amount.where(fact.unjudged, limit)
        return amount
    if written.when in (When.PRESENT, When.ABSENT):
        if_present = written.when is When.PRESENT
        there = fact.value.num > 0
        if fact.is_open and outlook.will_be_done and earns == if_present:
            there = np.ones_like(there)
        if fact.unjudged is not None:
            there = np.where(fact.unjudged, (earns == if_present) == outlook.judged_well, there)
        return _priced(there if if_present else ~there, rate.low)
    return _against_target(rate, fact, outlook)


def _per_value(rate: CompiledRate, value: Exact) -> Exact:
    written = rate.rate
    if written.times is not None:
        return value.times(written.times * rate.low)
    if written.per_each is None:
        return value.times(0)
    return value.steps(rate.unit, rate.rounding).times(rate.low)


def _against_target(rate: CompiledRate, fact: Numbers | Ratios, outlook: Outlook) -> Exact:
    written, target = rate.rate, rate.rate.target
    if target is None:
        raise UnfitRateError
    below, above = fact.value.gap_below(target), fact.value.gap_above(target)
    if fact.is_open and outlook.will_be_done:
        below = below.times(0)
    if fact.unjudged is not None and outlook.judged_well:
        below = below.where(fact.unjudged, 0)
    if written.per_missing:
        return below.steps(rate.unit, rate.rounding).times(rate.low)
    if written.per_below is not None:
        return below.steps(rate.unit, rate.rounding).times(rate.low)
    if written.per_above is not None:
        return above.steps(rate.unit, rate.rounding).times(rate.low)
    if written.when is When.SHORT:
        return _priced(below.num > 0, rate.low)
    raise UnfitRateError


def _from_ratios(rate: CompiledRate, fact: Ratios, outlook: Outlook) -> Exact:
    if not rate.rate.proportional:
        return _against_target(rate, fact, outlook)
    amount = fact.value.times(rate.low)
    if fact.is_open and outlook.will_be_done:
        return Exact.constant(rate.low, amount.num)
    if fact.unjudged is not None and outlook.judged_well:
        return amount.where(fact.unjudged, rate.low)
    return amount


def _from_situations(rate: CompiledRate, fact: Situations, outlook: Outlook) -> Exact:
    fires = fact.value if rate.rate.when is not When.ABSENT else ~fact.value
    if fact.unjudged is not None:
        fires = np.where(fact.unjudged, (rate.sign > 0) == outlook.judged_well, fires)
    return _priced(fires, rate.low)


def _from_checklists(rate: CompiledRate, fact: Checklists, outlook: Outlook) -> Exact:
    missing = fact.missing
    if fact.unjudged is not None:
        missing = np.where(fact.unjudged, 0 if outlook.judged_well else fact.items, missing)
    return Exact.of(missing).steps(rate.unit, rate.rounding).times(rate.low)


def _from_given(rate: CompiledRate, fact: Given, outlook: Outlook, per_point: int) -> Exact:
    given = fact.value.times(per_point)
    result = given.at_least(rate.low).at_most(rate.high).where(given.num == 0, 0)
    if fact.unjudged is None:
        return result
    return result.where(fact.unjudged, rate.high if (rate.sign > 0) == outlook.judged_well else 0)


def band_amount(
    bands: tuple[CompiledBand, ...], fact: Values, outlook: Outlook, component: CompiledComponent, how: Arithmetic
) -> Exact:
    """What the ladder gives (positive) or takes (negative)."""
    if isinstance(fact, NumbersOrLevels):
        by_number = band_amount(bands, fact.numbers, outlook, component, how)
        by_level = band_amount(bands, fact.levels, outlook, component, how)
        return Exact.of(np.where(fact.graded, by_level.num, by_number.num))
    amounts = [band.amount for band in bands]
    if isinstance(fact, Levels):
        found = _from_levels(bands, fact, outlook, component)
    elif isinstance(fact, Numbers | Ratios):
        if fact.is_open and outlook.will_be_done:
            return Exact.constant(max(amounts), fact.value.num)
        found = _from_bounds(bands, fact.value, how.inclusive)
    else:
        return Exact.constant(0, rows_of(fact))
    if fact.unjudged is not None:
        found = np.where(fact.unjudged, max(amounts) if outlook.judged_well else min(amounts), found)
    return Exact.of(found)


def rows_of(fact: Values) -> Ints:
    """Give zeros, a row a subject."""
    if isinstance(fact, Tallies):
        return np.zeros_like(fact.due)
    if isinstance(fact, NumbersOrLevels):
        return rows_of(fact.numbers)
    if isinstance(fact, Levels):
        return np.zeros(fact.rows, np.int64)
    if isinstance(fact, Checklists):
        return np.zeros_like(fact.missing)
    return np.zeros(len(fact.value if isinstance(fact, Situations) else fact.value.num), np.int64)


def _from_bounds(bands: tuple[CompiledBand, ...], value: Exact, inclusive: bool) -> Ints:
    """Give the amount of the first band whose bounds each value keeps, 0 without one."""
    found = np.zeros(len(value.num), np.int64)
    left = np.ones(len(value.num), np.bool_)
    for band in bands:
        if band.band.bounds is None:
            continue
        fits = left.copy()
        for limit, allowed in limits(band.band.bounds, inclusive):
            fits &= np.isin(value.compared(limit), allowed)
        found[fits] = band.amount
        left &= ~fits
    return found


def _from_levels(bands: tuple[CompiledBand, ...], fact: Levels, outlook: Outlook, component: CompiledComponent) -> Ints:
    """Of levels that belong to the same honour the best counts; then their sum, or only the highest."""
    by_level = {band.band.band: band.amount for band in reversed(bands)}
    amounts = np.array([by_level.get(word, 0) for word in fact.level.words] + [by_level.get("", 0)], dtype=np.int64)
    amount = amounts[fact.level.codes]
    order = np.lexsort((fact.belongs_to, fact.subject))
    subject, owner, amount = fact.subject[order], fact.belongs_to[order], amount[order]
    result = np.zeros(fact.rows, np.int64)
    if len(amount):
        first = np.flatnonzero(np.append(True, (subject[1:] != subject[:-1]) | (owner[1:] != owner[:-1])))
        best, of = np.maximum.reduceat(amount, first), subject[first]
        start = np.flatnonzero(np.append(True, of[1:] != of[:-1]))
        result[of[start]] = (np.maximum if fact.highest_only else np.add).reduceat(best, start)
    if fact.is_open and outlook.will_be_done:
        return np.maximum(result, component.limit)
    return result
