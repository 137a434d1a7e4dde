"""The reference evaluator: one branch, exact, readable. Facts to components, measures, sections and the total."""

from collections.abc import Sequence
from fractions import Fraction

from bihuan.appraisal.branch import BranchLedger, BranchView
from bihuan.appraisal.choices import NotApplicable, PartPeriod, Relation
from bihuan.appraisal.compiled import CompiledComponent, CompiledMeasure, CompiledRules
from bihuan.appraisal.facts import FactFinder
from bihuan.appraisal.grammar import Nature, Rollup, Section, Take, When
from bihuan.appraisal.judged_facts import combine
from bihuan.appraisal.points import BEST, OUTLOOKS, WORST, Triple, component_amount, is_settled, to_thousandths
from bihuan.appraisal.results import BranchScore, Line, LineState, SectionScore
from bihuan.appraisal.subjects import Who, is_exempt, subjects, there_in_period
from bihuan.appraisal.values import (
    BooleanFact,
    ChecklistFact,
    FactState,
    FactValue,
    LevelsFact,
    NumberFact,
    RatioFact,
    ScoreFact,
)
from bihuan.basics.numbers import divide
from bihuan.basics.periods import Period
from bihuan.organisations.standing import touches
from bihuan.progress.matching import Tally
from bihuan.responsibility.conditions import holds

ZERO: Triple = (0, 0, 0)
Net = tuple[int, bool]


