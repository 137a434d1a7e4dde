"""Lays the results of the program beside those of the pencil and tells every difference."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

from bihuan.appraisal.bulk import BulkLedger, BulkResult, evaluate_bulk
from bihuan.appraisal.tables import LedgerTables
from bihuan.basics.periods import Period
from bihuan.packs.grammar import Pack
from bihuan.runners.scoring import Run, score_ledger
from tests.support.pencil import PencilOrganisation, PencilResult, pencil_score
from tests.support.random_components import settled
from tests.support.random_ledgers import Asked, random_ledger, random_question
from tests.support.random_packs import random_pack

COUNTS = ("due", "done", "late", "missing")
POINTS = ("earned", "lost", "not_due", "not_judged", "beyond")


def pair(seed: int) -> tuple[Pack, LedgerTables, Asked]:
    """Give the pack, ledger and question of a seed."""
    rng = Random(seed)
    pack = random_pack(rng)
    tables = random_ledger(rng, pack, rng.randint(3, 6))
    asked = random_question(rng, pack)
    return pack, tables if settled("截至以后的组织变动") else _without_later_events(tables, asked), asked


def _without_later_events(tables: LedgerTables, asked: Asked) -> LedgerTables:
    known = asked.known_at or date.max
    events = [one for one in tables["organisation_events"] if one.day <= asked.as_of]
    return {**tables, "organisation_events": tuple(one for one in events if (one.received or one.day) <= known)}


def by_pencil(pack: Pack, tables: LedgerTables, asked: Asked) -> PencilResult:
    """Ask the pencil."""
    return pencil_score(pack, tables, asked.period, asked.as_of, asked.known_at, asked.previous_grades)


def by_reference(pack: Pack, tables: LedgerTables, asked: Asked) -> Run:
    """Ask the reference evaluator."""
    period = Period(*asked.period, asked.label)
    return score_ledger(pack, tables, period, asked.as_of, asked.known_at, asked.previous_grades)


def by_bulk(run: Run, tables: LedgerTables, asked: Asked) -> BulkResult:
    """Ask the bulk evaluator, with the rules as the reference evaluator compiled them."""
    return evaluate_bulk(run.rules, BulkLedger.from_tables(tables), asked.as_of, asked.known_at)


def bulk_differences(run: Run, bulk: BulkResult) -> Iterator[str]:
    """Tell where the bulk evaluator parts from the reference, which it must equal in every value."""
    scores = {score.organisation: score for score in bulk.scores()}
    for score in run.scores:
        found = scores.get(score.organisation)
        for part in fields(score):
            expected, given = getattr(score, part.name), getattr(found, part.name, None)
            if expected != given:
                yield f"{score.organisation} {part.name}: reference {expected}, bulk {given}"


def disagreements(seed: int) -> list[str]:
    """Ask all three about the pair of a seed; every line begins with the seed."""
    pack, tables, asked = pair(seed)
    run = by_reference(pack, tables, asked)
    found = [*differences(by_pencil(pack, tables, asked), run), *bulk_differences(run, by_bulk(run, tables, asked))]
    return [f"seed {seed}: {difference}" for difference in found]


def differences(pencil: PencilResult, run: Run) -> Iterator[str]:
    """Tell where the two disagree, one line each."""
    scores = {score.organisation: score for score in run.scores}
    if set(scores) != set(pencil.organisations):
        yield f"organisations: pencil {sorted(pencil.organisations)}, program {sorted(scores)}"
    for name, expected in pencil.organisations.items():
        if name in scores:
            proposals = [one.id for one in run.proposals if one.organisation == name]
            found = _compared(expected, scores[name], run.grades[name], proposals)
            yield from (f"{name} {difference}" for difference in found)


def _compared(expected: PencilOrganisation, score: Any, grade: Any, proposals: list[str]) -> Iterator[str]:
    def points(units: int) -> Fraction:
        return Fraction(units, score.per_point)

    for line in score.lines:
        mark = expected.measures[line.measure]
        yield from _unlike(f"{line.measure} state", mark.state, line.state.value)
        for name in COUNTS:
            yield from _unlike(f"{line.measure} {name}", getattr(mark, name), Fraction(getattr(line, name)))
        for name in POINTS:
            yield from _unlike(f"{line.measure} {name}", getattr(mark, name), points(getattr(line, name)))
    for section in score.sections:
        given = tuple(points(units) for units in section.points)
        yield from _unlike(f"section {section.section}", expected.sections[section.section], given)
    total = None if score.total is None else tuple(points(units) for units in score.total)
    yield from _unlike("total", expected.total, total)
    yield from _unlike("vetoes", sorted(expected.vetoes), sorted(score.vetoes))
    yield from _unlike("grade", expected.grade or "不定等次", grade.grade)
    if expected.forecast is not None:
        yield from _unlike("forecast", expected.forecast, grade.forecast)
        yield from _unlike("best grade", expected.best_grade, grade.at_best)
    yield from _unlike("consequences", sorted(expected.consequences), sorted(proposals))


def _unlike(what: str, expected: object, given: object) -> Iterator[str]:
    if expected != given:
        yield f"{what}: pencil {_text(expected)}, program {_text(given)}"


def _text(value: object) -> str:
    return f"({', '.join(str(part) for part in value)})" if isinstance(value, tuple) else str(value)
