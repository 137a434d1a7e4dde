"""Making the whole invented ledger from a pack, a size, a year and a seed."""

from dataclasses import dataclass, field, replace
from datetime import date

from bihuan.appraisal.grammar import Component, GradeMethod
from bihuan.appraisal.rows import Judgement
from bihuan.basics.periods import Period, parse_period
from bihuan.organisations.standing import Household, households, standings
from bihuan.packs.grammar import Pack
from bihuan.responsibility.conditions import holds
from bihuan.responsibility.grammar import Applies
from bihuan.runners.demo_data import model_branch
from bihuan.runners.demo_data.asks import BRANCH, Ask, Asked, Wish, asked_by
from bihuan.runners.demo_data.bodies import Body, Cast, Order
from bihuan.runners.demo_data.chance import Dice
from bihuan.runners.demo_data.changes import Changes
from bihuan.runners.demo_data.establishing import Department, Founder
from bihuan.runners.demo_data.guests import Guests
from bihuan.runners.demo_data.holding import Secretariat
from bihuan.runners.demo_data.judging import SAMPLED, SELF_ONLY, UNJUDGED, Assessors
from bihuan.runners.demo_data.ordering import Orders
from bihuan.runners.demo_data.outside_results import DOUBLED, Outside
from bihuan.runners.demo_data.papers import PaperRoom, exempt_idle_weeks
from bihuan.runners.demo_data.rectifying import Rectifying
from bihuan.runners.demo_data.registers import Registers
from bihuan.runners.demo_data.telling import Teller, reckoned
from bihuan.runners.demo_data.terms import Terms
from bihuan.runners.demo_data.truth import DemoData, Planted
from bihuan.runners.demo_data.unit_sheet import unit_sheet
from bihuan.runners.demo_data.working_days import WorkingDays
from bihuan.runners.demo_data.year_plan import ATTENDS, CHAIRS, OBSERVES, SPEAKS, YearPlan

VARIANTS = 12
GRADE = "等次"
ALWAYS = Applies()


def make_demo(pack: Pack, *, branches: int = 494, year: int = 2026, seed: int = 1, quirks: bool = False) -> DemoData:
    """Invent a department of ``branches`` branches and its whole ``year`` for ``pack`` (composed).

    The same arguments always give the same rows. With ``quirks`` there is also a sheet in a unit's own layout.
    Raises ``ValueError`` for fewer than one branch.
    """
    maker = established(pack, branches, year, seed)
    maker.fill()
    sheet = unit_sheet(maker.department, maker.registers) if quirks else None
    return DemoData(maker.registers.tables(), reckoned(maker.truth), sheet)


def established(pack: Pack, branches: int, year: int, seed: int) -> "Maker":
    """Give a maker whose department is founded and whose year is still empty."""
    if branches < 1:
        raise ValueError(f"支部数须至少为 1，现在是 {branches}")
    maker = Maker(asked_by(pack, year), year, seed)
    maker.establish(branches)
    return maker


