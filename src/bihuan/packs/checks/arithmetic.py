"""Arithmetic that cannot reconcile: sums beyond the maximum, items that never move, sections that do not add up."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from bihuan.appraisal.choices import NoRuleItems
from bihuan.appraisal.grammar import Component, Measure, Nature
from bihuan.basics.numbers import number_text
from bihuan.basics.problems import Problem
from bihuan.packs.checks.measures import awards_of, deducts_of, starts_full
from bihuan.packs.checks.sums import component_most, named_sum, reckonings
from bihuan.packs.checks.survey import Survey
from bihuan.packs.outline import KeyPath


def check_sums(survey: Survey) -> Iterator[Problem]:
    """Warn of sums beyond the maximum, and of awards that never reach it."""
    for index, measure in enumerate(survey.pack.measures):
        path: KeyPath = ("指标表", index)
        if measure.nature in (Nature.CHECK, Nature.PENALTY):
            continue
        ceiling = measure.max + (measure.beyond_max or 0)
        taken, _ = named_sum(measure, awards=False, survey=survey)
        given, bounded = named_sum(measure, awards=True, survey=survey)
        reach = given if not starts_full(measure) else measure.max + given
        if taken > max(measure.max, reach if bounded else measure.max):
            what = f"列出的扣分最多 {number_text(taken)} 分，满分 {number_text(measure.max)} 分"
            yield survey.problem("P201", path, what)
        if reach > ceiling:
            what = f"列出的得分最多到 {number_text(reach)} 分，满分 {number_text(ceiling)} 分"
            yield survey.problem("P201", path, what)
        elif measure.nature is Nature.SCORED and given and bounded and reach < measure.max:
            what = f"全部做到只得 {number_text(reach)} 分，满分 {number_text(measure.max)} 分"
            yield survey.problem("P209", path, what)


def check_movement(survey: Survey) -> Iterator[Problem]:
    """Warn of items whose points can never change."""
    for index, measure in enumerate(survey.pack.measures):
        if measure.nature is Nature.CHECK or _can_move(measure, survey):
            continue
        yield survey.problem("P202", ("指标表", index), f"“{measure.measure}”扣不了分也得不了分")


def _can_move(measure: Measure, survey: Survey) -> bool:
    if not measure.components:
        return measure.nature is Nature.SCORED and survey.pack.choices.no_rule_items is NoRuleItems.JUDGED
    if measure.nature is Nature.PENALTY:
        return _any(measure.components, False, survey)
    takes, gives = _any(measure.components, False, survey), _any(measure.components, True, survey)
    if starts_full(measure):
        return measure.max > 0 and (takes or (gives and bool(measure.beyond_max)))
    return gives


def _any(components: Sequence[Component], awards: bool, survey: Survey) -> bool:
    able = [one for one in components if (awards_of(one) if awards else deducts_of(one))]
    return any(
        component_most(one, awards, Fraction(1), reckoning) != 0 for reckoning in reckonings(survey) for one in able
    )


def check_sections(survey: Survey) -> Iterator[Problem]:
    """Warn of sections whose maximum is not the sum of their measures."""
    for index, section in enumerate(survey.pack.sections):
        if section.max is None:
            continue
        variants: dict[str, Fraction] = {}
        for measure in survey.pack.measures:
            if measure.section == section.section and measure.nature is Nature.SCORED:
                name = f"变体组/{measure.variant_of}" if measure.variant_of else measure.id
                variants[name] = max(measure.max, variants.get(name, Fraction(0)))
        total = sum(variants.values(), Fraction(0))
        if total != section.max:
            what = f"板块满分 {number_text(section.max)}，评分指标合计 {number_text(total)}"
            yield survey.problem("P208", ("板块表", index), what)