class Scorer:
    """Evaluates the measures of compiled rules for one view of one branch."""

    def __init__(self, rules: CompiledRules, view: BranchView) -> None:
        self.rules, self.view = rules, view
        self.finder = FactFinder(rules, view)
        self.choices = rules.rules.choices
        self.rounding = self.choices.line_rounding
        self._inside: dict[str, Scorer] = {}

    # -- components -------------------------------------------------------------------------------------------

    def facts(self, compiled: CompiledComponent, finder: FactFinder) -> list[tuple[Who, FactValue]]:
        """Give the fact of each subject a component applies to; empty if it does not apply."""
        component = compiled.component
        applies = component.applies
        if applies is not None and not self._holds(applies, finder.period):
            return []
        if component.requirement or component.duties:
            return list(finder.tallies(compiled))
        if component.score_of:
            value = self._score_of(compiled)
            return [(Who(None, ()), value)] if value is not None else []
        found = []
        for who in subjects(compiled.subject, self.view):
            if who.id is not None and not there_in_period(who, compiled.subject, self.view, finder.period):
                continue
            fact = finder.find(compiled, who)
            if fact is not None:
                found.append((who, fact))
        return found

    def _holds(self, applies: object, period: Period) -> bool:
        calendar = self.rules.rules.time.calendar
        return holds(applies, self.view.household, period, calendar, self.choices.bounds_inclusive)  # type: ignore[arg-type]  # an Applies

    def _score_of(self, compiled: CompiledComponent) -> FactValue | None:
        asked = compiled.component.score_of
        if asked is None:
            return None
        found = [self._part_score(name, asked.part) for name in asked.period if name in self.rules.parts]
        scores = [score for score in found if score is not None]
        if not scores:
            return None
        per_point = self.rules.per_point
        values = [combine([Fraction(score[i], per_point) for score in scores], asked.combine) for i in range(3)]
        return ScoreFact(*values)

    def _part_score(self, name: str, part: str) -> Triple | None:
        if name not in self._inside:
            self._inside[name] = Scorer(self.rules.parts[name], self.view)
        scorer = self._inside[name]
        lines = scorer.lines()
        for line in lines:
            if line.measure == part:
                return line.triple if line.state not in (LineState.NOT_APPLICABLE, LineState.CHECK) else None
        sections = scorer.sections(lines)
        for section in sections:
            if section.section == part:
                return section.points
        return scorer.total(lines, sections) if any(section.max for section in sections) else None

    def _nets(self, compiled: CompiledComponent, facts: Sequence[tuple[Who, FactValue]]) -> list[Net]:
        """Give the net points of a component under each outlook, rolled up over its subjects."""
        per_subject = [self._net(compiled, fact) for _, fact in facts]
        if len(per_subject) == 1:
            return per_subject[0]
        rollup = compiled.subject.rollup if compiled.subject else Rollup.SUM
        return [self._rolled([nets[i] for nets in per_subject], rollup) for i in range(3)]

    def _net(self, compiled: CompiledComponent, fact: FactValue) -> list[Net]:
        per_point, floor = self.rules.per_point, self.choices.floors.floor_component
        inclusive = self.choices.bounds_inclusive
        if isinstance(fact, ScoreFact):
            seen = [NumberFact(value) for value in (fact.best, fact.middle, fact.worst)]
            return [component_amount(compiled, one, BEST, per_point, self.rounding, floor, inclusive) for one in seen]
        if is_settled(fact):
            once = component_amount(compiled, fact, WORST, per_point, self.rounding, floor, inclusive)
            return [once, once, once]
        return [
            component_amount(compiled, fact, outlook, per_point, self.rounding, floor, inclusive)
            for outlook in OUTLOOKS
        ]

    def _rolled(self, nets: list[Net], rollup: Rollup) -> Net:
        amounts = [amount for amount, _ in nets]
        whole = any(fired for _, fired in nets)
        if rollup is Rollup.MEAN:
            mean = Fraction(sum(amounts), len(amounts))
            return to_thousandths(mean, self.rules.per_point, self.rounding), whole
        if rollup is Rollup.LOWEST:
            return min(amounts), whole
        if rollup is Rollup.HIGHEST:
            return max(amounts), whole
        return sum(amounts), whole

    # -- measures ---------------------------------------------------------------------------------------------

    def line(self, compiled: CompiledMeasure, finder: FactFinder | None = None) -> Line:
        """Evaluate one measure."""
        if compiled.instalments:
            return self._in_instalments(compiled)
        finder = finder or self.finder
        measure = compiled.measure
        if not self._applies(compiled, finder.period):
            return _not_applicable(compiled)
        found = [(component, self.facts(component, finder)) for component in compiled.components]
        found = [(component, facts) for component, facts in found if facts]
        tallies = [_counts(component, facts) for component, facts in found if component.units]
        counts = _total_counts(tallies)
        if measure.nature is Nature.CHECK or not compiled.components:
            state = LineState.CHECK if found or not compiled.components else LineState.NOT_APPLICABLE
            return Line(measure.id, state, 0, 0, 0, 0, 0, 0, *counts)
        if not found:
            return _not_applicable(compiled)
        return self._scored(compiled, found, counts)

    def _scored(
        self,
        compiled: CompiledMeasure,
        found: Sequence[tuple[CompiledComponent, Sequence[tuple[Who, FactValue]]]],
        counts: Sequence[int | Fraction],
    ) -> Line:
        nets = [(component, self._nets(component, facts)) for component, facts in found]
        columns = [[(component, per_outlook[i]) for component, per_outlook in nets] for i in range(3)]
        best, middle, worst = (self._measure_points(compiled, column) for column in columns)
        middle = min(middle, best)
        worst = min(worst, middle)
        return _line(compiled, (best, middle, worst), counts)

    def _applies(self, compiled: CompiledMeasure, period: Period) -> bool:
        measure = compiled.measure
        if not touches(self.view.household.standing.being, period.start, period.end):
            return False
        if not self._holds(measure.applies, period):
            return False
        has_windows = any(component.units for component in compiled.components)
        day = min(max(self.view.as_of, period.start), period.end)
        return has_windows or not is_exempt(self.view, frozenset({measure.id}), day, None)

    def _measure_points(self, compiled: CompiledMeasure, nets: Sequence[tuple[CompiledComponent, Net]]) -> int:
        amounts = _alternatives([(component.component.alternative_group, amount) for component, (amount, _) in nets])
        if compiled.relation is Relation.ZERO_FIRST and any(fired for _, (_, fired) in nets):
            return 0
        if compiled.relation is Relation.WORST:
            amounts = [amount for amount in amounts if amount > 0] + [min([*amounts, 0])]
        points = compiled.start + sum(amounts)
        if compiled.measure.nature is Nature.PENALTY:
            return to_thousandths(min(points, 0), self.rules.per_point, self.rounding)
        if self.choices.floors.floor_measure:
            points = max(points, 0)
        return to_thousandths(min(points, compiled.top), self.rules.per_point, self.rounding)

    def _in_instalments(self, compiled: CompiledMeasure) -> Line:
        lines = []
        for part in compiled.instalments:
            finder = FactFinder(_for_part(self.rules, part), self.view, cases_used=self.finder.cases_used)
            lines.append(self.line(part, finder))
        scored = [line for line in lines if line.state not in (LineState.NOT_APPLICABLE, LineState.CHECK)]
        if not scored or compiled.measure.instalments is None:
            return _not_applicable(compiled)
        take = compiled.measure.instalments.combine
        best, middle, worst = (self._combined([line.triple[i] for line in scored], take, compiled) for i in range(3))
        counts = _total_counts([(line.due, line.done, line.late, line.missing) for line in scored])
        return _line(compiled, (best, middle, worst), counts)

    def _combined(self, points: list[int], take: Take, compiled: CompiledMeasure) -> int:
        value = combine([Fraction(one) for one in points], take)
        return min(to_thousandths(value, self.rules.per_point, self.rounding), compiled.top)

    def lines(self) -> tuple[Line, ...]:
        """Evaluate every measure in the pack's order."""
        return tuple(self.line(compiled) for compiled in self.rules.measures)

    # -- sections and total -----------------------------------------------------------------------------------

    def sections(self, lines: Sequence[Line]) -> tuple[SectionScore, ...]:
        """Sum the lines of each section, with what the pack does about measures that do not apply."""
        by_section: dict[str, list[tuple[CompiledMeasure, Line]]] = {}
        for compiled, line in zip(self.rules.measures, lines, strict=True):
            by_section.setdefault(compiled.measure.section, []).append((compiled, line))
        return tuple(
            self._section(section, by_section.get(section.section, [])) for section in self.rules.rules.sections
        )

    def _section(self, section: Section, listed: Sequence[tuple[CompiledMeasure, Line]]) -> SectionScore:
        scored = [pair for pair in listed if pair[0].measure.nature is Nature.SCORED and pair[0].components]
        there = [line for _, line in scored if line.state is not LineState.NOT_APPLICABLE]
        full, spread = 0, 0
        for compiled, line in scored:
            if line.state is LineState.NOT_APPLICABLE:
                mode = compiled.measure.when_not_applicable or self.choices.not_applicable_default
                full += compiled.max if mode is NotApplicable.FULL else 0
                spread += compiled.max if mode in (NotApplicable.SCALED_UP, NotApplicable.AVERAGE) else 0
        rest = sum(line.max for line in there)
        best, middle, worst = (
            self._section_points(section, [line.triple[i] for line in there], rest, full, spread) for i in range(3)
        )
        maximum = rest + full + (spread if rest else 0)
        bonus = _sum(line.triple for compiled, line in listed if compiled.measure.nature is Nature.BONUS)
        if section.bonus_cap is not None:
            cap = int(section.bonus_cap * self.rules.per_point)
            bonus = (min(bonus[0], cap), min(bonus[1], cap), min(bonus[2], cap))
        return SectionScore(section.section, (best, middle, worst), bonus, self._weighted(maximum, section))

    def _section_points(self, section: Section, points: list[int], rest: int, full: int, spread: int) -> int:
        total = sum(points)
        if spread and rest:
            scaled = Fraction(total) * (rest + spread) / rest
            total = to_thousandths(scaled, self.rules.per_point, self.rounding)
        total += full
        if self.choices.floors.floor_section:
            total = max(total, 0)
        return self._weighted(total, section)

    def _weighted(self, points: int, section: Section) -> int:
        if section.weight is None:
            return points
        return to_thousandths(points * section.weight, self.rules.per_point, self.rounding)

    def bonus(self, sections: Sequence[SectionScore]) -> Triple:
        """All bonus points, within the pack's cap."""
        total = _sum(section.bonus for section in sections)
        cap = self.rules.rules.bonus_cap
        if cap is None:
            return total
        limit = int(cap * self.rules.per_point)
        return min(total[0], limit), min(total[1], limit), min(total[2], limit)

    def penalty(self, lines: Sequence[Line]) -> Triple:
        """All penalties beyond the maximum, as negative points."""
        return _sum(
            line.triple
            for compiled, line in zip(self.rules.measures, lines, strict=True)
            if compiled.measure.nature is Nature.PENALTY
        )

    def total(self, lines: Sequence[Line], sections: Sequence[SectionScore], vetoes: Sequence[str] = ()) -> Triple:
        """Sections, bonus and penalties together, floored, limited by vetoes and rounded as the pack says."""
        parts = [*(section.points for section in sections), self.bonus(sections), self.penalty(lines)]
        best, middle, worst = (self._rounded_total(points, vetoes) for points in _sum(parts))
        return best, middle, worst

    def _rounded_total(self, points: int, vetoes: Sequence[str]) -> int:
        per_point = self.rules.per_point
        if self.choices.floors.floor_total:
            points = max(points, 0)
        for veto in self.rules.rules.vetoes:
            if veto.id in vetoes and veto.effect.total_at_most is not None:
                points = min(points, int(veto.effect.total_at_most * per_point))
        scale: int = 10 ** min(self.choices.total_decimals, 3)
        return divide(points * scale, per_point, self.choices.total_rounding) * per_point // scale

    def vetoes(self) -> tuple[str, ...]:
        """Give the ids of the vetoes that hold now."""
        listed = zip(self.rules.rules.vetoes, self.rules.vetoes, strict=True)
        return tuple(
            veto.id
            for veto, compiled in listed
            if self._holds(veto.applies, self.rules.period) and self.fires(compiled, veto.when)
        )

    def fires(self, compiled: CompiledComponent, when: When) -> bool:
        """Whether a veto or direct grade holds on what is certain now (an open or unjudged fact does not fire)."""
        return any(_is_so(fact, when) for _, fact in self.facts(compiled, self.finder))


