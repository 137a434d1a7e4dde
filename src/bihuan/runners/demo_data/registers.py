"""The rows being invented, table by table, and the next free id of each table."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from bihuan.appraisal.tables import TABLES, LedgerTables

PREFIXES = {
    "organisation_events": ("sj", 4),
    "people": ("ry", 5),
    "posts": ("rz", 5),
    "liaisons": ("bl", 4),
    "activities": ("hd", 6),
    "submissions": ("bs", 5),
    "exemptions": ("hm", 5),
    "findings": ("wt", 4),
    "judgements": ("rd", 6),
    "ballots": ("cp", 6),
    "honours": ("jl", 4),
    "externals": ("wb", 5),
    "samples": ("cc", 4),
    "appeals": ("ss", 4),
}
"""Letters and digits of the ids of each table; organisations are numbered by the tier they are of."""


class Registers:
    """Collects rows; a row once added may be replaced, but keeps its place."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Any]] = defaultdict(list)
        self._numbers: dict[str, int] = defaultdict(int)
        self._places: dict[tuple[str, str], int] = {}

    def new_id(self, table: str) -> str:
        """Give the next id of a table."""
        prefix, width = PREFIXES[table]
        self._numbers[table] += 1
        return f"{prefix}-{self._numbers[table]:0{width}d}"

    def add(self, table: str, row: Any) -> Any:
        """Add a row and give it back."""
        if table in PREFIXES:
            self._places[(table, row.id)] = len(self._rows[table])
        self._rows[table].append(row)
        return row

    def change(self, table: str, row_id: str, **changes: Any) -> None:
        """Put another version of a row in its place."""
        place = self._places[(table, row_id)]
        self._rows[table][place] = replace(self._rows[table][place], **changes)

    def activity(self, row_id: str) -> Any:
        """Give an activity by its id."""
        return self._rows["activities"][self._places[("activities", row_id)]]

    def rows(self, table: str) -> list[Any]:
        """Give the rows of a table as they stand."""
        return self._rows[table]

    def tables(self) -> LedgerTables:
        """Give everything as a ledger, in the order of the standard."""
        return {table.name: tuple(self._rows[table.name]) for table in TABLES}
