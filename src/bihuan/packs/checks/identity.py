"""Ids are written rightly and are unique; names that the ledger and the cases rely on are unique and not empty."""

import re
from collections.abc import Iterable, Iterator

from bihuan.basics.problems import Problem
from bihuan.packs.checks.survey import Survey
from bihuan.packs.outline import KeyPath

ITEM_ID = re.compile(r"^[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*$")
PACK_ID = re.compile(r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$")


def check_identity(survey: Survey) -> Iterator[Problem]:
    """Give every wrong or repeated id and name."""
    pack = survey.pack
    if not PACK_ID.match(pack.id):
        todo = "用英文小写字母和数字，以连字符相连，如 bureau-branch；与文件夹同名。"
        yield survey.problem("P130", ("编号",), f"规则包编号“{pack.id}”", todo=todo)
    ids = [((*path, "编号"), name) for path, name, _ in survey.rules()]
    ids += [(("计划", index, "编号"), programme.id) for index, programme in enumerate(pack.programme)]
    for path, name in ids:
        if not ITEM_ID.match(name):
            yield survey.problem("P130", path, f"编号“{name}”")
    yield from _twice(survey, "P131", "编号", ids)
    yield from _names(survey)


def _names(survey: Survey) -> Iterator[Problem]:
    pack = survey.pack
    named: list[tuple[str, Iterable[tuple[KeyPath, str]]]] = [
        ("指标", [(("指标表", n, "指标"), one.measure) for n, one in enumerate(pack.measures) if not one.variant_of]),
        ("板块", [(("板块表", n, "板块"), one.section) for n, one in enumerate(pack.sections)]),
        ("否决", [(("否决表", n, "否决"), one.veto) for n, one in enumerate(pack.vetoes)]),
        ("措施", [(("结果运用", n, "措施"), one.consequence) for n, one in enumerate(pack.consequences)]),
        ("责任", [(("责任清单", n, "责任"), one.duty) for n, one in enumerate(pack.duties)]),
        ("来源", [(("来源", n, "文件"), one.source) for n, one in enumerate(pack.sources)]),
        ("日历", [(("日历", n, "年份"), str(one.year)) for n, one in enumerate(pack.calendars)]),
        ("自定周期", [(("自定周期", n, "名称"), one.name) for n, one in enumerate(pack.windows)]),
        ("算例", [(("算例", n, "例"), one.case) for n, one in enumerate(pack.cases)]),
        ("记录种类", _record_words(survey)),
    ]
    if pack.grading:
        grades = pack.grading.grades
        named.append(("等次", [(("等次", "等次表", n, "等次名"), rule.grade) for n, rule in enumerate(grades)]))
        direct = pack.grading.direct
        named.append(("直接定级", [(("等次", "直接定级", n, "名称"), one.name) for n, one in enumerate(direct)]))
    for index, measure in enumerate(pack.measures):
        parts = [(("指标表", index, "计分", n, "名称"), one.name) for n, one in enumerate(measure.components)]
        named.append((f"指标“{measure.id}”里计分项", parts))
    for index, source in enumerate(pack.sources):
        clauses = [(("来源", index, "条款表", n, "条款"), one.clause) for n, one in enumerate(source.clauses)]
        named.append((f"来源“{source.source}”里条款", clauses))
    for what, names in named:
        yield from _twice(survey, "P132", what, names)
        for path, name in names:
            if not name.strip():
                yield survey.problem("P136", path, f"{what}的名称是空的")


def _record_words(survey: Survey) -> list[tuple[KeyPath, str]]:
    words: list[tuple[KeyPath, str]] = []
    for index, kind in enumerate(survey.pack.record_kinds):
        words.append((("记录种类", index, "种类"), kind.kind))
        words += [(("记录种类", index, "别名", n), alias) for n, alias in enumerate(kind.also_called)]
    return words


def _twice(survey: Survey, code: str, what: str, names: Iterable[tuple[KeyPath, str]]) -> Iterator[Problem]:
    first: dict[str, KeyPath] = {}
    for path, name in names:
        if name in first:
            where = survey.problem(code, first[name], "").place
            yield survey.problem(code, path, f"{what}“{name}”在 {where} 已经用过")
        else:
            first[name] = path
