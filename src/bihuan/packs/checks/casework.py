"""Every rule has its cases: one where it applies, one where not, and one on the edge if it has an edge."""

from collections.abc import Iterator

from bihuan.appraisal.grammar import Band, Component, Honours, Measure, Nature, Rate, Vacancy, Veto
from bihuan.basics.nodes import Node
from bihuan.basics.problems import Problem
from bihuan.packs.checks.survey import Survey, walk
from bihuan.packs.diagnosing import nearest
from bihuan.packs.grammar import Situation
from bihuan.packs.outline import KeyPath
from bihuan.responsibility.grammar import Applies, Bounds, Deadline, Duty, Requirement

GRADING = "等次"
TOTALS = frozenset({"总分", "等次", "预判", "否决", "措施", "责任"})


def check_cases(survey: Survey) -> Iterator[Problem]:
    """Give rules without their cases, and cases about nothing."""
    yield from _about(survey)
    told: dict[str, set[Situation]] = {}
    for case in survey.pack.cases:
        for name in case.about:
            told.setdefault(name, set()).add(case.situation)
    for path, names, edge in _rules(survey):
        have = {situation for name in names for situation in told.get(name, ())}
        needed = [Situation.APPLIES, Situation.DOES_NOT_APPLY, *([Situation.BOUNDARY] if edge else [])]
        lacking = [str(situation) for situation in needed if situation not in have]
        if lacking:
            because = f"（有{edge}）" if edge and "边界" in lacking else ""
            yield survey.problem("P501", path, f"“{names[0]}”缺少{'、'.join(lacking)}的算例{because}")


def _rules(survey: Survey) -> Iterator[tuple[KeyPath, tuple[str, ...], str]]:
    """Give path, names and edge (in words, or nothing) of every rule that needs cases."""
    pack = survey.pack
    for index, duty in enumerate(pack.duties):
        if duty.requirement:
            yield ("责任清单", index), (duty.id, duty.duty), edge_of(duty)
    for index, measure in enumerate(pack.measures):
        if measure.components or measure.nature is not Nature.CHECK:
            yield ("指标表", index), (measure.id, measure.measure), edge_of(measure)
    for index, veto in enumerate(pack.vetoes):
        yield ("否决表", index), (veto.id, veto.veto), edge_of(veto)
    for index, consequence in enumerate(pack.consequences):
        yield ("结果运用", index), (consequence.id, consequence.consequence), ""
    if pack.grading:
        scored = any(rule.score_from is not None for rule in pack.grading.grades)
        yield ("等次",), (GRADING,), "分数线" if scored else ""


def edge_of(node: Node) -> str:
    """Give the first threshold, date or cap inside a rule, in words; nothing if it has none."""
    return next((edge for _, inner in walk(node) if (edge := _edge(inner))), "")


def _edge(node: Node) -> str:
    if isinstance(node, Bounds | Band):
        return "界限" if isinstance(node, Bounds) or node.bounds else ""
    if isinstance(node, Deadline):
        return "截止日"
    if isinstance(node, Rate):
        return "上限" if node.cap is not None else "目标" if node.target is not None else ""
    if isinstance(node, Component):
        return "上限" if node.cap is not None else ""
    if isinstance(node, Measure):
        return "上限" if node.beyond_max is not None else ""
    if isinstance(node, Requirement):
        timed = node.each_at_least or node.late_until
        return "到会率" if node.quorum is not None else "时限" if timed else ""
    if isinstance(node, Applies):
        return "存续时间" if node.in_being_for else ""
    if isinstance(node, Honours):
        return "有效期" if node.valid_for else ""
    if isinstance(node, Vacancy):
        return "空缺时限"
    if isinstance(node, Veto):
        return "总分上限" if node.effect.total_at_most is not None else ""
    if isinstance(node, Duty):
        return "起止日期" if node.in_force_to else ""
    return ""


def _about(survey: Survey) -> Iterator[Problem]:
    rules = list(survey.rules())
    inherited = [(duty.id, duty.duty) for duty in survey.whole.duties]
    known = {
        GRADING,
        *(word for _, *words in rules for word in words),
        *(word for words in inherited for word in words),
    }
    measures = {word for path, *words in rules for word in words if path[0] == "指标表"}
    for index, case in enumerate(survey.pack.cases):
        for number, name in enumerate(case.about):
            if name not in known:
                close = nearest(name, sorted(known))
                todo = f"是不是“{close}”？" if close else ""
                yield survey.problem("P502", ("算例", index, "关于", number), f"没有“{name}”", todo=todo)
        for name in case.expect:
            if name not in measures and name not in TOTALS:
                close = nearest(name, sorted(measures | TOTALS))
                todo = f"是不是“{close}”？" if close else "写指标的编号或名称，或总分、等次、否决、措施、责任。"
                yield survey.problem("P502", ("算例", index, "应得", name), f"“应得”里没有“{name}”可核", todo=todo)
