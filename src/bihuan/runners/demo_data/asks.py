"""What a pack asks of organisations in a year: every requirement with its windows, and every tally worth filling."""

from dataclasses import dataclass
from fractions import Fraction

from bihuan.appraisal.choices import NoRuleItems
from bihuan.appraisal.compiling import duty_subject
from bihuan.appraisal.grammar import Component, Judged, JudgedAs, Measure, Nature, Rate, Subject
from bihuan.basics.nodes import Points
from bihuan.basics.numbers import number_text
from bihuan.basics.periods import Period, parse_period
from bihuan.organisations.rows import Tier
from bihuan.packs.grammar import Cycle, Pack
from bihuan.responsibility.grammar import Applies, Counting, Requirement
from bihuan.responsibility.windows import TimeRules, Window, windows_of
from bihuan.runners.rules import rules_of

BRANCH = str(Tier.BRANCH)
PARTS = {Cycle.HALF_YEAR: "H", Cycle.QUARTER: "Q", Cycle.MONTH: "-0"}
MOST_WISHED = 6


@dataclass(frozen=True, eq=False)
class Ask:
    """One requirement of one owner (a measure, a veto or a duty) with its windows in the year.

    ``conditions`` must all hold; ``tier`` is given for duties; ``posts`` are those it is asked of one by one.
    ``number`` is how often a window needs it, when it counts times.
    """

    owner: str
    name: str
    is_measure: bool
    tier: str
    conditions: tuple[Applies, ...]
    requirement: Requirement
    groups: bool
    posts: tuple[str, ...]
    windows: tuple[Window, ...]
    missing_costs: str = ""
    late_costs: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of record or submission any of which will do."""
        return self.requirement.records or self.requirement.submissions

    @property
    def length(self) -> int:
        """Days in the first window; 0 without one."""
        return (self.windows[0].end - self.windows[0].start).days + 1 if self.windows else 0


@dataclass(frozen=True, eq=False)
class Wish:
    """Something that earns points by being done, without being demanded: so often an appraisal period."""

    owner: str
    conditions: tuple[Applies, ...]
    component: Component
    times: int


@dataclass(frozen=True)
class Asked:
    """All that the pack asks in the year, with its periods and its time rules."""

    pack: Pack
    year: Period
    rounds: tuple[Period, ...]
    time: TimeRules
    asks: tuple[Ask, ...]
    wishes: tuple[Wish, ...]
    after_events: tuple[Ask, ...]

    def round_of(self, window: Window) -> Period:
        """Give the appraisal period in which a window counts (that of its last day)."""
        return next((one for one in self.rounds if window.end in one), self.rounds[-1])

    def judged_in(self, measure: Measure) -> tuple[Period, ...]:
        """Give the periods in each of which a measure is judged: its instalments, else the appraisal periods."""
        if measure.instalments is None:
            return self.rounds
        every = Requirement(records=("",), every=measure.instalments.every)
        windows = (window for period in self.rounds for window in windows_of(every, period, self.time))
        return tuple(Period(window.start, window.end, window.key) for window in windows)

    def components(self, measure: Measure) -> tuple[Component, ...]:
        """Give the components of a measure; one left wholly to judgement has a single one by its own name."""
        is_judged = self.pack.choices.no_rule_items is NoRuleItems.JUDGED
        if measure.components or measure.nature is Nature.CHECK or not is_judged:
            return measure.components
        rate = Rate(deduct=Points(Fraction(0), None))
        return (Component(name=measure.measure, judged=Judged(how=JudgedAs.VALUE), deductions=(rate,)),)


def rounds_of(pack: Pack, year: int) -> tuple[Period, ...]:
    """Give the appraisal periods of the year in order."""
    if pack.cycle is Cycle.HALF_YEAR:
        labels = [f"{year}H1", f"{year}H2"]
    elif pack.cycle is Cycle.QUARTER:
        labels = [f"{year}Q{nth}" for nth in range(1, 5)]
    elif pack.cycle is Cycle.MONTH:
        labels = [f"{year}-{nth:02d}" for nth in range(1, 13)]
    else:
        labels = [str(year)]
    return tuple(parse_period(label, pack.year_from) for label in labels)


def asked_by(pack: Pack, year: int) -> Asked:
    """Read everything ``pack`` (composed) asks in ``year``."""
    reader = _Reader(pack, year)
    for measure in pack.measures:
        for component in measure.components:
            reader.component(measure, component)
    for veto in pack.vetoes:
        for requirement in veto.requirement:
            reader.add(veto.id, veto.veto, (veto.applies,), requirement, None, is_measure=True)
    for duty in pack.duties:
        if duty.requirement is None:
            continue
        if duty.in_force_to and duty.in_force_to < reader.year.start:
            continue
        subject = duty_subject(duty)
        reader.add(duty.id, duty.duty, (duty.applies,), duty.requirement, subject, tier=duty.tier)
    reader.asks.sort(key=lambda ask: (bool(ask.posts), len(ask.kinds), ask.length))
    return Asked(
        pack, reader.year, reader.rounds, reader.time, tuple(reader.asks), tuple(reader.wishes), tuple(reader.later)
    )


class _Reader:
    def __init__(self, pack: Pack, year: int) -> None:
        self.pack = pack
        self.year = parse_period(str(year), pack.year_from)
        self.rounds = rounds_of(pack, year)
        self.time = rules_of(pack).time
        self.duties = {duty.id: duty for duty in pack.duties}
        self.asks: list[Ask] = []
        self.wishes: list[Wish] = []
        self.later: list[Ask] = []

    def component(self, measure: Measure, component: Component) -> None:
        conditions = (measure.applies, component.applies or Applies())
        subject = component.subject or measure.subject
        named = [self.duties[one].requirement for one in component.duties if one in self.duties]
        inline = component.requirement or (component.ratio.requirement if component.ratio else ())
        for requirement in (*inline, *(one for one in named if one is not None)):
            costs = (_costs(component, "per_missing"), _costs(component, "per_late"))
            self.add(measure.id, measure.measure, conditions, requirement, subject, is_measure=True, costs=costs)
        if component.tally and component.awards:
            self.wishes.append(Wish(measure.id, conditions, component, _times(component, measure)))

    def add(
        self,
        owner: str,
        name: str,
        conditions: tuple[Applies, ...],
        requirement: Requirement,
        subject: Subject | None,
        *,
        is_measure: bool = False,
        tier: str = "",
        costs: tuple[str, str] = ("", ""),
    ) -> None:
        groups, posts = (subject.groups, subject.posts) if subject else (False, ())
        after_event = requirement.deadline is not None and requirement.deadline.after_event is not None
        windows = () if after_event else self.windows(requirement)
        ask = Ask(owner, name, is_measure, tier, conditions, requirement, groups, posts, windows, *costs)
        (self.later if after_event else self.asks).append(ask)

    def windows(self, requirement: Requirement) -> tuple[Window, ...]:
        split = requirement.model_copy(update={"counting": Counting.BY_WINDOW})
        periods = self.rounds if requirement.every == "考核期" else (self.year,)
        return tuple(window for period in periods for window in windows_of(split, period, self.time))


def _costs(component: Component, what: str) -> str:
    """Write what one failing of this sort costs; empty when the price is not a plain number."""
    for rate in component.deductions:
        if getattr(rate, what) and rate.deduct and not rate.deduct.whole and rate.deduct.low == rate.deduct.high:
            return number_text(rate.deduct.low)
    return ""


def _times(component: Component, measure: Measure) -> int:
    """How often something must be done to earn all it can, within reason."""
    for rate in component.awards:
        most = _most(rate, component, measure)
        if rate.award and rate.award.low and rate.per_each:
            return max(1, min(MOST_WISHED, -(-most.numerator // most.denominator)))
        if rate.target:
            return max(1, min(MOST_WISHED, int(rate.target)))
    return 1


def _most(rate: Rate, component: Component, measure: Measure) -> Fraction:
    limit = rate.cap or component.cap or measure.max
    return limit / rate.award.low if rate.award and rate.award.low else Fraction(1)
