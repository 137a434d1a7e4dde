"""What comes from outside the branch in each appraisal period: ballots, results of other appraisals, honours."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from bihuan.appraisal.choices import Unjudged
from bihuan.appraisal.grammar import Ballot, Component, Honours, Measure, Rate
from bihuan.appraisal.rows import BallotCount, ExternalResult, Honour
from bihuan.basics.periods import Period
from bihuan.runners.demo_data.bodies import Body
from bihuan.runners.demo_data.chance import Dice
from bihuan.runners.demo_data.judging import level_names
from bihuan.runners.demo_data.model_branch import FIXED, Fixed
from bihuan.runners.demo_data.registers import Registers
from bihuan.runners.demo_data.working_days import WorkingDays

TITLES = ("先进基层党组织", "工人先锋号", "青年文明号", "交通运输系统先进集体", "“四强”党支部")
DOUBLED = "重复案号"
ISSUED, RETURNED, VALID = "发出", "收回", "有效"


@dataclass
class Outside:
    """Writes ballots, external results and honours of one branch after another."""

    registers: Registers
    days: WorkingDays
    written: set[tuple[str, str, str]] = field(default_factory=set)

    def report(self, body: Body, measure: Measure, component: Component, period: Period, nth: int, dice: Dice) -> None:
        """Write what one component takes from outside in one period."""
        fixed = FIXED.get(measure.id) if body.hurry and nth == 0 else None
        last = period.end - timedelta(days=2)
        if body.hurry and body.hurry in period:
            last = body.hurry
        first = max(period.start, last - timedelta(days=19))
        day = self.days.draw(first, last, dice, None, lambda one: body.state_on(one) is not None)
        if day is None:
            return
        if component.ballot:
            self._vote(body, component.ballot, fixed, day, dice)
        elif component.external:
            self._external(body, measure, component, fixed, day, nth, dice)
        elif component.honours and nth == 0 and not body.hurry:
            self._honours(body, component, component.honours, period, dice)

    # -- ballots ----------------------------------------------------------------------------------------------

    def _vote(self, body: Body, ballot: Ballot, fixed: Fixed | None, day: date, dice: Dice) -> None:
        key = (body.id, ballot.name, day.isoformat()[:7])
        if key in self.written:
            return
        self.written.add(key)
        share = fixed.share if fixed else dice.between(*body.quality.share)
        for group in ballot.group_weights or ("党员",):
            issued = 20 if fixed else max(5, body.members_on(day)) if group == "党员" else dice.between(15, 40)
            returned = issued if fixed else issued - dice.below(issued // 12 + 1)
            counts = [(ISSUED, issued), (RETURNED, returned), (VALID, returned)]
            for option, votes in (*counts, *_votes(ballot, returned, share)):
                row = BallotCount(
                    id=self.registers.new_id("ballots"),
                    organisation=body.id,
                    ballot=ballot.name,
                    day=day,
                    group=group,
                    option=option,
                    votes=votes,
                    received=day + timedelta(days=1),
                )
                self.registers.add("ballots", row)

    # -- results of others ------------------------------------------------------------------------------------

    def _external(
        self, body: Body, measure: Measure, component: Component, fixed: Fixed | None, day: date, nth: int, dice: Dice
    ) -> None:
        asked = component.external
        if asked is None or (body.id, asked.name, f"{nth}") in self.written:
            return
        self.written.add((body.id, asked.name, f"{nth}"))
        order = body.orders.get((measure.id, component.name, nth))
        rate = next(iter((*component.awards, *component.deductions)), None)
        value, grade = Fraction(0), None
        if component.bands:
            value, grade = _banded(component, body, dice)
        elif component.awards and rate:
            share = fixed.share if fixed else dice.between(*body.quality.merit)
            value = _full(rate, component, measure) * share / 100
        elif order or (not body.quiet and dice.happens(body.quality.named)):
            value = Fraction(1 + dice.below(3))
        if not value and not grade and asked.unjudged is Unjudged.NONE:
            return
        case = f"通报〔{day.year}〕{dice.between(1, 60)}号" if asked.dedupe and value else None
        for copy in range(2 if order and order.verb == DOUBLED else 1):
            row = ExternalResult(
                id=self.registers.new_id("externals"),
                organisation=body.id,
                name=asked.name,
                day=day - timedelta(days=30 * copy),
                value=value if grade is None else None,
                grade=grade,
                case=case,
                origin="年度目标考核" if component.awards else "上级通报",
                received=day + timedelta(days=2),
            )
            self.registers.add("externals", row)

    def _honours(self, body: Body, component: Component, asked: Honours, period: Period, dice: Dice) -> None:
        order = body.orders.get(("荣誉", component.name, 0))
        chance = body.quality.honoured
        levels = level_names(component)
        if not levels or (not order and (body.quiet or not dice.happens(chance))):
            return
        place = max(0, len(levels) - 1 - dice.weighted((0, 1, 2), (70, 25, 5)))
        title = dice.pick(asked.title or TITLES)
        first = period.start - timedelta(days=120)
        day = self.days.draw(first, period.end - timedelta(days=20), dice, None, lambda one: True)
        pairs = [(levels[place], day)]
        if order:
            day = period.start + timedelta(days=70)
            pairs = [(levels[-1], day), (levels[max(0, len(levels) - 2)], day + timedelta(days=40))]
        for level, when in pairs:
            if when is None:
                continue
            row = Honour(
                id=self.registers.new_id("honours"),
                organisation=body.id,
                title=title,
                level=level,
                day=when,
                case=f"{body.id}-{title}",
                holder="集体",
                received=when + timedelta(days=3),
            )
            self.registers.add("honours", row)


def _votes(ballot: Ballot, valid: int, share: int) -> list[tuple[str, int]]:
    """Divide ``valid`` votes so that the share (or the mean of the points) comes to ``share`` percent."""
    if not ballot.option_points:
        well = valid * share // 100
        first = well if len(ballot.options) == 1 else well * 4 // 5
        counts = [first, well - first, *([0] * len(ballot.options))][: len(ballot.options)]
        return [*zip(ballot.options, counts, strict=True), (f"不{ballot.options[0]}", valid - well)]
    options = sorted(ballot.option_points, key=lambda one: (-ballot.option_points[one], one))
    best = ballot.option_points[options[0]]
    places = [0] * valid
    total, wanted = best * valid, best * valid * share / 100
    at = 0
    while valid and len(options) > 1 and at < valid * (len(options) - 1):
        voter, step = at % valid, at // valid
        loss = ballot.option_points[options[step]] - ballot.option_points[options[step + 1]]
        if total - loss < wanted:
            break
        places[voter] += 1
        total -= loss
        at += 1
    return [(option, places.count(nth)) for nth, option in enumerate(options)]


def _full(rate: Rate, component: Component, measure: Measure) -> Fraction:
    """The value that earns all there is to earn."""
    most = rate.cap or component.cap or measure.max
    if rate.times:
        return most / rate.times
    if rate.per_each and rate.award and rate.award.low:
        return most / rate.award.low
    return rate.target or Fraction(100)


def _banded(component: Component, body: Body, dice: Dice) -> tuple[Fraction, str | None]:
    """Choose a band: a grade by name, or a number inside its bounds."""
    levels = level_names(component)
    place = dice.weighted((0, 1, 2, 3), body.quality.places)
    if levels:
        return Fraction(0), levels[min(place, len(levels) - 1)]
    bounds = component.bands[min(place, len(component.bands) - 1)].bounds
    if bounds is None:
        return Fraction(0), None
    low = bounds.not_less if bounds.not_less is not None else bounds.from_up
    high = bounds.not_more if bounds.not_more is not None else bounds.from_down
    return (low if low is not None else high if high is not None else Fraction(1)), None
