"""The reference evaluator: one branch, exact, readable. Facts to components, measures, sections and the total."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from bihuan.appraisal.branch import BranchLedger, BranchView
from bihuan.appraisal.choices import PartPeriod, Relation
from bihuan.appraisal.compiled import CompiledComponent, CompiledMeasure, CompiledRules
from bihuan.appraisal.facts import FactFinder
from bihuan.appraisal.firing import is_so
from bihuan.appraisal.grammar import Nature, Rollup, Take, When
from bihuan.appraisal.judged_facts import combine
from bihuan.appraisal.points import BEST, OUTLOOKS, WORST, Triple, component_amount, is_settled, to_thousandths
from bihuan.appraisal.results import BranchScore, Line, LineState
from bihuan.appraisal.subjects import Who, is_exempt, there_in_period
from bihuan.appraisal.totals import Totals
from bihuan.appraisal.values import (
    FactValue,
    NumberFact,
    ScoreFact,
)
from bihuan.basics.periods import ONE_DAY, Period
from bihuan.organisations.standing import touches
from bihuan.progress.matching import Tally
from bihuan.responsibility.conditions import holds
from bihuan.responsibility.grammar import EVERYTHING, Applies

Net = tuple[int, bool]


class Scorer:
    """Evaluates the measures of compiled rules for one view of one branch."""

    def __init__(self, rules: CompiledRules, view: BranchView) -> None:
        self.rules, self.view = rules, view
        self.finder = FactFinder(rules, view)
        self.choices = rules.rules.choices
        self.rounding = self.choices.line_rounding
        self.totals = Totals(rules)
        self._inside: dict[str, Scorer] = {}
        self._there: dict[Period, bool] = {}
        self._conditions: dict[tuple[int, date, date], bool] = {}

    # -- components -------------------------------------------------------------------------------------------

    def facts(self, compiled: CompiledComponent, finder: FactFinder) -> list[tuple[Who, FactValue]]:
        """Give the fact of each subject a component applies to; empty if it does not apply."""
        component = compiled.component
        if not self.condition_holds(compiled.applies, finder.period):
            return []
        if component.requirement or component.duties:
            return list(finder.tallies(compiled))
        if component.score_of:
            value = self._score_of(compiled)
            return [(Who(None, ()), value)] if value is not None else []
        found = []
        for who in finder.subjects(compiled.subject):
            if who.id is not None and not there_in_period(who, compiled.subject, self.view, finder.period):
                continue
            fact = finder.find(compiled, who)
            if fact is not None:
                found.append((who, fact))
        return found

    def condition_holds(self, applies: Applies, period: Period) -> bool:
        """Whether a condition holds for the branch in ``period``; found out once."""
        if applies is EVERYTHING:
            return True
        key = (id(applies), period.start, period.end)
        if key not in self._conditions:
            calendar, inclusive = self.rules.rules.time.calendar, self.choices.bounds_inclusive
            self._conditions[key] = holds(applies, self.view.household, period, calendar, inclusive)
        return self._conditions[key]

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
        sections = scorer.totals.sections(lines)
        for section in sections:
            if section.section == part:
                return section.points
        return scorer.totals.total(lines, sections) if any(section.max for section in sections) else None

    def nets(self, compiled: CompiledComponent, facts: Sequence[tuple[Who, FactValue]]) -> list[Net]:
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
        if not self.applies(compiled, finder.period):
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
        nets = [(component, self.nets(component, facts)) for component, facts in found]
        best = self._measure_points(compiled, [(component, per[0]) for component, per in nets])
        if all(per[0] == per[1] == per[2] for _, per in nets):
            return _line(compiled, (best, best, best), counts)
        middle = min(best, self._measure_points(compiled, [(component, per[1]) for component, per in nets]))
        worst = min(middle, self._measure_points(compiled, [(component, per[2]) for component, per in nets]))
        return _line(compiled, (best, middle, worst), counts)

    def applies(self, compiled: CompiledMeasure, period: Period) -> bool:
        """Whether a measure applies to the branch in ``period``."""
        if not self._is_there(period) or not self.condition_holds(compiled.applies, period):
            return False
        if compiled.has_windows or not self.view.exemptions:
            return True
        day = min(max(self.view.as_of, period.start), period.end)
        return not is_exempt(self.view, frozenset({compiled.measure.id}), day, None)

    def _is_there(self, period: Period) -> bool:
        if period not in self._there:
            self._there[period] = touches(self.view.household.standing.being, period.start, period.end)
        return self._there[period]

    def _measure_points(self, compiled: CompiledMeasure, nets: Sequence[tuple[CompiledComponent, Net]]) -> int:
        if compiled.has_alternatives:
            groups = [(component.component.alternative_group, amount) for component, (amount, _) in nets]
            amounts = _alternatives(groups)
        else:
            amounts = [amount for _, (amount, _) in nets]
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
            lines.append(self.line(part, self.part_finder(part)))
        scored = [line for line in lines if line.state not in (LineState.NOT_APPLICABLE, LineState.CHECK)]
        if not scored or compiled.measure.instalments is None:
            return _not_applicable(compiled)
        take = compiled.measure.instalments.combine
        best, middle, worst = (self._combined([line.triple[i] for line in scored], take, compiled) for i in range(3))
        counts = _total_counts([(line.due, line.done, line.late, line.missing) for line in scored])
        return _line(compiled, (best, middle, worst), counts)

    def part_finder(self, part: CompiledMeasure) -> FactFinder:
        """Give a finder of facts for one instalment of a measure."""
        return FactFinder(_for_part(self.rules, part), self.view, cases_used=self.finder.cases_used)

    def _combined(self, points: list[int], take: Take, compiled: CompiledMeasure) -> int:
        value = combine([Fraction(one) for one in points], take)
        return min(to_thousandths(value, self.rules.per_point, self.rounding), compiled.top)

    def lines(self) -> tuple[Line, ...]:
        """Evaluate every measure in the pack's order."""
        return tuple(self.line(compiled) for compiled in self.rules.measures)

    def vetoes(self) -> tuple[str, ...]:
        """Give the ids of the vetoes that hold now."""
        listed = zip(self.rules.rules.vetoes, self.rules.vetoes, strict=True)
        return tuple(
            veto.id
            for veto, compiled in listed
            if self.condition_holds(veto.applies, self.rules.period) and self.fires(compiled, veto.when)
        )

    def fires(self, compiled: CompiledComponent, when: When) -> bool:
        """Whether a veto or direct grade holds on what is certain now (an open or unjudged fact does not fire)."""
        return any(is_so(fact, when) for _, fact in self.facts(compiled, self.finder))


