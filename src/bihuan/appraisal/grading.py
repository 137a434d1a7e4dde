"""Grades: thresholds, quotas, direct grades, vetoes, ties. The machine proposes; a person decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from bihuan.appraisal.choices import QuotaRounding, Ties
from bihuan.appraisal.grammar import GradeMethod, GradeRule, Grading, QuotaScope
from bihuan.appraisal.rule_set import RuleSet
from bihuan.basics.numbers import Rounding, divide

UNDECIDED, NO_GRADE = "未定", "不定等次"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What grading needs of one organisation: its settled total and its worst and best (units), and who it is.

    ``worst`` None: the pack is a fragment or the organisation was there too short. ``direct`` is a grade set
    directly; ``judged`` one a person gave; ``vetoes`` the vetoes that hold.
    """

    organisation: str
    code: str
    parent: str
    kind: str
    worst: int | None
    best: int | None
    direct: str | None = None
    judged: str | None = None
    vetoes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GradeProposal:
    """The proposed grade of one organisation; ``forecast`` is by what is certain, ``at_best`` if all gets done.

    ``why`` says in Chinese what decided: 分数线, 名额, 直接定级, 否决, 评定, 残缺, 未定.
    """

    organisation: str
    grade: str
    forecast: str
    at_best: str
    why: str


def propose_grades(candidates: Sequence[Candidate], rules: RuleSet, per_point: int) -> dict[str, GradeProposal]:
    """Propose a grade for each candidate, by organisation id.

    The quota groups are as the pack says; only settled totals are graded, the others get a forecast.
    """
    grading = rules.grading
    fragment = rules.incomplete and (grading is None or grading.method is GradeMethod.COMPUTED)
    if grading is None or fragment:
        why = "残缺" if fragment else "没有等次"
        return {one.organisation: GradeProposal(one.organisation, NO_GRADE, "", "", why) for one in candidates}
    scopes: dict[str, list[Candidate]] = {}
    for one in candidates:
        key = {QuotaScope.ALL: "", QuotaScope.SAME_PARENT: one.parent, QuotaScope.SAME_KIND: one.kind}[grading.scope]
        scopes.setdefault(key, []).append(one)
    result: dict[str, GradeProposal] = {}
    for scope in scopes.values():
        result.update(_in_scope(scope, grading, rules, per_point))
    return result


def propose_alone(one: Candidate, rules: RuleSet, per_point: int) -> GradeProposal:
    """Propose a grade for one organisation without its rivals: by totals, vetoes and direct grades, quotas left out.

    Where a grade goes by its quota alone nothing can be said without the others: no forecast, why 名额.
    """
    grading = rules.grading
    if grading is None or grading.method is GradeMethod.JUDGED:
        return propose_grades([one], rules, per_point)[one.organisation]
    if any(rule.quota is not None and rule.score_from is None for rule in grading.grades):
        return GradeProposal(one.organisation, UNDECIDED, "", "", "名额")
    open_to_all = tuple(rule.model_copy(update={"quota": None}) for rule in grading.grades)
    freed = replace(rules, grading=grading.model_copy(update={"grades": open_to_all}))
    return propose_grades([one], freed, per_point)[one.organisation]


def _in_scope(scope: Sequence[Candidate], grading: Grading, rules: RuleSet, per_point: int) -> dict[str, GradeProposal]:
    if grading.method is GradeMethod.JUDGED:
        return {one.organisation: _as_judged(one, grading, rules) for one in scope}
    by_worst = _award([(one, one.worst) for one in scope], grading, rules, per_point)
    by_best = _award([(one, one.best) for one in scope], grading, rules, per_point)
    result = {}
    for one in scope:
        forecast, why = by_worst[one.organisation]
        at_best, _ = by_best[one.organisation]
        if one.worst is None:
            result[one.organisation] = GradeProposal(one.organisation, NO_GRADE, "", "", "不足考核期")
        elif one.worst != one.best:
            result[one.organisation] = GradeProposal(one.organisation, UNDECIDED, forecast, at_best, "未定")
        else:
            result[one.organisation] = GradeProposal(one.organisation, forecast, forecast, forecast, why)
    return result


def _as_judged(one: Candidate, grading: Grading, rules: RuleSet) -> GradeProposal:
    """A grade a person gave; a veto or a direct grade stands first, and a veto's ceiling holds."""
    order = [rule.grade for rule in grading.grades]
    fixed, highest = _veto_limits(one, rules, order)
    grade, why = fixed or one.direct or one.judged or UNDECIDED, "评定"
    if fixed:
        why = "否决"
    elif one.direct:
        why = "直接定级"
    if grade in order and order.index(grade) < highest:
        grade, why = order[highest], "否决"
    return GradeProposal(one.organisation, grade, "", "", why)


