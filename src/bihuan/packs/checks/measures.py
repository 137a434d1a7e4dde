"""Measures, sections, vetoes and grades fit together: nature, start, weights, thresholds, quotas."""

from collections.abc import Iterator
from itertools import pairwise

from bihuan.appraisal.grammar import Component, Effect, GradeMethod, Measure, Nature, Start
from bihuan.basics.numbers import number_text
from bihuan.basics.problems import Problem
from bihuan.outcomes.grammar import Trigger
from bihuan.packs.checks.survey import Survey
from bihuan.packs.outline import KeyPath


def awards_of(component: Component) -> bool:
    """Whether a component can give points."""
    return bool(component.awards) or any(band.award is not None for band in component.bands)


def deducts_of(component: Component) -> bool:
    """Whether a component can take points."""
    return bool(component.deductions) or any(band.deduct is not None for band in component.bands)


def starts_full(measure: Measure) -> bool:
    """Whether the measure starts from the full mark."""
    if measure.start:
        return measure.start is Start.FULL
    return not any(awards_of(component) for component in measure.components)


def check_measures(survey: Survey) -> Iterator[Problem]:
    """Give measures whose nature contradicts their points, and sections with odd weights."""
    for index, measure in enumerate(survey.pack.measures):
        path: KeyPath = ("指标表", index)
        if measure.max < 0:
            yield survey.problem("P147", (*path, "满分"), "满分不为负；倒扣写 0")
        if measure.nature is Nature.PENALTY and measure.max != 0:
            yield survey.problem("P150", (*path, "满分"), f"倒扣的满分写 0，现在是 {number_text(measure.max)}")
        for number, component in enumerate(measure.components):
            where = (*path, "计分", number)
            gives, takes = awards_of(component), deducts_of(component)
            if measure.nature is Nature.CHECK and (gives or takes):
                yield survey.problem("P150", where, "检查的指标不计分，不写扣分、得分、分档")
            elif measure.nature is Nature.BONUS and takes:
                yield survey.problem("P150", where, "加分的指标只能得分")
            elif measure.nature is Nature.PENALTY and gives:
                yield survey.problem("P150", where, "倒扣的指标只能扣分")
    yield from _weights(survey)


def _weights(survey: Survey) -> Iterator[Problem]:
    sections = survey.pack.sections
    weights = [section.weight for section in sections if section.weight is not None]
    if not weights:
        return
    for index, section in enumerate(sections):
        if section.weight is None:
            yield survey.problem("P149", ("板块表", index), f"别的板块写了权重，“{section.section}”没有")
    if len(weights) == len(sections) and sum(weights) != 1:
        yield survey.problem("P149", ("板块表",), f"权重合计 {number_text(sum(weights, weights[0] * 0))}，不是 1")


def check_effects(survey: Survey) -> Iterator[Problem]:
    """Give vetoes without exactly one effect, and consequences that can never be reached."""
    for path, effect in survey.all(Effect):
        given = [effect.grade_at_most, effect.grade_fixed, effect.total_at_most is not None]
        if sum(bool(one) for one in given) != 1:
            yield survey.problem("P151", path, "“效果”里要写且只写一样：等次不高于、等次定为、总分不超过")
    for path, trigger in survey.all(Trigger):
        if trigger.trigger_in_a_row is not None:
            if not trigger.trigger_grades:
                yield survey.problem("P151", (*path, "连续"), "“连续”要配“等次为”")
            if trigger.trigger_in_a_row < 2:
                yield survey.problem("P147", (*path, "连续"), "“连续”至少 2 期")


def check_grading(survey: Survey) -> Iterator[Problem]:
    """Give grades out of order, quotas beyond everybody, and (as warnings) organisations left without a grade."""
    grading = survey.pack.grading
    if grading is None:
        return
    path: KeyPath = ("等次", "等次表")
    grades = grading.grades
    scores = [(index, rule.score_from) for index, rule in enumerate(grades) if rule.score_from is not None]
    for (_, higher), (index, lower) in pairwise(scores):
        if lower >= higher:
            what = f"“{grades[index].grade}”的分数线 {number_text(lower)} 不低于前一等次的 {number_text(higher)}"
            yield survey.problem("P148", (*path, index, "不低于"), what)
    rest = [index for index, rule in enumerate(grades) if rule.score_from is None and rule.quota is None]
    for index in rest:
        if index < len(grades) - 1 and grading.method is GradeMethod.COMPUTED:
            what = f"“{grades[index].grade}”没有条件，收下所有单位，后面的等次轮不到"
            yield survey.problem("P148", (*path, index), what)
    quotas = [rule.quota for rule in grades if rule.quota is not None]
    for index, rule in enumerate(grades):
        if rule.quota is not None and not 0 < rule.quota <= 1:
            yield survey.problem("P148", (*path, index, "名额"), "名额占比要大于 0，不超过 100%")
    total = sum(quotas, 0 * quotas[0]) if quotas else None
    if total is not None and total > 1:
        yield survey.problem("P148", path, f"名额合计 {number_text(total * 100)}%，超过 100%")
    if rest or not grades:
        return
    if total is not None and total < 1 and len(quotas) == len(grades):
        what = f"名额合计 {number_text(total * 100)}%，其余单位没有等次"
        yield survey.problem("P204", path, what)
    elif grading.method is GradeMethod.COMPUTED and scores and scores[-1][1] > 0:
        what = f"低于 {number_text(scores[-1][1])} 分的单位没有等次"
        yield survey.problem("P205", path, what)
