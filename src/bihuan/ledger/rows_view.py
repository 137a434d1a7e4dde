"""The rows under check and the ledger they join, with what most checks ask for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bihuan.appraisal.tables import LedgerTables


@dataclass(frozen=True, slots=True)
class Found:
    """Something wrong with a row: code, sentence, table, the row's position in it, and the column."""

    code: str
    what: str
    table: str
    position: int
    column: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The tables under check and the tables already known; a missing name is an empty table.

    ``left_out`` are ids by table that exist although their rows are not here.
    """

    tables: LedgerTables
    known: LedgerTables
    left_out: Mapping[str, set[str]]

    def new(self, table: str) -> tuple[Any, ...]:
        """Give the rows under check of a table."""
        return self.tables.get(table, ())

    def old(self, table: str) -> tuple[Any, ...]:
        """Give the rows already known of a table."""
        return self.known.get(table, ())

    def every(self, table: str) -> Iterator[tuple[int, Any]]:
        """Give all rows, known ones first with position -1."""
        for row in self.old(table):
            yield -1, row
        yield from enumerate(self.new(table))

    def standing(self, table: str) -> Iterator[tuple[int, Any]]:
        """Give the rows that count: neither withdrawn nor corrected by another."""
        gone = {row.corrects for _, row in self.every(table) if row.corrects}
        for position, row in self.every(table):
            if not row.withdrawn and row.id not in gone:
                yield position, row


def overlap(first: Any, second: Any) -> bool:
    """Whether two rows with ``since`` and ``until`` (both days inclusive) share a day."""
    return bool(_until(first) >= second.since and _until(second) >= first.since)


def _until(row: Any) -> date:
    until: date | None = row.until
    return until if until is not None else date.max