def _for_part(rules: CompiledRules, part: CompiledMeasure) -> CompiledRules:
    units = tuple(unit for component in part.components for unit in component.units)
    numbers = sorted({unit.shares_with for unit in units if unit.shares_with is not None})
    groups = tuple(tuple(unit for unit in units if unit.shares_with == number) for number in numbers)
    return CompiledRules(rules.rules, part.period, units, (part,), (), (), {}, groups, rules.parts)


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


def view_of(ledger: BranchLedger, rules: CompiledRules, as_of: date, known_at: date | None = None) -> BranchView:
    """Give the view of a branch at a day and knowledge under the choices of ``rules``."""
    return BranchView(ledger, rules.rules.choices, as_of, known_at, rules.rules.aliases)


def score_branch(ledger: BranchLedger, rules: CompiledRules, as_of: date, known_at: date | None = None) -> BranchScore:
    """Score one branch: the reference evaluation of ``rules`` on ``ledger`` as of a day, as known at a day."""
    return score_by(Scorer(rules, view_of(ledger, rules, as_of, known_at)))


def score_by(scorer: Scorer) -> BranchScore:
    """Score the branch ``scorer`` looks at, leaving what it found there for obligations and explanations."""
    rules, view, totals = scorer.rules, scorer.view, scorer.totals
    lines = scorer.lines()
    sections = totals.sections(lines)
    vetoes = scorer.vetoes() if rules.vetoes else ()
    total = None if rules.rules.incomplete else totals.total(lines, sections, vetoes)
    appeals = len(view.open_appeals(rules.period.label)) if view.ledger.appeals else 0
    return BranchScore(
        view.ledger.organisation,
        rules.period.label,
        rules.per_point,
        lines,
        sections,
        totals.bonus(sections),
        totals.penalty(lines),
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
    return not any(calendar.add(first, choices.part_period_less_than) <= last + ONE_DAY for first, last in inside)
