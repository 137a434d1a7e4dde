"""Everything a pack points to exists: sections, duties, grades, vetoes, measures, record kinds, cadences, clauses."""

from collections.abc import Iterable, Iterator

from bihuan.appraisal.grammar import Direct, Effect, Instalments, Ratio, ScoreOf, Tally
from bihuan.basics.problems import Problem
from bihuan.outcomes.grammar import Trigger
from bihuan.packs.checks.survey import Survey
from bihuan.packs.diagnosing import nearest
from bihuan.packs.outline import KeyPath
from bihuan.progress.grammar import Register
from bihuan.responsibility.grammar import Basis, Requirement

EVERY = ("周", "月", "季", "半年", "年", "考核期")
PARTS = ("上半年", "下半年", "一季度", "二季度", "三季度", "四季度")
FINDING_TRIGGERS = ("逾期", "未销号", "重开")


def check_references(survey: Survey) -> Iterator[Problem]:
    """Give every reference that leads nowhere."""
    yield from _sections(survey)
    yield from _duties(survey)
    yield from _grades(survey)
    yield from _triggers(survey)
    yield from _records(survey)
    yield from _cadences(survey)
    yield from _parts(survey)
    yield from _exclusive(survey)
    yield from _bases(survey)


def _missing(survey: Survey, path: KeyPath, word: str, name: str, allowed: Iterable[str], todo: str = "") -> Problem:
    names = list(allowed)
    close = nearest(name, names)
    hint = todo or (
        f"是不是“{close}”？" if close else "先写出被引用的条目。" if not names else f"已有：{'、'.join(names)}。"
    )
    return survey.problem("P133", path, f"没有{word}“{name}”", todo=hint)


def _sections(survey: Survey) -> Iterator[Problem]:
    known = [section.section for section in survey.pack.sections]
    for index, measure in enumerate(survey.pack.measures):
        if measure.section not in known:
            yield _missing(survey, ("指标表", index, "板块"), "板块", measure.section, known)


def _duties(survey: Survey) -> Iterator[Problem]:
    replaced = {duty.id for duty in survey.overridden}
    for path, fact in survey.facts():
        for index, name in enumerate(fact.duties):
            where = (*path, "责任清单", index)
            if name in replaced:
                by = next(duty.id for duty in survey.pack.duties if duty.overrides == name)
                yield _missing(survey, where, "在用的责任", name, (), f"它已被“{by}”覆盖，改为引用“{by}”。")
            elif name not in survey.duties:
                yield _missing(survey, where, "责任", name, survey.duties)
            elif survey.duties[name].requirement is None:
                what = f"责任“{name}”没有“要求”，数不出办了多少"
                yield survey.problem("P151", where, what, todo="给这条责任写上“要求”，或在这里直接写“要求”。")


def _grades(survey: Survey) -> Iterator[Problem]:
    named: list[tuple[KeyPath, str]] = []
    for path, effect in survey.all(Effect):
        named += [((*path, "等次不高于"), effect.grade_at_most), ((*path, "等次定为"), effect.grade_fixed)]
    named += [((*path, "等次名"), direct.grade) for path, direct in survey.all(Direct)]
    for path, trigger in survey.all(Trigger):
        named += [((*path, "等次为", index), grade) for index, grade in enumerate(trigger.trigger_grades)]
    for path, name in named:
        if name and name not in survey.grades:
            yield _missing(survey, path, "等次", name, survey.grades)


def _triggers(survey: Survey) -> Iterator[Problem]:
    vetoes = [veto.id for veto in survey.pack.vetoes]
    measures = [measure.id for measure in survey.pack.measures]
    for path, trigger in survey.all(Trigger):
        for key, word, names, known in (
            ("否决项", "否决", trigger.trigger_veto, vetoes),
            ("失分指标", "指标", trigger.trigger_measure, measures),
        ):
            for index, name in enumerate(names):
                if name not in known:
                    yield _missing(survey, (*path, key, index), word, name, known)
        state = trigger.trigger_finding
        if state and state not in FINDING_TRIGGERS:
            todo = f"可选：{'、'.join(FINDING_TRIGGERS)}。"
            yield survey.problem("P122", (*path, "问题状态"), f"“问题状态”不能是“{state}”", todo=todo)


def _records(survey: Survey) -> Iterator[Problem]:
    known = {kind.kind: kind.kept_in for kind in survey.whole.record_kinds}
    aliases = {alias: kind.kind for kind in survey.whole.record_kinds for alias in kind.also_called}
    named: list[tuple[KeyPath, str, Register]] = []
    for path, node in survey.nodes:
        if isinstance(node, Requirement | Tally | Ratio):
            named += [((*path, "记录", n), name, Register.ACTIVITIES) for n, name in enumerate(node.records)]
        if isinstance(node, Requirement | Tally):
            named += [((*path, "报送", n), name, Register.SUBMISSIONS) for n, name in enumerate(node.submissions)]
    for path, name, register in named:
        if name in aliases:
            todo = f"规则里写“{aliases[name]}”，别名只用于读台账。"
            yield _missing(survey, path, "记录种类", name, known, todo)
        elif name not in known:
            yield _missing(survey, path, "记录种类", name, known)
        elif known[name] is not register:
            yield survey.problem("P134", path, f"“{name}”登记在{known[name]}表，这里到{register}表里找")


def _cadences(survey: Survey) -> Iterator[Problem]:
    known = (*EVERY, *(windows.name for windows in survey.whole.windows))
    for path, requirement in survey.all(Requirement):
        if requirement.every not in known:
            close = nearest(requirement.every, list(known))
            todo = f"是不是“{close}”？" if close else ""
            yield survey.problem("P135", (*path, "每"), f"“{requirement.every}”不是周期", todo=todo)
    for path, instalments in survey.all(Instalments):
        if instalments.every not in ("月", "季", "半年"):
            yield survey.problem(
                "P135", (*path, "每"), f"“分期”不能按“{instalments.every}”", todo="可选：月、季、半年。"
            )


def _parts(survey: Survey) -> Iterator[Problem]:
    known = ("总分", *(one.section for one in survey.pack.sections), *(one.id for one in survey.pack.measures))
    for path, score in survey.all(ScoreOf):
        if score.part not in known:
            yield _missing(survey, (*path, "部分"), "总分、板块或指标", score.part, known)
        for index, period in enumerate(score.period):
            if period not in PARTS:
                what = f"“{period}”不是考核期的一段"
                yield survey.problem("P135", (*path, "期间", index), what, todo=f"可选：{'、'.join(PARTS)}。")


def _exclusive(survey: Survey) -> Iterator[Problem]:
    parts = [f"{measure.id}/{one.name}" for measure in survey.pack.measures for one in measure.components]
    known = [*survey.duties, *parts]
    for number, group in enumerate(survey.pack.sharing.exclusive):
        for index, name in enumerate(group):
            if name not in known:
                yield _missing(survey, ("抵用", "独占", number, index), "责任或计分项", name, known)


def _bases(survey: Survey) -> Iterator[Problem]:
    known = {source.source: {clause.clause for clause in source.clauses} for source in survey.whole.sources}
    for path, basis in survey.all(Basis):
        if basis.source not in known:
            close = nearest(basis.source, list(known))
            todo = f"是不是“{close}”？" if close else ""
            yield survey.problem("P401", (*path, "文件"), f"来源里没有“{basis.source}”", todo=todo)
        elif basis.clause not in known[basis.source]:
            what = f"“{basis.source}”的条款表里没有“{basis.clause}”"
            yield survey.problem("P402", (*path, "条款"), what)
