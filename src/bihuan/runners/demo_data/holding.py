"""Holding the year's occasions: each becomes a row, is forgotten, made up, cut short or entered late."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from bihuan.organisations.rows import Tier
from bihuan.progress.rows import Activity, Exemption
from bihuan.runners.demo_data.bodies import SECRETARY, Body, Order
from bihuan.runners.demo_data.chance import Dice
from bihuan.runners.demo_data.diligence import EXCELLENT, GOOD, failing
from bihuan.runners.demo_data.habits import Company, habit_of
from bihuan.runners.demo_data.registers import Registers
from bihuan.runners.demo_data.telling import (
    CORRECTED,
    EXEMPTED,
    HELD,
    LATE_ENTRY,
    MADE_UP,
    MISSED,
    SHORT,
    THIN,
    TOO_LATE,
    WITHDRAWN,
    WRONG_SPEAKER,
    Teller,
)
from bihuan.runners.demo_data.working_days import WorkingDays
from bihuan.runners.demo_data.year_plan import ATTENDS, CHAIRS, SPEAKS, WEEK, Occasion, Part, minutes_of

ONE_DAY = timedelta(days=1)
LONGEST = 150
OFFICE = "机关党委办公室"


@dataclass(frozen=True, slots=True)
class Sitting:
    """Which kinds are held together, by whom, and what is odd about it."""

    occasion: Occasion
    parts: tuple[Part, ...]
    group: int = -1
    verb: str = HELD
    order: Order | None = None


@dataclass
class Secretariat:
    """Writes the activity rows of one organisation after another."""

    registers: Registers
    days: WorkingDays
    teller: Teller
    late_entry_days: int
    usable: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """Ids of rows others may still be added to, by organisation and kind."""

    def hold_year(self, body: Body, occasions: list[Occasion], dice: Dice) -> None:
        """Write the rows of a whole year of ``body``."""
        for occasion in occasions:
            numbers = range(len(body.groups)) if occasion.per_group and body.groups else (-1,)
            for group in numbers:
                self._occasion(body, occasion, group, dice)

    def _occasion(self, body: Body, occasion: Occasion, group: int, dice: Dice) -> None:
        kept: list[Part] = []
        for part in occasion.parts:
            order = body.order(part.kind, part.key, group) or body.order(part.kind, part.key)
            verb = order.verb if order else self._chance(body, occasion, part, dice)
            if verb == HELD:
                kept.append(part)
                continue
            rows = self._odd(body, Sitting(occasion, (part,), group, verb, order), dice)
            if order and order.told and part.window:
                self.teller.tell(body, verb, part.kind, part.window, part.asks, rows)
        if kept:
            self._hold(body, Sitting(occasion, tuple(kept), group), dice)

    def _chance(self, body: Body, occasion: Occasion, part: Part, dice: Dice) -> str:
        """What becomes of a part nobody planted anything at."""
        if body.quiet or part.window is None or part.kind in body.covered:
            return HELD
        if not dice.happens(failing(body.care, body.slide, occasion.end.month, is_weekly=occasion.is_weekly)):
            return HELD
        habit = habit_of(part.kind)
        if habit.company in (Company.PAYING, Company.TALKED) and occasion.quorum:
            return THIN
        if part.window.late_until and dice.below(100) < body.quality.made_up:
            return MADE_UP
        odd = [SHORT] * (occasion.minutes >= 60 and bool(_least(part))) + [THIN] * bool(occasion.quorum)
        return dice.pick([MISSED] * 6 + odd)

    def _odd(self, body: Body, sitting: Sitting, dice: Dice) -> tuple[str, ...]:
        """Write the rows of something out of the ordinary and give their ids."""
        part, verb = sitting.parts[0], sitting.verb
        window = part.window
        if verb == MISSED or window is None:
            return ()
        if verb == EXEMPTED:
            return self._exempt(body, part)
        if verb in (MADE_UP, TOO_LATE):
            until = window.late_until or window.deadline
            first, last = window.deadline + ONE_DAY, until
            if verb == TOO_LATE:
                first, last = until + ONE_DAY, until + timedelta(days=20)
            occasion = replace(sitting.occasion, start=first, end=last)
            return self._hold(body, replace(sitting, occasion=occasion), dice, makes_up=window.key)
        return self._hold(body, sitting, dice)

    def _exempt(self, body: Body, part: Part) -> tuple[str, ...]:
        rows = []
        if part.window is None:
            return ()
        for ask in part.asks:
            row = Exemption(
                id=self.registers.new_id("exemptions"),
                organisation=body.id,
                target=ask.owner,
                ground="承担跨省抢险保通任务，全员在一线",
                approver=OFFICE,
                since=part.window.start,
                until=part.window.end,
                received=part.window.start + timedelta(days=3),
            )
            rows.append(self.registers.add("exemptions", row).id)
        return tuple(dict.fromkeys(rows))

    def _hold(self, body: Body, sitting: Sitting, dice: Dice, makes_up: str | None = None) -> tuple[str, ...]:
        """Write the row of a sitting (and those that correct or double it); nothing if no day is possible."""
        occasion = sitting.occasion
        first, last = _between(body, sitting)
        speakers_due = () if sitting.verb == WRONG_SPEAKER else tuple(occasion.posts.get(SPEAKS, ()))

        def fits(day: date) -> bool:
            there = body.state_on(day) is not None
            return there and (not speakers_due or bool(body.holders(speakers_due, day)))

        weekday = next((habit_of(part.kind).weekday for part in sitting.parts if not occasion.is_weekly), body.weekday)
        if len(sitting.parts) > 1 and any(habit_of(part.kind).weekday == 4 for part in sitting.parts):
            weekday = 4
        day = self.days.draw(first, last, dice, weekday, fits) if first <= last else None
        if day is None:
            return ()
        row = self._row(body, sitting, day, dice, makes_up)
        self.registers.add("activities", row)
        if sitting.verb in (CORRECTED, WITHDRAWN) or (not body.quiet and not makes_up and dice.happens(100)):
            return self._twice(row, sitting.verb, dice)
        for kind in row.kinds if makes_up is None and body.tier == str(Tier.BRANCH) else ():
            self.usable.setdefault((body.id, kind), []).append(row.id)
        if body.tier != str(Tier.BRANCH):
            for kind in row.kinds:
                self.usable.setdefault((body.id, kind), []).append(row.id)
        return (row.id,)

    def _twice(self, row: Activity, verb: str, dice: Dice) -> tuple[str, ...]:
        """Correct a row, or add its double and withdraw that."""
        received = (row.received or row.day) + timedelta(days=dice.between(1, 9))
        new = self.registers.new_id("activities")
        if verb == WITHDRAWN:
            self.registers.add("activities", replace(row, id=new, received=received, withdrawn=True))
        else:
            wrong = max(row.present - 1, 0)
            self.registers.change("activities", row.id, present=wrong)
            self.registers.add("activities", replace(row, id=new, received=received, corrects=row.id))
        return (row.id, new)

    def _row(self, body: Body, sitting: Sitting, day: date, dice: Dice, makes_up: str | None) -> Activity:
        occasion, group = sitting.occasion, sitting.group
        company = habit_of(sitting.parts[0].kind).company
        due, present, leave, others = _attendance(body, sitting, company, day, dice)
        chair, speakers, leaders = _named(body, sitting, company, day, dice)
        minutes = _minutes(sitting, dice)
        delay = self._delay(body, sitting, dice)
        received = day + timedelta(days=delay)
        claimed = day + timedelta(days=dice.below(delay + 1)) if dice.happens(1500) else None
        return Activity(
            id=self.registers.new_id("activities"),
            organisation=body.id,
            kinds=tuple(dict.fromkeys(part.kind for part in sitting.parts)),
            day=day,
            group=body.groups[group][0] if group >= 0 else None,
            topics=tuple(occasion.topics),
            minutes=minutes,
            due=due,
            present=present,
            leave=leave,
            others=others,
            chair=chair,
            speakers=speakers,
            leaders=leaders,
            observers=(),
            first_item=occasion.first_item,
            makes_up=makes_up,
            claimed=claimed,
            received=received,
        )

    def _delay(self, body: Body, sitting: Sitting, dice: Dice) -> int:
        if sitting.verb == LATE_ENTRY:
            return self.late_entry_days + dice.between(3, 12)
        if body.quality is EXCELLENT or body.quiet:
            return dice.weighted((0, 1, 2, 3), (45, 30, 15, 10))
        if body.quality is GOOD:
            return dice.weighted((0, 1, 2, 4, 7, 12), (30, 25, 20, 15, 8, 2))
        return self.late_entry_days + dice.between(1, 15) if dice.happens(400) else dice.between(0, 20)


def _least(part: Part) -> int:
    """The least minutes any ask of a part demands."""
    return max((minutes_of(ask.requirement.each_at_least) for ask in part.asks), default=0)


def _between(body: Body, sitting: Sitting) -> tuple[date, date]:
    """Between which days a sitting is held: its occasion's, unless it is planted elsewhere or hurried."""
    first, last = sitting.occasion.start, sitting.occasion.end
    if sitting.order and sitting.order.first and sitting.order.last:
        return sitting.order.first, sitting.order.last
    if body.hurry and first <= body.hurry < last:
        last = body.hurry
    if habit_of(sitting.parts[0].kind).company is Company.PAYING and (last - first).days > WEEK * 2:
        last = first + timedelta(days=WEEK * 2)
    return first, last