def _award(
    scored: Sequence[tuple[Candidate, int | None]], grading: Grading, rules: RuleSet, per_point: int
) -> dict[str, tuple[str, str]]:
    order = [rule.grade for rule in grading.grades]
    result: dict[str, tuple[str, str]] = {}
    open_to: list[tuple[Candidate, int, int]] = []
    taken = dict.fromkeys(order, 0)
    for one, total in scored:
        fixed, highest = _veto_limits(one, rules, order)
        if total is None:
            result[one.organisation] = (NO_GRADE, "不足考核期")
        elif fixed:
            result[one.organisation] = (fixed, "否决")
        elif one.direct and order.index(one.direct) >= highest:
            result[one.organisation] = (one.direct, "直接定级")
            taken[one.direct] += rules.choices.direct_takes_place
        else:
            open_to.append((one, total, highest))
    open_to.sort(key=lambda entry: (-entry[1], entry[0].code, entry[0].organisation))
    for position, rule in enumerate(grading.grades):
        open_to = _fill(open_to, position, rule, len(scored), taken[rule.grade], rules, per_point, result)
    for one, _, _ in open_to:
        result[one.organisation] = (NO_GRADE, "无等次可归")
    return result


def _veto_limits(one: Candidate, rules: RuleSet, order: Sequence[str]) -> tuple[str, int]:
    """Give the grade fixed by a veto (worst of several, or empty), and the position of the best grade allowed."""
    fixed, highest = -1, 0
    for veto in rules.vetoes:
        if veto.id in one.vetoes:
            if veto.effect.grade_fixed:
                fixed = max(fixed, order.index(veto.effect.grade_fixed))
            if veto.effect.grade_at_most:
                highest = max(highest, order.index(veto.effect.grade_at_most))
    return (order[fixed] if fixed >= 0 else ""), highest


def _fill(
    open_to: list[tuple[Candidate, int, int]],
    position: int,
    rule: GradeRule,
    group_size: int,
    taken: int,
    rules: RuleSet,
    per_point: int,
    result: dict[str, tuple[str, str]],
) -> list[tuple[Candidate, int, int]]:
    """Give one grade to those who reach it, best first; returns who is left for the next grade."""
    reach = [entry for entry in open_to if rule.score_from is None or entry[1] >= rule.score_from * per_point]
    able = [entry for entry in reach if entry[2] <= position]
    if rule.quota is not None:
        queue = able if rules.choices.veto_refill else reach
        places = max(0, quota_places(rule.quota, group_size, rules.choices.quota_rounding) - taken)
        able = [entry for entry in _within(queue, places, rules.choices.ties) if entry[2] <= position]
    why = "名额" if rule.quota is not None else "分数线" if rule.score_from is not None else "其余"
    for one, _, highest in able:
        result[one.organisation] = (rule.grade, "否决" if highest == position and highest else why)
    chosen = {one.organisation for one, _, _ in able}
    return [entry for entry in open_to if entry[0].organisation not in chosen]


def quota_places(quota: Fraction, group_size: int, rounding: QuotaRounding) -> int:
    """How many places ``quota`` gives among ``group_size`` organisations."""
    share = quota * group_size
    if rounding is QuotaRounding.AT_LEAST_ONE:
        return max(1, share.numerator // share.denominator)
    named = {QuotaRounding.CEILING: Rounding.CEILING, QuotaRounding.FLOOR: Rounding.FLOOR}
    return divide(share.numerator, share.denominator, named.get(rounding, Rounding.HALF_UP))


def _within(queue: Sequence[tuple[Candidate, int, int]], places: int, ties: Ties) -> list[tuple[Candidate, int, int]]:
    if places >= len(queue) or ties is Ties.BY_CODE:
        return list(queue[:places])
    if places == 0:
        return []
    last, following = queue[places - 1][1], queue[places][1]
    if last != following:
        return list(queue[:places])
    if ties is Ties.ALL_IN:
        return [entry for entry in queue if entry[1] >= last]
    return [entry for entry in queue if entry[1] > last]


def over_quota(proposals: Mapping[str, GradeProposal], rules: RuleSet) -> dict[str, tuple[int, int]]:
    """For grades a person gives: those that exceed their quota, with (given, places)."""
    grading = rules.grading
    if grading is None or grading.method is not GradeMethod.JUDGED:
        return {}
    found = {}
    for rule in grading.grades:
        if rule.quota is not None:
            counted = [one for one in proposals.values() if rules.choices.direct_takes_place or one.why != "直接定级"]
            given = sum(proposal.grade == rule.grade for proposal in counted)
            places = quota_places(rule.quota, len(proposals), rules.choices.quota_rounding)
            if given > places:
                found[rule.grade] = (given, places)
    return found
