"""From facts to points: one line of a rate, a ladder of bands, one component, in each of the three scenarios."""

from dataclasses import dataclass
from fractions import Fraction

from bihuan.appraisal.choices import Choices, StepRounding
from bihuan.appraisal.grammar import Band, Component, Honours, JudgedAs, Rate, Rollup, Take, When
from bihuan.basics.nodes import Amount, Points
from bihuan.basics.numbers import Rounding, divide
from tests.support.pencil_facts import BEST, NOT_DUE, NOT_JUDGED, SCENARIOS, WORST, Reading, Triple
from tests.support.pencil_ledger import in_minutes, within

ZERO = Fraction(0)
STEP_ROUNDING = {
    StepRounding.CEILING: Rounding.CEILING,
    StepRounding.FLOOR: Rounding.FLOOR,
    StepRounding.HALF_UP: Rounding.HALF_UP,
}


def to_thousandths(value: Fraction, rounding: Rounding) -> Fraction:
    """Round to a thousandth of a point."""
    return Fraction(divide(value.numerator * 1000, value.denominator, rounding), 1000)


@dataclass(frozen=True)
class Prices:
    """What a line is priced with: the choices of the pack, the full mark, the cap of the component."""

    choices: Choices
    full: Fraction
    cap: Fraction | None

    def of(self, price: Points | None, number: Fraction) -> Fraction:
        """Give the price of one step; in a judged range, the value given."""
        if price is None:
            return ZERO
        if price.whole:
            return self.full
        if price.low == price.high:
            return price.low
        return min(max(number, price.low), self.top(price))

    def top(self, price: Points) -> Fraction:
        """Give the upper end of a judged range."""
        return self.full if price.high is None else price.high

    def reachable(self, rate: Rate | None) -> Fraction:
        """Give the most a line could still come to."""
        if rate is not None and rate.cap is not None:
            return rate.cap
        return self.full if self.cap is None else self.cap


def is_range(price: Points | None) -> bool:
    """Say whether the price is a range within which a person decides."""
    return price is not None and not price.whole and price.low != price.high


def rounding_of(rate: Rate, choices: Choices) -> StepRounding:
    """Give how the steps of a rate are rounded."""
    if rate.rounding is not None:
        return rate.rounding
    if rate.per_below is not None or rate.per_above is not None:
        return choices.ratio_rounding
    return StepRounding.FLOOR if rate.per_each is not None else StepRounding.CEILING


def whole_steps(rate: Rate, number: Fraction, unit: Amount | Fraction, choices: Choices) -> Fraction:
    """Divide a shortfall (or a count) by the unit of the rate and round the steps."""
    steps = number / (in_minutes(unit) if isinstance(unit, Amount) else unit)
    rounding = rounding_of(rate, choices)
    if rounding is StepRounding.CONTINUOUS:
        return steps
    return Fraction(divide(steps.numerator, steps.denominator, STEP_ROUNDING[rounding]))


def required(reading: Reading, scenario: str) -> tuple[Fraction, Fraction, Fraction]:
    """Give shortfall, made up late and done of a requirement in a scenario."""
    tale = reading.tale
    if scenario == WORST:
        return tale.missing + tale.pending, tale.late, tale.on_time + tale.late
    late = tale.late + tale.recoverable
    return tale.missing - tale.recoverable, late, tale.on_time + late + tale.pending


def steps_of_requirement(rate: Rate, reading: Reading, scenario: str, choices: Choices) -> Fraction:
    """Give how often a line on a requirement applies."""
    gap, late, done = required(reading, scenario)
    if rate.when is not None:
        holds = {
            When.SHORT: gap > 0,
            When.LATE: late > 0,
            When.PRESENT: done > 0,
            When.ABSENT: reading.tale.due > 0 and done == 0,
        }
        return Fraction(int(holds[rate.when]))
    if rate.per_missing is not None:
        return whole_steps(rate, gap, rate.per_missing, choices)
    if rate.per_late is not None:
        return whole_steps(rate, late, rate.per_late, choices)
    if rate.per_each is not None:
        return whole_steps(rate, done, rate.per_each, choices)
    return ZERO


