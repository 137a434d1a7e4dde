"""Scores of both evaluators laid side by side, and ledgers that leave nothing to the reference evaluator."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from bihuan.appraisal.branch import split_ledger
from bihuan.appraisal.bulk import BulkLedger, BulkResult, evaluate_bulk
from bihuan.appraisal.compiled import CompiledRules
from bihuan.appraisal.compiling import compile_rules
from bihuan.appraisal.results import BranchScore
from bihuan.appraisal.scoring import score_branch
from bihuan.appraisal.tables import LedgerTables, table_named
from bihuan.basics.periods import Period
from bihuan.packs.grammar import Pack
from bihuan.runners.rules import rules_of

BOTH_WAYS_CORRECTED = ("submissions", "judgements", "findings", "honours", "externals", "ballots", "appeals")
LONG_AGO = date(2010, 1, 1)
IDS = ("id", "organisation", "corrects", "subject")


def compiled(pack: Pack, period: Period) -> CompiledRules:
    """The rules of a pack for a period."""
    return compile_rules(rules_of(pack), period)


def by_reference(rules: CompiledRules, tables: LedgerTables, as_of: date, known_at: date | None) -> list[BranchScore]:
    """Every branch by the reference evaluator."""
    return [score_branch(ledger, rules, as_of, known_at) for ledger in split_ledger(tables).values()]


def by_bulk(rules: CompiledRules, tables: LedgerTables, as_of: date, known_at: date | None) -> BulkResult:
    """Every branch by the bulk evaluator."""
    return evaluate_bulk(rules, BulkLedger.from_tables(tables), as_of, known_at)


def differences(expected: list[BranchScore], result: BulkResult) -> Iterator[str]:
    """Tell every value in which the two disagree."""
    given = list(result.scores())
    if [one.organisation for one in expected] != [one.organisation for one in given]:
        yield "other organisations, or in another order"
        return
    for one, other in zip(expected, given, strict=True):
        for line, found in zip(one.lines, other.lines, strict=True):
            if line != found:
                yield f"{one.organisation}: {line} became {found}"
        for name in (name for name in BranchScore.__slots__ if name != "lines"):
            if getattr(one, name) != getattr(other, name):
                yield f"{one.organisation} {name}: {getattr(one, name)} became {getattr(other, name)}"


def disagreements(pack: Pack, tables: LedgerTables, period: Period, as_of: date, known_at: date | None) -> list[str]:
    """Tell where the two evaluators disagree about a ledger."""
    rules = compiled(pack, period)
    expected = by_reference(rules, tables, as_of, known_at)
    return list(differences(expected, by_bulk(rules, tables, as_of, known_at)))


def in_being_throughout(tables: LedgerTables) -> LedgerTables:
    """Give the ledger with branches that always were, without exemptions, corrected only by themselves."""
    made: dict[str, tuple[Any, ...]] = dict(tables)
    made["exemptions"] = ()
    events = tables.get("organisation_events", ())
    made["organisation_events"] = tuple(one for one in events if one.event not in ("停止活动", "恢复活动"))
    latest = {one.organisation: one for one in sorted(tables["organisations"], key=lambda one: one.since)}
    made["organisations"] = tuple(
        one if one.tier == "党小组" else replace(one, since=LONG_AGO, until=None) for one in latest.values()
    )
    made["activities"] = tuple(replace(one, corrects=None) for one in tables.get("activities", ()))
    for name in BOTH_WAYS_CORRECTED:
        rows = tables.get(name, ())
        owner = {row.id: row.organisation for row in rows}
        made[name] = tuple(
            row if owner.get(row.corrects or "", row.organisation) == row.organisation else replace(row, corrects=None)
            for row in rows
        )
    return made


def merged(ledgers: Iterable[LedgerTables]) -> LedgerTables:
    """Put ledgers together; every id gets the number of its ledger in front."""
    made: dict[str, list[Any]] = {}
    for number, tables in enumerate(ledgers):
        for name, rows in tables.items():
            columns = [one.name for one in table_named(name).columns if one.refers or one.name in IDS]
            for row in rows:
                numbered = {column: _numbered(getattr(row, column), number) for column in columns}
                made.setdefault(name, []).append(replace(row, **numbered))
    return {name: tuple(rows) for name, rows in made.items()}


def _numbered(value: Any, number: int) -> Any:
    if isinstance(value, tuple):
        return tuple(_numbered(one, number) for one in value)
    return f"{number:03d}-{value}" if value else value