@dataclass
class Maker:
    """Invents one year of one department, step by step."""

    asked: Asked
    year: int
    seed: int
    truth: list[Planted] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.registers = Registers()
        self.department = Department(self.registers, self.year)
        self.days = WorkingDays(self.asked.time.calendar)
        self.teller = Teller(self.asked, self.truth)
        self.papers = PaperRoom(self.registers, self.days, self.teller)
        choices = self.asked.pack.choices
        self.secretariat = Secretariat(self.registers, self.days, self.teller, choices.late_entry_days)
        self.asks_of: dict[str, list[Ask]] = {}
        self.wishes_of: dict[str, list[Wish]] = {}
        self.plans: dict[tuple[object, ...], YearPlan] = {}
        self.plain: dict[int, bool] = {}
        self.judged: list[tuple[int, str, Component]] = []
        self.houses: dict[str, Household] = {}
        self.kinds = {kind.kind: kind for kind in self.asked.pack.record_kinds}

    # -- who there is -----------------------------------------------------------------------------------------

    def establish(self, branches: int) -> None:
        """Found the department, plant what changes in it, and find out what is asked of whom."""
        Founder(self.asked.pack, self.department, self.seed).found(branches)
        model_branch.shape(self.department.branches[0], self.year)
        self.cast = Cast(self.department.branches[1:], Dice(self.seed, "角色")) if branches > 1 else Cast([], Dice(0))
        Changes(self.asked, self.department, self.cast, self.truth, Dice(self.seed, "变动")).plant()
        self.terms = Terms(self.asked, self.department, Dice(self.seed, "换届"))
        self.terms.choose(self.cast)
        self.department.flush()
        self.look_around()

    def look_around(self) -> None:
        """Find out what the year asks of whom."""
        tables = self.registers.tables()
        found = standings(tables["organisations"], tables["organisation_events"])
        self.houses = dict(households(found, tables["posts"], tables["liaisons"]))
        for body in self.department.bodies:
            self.asks_of[body.id] = [ask for ask in self.asked.asks if self._is_asked(ask, body)]
            self.wishes_of[body.id] = [
                wish for wish in self.asked.wishes if body.tier == BRANCH and self.fits(wish.conditions, body)
            ]

    def _is_asked(self, ask: Ask, body: Body) -> bool:
        if (body.tier != ask.tier) if ask.tier else (body.tier != BRANCH):
            return False
        if ask.posts and not any(holding.post in ask.posts for holding in body.holdings):
            return False
        return bool(ask.windows) and self.fits(ask.conditions, body, self.asked.year)

    def fits(self, conditions: tuple[Applies, ...], body: Body, period: Period | None = None) -> bool:
        """Whether all ``conditions`` hold for ``body`` in the period (the year by default)."""
        inclusive, calendar = self.asked.pack.choices.bounds_inclusive, self.asked.time.calendar
        house, seen = self.houses[body.id], period or self.asked.year
        return all(self._is_plain(one) or holds(one, house, seen, calendar, inclusive) for one in conditions)

    def _is_plain(self, condition: Applies) -> bool:
        """Whether a condition always holds; found out once for each."""
        if id(condition) not in self.plain:
            self.plain[id(condition)] = condition == ALWAYS
        return self.plain[id(condition)]

    # -- what happens -----------------------------------------------------------------------------------------

    def fill(self) -> None:
        """Write everything that happens in the year."""
        Orders(self.asked, self.cast, self.asks_of).plant()
        self._judgement_orders()
        self.hold_year()
        self.terms.hand_in(self.papers, self.truth)
        rectifying = self.appraise_year()
        self._point_out()
        last = Dice(self.seed, "问题")
        rectifying.plant(self.cast, self._finding_measures(), last)
        if self.asked.pack.measures:
            rectifying.appeal(self.department.branches, list(self.asked.pack.measures), last)

    def hold_year(self) -> None:
        """Write what every organisation does in the year, and who visits whom."""
        guest_asks: list[tuple[Body, list[Ask]]] = []
        for body in self.department.bodies:
            dice = Dice(self.seed, "一年", body.id)
            plan = self._plan(body, dice)
            exempt_idle_weeks(body, self.asks_of[body.id], self.registers, self.days)
            self.secretariat.hold_year(body, plan.occasions, dice)
            self.papers.hand_in_year(body, plan.papers, dice)
            guest_asks.append((body, plan.guests))
        guests = Guests(self.department, self.secretariat, self.seed)
        for body, asks in guest_asks:
            guests.visit(body, asks)
        guests.round_of_liaison(self._months())

    def appraise_year(self) -> Rectifying:
        """Write what assessors decide about every branch and which problems they find."""
        rectifying = Rectifying(self.registers, self.days, self.truth, self.asked.rounds)
        for body in self.department.branches:
            dice = Dice(self.seed, "考评", body.id)
            self._appraise(body, dice)
            rectifying.find_problems(body, dice)
        return rectifying

    def _plan(self, body: Body, dice: Dice) -> YearPlan:
        """Give the plan for a body; bodies of which the same is asked share a dozen plans."""
        asks, wishes = self.asks_of[body.id], self.wishes_of[body.id]
        times = body.quality.wishes
        variant = -1 if body.hurry else dice.below(VARIANTS)
        key = (body.tier, tuple(map(id, asks)), times, variant)
        if key not in self.plans:
            guests = [ask for ask in asks if body.tier != BRANCH and self._is_guest(ask, body)]
            plan = YearPlan(self.kinds, self.days, Dice(self.seed, "计划", len(self.plans)))
            if body.hurry:
                plan.alone = (body.hurry, self.asked.rounds[0].end)
            plan.guests = guests
            plan.serve(ask for ask in asks if ask not in guests)
            plan.grant(wishes, self.asked.rounds, times)
            self.plans[key] = plan
        return self.plans[key]

    def _is_guest(self, ask: Ask, body: Body) -> bool:
        """Whether people do this one by one, or at others' activities, and not at the meetings of ``body``."""
        role = ask.requirement.role
        if role == CHAIRS:
            return len(body.holders(ask.posts, self.asked.year.end)) > 1
        at_branches = {kind for one in self.asked.asks if one.is_measure for kind in one.requirement.records}
        at_branches |= {kind for one in self.asked.asks if one.tier == BRANCH for kind in one.requirement.records}
        if not ask.posts or role not in (SPEAKS, ATTENDS, OBSERVES):
            return False
        return role == OBSERVES or bool(at_branches & set(ask.kinds))

    def _months(self) -> list[tuple[date, date]]:
        months = (parse_period(f"{self.year}-{nth:02d}") for nth in range(1, 13))
        return [(month.start, month.end) for month in months]

    def _appraise(self, body: Body, dice: Dice) -> None:
        pack = self.asked.pack
        assessors = Assessors(self.registers, self.days, pack.choices.unjudged_default)
        outside = Outside(self.registers, self.days)
        for measure in pack.measures:
            for nth, period in enumerate(self.asked.judged_in(measure)):
                if not self._in_being(body, period):
                    continue
                for component in self.asked.components(measure):
                    if self.fits((measure.applies, component.applies or ALWAYS), body, period):
                        assessors.judge(body, measure, component, period, nth, dice)
                        outside.report(body, measure, component, period, nth, dice)
        if pack.grading and pack.grading.method is GradeMethod.JUDGED:
            for period in self.asked.rounds:
                self._grade(body, period, dice)

    def _in_being(self, body: Body, period: Period) -> bool:
        return any(
            state.since <= period.end and (state.until is None or state.until >= period.start) for state in body.states
        )

    def _grade(self, body: Body, period: Period, dice: Dice) -> None:
        grades = [one.grade for one in self.asked.pack.grading.grades] if self.asked.pack.grading else []
        place = dice.weighted((0, 1, 2, 3), body.quality.places)
        row = Judgement(
            id=self.registers.new_id("judgements"),
            organisation=body.id,
            measure=GRADE,
            item=GRADE,
            day=period.end,
            role="机关党委",
            outcome=grades[min(place, len(grades) - 1)],
            received=period.end,
        )
        self.registers.add("judgements", row)

    # -- planted at the appraisal -----------------------------------------------------------------------------

    def _judgement_orders(self) -> None:
        """Plant at judgements and results: none given, only one's own, a spot check, the same case twice."""
        first = self.asked.rounds[0]
        listed = [(measure, one) for measure in self.asked.pack.measures for one in measure.components]
        wanted = (
            (UNJUDGED, [(m, c) for m, c in listed if c.judged and not c.judged.unjudged and not c.judged.sample]),
            (SELF_ONLY, [(m, c) for m, c in listed if c.judged and not c.judged.unjudged and not c.judged.sample]),
            (SAMPLED, [(m, c) for m, c in listed if c.judged and c.judged.sample and c.judged.how == "次数"]),
            (DOUBLED, [(m, c) for m, c in listed if c.external and c.external.dedupe]),
        )
        expected = {
            UNJUDGED: "没有认定，记“未评定”，不当作零分",
            SELF_ONLY: "自评只作对照，不算认定，记“未评定”",
            SAMPLED: "抽查发现一处，只计样本",
            DOUBLED: "同一案号只计一次",
        }
        for verb, found in wanted:
            for measure, component in found[:2]:
                conditions = (measure.applies, component.applies or ALWAYS)
                body = self.cast.take(lambda one, asked=conditions: self.fits(asked, one, first))  # type: ignore[misc]  # bound now
                if body is None:
                    continue
                body.orders[(measure.id, component.name, 0)] = Order(verb)
                what = f"{first.label} 的“{measure.measure}”（{component.name}）：{verb}"
                table = "externals" if verb == DOUBLED else "judgements"
                self.judged.append((len(self.truth), measure.id, component))
                self.truth.append(
                    Planted(
                        organisation=body.id,
                        kind=verb,
                        what=what,
                        table=table,
                        rows=(),
                        period=first.label,
                        round=first.label,
                        measures=(measure.id,),
                        expected=expected[verb],
                    )
                )

    def _point_out(self) -> None:
        """Write into the truth which rows of judgements and results were planted."""
        first = self.asked.rounds[0]
        for at, measure, component in self.judged:
            told = self.truth[at]
            external = component.external.name if component.external else ""
            rows = tuple(
                row.id
                for row in self.registers.rows(told.table)
                if row.organisation == told.organisation
                and row.day in first
                and (row.name == external if external else (row.measure, row.item) == (measure, component.name))
            )
            self.truth[at] = replace(told, rows=rows)

    def _finding_measures(self) -> dict[str, tuple[str, ...]]:
        """Give the measures that count findings, by the state they count."""
        found: dict[str, list[str]] = {}
        for measure in self.asked.pack.measures:
            for component in measure.components:
                if component.findings:
                    found.setdefault(str(component.findings.state), []).append(measure.id)
        return {state: tuple(dict.fromkeys(ids)) for state, ids in found.items()}
