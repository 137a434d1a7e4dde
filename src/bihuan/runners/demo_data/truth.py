"""What was planted on purpose in the invented ledger, so that a test can look for it in the tables and the scores."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bihuan.appraisal.tables import LedgerTables


@dataclass(frozen=True, slots=True)
class Planted:
    """One thing planted: at which organisation, of what kind, where it stands, and what must come of it.

    ``rows`` are ids in ``table``; ``period`` is the window or appraisal period it falls in and ``round`` the appraisal
    period in which it counts; ``measures`` are the ids of measures that must show it. ``missing`` and ``late`` are the
    numbers the first of them must come to in that round, None where the plant says nothing about them.
    """

    organisation: str
    kind: str
    what: str
    table: str
    rows: tuple[str, ...]
    period: str
    round: str
    measures: tuple[str, ...]
    expected: str
    missing: int | None = None
    late: int | None = None


@dataclass(frozen=True)
class DemoData:
    """An invented ledger, what was planted in it, and the sheet one unit keeps in its own layout (if asked for)."""

    tables: LedgerTables
    truth: tuple[Planted, ...]
    unit_sheet: "UnitSheet | None" = None


@dataclass(frozen=True)
class UnitSheet:
    """A sheet in a unit's own layout: cells by row, merged ranges, and how its columns map to the standard.

    ``merged`` are (first row, first column, last row, last column) from 0, ``heading_row`` counts from 1; ``rows`` are
    the ids of the activities it repeats, in order; ``ambiguous`` is the name two people bear; ``faults`` are the cells
    that cannot be read, such as I6.
    """

    title: str
    cells: tuple[tuple[str | int | date | None, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...]
    heading_row: int
    columns: Mapping[str, str]
    rows: tuple[str, ...]
    ambiguous: str
    faults: tuple[str, ...]
    constants: Mapping[str, str] = field(default_factory=dict)