def _for_part(rules: CompiledRules, part: CompiledMeasure) -> CompiledRules:
    units = tuple(unit for component in part.components for unit in component.units)
    numbers = sorted({unit.shares_with for unit in units if unit.shares_with is not None})
    groups = tuple(tuple(unit for unit in units if unit.shares_with == number) for number in numbers)
    return CompiledRules(rules.rules, part.period, units, (part,), (), (), {}, groups, rules.parts)


def _is_so(fact: FactValue, when: When) -> bool:
    if isinstance(fact, Tally):
        return {
            When.PRESENT: fact.done > 0,
            When.ABSENT: fact.done == 0 and not fact.pending,
            When.SHORT: fact.missing > 0,
            When.LATE: fact.late > 0,
        }[when]
    if isinstance(fact, ScoreFact):
        return fact.worst > 0
    if isinstance(fact, NumberFact | RatioFact):
        there = fact.value > 0
        if when is When.ABSENT:
            return fact.state is FactState.SETTLED and not there
        return fact.state is not FactState.UNJUDGED and there
    if isinstance(fact, LevelsFact):
        return bool(fact.levels) == (when is When.PRESENT)
    if isinstance(fact, BooleanFact):
        return fact.value is not None and fact.value == (when is When.PRESENT)
    found = fact.missing if isinstance(fact, ChecklistFact) else fact.value
    return found is not None and bool(found) == (when is When.PRESENT)


