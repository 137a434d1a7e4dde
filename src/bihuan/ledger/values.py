"""One value of the standard to one cell: exactly what reading gives back, or refused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from bihuan.appraisal.tables import TABLES, LedgerTables
from bihuan.basics.numbers import number_text
from bihuan.basics.problems import Place, Problem, ProblemsError
from bihuan.basics.tables import Column, Table
from bihuan.ledger.cells import BLANK, parse_cell
from bihuan.ledger.codes import ledger_problem
from bihuan.ledger.finding import quoted
from bihuan.ledger.grid import cell_name, encode_cell
from bihuan.ledger.sheet_rows import default_of

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class Written:
    """A table ready to be written: for each row its cells, in the order of the columns."""

    table: Table
    rows: Sequence[tuple[Cell, ...]]


def written_tables(tables: LedgerTables) -> list[Written]:
    """Turn every table of the standard into cells.

    Raises :class:`~bihuan.basics.problems.ProblemsError` (L501) naming every cell whose value would not come back as
    it is: blanks around a text, control or invisible characters, 、 inside an item of a list, a text that is too long.
    """
    problems: list[Problem] = []
    written = [_written(table, tables.get(table.name, ()), problems) for table in TABLES]
    if problems:
        raise ProblemsError(problems)
    return written


def _written(table: Table, rows: tuple[Any, ...], problems: list[Problem]) -> Written:
    columns: list[list[Cell]] = []
    for at, column in enumerate(table.columns):
        cells = {value: _cell(table, column, value) for value in {_key(row, column) for row in rows}}
        wrong = {value for value, (_, fault) in cells.items() if fault}
        if wrong:
            problems += _refused(table, column, at, rows, {value: cells[value][1] for value in wrong})
        columns.append([cells[_key(row, column)][0] for row in rows])
    return Written(table, list(zip(*columns, strict=True)))


def _key(row: Any, column: Column) -> Any:
    return getattr(row, column.name)


def _refused(table: Table, column: Column, at: int, rows: tuple[Any, ...], wrong: dict[Any, str]) -> Iterator[Problem]:
    for number, row in enumerate(rows):
        value = _key(row, column)
        if value in wrong:
            what = f"“{column.heading}”的值{quoted(str(value))}{wrong[value]}"
            place = Place(sheet=table.sheet, cell=cell_name(number + 1, at), path=column.heading)
            yield ledger_problem("L501", place, what)


def _cell(table: Table, column: Column, value: Any) -> tuple[Cell, str]:
    """Give the cell of a value, and what is wrong with it; the cell is read again to be sure."""
    default = default_of(table, column)
    if value is None or value == () or (value == "" and isinstance(value, str)):
        return None, "" if default == value and default is not BLANK else "空着读回来会变成别的值"
    cell = _plain(column, value)
    again = parse_cell(column, encode_cell(str(cell) if isinstance(cell, date) else cell))
    if again.bad:
        return None, again.detail or "读不回来"
    if again.value != value or not isinstance(value, type(again.value)):
        return None, "读回来会变样"
    return cell, ""


def _plain(column: Column, value: Any) -> Cell:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Fraction):
        return number_text(value)
    if isinstance(value, tuple):
        return "、".join(f"{item[0]}:{item[1]}" if isinstance(item, tuple) else str(item) for item in value)
    if isinstance(value, int | date):
        return value
    return str(value)