def steps_of_number(rate: Rate, reading: Reading, number: Fraction, choices: Choices) -> Fraction:
    """Give how often a line on any other fact applies."""
    target = rate.target if rate.target is not None else ZERO
    if rate.when is not None:
        short = number > 0 if reading.sort == "清单" else number < target
        holds = {When.SHORT: short, When.PRESENT: number > 0, When.ABSENT: number <= 0, When.LATE: False}
        return Fraction(int(holds[rate.when]))
    if rate.per_missing is not None:
        return whole_steps(rate, max(ZERO, target - number), rate.per_missing, choices)
    if rate.per_each is not None:
        return whole_steps(rate, number, rate.per_each, choices)
    if rate.per_absent_item is not None:
        return whole_steps(rate, number, rate.per_absent_item, choices)
    if rate.per_below is not None:
        return whole_steps(rate, max(ZERO, target - number), rate.per_below, choices)
    if rate.per_above is not None:
        return whole_steps(rate, max(ZERO, number - target), rate.per_above, choices)
    return ZERO


class Line:
    """One line of deductions or awards, on one reading."""

    def __init__(self, rate: Rate, award: bool, reading: Reading, prices: Prices) -> None:
        self.rate, self.award, self.reading, self.prices = rate, award, reading, prices
        self.price = rate.award if award else rate.deduct

    def points(self, scenario: str) -> Fraction:
        """Give what the line comes to, never negative; deductions as a positive number."""
        reading = self.reading
        if reading.sort == "要求":
            points = self._required(scenario)
        elif reading.open == NOT_JUDGED:
            points = self._unjudged(scenario)
        elif reading.open and reading.family == "次数":
            points = self._count_not_due(scenario)
        elif reading.open == NOT_DUE:
            points = self._at(reading.number) if scenario == WORST else self._favourable()
        else:
            points = self._at(reading.at(scenario))
        return points if self.rate.cap is None else min(points, self.rate.cap)

    def _required(self, scenario: str) -> Fraction:
        if self.rate.proportional:
            done = required(self.reading, scenario)[2]
            return done / self.reading.tale.due * self.prices.of(self.price, ZERO)
        steps = steps_of_requirement(self.rate, self.reading, scenario, self.prices.choices)
        return steps * self.prices.of(self.price, ZERO)

    def _at(self, number: Fraction) -> Fraction:
        if self.rate.proportional:
            return number * self.prices.of(self.price, ZERO)
        if is_range(self.price):
            return self.prices.of(self.price, number) if number > 0 else ZERO
        if self.rate.times is not None:
            return number * self.rate.times
        steps = steps_of_number(self.rate, self.reading, number, self.prices.choices)
        return steps * self.prices.of(self.price, number)

    def _reaches_target(self) -> bool:
        return self.rate.per_missing is not None or self.rate.per_below is not None or self.rate.when is When.SHORT

    def _once(self) -> Fraction:
        return self.prices.of(self.price, ZERO)

    def _favourable(self) -> Fraction:
        """As if the target were reached; without a target, nothing lost and all that can be won."""
        if self.rate.target is not None:
            return self._at(max(self.rate.target, self.reading.number))
        if self.rate.proportional:
            return self._at(Fraction(1))
        if not self.award:
            return ZERO
        return self.prices.reachable(self.rate) if self.rate.when is None else self._once()

    def _count_not_due(self, scenario: str) -> Fraction:
        now = self._at(self.reading.number)
        if scenario == WORST:
            return now
        if not self.award:
            return ZERO if self._reaches_target() or self.rate.when is When.ABSENT else now
        if self.rate.when is When.ABSENT:
            return now
        return max(now, self.prices.reachable(self.rate) if self.rate.when is None else self._once())

    def _unjudged(self, scenario: str) -> Fraction:
        """Nobody has decided: whatever is best for the organisation, or whatever is worst."""
        best = scenario == BEST
        if is_range(self.price):
            return self.prices.top(self.price) if best == self.award else ZERO
        if self.rate.proportional:
            return self._at(Fraction(int(best)))
        if self.rate.target is not None:
            return self._at(self.rate.target if best else ZERO)
        if best != self.award:
            return ZERO
        if self.rate.when is not None:
            return self._once()
        if self.rate.per_absent_item is not None:
            return self._at(Fraction(self.reading.items))
        return self.prices.reachable(self.rate)


