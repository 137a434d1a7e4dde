"""From the lines of measures to sections, bonus, penalties and the total, under the three outlooks."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from bihuan.appraisal.choices import NotApplicable
from bihuan.appraisal.compiled import CompiledMeasure, CompiledRules
from bihuan.appraisal.grammar import Nature, Section
from bihuan.appraisal.points import Triple, to_thousandths
from bihuan.appraisal.results import Line, LineState, SectionScore
from bihuan.basics.numbers import divide

ZERO: Triple = (0, 0, 0)


def add_up(triples: Iterable[Triple]) -> Triple:
    """Sum points outlook by outlook."""
    listed = list(triples)
    if not listed:
        return ZERO
    return sum(one[0] for one in listed), sum(one[1] for one in listed), sum(one[2] for one in listed)


class Totals:
    """Adds up lines as the choices of the compiled rules say."""

    def __init__(self, rules: CompiledRules) -> None:
        self.rules = rules
        self.choices = rules.rules.choices
        self.rounding = self.choices.line_rounding

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
        bonus = add_up(line.triple for compiled, line in listed if compiled.measure.nature is Nature.BONUS)
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
        total = add_up(section.bonus for section in sections)
        cap = self.rules.rules.bonus_cap
        if cap is None:
            return total
        limit = int(cap * self.rules.per_point)
        return min(total[0], limit), min(total[1], limit), min(total[2], limit)

    def penalty(self, lines: Sequence[Line]) -> Triple:
        """All penalties beyond the maximum, as negative points."""
        return add_up(
            line.triple
            for compiled, line in zip(self.rules.measures, lines, strict=True)
            if compiled.measure.nature is Nature.PENALTY
        )

    def total(self, lines: Sequence[Line], sections: Sequence[SectionScore], vetoes: Sequence[str] = ()) -> Triple:
        """Sections, bonus and penalties together, floored, limited by vetoes and rounded as the pack says."""
        parts = [*(section.points for section in sections), self.bonus(sections), self.penalty(lines)]
        best, middle, worst = (self._rounded_total(points, vetoes) for points in add_up(parts))
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