def _alternatives(listed: Sequence[tuple[str, int]]) -> list[int]:
    kept = [amount for group, amount in listed if not group or amount > 0]
    worst: dict[str, int] = {}
    for group, amount in listed:
        if group and amount <= 0:
            worst[group] = min(worst.get(group, 0), amount)
    return kept + list(worst.values())


def _counts(
    component: CompiledComponent, facts: Sequence[tuple[Who, FactValue]]
) -> tuple[int | Fraction, int | Fraction, int | Fraction, int | Fraction]:
    scale = component.units[0].demand.scale
    tallies = [fact for _, fact in facts if isinstance(fact, Tally)]
    sums = (
        sum(one.due for one in tallies),
        sum(one.done for one in tallies),
        sum(one.late for one in tallies),
        sum(one.missing for one in tallies),
    )
    if scale == 1:
        return sums
    due, done, late, missing = (Fraction(one, scale) for one in sums)
    return due, done, late, missing


def _total_counts(
    listed: Sequence[tuple[int | Fraction, int | Fraction, int | Fraction, int | Fraction]],
) -> tuple[int | Fraction, int | Fraction, int | Fraction, int | Fraction]:
    if len(listed) == 1:
        return listed[0]
    due, done, late, missing = (sum(one[i] for one in listed) for i in range(4))
    return due, done, late, missing


