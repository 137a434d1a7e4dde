"""The half year before the invented ledger, so that a period has one before it to be compared with."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bihuan.appraisal.tables import TABLES, LedgerTables
from bihuan.packs.grammar import Pack
from bihuan.progress.entries import happened_on
from bihuan.runners.demo_data.asks import asked_by
from bihuan.runners.demo_data.making import Maker, established
from bihuan.runners.demo_data.registers import PREFIXES

ONE_DAY = timedelta(days=1)
ABOUT_ORGANISATIONS = ("organisations", "organisation_events", "people", "posts", "liaisons")


def make_half_before(pack: Pack, *, branches: int = 494, year: int = 2026, seed: int = 1) -> LedgerTables:
    """Invent the records of July to December before ``year`` for the department of ``make_demo`` with the same values.

    Organisations, people and posts are those of the ledger itself and not repeated; ids carry the year, such as
    hd25-000001. With these rows added, every score of ``year`` stays what it was.
    """
    now = established(pack, branches, year, seed)
    before = Maker(asked_by(pack, year - 1), year - 1, seed * 10_000 + year - 1)
    before.department = now.department
    before.department.registers = before.registers
    for name in ABOUT_ORGANISATIONS:
        for row in now.registers.rows(name):
            before.registers.add(name, row)
    before.look_around()
    before.hold_year()
    before.appraise_year()
    start, end = date(year - 1, 7, 1), date(year - 1, 12, 31)
    tables = before.registers.tables()
    return {
        table.name: tuple(_renamed(row, table.name, year - 1) for row in _kept(tables[table.name], start, end))
        for table in TABLES
        if table.name not in ABOUT_ORGANISATIONS
    }


def _kept(rows: Iterable[Any], start: date, end: date) -> Iterable[Any]:
    """Give the rows that belong to the half, problems closed before it is over."""
    period = f"{start.year}H2"
    for row in rows:
        named = getattr(row, "period", None)
        is_result = hasattr(row, "period") and not hasattr(row, "returned")
        if named == period if is_result and named else start <= happened_on(row) <= end:
            yield _closed(row, end)


def _closed(row: Any, end: date) -> Any:
    if getattr(row, "opened", None) is None or row.closed is None or row.closed <= end:
        return row
    return replace(row, done=min(row.done, end - ONE_DAY), closed=end, reviewed=None)


def _renamed(row: Any, table: str, year: int) -> Any:
    changes = {"id": _with_year(row.id, PREFIXES[table][0], year)}
    if getattr(row, "corrects", None):
        changes["corrects"] = _with_year(row.corrects, PREFIXES[table][0], year)
    if getattr(row, "sample", None):
        changes["sample"] = _with_year(row.sample, PREFIXES["samples"][0], year)
    return replace(row, **changes)


def _with_year(id_: str, prefix: str, year: int) -> str:
    return id_.replace(prefix, f"{prefix}{year % 100:02d}", 1)
