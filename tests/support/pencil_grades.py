"""Grades among organisations, and the consequences proposed: quotas, ties, vetoes and direct grades."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from bihuan.appraisal.choices import QuotaRounding, Ties
from bihuan.appraisal.grammar import FindingState, GradeMethod, GradeRule, QuotaScope
from bihuan.basics.numbers import Rounding, divide
from bihuan.organisations.rows import OrganisationState
from bihuan.outcomes.grammar import Trigger
from bihuan.packs.grammar import Pack
from tests.support.pencil_facts import BEST, WORST, Triple
from tests.support.pencil_measures import Marking

OPEN, NO_GRADE = "未定", "不定等次"
QUOTA_ROUNDING = {
    QuotaRounding.HALF_UP: Rounding.HALF_UP,
    QuotaRounding.CEILING: Rounding.CEILING,
    QuotaRounding.FLOOR: Rounding.FLOOR,
    QuotaRounding.AT_LEAST_ONE: Rounding.FLOOR,
}


@dataclass
class Entrant:
    """One organisation among those to be graded."""

    marking: Marking
    totals: Triple
    part_period: bool

    @property
    def settled(self) -> bool:
        """Say whether the total cannot change any more."""
        return self.totals[BEST] == self.totals[WORST]

    def state(self) -> OrganisationState:
        """Give the row of the organisation on the last day of the period, or else its latest row."""
        sight, name = self.marking.sight, self.marking.organisation
        rows = sorted((row for row in sight.states if row.organisation == name), key=lambda row: row.since)
        return sight.row_on(name, self.marking.period.end) or rows[-1]


class Round:
    """Grades all organisations of one pack and period."""

    def __init__(self, pack: Pack, entrants: Mapping[str, Entrant]) -> None:
        self.pack, self.grading, self.choices = pack, pack.grading, pack.choices
        self.entrants = entrants
        self.names = [rule.grade for rule in self.grading.grades]

    def grades(self) -> dict[str, tuple[str, str | None, str | None]]:
        """Give for each organisation its grade and, while that is open, the forecast and the best it can reach."""
        if self.grading.method is GradeMethod.JUDGED:
            return {name: (self._judged(name), None, None) for name in self.entrants}
        by_worst, by_best = self._run(WORST), self._run(BEST)
        return {
            name: (by_worst[name], None, None)
            if entrant.settled or entrant.part_period
            else (OPEN, by_worst[name], by_best[name])
            for name, entrant in self.entrants.items()
        }

    def _judged(self, name: str) -> str:
        entrant = self.entrants[name]
        if entrant.part_period:
            return NO_GRADE
        fixed, ceiling, named = self._set_aside(name)
        rows = entrant.marking.facts.judgements("等次", "等次", (), None)
        grade = fixed or (named[0] if named else "") or (rows[-1].outcome or "" if rows else "") or OPEN
        if fixed or grade not in self.names or self._rank(grade) >= ceiling:
            return grade
        return self.names[ceiling]

    def _set_aside(self, name: str) -> tuple[str, int, list[str]]:
        """Give the grade a veto fixes, the best rank the vetoes leave open, and the grades set directly."""
        marking = self.entrants[name].marking
        effects = [veto.effect for veto in self.pack.vetoes if veto.id in marking.vetoes()]
        fixed = [effect.grade_fixed for effect in effects if effect.grade_fixed]
        limits = [self._rank(effect.grade_at_most) for effect in effects if effect.grade_at_most]
        return max(fixed, key=self._rank, default=""), max(limits, default=0), marking.direct()

    def _group(self, name: str) -> str | None:
        state = self.entrants[name].state()
        if self.grading.scope is QuotaScope.SAME_PARENT:
            return state.parent
        return state.kind if self.grading.scope is QuotaScope.SAME_KIND else ""

    def _run(self, scenario: str) -> dict[str, str]:
        """Grade everyone by the totals in one scenario, group by group."""
        groups: dict[str | None, list[str]] = {}
        for name in self.entrants:
            groups.setdefault(self._group(name), []).append(name)
        given: dict[str, str] = {}
        for members in groups.values():
            given |= self._grade_group(members, scenario)
        return given

    def _grade_group(self, members: list[str], scenario: str) -> dict[str, str]:
        given: dict[str, str] = {}
        direct: dict[str, int] = {}
        ceilings: dict[str, int] = {}
        for name in members:
            entrant = self.entrants[name]
            fixed, ceilings[name], named = self._set_aside(name)
            if entrant.part_period:
                given[name] = NO_GRADE
            elif fixed:
                given[name] = fixed
            elif named and self._rank(named[0]) >= ceilings[name]:
                given[name] = named[0]
                direct[named[0]] = direct.get(named[0], 0) + 1
        rest = [name for name in members if name not in given]
        rest.sort(key=lambda name: (-self.entrants[name].totals[scenario], self.entrants[name].state().code, name))
        for rank, rule in enumerate(self.grading.grades):
            taken = direct.get(rule.grade, 0)
            waiting = [name for name in rest if name not in given]
            for name in self._admitted(rule, rank, waiting, ceilings, len(members), taken, scenario):
                given[name] = rule.grade
        return given | {name: NO_GRADE for name in rest if name not in given}

    def _rank(self, grade: str) -> int:
        return self.names.index(grade) if grade in self.names else len(self.names)

    def _admitted(
        self,
        rule: GradeRule,
        rank: int,
        waiting: list[str],
        ceilings: Mapping[str, int],
        size: int,
        direct: int,
        scenario: str,
    ) -> list[str]:
        """Give those who get this grade, of those still waiting (best first)."""

        def total(name: str) -> Fraction:
            return self.entrants[name].totals[scenario]

        able = [name for name in waiting if rule.score_from is None or total(name) >= rule.score_from]
        if self.choices.veto_refill:
            able = [name for name in able if ceilings[name] <= rank]
        if rule.quota is not None:
            places = self._places(rule.quota * size)
            if self.choices.direct_takes_place:
                places = max(0, places - direct)
            inside, outside = able[:places], able[places:]
            if inside and outside and total(inside[-1]) == total(outside[0]):
                edge = total(inside[-1])
                if self.choices.ties is Ties.ALL_IN:
                    inside += [name for name in outside if total(name) == edge]
                elif self.choices.ties is Ties.ALL_OUT:
                    inside = [name for name in inside if total(name) != edge]
            able = inside
        return [name for name in able if ceilings[name] <= rank]

    def _places(self, share: Fraction) -> int:
        rounding = self.choices.quota_rounding
        places = divide(share.numerator, share.denominator, QUOTA_ROUNDING[rounding])
        return max(1, places) if rounding is QuotaRounding.AT_LEAST_ONE else places


def fires(trigger: Trigger, marking: Marking, grade: str, previous: list[str], lost: Mapping[str, Fraction]) -> bool:
    """Say whether everything a trigger names has happened."""
    holds = []
    if trigger.trigger_grades:
        times = trigger.trigger_in_a_row or 1
        row = [grade, *previous][:times]
        holds.append(len(row) == times and all(one in trigger.trigger_grades for one in row))
    if trigger.trigger_veto:
        holds.append(any(veto in trigger.trigger_veto for veto in marking.vetoes()))
    if trigger.trigger_measure:
        holds.append(any(lost.get(measure, 0) > 0 for measure in trigger.trigger_measure))
    if trigger.trigger_finding:
        state = FindingState(trigger.trigger_finding)
        holds.append(bool(marking.facts.findings(state, trigger.origin, trigger.natures)))
    if trigger.trigger_duty:
        holds.append(any(marking.lacks(duty) for duty in trigger.trigger_duty))
    return all(holds)