def _not_applicable(compiled: CompiledMeasure) -> Line:
    return Line(compiled.measure.id, LineState.NOT_APPLICABLE, 0, 0, 0, 0, 0, 0)


def _line(compiled: CompiledMeasure, triple: Triple, counts: Sequence[int | Fraction]) -> Line:
    best, middle, worst = triple
    lost, beyond = max(compiled.max - best, 0), max(best - compiled.max, 0)
    not_judged, not_due = best - middle, middle - worst
    state = LineState.SETTLED
    if not_judged:
        state = LineState.NOT_JUDGED
    elif not_due:
        state = LineState.NOT_DUE
    return Line(compiled.measure.id, state, compiled.max, worst, lost, not_due, not_judged, beyond, *counts)


def _sum(triples: object) -> Triple:
    listed: list[Triple] = list(triples)  # type: ignore[call-overload]  # any iterable of triples
    if not listed:
        return ZERO
    return sum(one[0] for one in listed), sum(one[1] for one in listed), sum(one[2] for one in listed)


def view_of(ledger: BranchLedger, rules: CompiledRules, as_of: object, known_at: object = None) -> BranchView:
    """Give the view of a branch at a day and knowledge under the choices of ``rules``."""
    return BranchView(ledger, rules.rules.choices, as_of, known_at, rules.rules.aliases)  # type: ignore[arg-type]  # dates


def score_branch(ledger: BranchLedger, rules: CompiledRules, as_of: object, known_at: object = None) -> BranchScore:
    """Score one branch: the reference evaluation of ``rules`` on ``ledger`` as of a day, as known at a day."""
    view = view_of(ledger, rules, as_of, known_at)
    scorer = Scorer(rules, view)
    lines = scorer.lines()
    sections = scorer.sections(lines)
    vetoes = scorer.vetoes() if rules.vetoes else ()
    total = None if rules.rules.incomplete else scorer.total(lines, sections, vetoes)
    appeals = len(view.open_appeals(rules.period.label)) if ledger.appeals else 0
    return BranchScore(
        ledger.organisation,
        rules.period.label,
        rules.per_point,
        lines,
        sections,
        scorer.bonus(sections),
        scorer.penalty(lines),
        total,
        sum(section.max for section in sections),
        vetoes,
        appeals,
        any(window.provisional for unit in rules.units for window in unit.demand.windows),
        _is_part_period(view, rules),
    )


def _is_part_period(view: BranchView, rules: CompiledRules) -> bool:
    choices, period = rules.rules.choices, rules.period
    if choices.part_period is not PartPeriod.NO_GRADE:
        return False
    inside = [
        (max(first, period.start), min(last, period.end))
        for first, last in view.household.standing.being
        if first <= period.end and period.start <= last
    ]
    if choices.part_period_less_than is None:
        return inside != [(period.start, period.end)]
    calendar = rules.rules.time.calendar
    return not any(calendar.add(first, choices.part_period_less_than) <= last for first, last in inside)
