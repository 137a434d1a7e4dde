"""A sheet as plain cells, column by column, each text stored once: what the sandboxed reader hands to its parent.

A cell is a text whose first character says what it was in the file: ``s`` text, ``n`` number, ``b`` yes or no,
``d`` day, ``t`` day with time, ``o`` a time of day or duration, ``e`` error value, ``u`` formula without a result;
"" is blank. It travels as JSON, never as pickled objects: the sender has read a stranger's file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

BLANK = ""


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column of a sheet: its different cells, and for each row the index of its cell among them."""

    cells: tuple[str, ...]
    codes: tuple[int, ...]

    def at(self, row: int) -> str:
        """Give the cell of ``row`` (from 0)."""
        return self.cells[self.codes[row]]


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. Rows and columns count from 0; ``merged`` holds first row, first column, last row, last column."""

    sheet: str
    height: int
    columns: tuple[GridColumn, ...]
    formulas: tuple[tuple[int, int], ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    hidden: bool = False
    short_rows: tuple[int, ...] = ()
    long_rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundProblem:
    """A problem the reader of the file met: code, sheet, cell, and what it saw."""

    code: str
    what: str
    sheet: str = ""
    cell: str = ""


@dataclass(slots=True)
class Reply:
    """What came out of a file: its sheets, and what was wrong with it."""

    grids: list[Grid] = field(default_factory=list)
    problems: list[FoundProblem] = field(default_factory=list)


class ErrorCell(str):
    """An error value of a cell, such as #N/A."""

    __slots__ = ()


class UncomputedCell(str):
    """A formula whose result is not in the file."""

    __slots__ = ()


def encode_cell(value: object) -> str:
    """Write one value of a file as a cell."""
    if isinstance(value, ErrorCell | UncomputedCell):
        return ("e" if isinstance(value, ErrorCell) else "u") + value
    if value is None or value == "":
        return BLANK
    if isinstance(value, str):
        return f"s{value}"
    if isinstance(value, bool):
        return "b1" if value else "b0"
    if isinstance(value, int):
        return f"n{value}"
    if isinstance(value, float):
        return f"n{int(value)}" if value.is_integer() and abs(value) < 10**15 else f"n{value!r}"
    if isinstance(value, datetime):
        return f"t{value.isoformat(' ')}"
    return f"d{value.isoformat()}" if isinstance(value, date) else f"o{value}"


def encode_column(values: Sequence[object]) -> GridColumn:
    """Store each different value of a column once."""
    kinds = set(map(type, values))
    if bool in kinds or len(kinds & {ErrorCell, UncomputedCell}) > 0:  # True equals 1, an error value equals its text
        texts = [encode_cell(value) for value in values]
        known: dict[str, int] = {}
        codes = tuple([known.setdefault(text, len(known)) for text in texts])
        return GridColumn(tuple(known), codes)
    seen: dict[object, int] = {}
    codes = tuple([seen.setdefault(value, len(seen)) for value in values])
    return GridColumn(tuple(map(encode_cell, seen)), codes)


def encode_rows(rows: Iterable[Sequence[object]]) -> tuple[GridColumn, ...]:
    """Turn rows of equal length into columns."""
    return tuple(encode_column(column) for column in zip(*rows, strict=True))


def reply_as_json(reply: Reply) -> dict[str, Any]:
    """Give a reply as lists, numbers and texts."""
    return {
        "grids": [
            {
                "sheet": grid.sheet,
                "height": grid.height,
                "columns": [[column.cells, column.codes] for column in grid.columns],
                **{name: getattr(grid, name) for name in (*_PLACES, "hidden")},
            }
            for grid in reply.grids
        ],
        "problems": [[found.code, found.what, found.sheet, found.cell] for found in reply.problems],
    }


_PLACES = ("formulas", "merged", "hidden_rows", "hidden_columns", "short_rows", "long_rows")


def reply_from_json(told: Any) -> Reply:
    """Read a reply back, believing nothing: ``ValueError``, ``TypeError`` or ``KeyError`` for any other shape."""
    grids = [_grid(each) for each in told["grids"]]
    return Reply(grids, [FoundProblem(*map(_text, found)) for found in told["problems"]])


def _grid(told: Any) -> Grid:
    height = _whole(told["height"])
    columns = tuple(_column(cells, codes, height) for cells, codes in told["columns"])
    places: dict[str, Any] = {name: tuple(map(_place, told[name])) for name in _PLACES}
    return Grid(_text(told["sheet"]), height, columns, hidden=told["hidden"] is True, **places)


def _column(cells: Any, codes: Any, height: int) -> GridColumn:
    if len(codes) != height or set(map(type, codes)) - {int} or set(map(type, cells)) - {str}:
        raise ValueError("column")
    if codes and not 0 <= min(codes) <= max(codes) < len(cells):
        raise ValueError("codes")
    return GridColumn(tuple(cells), tuple(codes))


def _place(told: Any) -> Any:
    return tuple(map(_whole, told)) if isinstance(told, list) else _whole(told)


def _whole(told: Any) -> int:
    if type(told) is not int or told < 0:
        raise ValueError("number")
    return told


def _text(told: Any) -> str:
    if not isinstance(told, str):
        raise TypeError("text")
    return told


def column_letters(column: int) -> str:
    """Give the letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Give the name of a cell counted from 0: (0, 0) is A1."""
    return f"{column_letters(column)}{row + 1}"


def cell_text(cell: str) -> str:
    """Give what a person sees in a cell."""
    if cell[:1] == "b":
        return "TRUE" if cell == "b1" else "FALSE"
    return cell[1:]