def _minutes(sitting: Sitting, dice: Dice) -> int:
    asked = sitting.occasion.minutes
    if sitting.verb == SHORT:
        return max(15, _least(sitting.parts[0]) * 2 // 3 // 5 * 5)
    usual = max(dice.pick(habit_of(part.kind).minutes) for part in sitting.parts)
    more = 20 if len(sitting.parts) > 1 else 0
    least = asked if len(sitting.parts) == len(sitting.occasion.parts) else _own_least(sitting)
    return max(least, min(usual + more, LONGEST))


def _own_least(sitting: Sitting) -> int:
    """The least length for the parts that are left."""
    listed = [ask.requirement.each_at_least for part in sitting.parts for ask in part.asks]
    return sitting.occasion.minutes if any(listed) else 0


def _attendance(
    body: Body, sitting: Sitting, company: Company, day: date, dice: Dice
) -> tuple[int, int, int, tuple[tuple[str, int], ...]]:
    """Give due, present, on leave, and others absent by kind."""
    due = _due(body, sitting, company, day, dice)
    quorum = max(sitting.occasion.quorum, Fraction(2, 3))
    needed = -(-due * quorum.numerator // quorum.denominator)
    if sitting.verb == THIN:
        return due, max(needed - 1, 0), 0, ()
    if company is Company.INFORMED:
        return due, due, 0, ()
    if company in (Company.PAYING, Company.TALKED):
        return due, due if quorum == 1 or dice.below(3) else needed, 0, ()
    room = due - needed
    others = body.others if company is Company.EVERYONE and room else ()
    room -= len(others)
    leave = min(room, dice.below(due // 7 + 2)) if dice.happens(5500) else 0
    room -= leave
    absent = 0
    if room and dice.happens(min(8000, due * ((100 - body.care) * 10 + 5))):
        absent = min(room, 1 + dice.below(due // 5 + 1) if body.quality not in (EXCELLENT, GOOD) else 1)
    return due, due - leave - absent - len(others), leave, others


def _due(body: Body, sitting: Sitting, company: Company, day: date, dice: Dice) -> int:
    if company is Company.LEADERS:
        return len(body.officers(day))
    if body.tier != str(Tier.BRANCH):
        return 60 + dice.below(60)
    if company is Company.GROUP and sitting.group >= 0:
        return body.groups[sitting.group][1]
    members = body.members_on(day)
    if company is Company.COMMITTEE:
        return body.committee or min(members, 3)
    if company is Company.YOUNG:
        return max(3, members // 3)
    return members


def _named(
    body: Body, sitting: Sitting, company: Company, day: date, dice: Dice
) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    """Give who chairs, who speaks and which post holders attend."""
    posts = sitting.occasion.posts
    officers = body.officers(day)
    secretary = body.holders((SECRETARY,), day)
    if sitting.group >= 0:
        officers = officers[sitting.group :: len(body.groups)]
    chairs = body.holders(posts.get(CHAIRS, ()), day)
    chair = chairs[0] if chairs else None
    if chair is None and officers:
        chair = secretary[0] if secretary and secretary[0] in officers and dice.below(10) < 7 else dice.pick(officers)
    speakers = body.holders(posts.get(SPEAKS, ()), day)[:1] if posts.get(SPEAKS) else []
    if sitting.verb == WRONG_SPEAKER:
        speakers = [one for one in officers if one not in secretary][:1] or ([chair] if chair and not secretary else [])
    attending = [one for one in body.holders(posts.get(ATTENDS, ()), day) if one in officers]
    leaders = [one for one in attending if body.quiet or not dice.happens((100 - body.care) * 12)]
    if company is Company.LEADERS:
        leaders = [one for one in officers if one in leaders or not dice.happens(600)]
    return chair, tuple(speakers), tuple(leaders)
