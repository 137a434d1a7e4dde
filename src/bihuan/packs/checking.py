"""`check`: every problem of a pack at once, with the warnings its owner has accepted told apart."""

from collections.abc import Iterator
from dataclasses import replace

from bihuan.basics.problems import Place, Problem, Severity
from bihuan.packs.checks import (
    arithmetic,
    casework,
    formalism,
    measures,
    overriding,
    ranges,
    rates,
    requirements,
    sourcing,
)
from bihuan.packs.checks.survey import Check, Survey
from bihuan.packs.codes import CODES
from bihuan.packs.loading import LoadedPack

CHECKS: tuple[Check, ...] = (
    requirements.check_requirements,
    requirements.check_conditions,
    requirements.check_calendar,
    rates.check_rates,
    measures.check_measures,
    measures.check_effects,
    measures.check_grading,
    arithmetic.check_sums,
    arithmetic.check_movement,
    arithmetic.check_sections,
    overriding.check_overrides,
    ranges.check_ranges,
    formalism.check_traces,
    formalism.check_refused,
    sourcing.check_sources,
    casework.check_cases,
)


def check_pack(loaded: LoadedPack) -> list[Problem]:
    """Give every error and warning of the pack itself, in the order of its files; not of the packs it builds on.

    A warning listed in 已知提示 stays a warning and carries the owner's reason; one that is not listed is an
    error until the owner changes the rule or lists it; an entry of the list that nothing answers to is an error.
    """
    survey = Survey(loaded.pack, loaded.whole, loaded.tree, loaded.overridden)
    found = [*loaded.problems, *(one for check in CHECKS for one in check(survey))]
    settled = [*_accepted(survey, found), *_stale(survey, found)]
    once = list(dict.fromkeys(settled))
    return sorted(once, key=_order)


def has_errors(problems: list[Problem]) -> bool:
    """Whether any of the problems stops publication."""
    return any(one.severity is Severity.ERROR for one in problems)


def _order(one: Problem) -> tuple[str, int, int, str, str]:
    place: Place = one.place
    return place.file, place.line, place.column, one.code, place.path


def _accepted(survey: Survey, found: list[Problem]) -> Iterator[Problem]:
    reasons = {(entry.code, entry.place): entry.reason for entry in survey.pack.accepted_warnings}
    for one in found:
        if one.severity is Severity.ERROR:
            yield one
            continue
        reason = reasons.get((one.code, one.place.path))
        if reason is not None:
            yield replace(one, todo=f"已列入已知提示：{reason}")
        else:
            entry = f"{{代码: {one.code}, 位置: {one.place.path}, 理由: …}}"
            todo = f"{one.todo}要保留原样，在“已知提示”里加一条 {entry}。"
            yield replace(one, severity=Severity.ERROR, todo=todo)


def _stale(survey: Survey, found: list[Problem]) -> Iterator[Problem]:
    fired = {(one.code, one.place.path) for one in found if one.severity is Severity.WARNING}
    for index, entry in enumerate(survey.pack.accepted_warnings):
        path = ("已知提示", index)
        code = CODES.get(entry.code)
        if code is None:
            yield survey.problem("P170", path, f"没有提示代码“{entry.code}”", todo="照 check 给出的代码写。")
        elif code.severity is Severity.ERROR:
            yield survey.problem("P170", path, f"{entry.code} 是错误，不能接受", todo="改正规则，再删去这一条。")
        elif (entry.code, entry.place) not in fired:
            yield survey.problem("P170", path, f"“{entry.place}”已经没有 {entry.code} 这条提示")
