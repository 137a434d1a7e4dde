"""Checks across the rows of a ledger: what no single cell can tell."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bihuan.appraisal.tables import TABLES, LedgerTables
from bihuan.basics.problems import Place, Problem
from bihuan.basics.tables import Table
from bihuan.ledger import id_checks, row_checks, tree_checks
from bihuan.ledger.codes import ledger_problem
from bihuan.ledger.rows_view import Found, Rows


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the rows of a table stood: sheet, row numbers (from 1) in order, and the letters of each column."""

    sheet: str
    rows: tuple[int, ...]
    letters: Mapping[str, str] = field(default_factory=dict)

    def cell(self, position: int, column: str) -> str:
        """Give the name of a cell, in column A if the column was not in the sheet."""
        return f"{self.letters.get(column, 'A')}{self.rows[position]}"


def check_tables(
    tables: LedgerTables,
    *,
    known: LedgerTables | None = None,
    left_out: Mapping[str, set[str]] | None = None,
    origins: Mapping[str, Origin] | None = None,
    file: str = "",
) -> list[Problem]:
    """Check rows against each other and give every problem, table by table in the order of the standard.

    ``known`` is the ledger these rows join: its ids may be referred to, and may not be used again. ``left_out`` are
    ids, by table, of rows that exist but are not given because they have errors of their own. With ``origins`` (of
    the sheets the rows were read from) a problem names its cell, else the table and the row's id.
    Checked: L401—L420, and references (L301). Raises nothing.
    """
    rows = Rows(tables, known or {}, left_out or {})
    problems: list[tuple[int, int, Problem]] = []
    for check in _CHECKS:
        for found in check(rows):
            place = _place(found, rows, (origins or {}).get(found.table), file)
            problems.append((_ORDER[found.table], found.position, ledger_problem(found.code, place, found.what)))
    problems.sort(key=lambda each: each[:2])
    return [problem for _, _, problem in problems]


_ORDER = {table.name: at for at, table in enumerate(TABLES)}
_BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
_CHECKS: tuple[Callable[[Rows], Iterator[Found]], ...] = (
    id_checks.doubled_ids,
    id_checks.doubled_content,
    id_checks.unknown_references,
    id_checks.unknown_subjects,
    id_checks.bad_corrections,
    tree_checks.bad_intervals,
    tree_checks.cycles,
    tree_checks.doubled_codes,
    tree_checks.look_alikes,
    tree_checks.namesakes,
    row_checks.negative_numbers,
    row_checks.wrong_attendance,
    row_checks.wrong_times,
    row_checks.wrong_ballots,
    row_checks.wrong_samples,
)


def _place(found: Found, rows: Rows, origin: Origin | None, file: str) -> Place:
    table = _BY_NAME[found.table]
    column = next((column for column in table.columns if column.name == found.column), None)
    heading = column.heading if column else ""
    if origin is not None:
        return Place(file=file, sheet=origin.sheet, cell=origin.cell(found.position, found.column), path=heading)
    row: Any = rows.new(found.table)[found.position]
    id_ = getattr(row, "id", "") or getattr(row, "organisation", "")
    return Place(file=file, sheet=table.sheet, path=f"{id_} {heading}".strip())
