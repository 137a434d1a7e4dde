"""One organisation in one period: its measures, sections, vetoes and total."""

from dataclasses import dataclass, field
from fractions import Fraction

from bihuan.appraisal.choices import NoRuleItems, NotApplicable, Relation
from bihuan.appraisal.grammar import Component, Fact, Measure, Nature, Rollup, ScoreOf, Start, Subject, Take, When
from bihuan.basics.numbers import Rounding, divide
from bihuan.packs.grammar import Pack
from bihuan.responsibility.grammar import Duty
from tests.support.pencil_calendar import Days
from tests.support.pencil_duties import Demand, Duties, Tale
from tests.support.pencil_facts import BEST, MID, NOT_JUDGED, SCENARIOS, WORST, Facts, Reading, Spot, Triple, taken
from tests.support.pencil_ledger import PARTY_GROUP, Sight
from tests.support.pencil_points import ZERO, Scored, roll_up, score_component, to_thousandths
from tests.support.pencil_records import BODY, Whom

NOT_APPLICABLE, CHECKED = "不适用", "检查"


@dataclass
class Marked:
    """A measure as marked: None points if it has none, and the counts of its requirements."""

    state: str
    points: Triple | None = None
    tale: Tale = field(default_factory=Tale)


def in_order(points: Triple) -> Triple:
    """Keep best ≥ middle ≥ worst."""
    mid = min(points[MID], points[BEST])
    return {BEST: points[BEST], MID: mid, WORST: min(points[WORST], mid)}


def judged_item(measure: Measure) -> Component:
    """Give the component an item without a rule of deduction is judged by: 0—剩余, under the measure's name."""
    rate = {"凡": "有", "扣": "0—剩余"}
    return Component.model_validate({"名称": measure.measure, "认定": {"方式": "分值"}, "扣分": [rate]})


