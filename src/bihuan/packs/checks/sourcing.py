"""Sources honest to the letter: what was seen, what was only heard of, what nobody uses."""

from collections.abc import Iterator

from bihuan.appraisal.grammar import Nature
from bihuan.basics.problems import Problem
from bihuan.packs.checks.survey import Survey
from bihuan.packs.grammar import Checked, Source, TextNature
from bihuan.packs.outline import KeyPath
from bihuan.responsibility.grammar import Basis


def check_sources(survey: Survey) -> Iterator[Problem]:
    """Give unconfirmed grounds that carry something, and warn of second-hand, unused and unaddressed sources."""
    checked = _checked(survey.whole.sources)
    for path, basis in survey.all(Basis):
        if checked.get((basis.source, basis.clause)) is Checked.UNCONFIRMED and _carries(survey, path):
            what = f"“{basis.source} {basis.clause}”未核实（丙），却是有效规则的依据"
            yield survey.problem("P404", path, what)
    used = {(basis.source, basis.clause) for _, basis in survey.all(Basis)}
    for index, source in enumerate(survey.pack.sources):
        here: KeyPath = ("来源", index)
        yield from _verbatim(survey, here, source)
        mine = [clause for clause in source.clauses if (source.source, clause.clause) in used]
        second = [clause.clause for clause in mine if (clause.checked or source.checked) is Checked.SECOND_HAND]
        if second:
            yield survey.problem("P403", here, f"“{source.title}”用到的 {len(second)} 条只见于二手材料：{_few(second)}")
        if not any(name == source.source for name, _ in used):
            yield survey.problem("P405", here, f"来源“{source.source}”没有用到")
        if source.checked is Checked.SEEN and not (source.address or source.checker or survey.pack.invented):
            yield survey.problem("P408", here, f"来源“{source.source}”标为甲，没有网址，也没有核实人")


def _checked(sources: tuple[Source, ...]) -> dict[tuple[str, str], Checked]:
    return {
        (source.source, clause.clause): clause.checked or source.checked
        for source in sources
        for clause in source.clauses
    }


def _few(names: list[str]) -> str:
    shown = "、".join(names[:5])
    return f"{shown}等" if len(names) > 5 else shown


def _carries(survey: Survey, path: KeyPath) -> bool:
    """Whether the basis at ``path`` stands under a duty, or under anything that can cost points, a grade or a step."""
    if path[0] in ("责任清单", "否决表", "结果运用", "等次"):
        return True
    if path[0] == "指标表" and isinstance(path[1], int):
        return survey.pack.measures[path[1]].nature is not Nature.CHECK
    return False


def _verbatim(survey: Survey, path: KeyPath, source: Source) -> Iterator[Problem]:
    for index, clause in enumerate(source.clauses):
        level = clause.checked or source.checked
        if clause.nature is TextNature.VERBATIM and level is not Checked.SEEN:
            where = (*path, "条款表", index, "性质")
            yield survey.problem("P407", where, f"“{clause.clause}”核实程度为{level}，不能标为原文")
