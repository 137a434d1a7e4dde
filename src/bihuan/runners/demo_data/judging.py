"""What assessors decide about each branch in each appraisal period: levels, situations, values, checklists, counts."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from bihuan.appraisal.choices import Unjudged
from bihuan.appraisal.grammar import Component, Judged, JudgedAs, Measure, Take
from bihuan.appraisal.judged_facts import NONE_MISSING, PRESENT, SELF_ASSESSMENT
from bihuan.appraisal.rows import Judgement, Sample
from bihuan.basics.periods import Period
from bihuan.runners.demo_data.bodies import Body
from bihuan.runners.demo_data.chance import Dice
from bihuan.runners.demo_data.diligence import EXCELLENT, GOOD, POOR
from bihuan.runners.demo_data.model_branch import FIXED, Fixed
from bihuan.runners.demo_data.registers import Registers
from bihuan.runners.demo_data.working_days import WorkingDays

TEAM = "考评组"
UNJUDGED, SELF_ONLY, SAMPLED = "未评定", "自评", "抽查"
REASONS = {
    JudgedAs.SITUATION: "查阅会议记录和台账后认定",
    JudgedAs.LEVEL: "听取汇报、查看资料后评定",
    JudgedAs.VALUE: "随机抽查后评定，看支部整体",
    JudgedAs.CHECKLIST: "对照清单逐项查看",
    JudgedAs.COUNT: "按抽查结果记数，不记姓名",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One item to judge of one branch in one period; ``nth`` is the number of the period in the year."""

    body: Body
    measure: Measure
    component: Component
    period: Period
    nth: int
    fixed: Fixed | None

    @property
    def verb(self) -> str:
        """What is planted here, if anything."""
        order = self.body.orders.get((self.measure.id, self.component.name, self.nth))
        return order.verb if order else ""