class Marking:
    """Marks one organisation over one period."""

    def __init__(self, pack: Pack, sight: Sight, organisation: str, period: Days, *, referring: bool = True) -> None:
        self.pack, self.sight, self.organisation, self.period = pack, sight, organisation, period
        self.choices = pack.choices
        self.measures = [one for one in pack.measures if referring or not any(part.score_of for part in one.components)]
        self.duties = Duties(sight, organisation, period, [])
        self.duties.everything = self._everything()
        self.facts = Facts(self.duties, self._scores)
        self._marked: dict[str, Marked] | None = None
        self._vetoes: list[str] | None = None

    # what there is -----------------------------------------------------------------------------------------

    def components(self, measure: Measure) -> list[tuple[int, Component]]:
        """Give the components of a measure that apply to the organisation, with their places."""
        parts = list(enumerate(measure.components))
        bare = measure.nature is Nature.SCORED and not measure.components
        if bare and self.choices.no_rule_items is NoRuleItems.JUDGED:
            parts.append((len(parts), judged_item(measure)))
        return [(place, part) for place, part in parts if part.applies is None or self._applies(part.applies)]

    def _applies(self, condition: object) -> bool:
        return self.sight.applies(condition, self.organisation, self.period)

    def is_check(self, measure: Measure) -> bool:
        """Say whether the measure is only listed, not scored."""
        bare = measure.nature is Nature.SCORED and not measure.components
        return measure.nature is Nature.CHECK or (bare and self.choices.no_rule_items is NoRuleItems.CHECK)

    def demands(self, fact: Fact, owner: str, key: str, place: tuple[int, ...]) -> list[Demand]:
        """Give the requirements of a fact, those of duties in the order of the pack."""
        found = [self._of_duty(number) for number, duty in enumerate(self.pack.duties) if duty.id in fact.duties]
        found = [demand for demand in found if demand is not None]
        rules = fact.ratio.requirement if fact.ratio is not None else fact.requirement
        found += [Demand(rule, key, (*place, number), owner) for number, rule in enumerate(rules)]
        return found

    def _of_duty(self, number: int) -> Demand | None:
        duty = self.pack.duties[number]
        return None if duty.requirement is None else Demand(duty.requirement, duty.id, (0, number), "", duty)

    def _answers(self, duty: Duty) -> list[Whom]:
        """Give whom a duty is counted for by itself: each group, each holder of a post with a role, or all as one."""
        if duty.tier == PARTY_GROUP:
            return self.duties.subjects(Subject.model_validate({"党小组": "是"}))
        if duty.post != "组织" and duty.requirement.role:
            return self.duties.subjects(Subject.model_validate({"岗位人员": duty.post}))
        return [Whom()]

    def lacks(self, duty: str) -> bool:
        """Say whether something of the duty is missing, its deadline past."""
        for number, entry in enumerate(self.pack.duties):
            demand = self._of_duty(number)
            if entry.id == duty and demand is not None:
                return self.duties.tale([demand], self._answers(entry), Rollup.SUM, "").missing > 0
        return False

    def _subject(self, measure: Measure, part: Component) -> Subject | None:
        return part.subject if part.subject is not None else measure.subject

    def _everything(self) -> list[tuple[Demand, Whom]]:
        """Give every requirement of the pack that is asked of the organisation, and of whom."""
        duties = [self._of_duty(number) for number in range(len(self.pack.duties))]
        found = [(one, whom) for one in duties if one is not None for whom in self._answers(one.duty)]
        for number, measure in enumerate(self.measures):
            if not self._applies(measure.applies):
                continue
            for place, part in self.components(measure):
                whoms = self.duties.subjects(self._subject(measure, part))
                for demand in self.demands(part, measure.id, f"{measure.id}/{part.name}", (1, number, place)):
                    found += [(demand, whom) for whom in whoms]
        for place, veto in enumerate(self.pack.vetoes):
            if self._applies(veto.applies):
                found += [(demand, Whom()) for demand in self.demands(veto, "", veto.id, (2, place))]
        for place, rule in enumerate(self.pack.grading.direct if self.pack.grading is not None else ()):
            found += [(demand, Whom()) for demand in self.demands(rule, "", rule.name, (3, place))]
        return list(dict.fromkeys(found))

    # measures ----------------------------------------------------------------------------------------------

    def marked(self) -> dict[str, Marked]:
        """Give every measure as marked."""
        if self._marked is None:
            self._marked = {one.id: self._mark(number, one) for number, one in enumerate(self.measures)}
        return self._marked

    def _mark(self, number: int, measure: Measure) -> Marked:
        if measure.instalments is None:
            return self.mark_once(number, measure)
        parts = []
        for window in self.sight.almanac.windows(measure.instalments.every, self.period):
            marking = Marking(self.pack, self.sight, self.organisation, window)
            marking.facts.cases = self.facts.cases
            parts.append(marking.mark_once(number, measure))
        parts = [part for part in parts if part.state != NOT_APPLICABLE]
        if not parts:
            return Marked(NOT_APPLICABLE)
        total = Marked(parts[0].state)
        for part in parts:
            total.tale.add(part.tale)
        if total.state == CHECKED:
            return total
        take = measure.instalments.combine
        points = {name: taken(take, [part.points[name] for part in parts]) for name in SCENARIOS}
        if take is Take.MEAN:
            points = {name: to_thousandths(value, self.choices.line_rounding) for name, value in points.items()}
        top = measure.max + (measure.beyond_max or 0)
        total.points = in_order({name: min(value, top) for name, value in points.items()})
        return total

    def mark_once(self, number: int, measure: Measure) -> Marked:
        """Mark a measure over the whole period of this marking."""
        if not self._applies(measure.applies) or self._is_exempt(measure, Whom()):
            return Marked(NOT_APPLICABLE)
        if self.is_check(measure) and not measure.components:
            return Marked(CHECKED)
        tale, scored = Tale(), []
        for place, part in self.components(measure):
            result = self._score(number, place, measure, part, tale)
            if result is not None:
                scored.append((part, result))
        if not scored:
            return Marked(NOT_APPLICABLE)
        if self.is_check(measure):
            return Marked(CHECKED, tale=tale)
        points = {scenario: self._sum(measure, scored, scenario) for scenario in SCENARIOS}
        return Marked("评分", in_order(points), tale)

    def _is_exempt(self, measure: Measure, whom: Whom) -> bool:
        """Say whether a measure without any windows is exempted on the day that counts."""
        if any(part.requirement or part.duties or _has_windows(part) for part in measure.components):
            return False
        day = min(max(self.sight.as_of, self.period.start), self.period.end)
        return self.duties.is_exempt({"全部", measure.id}, whom, day)

    def _score(self, number: int, place: int, measure: Measure, part: Component, tale: Tale) -> Scored | None:
        """Score one component, add its counts to the tale; None if it does not apply."""
        subject = self._subject(measure, part)
        demands = self.demands(part, measure.id, f"{measure.id}/{part.name}", (1, number, place))
        costs = bool(part.deductions) or any(band.deduct is not None for band in part.bands)
        spot = Spot(measure.id, part.name, costs and not self.is_check(measure))
        whoms = self.duties.subjects(subject)
        rollup = Rollup.SUM if subject is None else subject.rollup
        windows = bool(part.requirement or part.duties or _has_windows(part))
        if not windows and subject is not None:
            so_far = Days(self.period.start, min(self.period.end, max(self.sight.as_of, self.period.start)))
            whoms = [one for one in whoms if self.duties.stays(one, so_far)]
            whoms = [one for one in whoms if not self._is_exempt(measure, one)]
        results = []
        together = windows and rollup in (Rollup.ALL, Rollup.ANY)
        for those in ([whoms] if together else [[whom] for whom in whoms]) if whoms else []:
            reading = self.facts.read(part, demands, spot, those, rollup)
            if reading.applicable:
                if reading.sort == "要求":
                    tale.add(reading.tale)
                results.append(score_component(part, reading, self.choices, measure.max))
        if not results:
            return None
        return results[0] if subject is None or together else roll_up(results, rollup, self.choices)

    def _sum(self, measure: Measure, scored: list[tuple[Component, Scored]], scenario: str) -> Fraction:
        relation = measure.relation or self.choices.relation_default
        top = measure.max + (measure.beyond_max or 0)
        if relation is Relation.ZERO_FIRST and any(result.zeroed[scenario] for _, result in scored):
            return ZERO
        nets = [(part.alternative_group, result.points[scenario]) for part, result in scored]
        kept = [points for group, points in nets if points >= 0 or not group]
        for group in {group for group, _ in nets if group}:
            costs = [points for name, points in nets if name == group and points < 0]
            kept += [min(costs)] if costs else []
        if relation is Relation.WORST:
            costs = [points for points in kept if points < 0]
            kept = [points for points in kept if points >= 0] + ([min(costs)] if costs else [])
        value = sum(kept, measure.max if _start(measure) is Start.FULL else ZERO)
        if self.choices.floors.floor_measure and measure.nature is not Nature.PENALTY:
            value = max(ZERO, value)
        return to_thousandths(min(value, top), self.choices.line_rounding)

    # sections and total ------------------------------------------------------------------------------------

    def section(self, name: str, scenario: str) -> Fraction:
        """Give what a section contributes to the total, bonus aside."""
        entry = next(one for one in self.pack.sections if one.section == name)
        got = maximum = scaled = given = ZERO
        for measure in self.measures:
            if measure.section != name or measure.nature is not Nature.SCORED:
                continue
            marked = self.marked()[measure.id]
            mode = measure.when_not_applicable or self.choices.not_applicable_default
            if marked.points is not None:
                got, maximum = got + marked.points[scenario], maximum + measure.max
            elif marked.state == NOT_APPLICABLE and not self._stands_in(measure) and not self.is_check(measure):
                given += measure.max if mode is NotApplicable.FULL else ZERO
                scaled += measure.max if mode in (NotApplicable.SCALED_UP, NotApplicable.AVERAGE) else ZERO
        if scaled > 0 and maximum > 0:
            got = to_thousandths(got * (maximum + scaled) / maximum, self.choices.line_rounding)
        value = got + given
        if self.choices.floors.floor_section:
            value = max(ZERO, value)
        if entry.weight is None:
            return value
        return to_thousandths(value * entry.weight, self.choices.line_rounding)

    def _stands_in(self, measure: Measure) -> bool:
        """Say whether another variant of the same item already speaks for it."""
        if not measure.variant_of:
            return False
        family = [one for one in self.measures if one.variant_of == measure.variant_of]
        if any(self.marked()[one.id].state != NOT_APPLICABLE for one in family):
            return True
        return family[0].id != measure.id

    def total(self, scenario: str) -> Fraction:
        """Give the total, rounded as the pack says."""
        bonus = penalties = ZERO
        for entry in self.pack.sections:
            own = self._sum_of(Nature.BONUS, entry.section, scenario)
            bonus += own if entry.bonus_cap is None else min(own, entry.bonus_cap)
            penalties += self._sum_of(Nature.PENALTY, entry.section, scenario)
        if self.pack.bonus_cap is not None:
            bonus = min(bonus, self.pack.bonus_cap)
        value = sum((self.section(entry.section, scenario) for entry in self.pack.sections), ZERO) + bonus + penalties
        if self.choices.floors.floor_total:
            value = max(ZERO, value)
        for veto in self.pack.vetoes:
            if veto.effect.total_at_most is not None and veto.id in self.vetoes():
                value = min(value, veto.effect.total_at_most)
        return _to_decimals(value, self.choices.total_decimals, self.choices.total_rounding)

    def _sum_of(self, nature: Nature, section: str, scenario: str) -> Fraction:
        those = [one for one in self.measures if one.nature is nature and one.section == section]
        points = [self.marked()[one.id].points for one in those]
        return sum((each[scenario] for each in points if each is not None), ZERO)

    def totals(self) -> Triple:
        """Give the total in each scenario."""
        return in_order({scenario: self.total(scenario) for scenario in SCENARIOS})

    # facts that decide alone -------------------------------------------------------------------------------

    def holds(self, fact: Fact, when: When, spot: Spot, place: tuple[int, int]) -> bool:
        """Say whether a lone fact holds on what is certain on the day; what is open or not judged does not."""
        demands = self.demands(fact, "", spot.measure, place)
        reading: Reading = self.facts.read(fact, demands, spot, [Whom(BODY)], Rollup.SUM)
        tale = reading.tale
        if not reading.applicable or reading.open == NOT_JUDGED:
            return False
        if reading.sort == "要求":
            done = tale.on_time + tale.late
            certain = {
                When.SHORT: tale.missing > 0,
                When.LATE: tale.late > 0,
                When.PRESENT: done > 0,
                When.ABSENT: done == 0 and tale.pending == 0,
            }
            return certain[when]
        if when is When.ABSENT:
            return reading.open == "" and reading.at(WORST) == 0
        return reading.at(WORST) > 0

    def vetoes(self) -> list[str]:
        """Give the ids of the vetoes that hold."""
        if self._vetoes is None:
            self._vetoes = [
                veto.id
                for place, veto in enumerate(self.pack.vetoes)
                if self._applies(veto.applies) and self.holds(veto, veto.when, Spot(veto.id, veto.id), (2, place))
            ]
        return self._vetoes

    def direct(self) -> list[str]:
        """Give the grades set directly, in the order of the pack."""
        found = []
        for place, rule in enumerate(self.pack.grading.direct if self.pack.grading is not None else ()):
            name = f"直接定级/{rule.name}"
            if self.holds(rule, rule.when, Spot(name, name), (3, place)):
                found.append(rule.grade)
        return found

    def _scores(self, rule: ScoreOf) -> list[Triple]:
        triples = []
        for name in rule.period:
            for part in self.sight.almanac.parts_called(name, self.period):
                marking = Marking(self.pack, self.sight, self.organisation, part, referring=False)
                triple = marking.part_score(rule.part)
                if triple is not None:
                    triples.append((part.start, triple))
        return [triple for _, triple in sorted(triples, key=lambda pair: pair[0])]

    def part_score(self, part: str) -> Triple | None:
        """Give the total, a section or a measure of this period; None if nothing there applies."""
        if all(one.state == NOT_APPLICABLE for one in self.marked().values()):
            return None
        if part == "总分":
            return self.totals()
        if part in self.marked():
            return self.marked()[part].points
        return in_order({scenario: self.section(part, scenario) for scenario in SCENARIOS})


def _has_windows(part: Component) -> bool:
    return part.ratio is not None and bool(part.ratio.requirement)


def _start(measure: Measure) -> Start:
    if measure.start is not None:
        return measure.start
    earns = any(part.awards or any(band.award is not None for band in part.bands) for part in measure.components)
    return Start.ZERO if earns else Start.FULL


def _to_decimals(value: Fraction, decimals: int, rounding: Rounding) -> Fraction:
    scale = 10**decimals
    return Fraction(divide(value.numerator * scale, value.denominator, rounding), scale)