class Ladder:
    """The bands of a component, on one reading."""

    def __init__(self, component: Component, reading: Reading, prices: Prices) -> None:
        self.component, self.bands, self.reading, self.prices = component, component.bands, reading, prices

    def worth(self, band: Band) -> Fraction:
        """Give what one band is worth; negative if it deducts."""
        return self.prices.of(band.award, ZERO) - self.prices.of(band.deduct, ZERO)

    def found(self, number: Fraction, label: str | None) -> Band | None:
        """Give the first band that fits."""
        inclusive = self.prices.choices.bounds_inclusive
        for band in self.bands:
            named = not band.band or band.band == label
            if named and (band.bounds is None or within(number, band.bounds, inclusive)):
                return band
        return None

    def _at(self, number: Fraction) -> Fraction:
        if self.reading.sort == "等级" and self.reading.label is None:
            return ZERO
        band = self.found(number, self.reading.label)
        return ZERO if band is None else self.worth(band)

    def points(self, scenario: str) -> Fraction:
        """Give what the ladder comes to."""
        reading = self.reading
        if not self.bands:
            return ZERO
        if reading.sort == "荣誉":
            return self._honours(scenario)
        worths = [self.worth(band) for band in self.bands]
        if reading.open == NOT_JUDGED:
            return max(worths) if scenario == BEST else min(worths)
        now = self._at(reading.at(scenario))
        return max(worths) if reading.open == NOT_DUE and scenario != WORST else now

    def _honours(self, scenario: str) -> Fraction:
        rule: Honours = self.component.honours
        worths = []
        for rows in self.reading.honours:
            bands = [self.found(ZERO, row.level) for row in rows]
            worths.append(max(ZERO if band is None else self.worth(band) for band in bands))
        now = ZERO
        if worths:
            now = max(worths) if rule.take is Take.HIGHEST else sum(worths, ZERO)
        if self.reading.open == NOT_DUE and scenario != WORST:
            return max(now, self.prices.reachable(None))
        return now


@dataclass
class Scored:
    """A component's points in each scenario (negative if they cost), and where a 全部 holds."""

    points: Triple
    zeroed: dict[str, bool]


def is_derived(component: Component, choices: Choices) -> bool:
    """Say whether the component's points may come from a division by data and so are rounded at once."""
    judged_value = component.judged is not None and component.judged.how is JudgedAs.VALUE
    for rate in (*component.deductions, *component.awards):
        continuous = rate.when is None and rounding_of(rate, choices) is StepRounding.CONTINUOUS
        if judged_value or rate.proportional or rate.times is not None or continuous:
            return True
    return False


def score_component(component: Component, reading: Reading, choices: Choices, full: Fraction) -> Scored:
    """Price one component on one reading."""
    prices = Prices(choices, full, component.cap)
    deductions = [Line(rate, False, reading, prices) for rate in component.deductions]
    awards = [Line(rate, True, reading, prices) for rate in component.awards]
    ladder = Ladder(component, reading, prices)
    points, zeroed = {}, {}
    for scenario in SCENARIOS:
        value = sum((line.points(scenario) for line in awards), ZERO)
        value -= sum((line.points(scenario) for line in deductions), ZERO)
        value += ladder.points(scenario)
        if component.cap is not None:
            value = min(max(value, -component.cap), component.cap)
        if choices.floors.floor_component and component.awards:
            value = max(ZERO, value)
        if is_derived(component, choices):
            value = to_thousandths(value, choices.line_rounding)
        points[scenario] = value
        whole = [line for line in deductions if line.price is not None and line.price.whole]
        zeroed[scenario] = any(line.points(scenario) > 0 for line in whole) or _whole_band(ladder, reading, scenario)
    return Scored(points, zeroed)


def _whole_band(ladder: Ladder, reading: Reading, scenario: str) -> bool:
    if not any(band.deduct is not None and band.deduct.whole for band in ladder.bands):
        return False
    return ladder.prices.full > 0 and ladder.points(scenario) == -ladder.prices.full


def roll_up(results: list[Scored], rollup: Rollup, choices: Choices) -> Scored:
    """Make one result of those of several Party groups or post holders, scenario by scenario."""
    if len(results) == 1:
        return results[0]
    points = {}
    for scenario in SCENARIOS:
        values = [result.points[scenario] for result in results]
        if rollup is Rollup.MEAN:
            points[scenario] = to_thousandths(sum(values, ZERO) / len(values), choices.line_rounding)
        elif rollup is Rollup.LOWEST:
            points[scenario] = min(values)
        elif rollup is Rollup.HIGHEST:
            points[scenario] = max(values)
        else:
            points[scenario] = sum(values, ZERO)
    return Scored(points, {name: any(result.zeroed[name] for result in results) for name in SCENARIOS})