@dataclass
class Assessors:
    """Writes judgements and the samples they rest on."""

    registers: Registers
    days: WorkingDays
    default: Unjudged

    def judge(self, body: Body, measure: Measure, component: Component, period: Period, nth: int, dice: Dice) -> None:
        """Write what the assessors decide about one component in one period."""
        asked = component.judged
        if asked is None:
            return
        fixed = FIXED.get(measure.id) if body.hurry and nth == 0 else None
        item = Item(body, measure, component, period, nth, fixed)
        day = self.day(item, dice)
        if day is None or item.verb == UNJUDGED:
            return
        subject = component.subject or measure.subject
        names: list[str | None] = [None]
        if subject:
            names = [one for one, _ in body.groups] if subject.groups else list(body.holders(subject.posts, day))
        for name in names:
            self._decide(item, asked, day, name, dice)

    def day(self, item: Item, dice: Dice) -> date | None:
        """Draw the day of a decision: in the last weeks of the period, or where the branch of the pictures needs it."""
        if item.fixed and item.fixed.day:
            return item.fixed.day.replace(year=item.period.start.year)
        last = item.period.end - timedelta(days=2)
        first = max(item.period.start, last - timedelta(days=19))
        if item.body.hurry and first <= item.body.hurry < last:
            last = item.body.hurry
        return self.days.draw(first, last, dice, None, lambda one: item.body.state_on(one) is not None)

    def _decide(self, item: Item, asked: Judged, day: date, subject: str | None, dice: Dice) -> None:
        quality = item.body.quality
        asked_none = (asked.unjudged or self.default) is Unjudged.NONE
        if asked.how is JudgedAs.SITUATION:
            self._situation(item, asked, day, subject, asked_none, dice)
        elif asked.how is JudgedAs.LEVEL:
            levels = level_names(item.component)
            if levels:
                place = item.fixed.place if item.fixed else dice.weighted((0, 1, 2, 3), quality.places)
                self._row(item, asked, day, subject, dice, outcome=levels[min(place, len(levels) - 1)])
        elif asked.how is JudgedAs.VALUE:
            self._value(item, asked, day, subject, asked_none, dice)
        elif asked.how is JudgedAs.CHECKLIST:
            number = item.fixed.place if item.fixed else dice.weighted((0, 1, 2, 3), quality.lacks)
            lacking = tuple(dice.some(asked.checklist, number))
            self._row(item, asked, day, subject, dice, missing=lacking or (NONE_MISSING,))
        else:
            self._count(item, asked, day, subject, dice)

    def _situation(self, item: Item, asked: Judged, day: date, subject: str | None, none: bool, dice: Dice) -> None:
        """A situation that earns is mostly there; one that costs mostly is not, and then often has no row at all."""
        earns = bool(item.component.awards)
        well = bool(item.fixed) or _is_well(item.body, earns, dice)
        there = well == earns
        if there or not none or item.verb:
            self._row(item, asked, day, subject, dice, outcome=PRESENT if there else NONE_MISSING)

    def _value(self, item: Item, asked: Judged, day: date, subject: str | None, none: bool, dice: Dice) -> None:
        rate = next(iter((*item.component.deductions, *item.component.awards)), None)
        price = rate.deduct or rate.award if rate else None
        low = price.low if price and not price.whole else Fraction(0)
        high = price.high if price and price.high is not None else item.measure.max
        earns = bool(item.component.awards)
        if none and not item.fixed and not (earns and item.body.quality in (EXCELLENT, GOOD) and dice.happens(700)):
            return
        tenths = int((high - low) * 10)
        times = 2 if asked.take is Take.MEAN and not item.fixed else 1
        for nth in range(times):
            part = dice.between(*item.body.quality.spread)
            value = (
                item.fixed.value if item.fixed else low + Fraction(tenths * (100 - part if earns else part) // 100, 10)
            )
            when = day - timedelta(days=7 * nth)
            self._row(item, asked, max(when, item.period.start), subject, dice, value=value)

    def _count(self, item: Item, asked: Judged, day: date, subject: str | None, dice: Dice) -> None:
        care = item.body.care
        if not asked.sample:
            if item.body.quality is POOR and dice.happens(900):
                case = f"核查〔{item.period.start.year}〕{dice.between(1, 99)}号"
                self._row(item, asked, day, subject, dice, count=1, case=case)
            return
        planted = item.verb == SAMPLED or item.fixed
        if not planted and not dice.happens(3000):
            return
        size = int(asked.sample.size or 3)
        population = size + dice.below(9)
        drawn = tuple(str(number) for number in dice.some(range(1, population + 1), size))
        sample = Sample(
            id=self.registers.new_id("samples"),
            organisation=item.body.id,
            measure=item.measure.id,
            day=day,
            population=population,
            size=size,
            seed=str(dice.between(100_000, 999_999)),
            drawn=drawn,
            received=day + timedelta(days=1),
        )
        self.registers.add("samples", sample)
        found = 1 if planted else int(dice.happens(min(6000, (100 - care) * 60)))
        self._row(item, asked, day, subject, dice, count=found, sample=sample.id)

    def _row(
        self,
        item: Item,
        asked: Judged,
        day: date,
        subject: str | None,
        dice: Dice,
        *,
        outcome: str | None = None,
        value: Fraction | None = None,
        count: int | None = None,
        missing: tuple[str, ...] = (),
        case: str | None = None,
        sample: str | None = None,
    ) -> None:
        role = SELF_ASSESSMENT if item.verb == SELF_ONLY else dice.pick(asked.assessors) if asked.assessors else TEAM
        reason = item.fixed.reason if item.fixed and item.fixed.reason else REASONS[asked.how]
        row = Judgement(
            id=self.registers.new_id("judgements"),
            organisation=item.body.id,
            measure=item.measure.id,
            item=item.component.name,
            day=day,
            role=role,
            outcome=outcome,
            value=value,
            count=count,
            missing=missing,
            subject=subject,
            case=case,
            sample=sample,
            reason=reason,
            received=day + timedelta(days=dice.below(3)),
        )
        self.registers.add("judgements", row)


def level_names(component: Component) -> list[str]:
    """Give the levels of a component from the best to the worst."""

    def worth(nth: int) -> Fraction:
        band = component.bands[nth]
        won = band.award.low if band.award else Fraction(0)
        lost = (band.deduct.high or band.deduct.low) if band.deduct else Fraction(0)
        whole = 1000 if band.award and band.award.whole else -1000 if band.deduct and band.deduct.whole else 0
        return won - lost + whole

    order = sorted(range(len(component.bands)), key=lambda nth: (-worth(nth), nth))
    return [component.bands[nth].band for nth in order if component.bands[nth].band]


def _is_well(body: Body, earns: bool, dice: Dice) -> bool:
    """Whether a situation is as it should be."""
    if body.quiet:
        return True
    return dice.happens(body.quality.earns) if earns else not dice.happens(body.quality.costs)
