"""Sections, bonus, penalties and totals for all branches at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bihuan.appraisal.bulk.columns import Flags, Ints
from bihuan.appraisal.bulk.exact import Exact, checked, divided, greatest
from bihuan.appraisal.bulk.lines import LineColumns
from bihuan.appraisal.bulk.points import Arithmetic
from bihuan.appraisal.choices import NotApplicable
from bihuan.appraisal.compiled import CompiledMeasure, CompiledRules
from bihuan.appraisal.grammar import Nature, Section


@dataclass(frozen=True)
class Totals:
    """Points of sections (outlook, section, branch), their bonus and maximum, and what they make together."""

    sections: Ints
    section_bonus: Ints
    section_max: Ints
    bonus: Ints
    penalty: Ints
    total: Ints


def totals_of(rules: CompiledRules, lines: LineColumns, vetoes: Flags, how: Arithmetic) -> Totals:
    """Add the measures up as the pack says."""
    branches = lines.state.shape[1]
    sections = rules.rules.sections
    points = np.zeros((3, len(sections), branches), np.int64)
    bonus = np.zeros_like(points)
    maximum = np.zeros((len(sections), branches), np.int64)
    for place, section in enumerate(sections):
        rows = [row for row, one in enumerate(rules.measures) if one.measure.section == section.section]
        points[:, place], maximum[place] = _section(section, rows, rules, lines, how)
        bonus[:, place] = _bonus(section, rows, rules, lines)
    penalties = [row for row, one in enumerate(rules.measures) if one.measure.nature is Nature.PENALTY]
    penalty = lines.points(penalties)
    all_bonus: Ints = bonus.sum(axis=1)
    if rules.rules.bonus_cap is not None:
        all_bonus = np.minimum(all_bonus, int(rules.rules.bonus_cap * rules.per_point))
    total = _total(points.sum(axis=1) + all_bonus + penalty, rules, vetoes)
    return Totals(points, bonus, maximum, all_bonus, penalty, total)


def _mode(compiled: CompiledMeasure, rules: CompiledRules) -> NotApplicable:
    return compiled.measure.when_not_applicable or rules.rules.choices.not_applicable_default


def _section(
    section: Section, rows: Sequence[int], rules: CompiledRules, lines: LineColumns, how: Arithmetic
) -> tuple[Ints, Ints]:
    measures = rules.measures
    scored = [row for row in rows if measures[row].measure.nature is Nature.SCORED and measures[row].components]
    sums = lines.points(scored)
    branches = lines.state.shape[1]
    rest, full, spread = (np.zeros(branches, np.int64) for _ in range(3))
    for row in scored:
        there, most, mode = lines.applies(row), measures[row].max, _mode(measures[row], rules)
        if there.all():
            rest += most
            continue
        rest += there * most
        if mode is NotApplicable.FULL:
            full += ~there * most
        elif mode in (NotApplicable.SCALED_UP, NotApplicable.AVERAGE):
            spread += ~there * most
    if spread.any():
        sums = np.stack([_scaled(one, rest, spread, how) for one in sums])
    sums = sums + full
    if rules.rules.choices.floors.floor_section:
        sums = np.maximum(sums, 0)
    maximum = rest + full + np.where(rest > 0, spread, 0)
    if section.weight is None:
        return sums, maximum
    weighted = [how.to_thousandths(Exact.of(one).times(section.weight)) for one in (*sums, maximum)]
    return np.stack(weighted[:3]), weighted[3]


def _scaled(sums: Ints, rest: Ints, spread: Ints, how: Arithmetic) -> Ints:
    """Spread the maximum of measures that do not apply over the others."""
    mask = (spread > 0) & (rest > 0)
    below = np.where(mask, rest, 1)
    above = np.where(mask, rest + spread, 1)
    bound = checked(greatest(sums) * greatest(above))
    exact = Exact(sums * above, below, bound, greatest(below))
    return np.where(mask, how.to_thousandths(exact), sums)


def _bonus(section: Section, rows: Sequence[int], rules: CompiledRules, lines: LineColumns) -> Ints:
    chosen = [row for row in rows if rules.measures[row].measure.nature is Nature.BONUS]
    total = lines.points(chosen)
    if section.bonus_cap is None:
        return total
    return np.minimum(total, int(section.bonus_cap * rules.per_point))


def _total(points: Ints, rules: CompiledRules, vetoes: Flags) -> Ints:
    per_point, choices = rules.per_point, rules.rules.choices
    if choices.floors.floor_total:
        points = np.maximum(points, 0)
    for number, veto in enumerate(rules.rules.vetoes):
        if veto.effect.total_at_most is not None:
            most = int(veto.effect.total_at_most * per_point)
            points = np.where(vetoes[number], np.minimum(points, most), points)
    scale: int = 10 ** min(choices.total_decimals, 3)
    return divided(points * scale, per_point, choices.total_rounding) * per_point // scale
