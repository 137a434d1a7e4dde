"""Which measures the arrays can evaluate, and which the reference evaluator must."""

from collections.abc import Iterator

from bihuan.appraisal.bulk.scene import Scene
from bihuan.appraisal.choices import PartPeriod
from bihuan.appraisal.compiled import CompiledComponent, CompiledMeasure, RequirementUnit
from bihuan.appraisal.grammar import RatioOf

TOO_LARGE = "数太大"


def unsupported(compiled: CompiledMeasure, scene: Scene) -> str:
    """Say why a measure is left to the reference evaluator; empty if the arrays can evaluate it."""
    for part in compiled.instalments:
        for component in part.components:
            if reason := next(_reasons(component, scene), ""):
                return reason
    return next((reason for component in compiled.components for reason in _reasons(component, scene)), "")


def unsupported_fact(compiled: CompiledComponent, scene: Scene) -> str:
    """Say why a veto is left to the reference evaluator; empty if the arrays can evaluate it."""
    return next(_reasons(compiled, scene), "")


def _reasons(compiled: CompiledComponent, scene: Scene) -> Iterator[str]:
    fact, subject = compiled.component, compiled.subject
    by_post = subject is not None and not subject.groups
    if fact.score_of:
        yield "引用得分"
    if fact.vacancy:
        yield "空缺"
    if fact.ratio and fact.ratio.of is RatioOf.LIAISON_COVERAGE:
        yield "包联覆盖率"
    if fact.judged and fact.judged.sample and fact.judged.sample.extrapolate:
        yield "抽样推及"
    for unit in compiled.units:
        yield from _unit_reasons(unit, by_post, scene)
    tally = fact.tally
    if tally and by_post and (tally.speaker or tally.role):
        yield "逐人主讲"
    for name, used in (("judgements", fact.judged), ("externals", fact.external)):
        if used and not scene.ledger.rows(name).rationals("value").fits:
            yield TOO_LARGE


def _unit_reasons(unit: RequirementUnit, by_post: bool, scene: Scene) -> Iterator[str]:
    deadline = unit.requirement.deadline
    if unit.shares_with is not None:
        yield "独占抵用"
    if deadline is not None and deadline.after_event:
        yield "按事件截止"
    if not isinstance(unit.demand.need, int):
        yield "需要量不是整数"
    if unit.subject is not None and unit.total_parts and scene.choices.part_period is PartPeriod.PRO_RATA:
        yield "折算"
    if by_post and unit.requirement.speaker:
        yield "逐人主讲"
