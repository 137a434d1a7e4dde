"""Rows of the ledger standard made of Arrow columns again, for the reference evaluator."""

from collections.abc import Callable
from typing import Any

from bihuan.appraisal.bulk.columns import Sheet
from bihuan.basics.numbers import parse_number
from bihuan.basics.tables import Column, Table


def rows_of(table: Table, sheet: Sheet, kept: Any = None) -> tuple[Any, ...]:
    """Give the rows of a table, or those ``kept`` says."""
    data = sheet.data if kept is None else sheet.data.filter(kept)
    listed = [_cells(column, data.column(column.name).to_pylist()) for column in table.columns]
    return tuple(table.row(*values) for values in zip(*listed, strict=True))


def _cells(column: Column, values: list[Any]) -> list[Any]:
    read = _READ.get(column.type)
    return values if read is None else [read(value) for value in values]


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(value or ())


def _counted(value: Any) -> tuple[tuple[str, int], ...]:
    return tuple((one["name"], one["count"]) for one in value or ())


def _rational(value: Any) -> Any:
    return None if value is None else parse_number(value)


_READ: dict[str, Callable[[Any], Any]] = {"tuple": _texts, "dict": _counted, "Fraction": _rational}
