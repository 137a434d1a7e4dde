"""Arrow columns as plain arrays of integers: texts as codes, dates as days since 1970, lists as pairs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from bihuan.basics.tables import Table

Ints = NDArray[np.int64]
Shorts = NDArray[np.int32]
Flags = NDArray[np.bool_]

EPOCH = date(1970, 1, 1).toordinal()
NO_DAY = -(2**31)
"""The day of an empty cell."""
NEVER = 2**31 - 1
"""A day after all others, for ends that are open."""

TEXT = pa.string()
_TYPES: Mapping[str, Any] = {
    "str": TEXT,
    "int": pa.int64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "Fraction": TEXT,
    "tuple": pa.list_(TEXT),
    "dict": pa.list_(pa.struct([("name", TEXT), ("count", pa.int64())])),
}


def day_number(day: date) -> int:
    """Give ``day`` as days since 1970."""
    return day.toordinal() - EPOCH


def day_of(number: int) -> date:
    """Give the day of a number of days since 1970."""
    return date.fromordinal(number + EPOCH)


def schema_of(table: Table) -> Any:
    """Give the Arrow schema of a ledger table: the one its Parquet file has."""
    return pa.schema([pa.field(column.name, _TYPES[column.type]) for column in table.columns])


def index_in(texts: Any, values: Any) -> Shorts:
    """Give the position in ``values`` of each text, -1 where there is none."""
    found = pc.fill_null(pc.index_in(texts, value_set=values, skip_nulls=True), -1)
    positions: Shorts = numbers(found).astype(np.int32, copy=False)
    return positions


def numbers(array: Any) -> Any:
    """Give an Arrow array without nulls as a numpy array."""
    whole = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    return whole.to_numpy(zero_copy_only=False)


@dataclass(frozen=True)
class Coded:
    """Texts as codes into a vocabulary; -1 is an empty cell."""

    codes: Shorts
    words: tuple[str, ...]

    def code(self, word: str) -> int:
        """Give the code of ``word``; -2, which no cell has, if it does not occur."""
        try:
            return self.words.index(word)
        except ValueError:
            return -2

    def among(self, words: Iterable[str]) -> Flags:
        """Give, a word of the vocabulary and last for an empty cell, whether it is one of ``words``."""
        wanted = set(words)
        return np.array([word in wanted for word in self.words] + [False], dtype=np.bool_)

    def is_in(self, words: Iterable[str]) -> Flags:
        """Give, a cell, whether its text is one of ``words``."""
        return self.among(words)[self.codes]

    def take(self, rows: Any) -> "Coded":
        """Give some of the cells."""
        return Coded(self.codes[rows], self.words)


@dataclass(frozen=True)
class Pairs:
    """A list column: which row each element stands in, and the elements as codes, in the order of the rows."""

    rows: Shorts
    items: Coded


class Sheet:
    """One table of the ledger in Arrow; a column or cell that is missing says what the standard lets it say."""

    def __init__(self, table: Table, data: Any) -> None:
        self.table = table
        wanted = schema_of(table)
        given = set(data.column_names)
        blank = {field.name: field.default for field in fields(table.row)}
        arrays = [
            _filled(data.column(field.name).cast(field.type), blank[field.name])
            if field.name in given
            else _filled(pa.nulls(data.num_rows, field.type), blank[field.name])
            for field in wanted
        ]
        self.data = pa.Table.from_arrays(arrays, schema=wanted).combine_chunks()

    def __len__(self) -> int:
        return int(self.data.num_rows)

    def column(self, name: str) -> Any:
        """Give a column as one Arrow array."""
        found = self.data.column(name)
        if found.num_chunks == 1:
            return found.chunk(0)
        return pa.array([], found.type) if found.num_chunks == 0 else found.combine_chunks()

    def ints(self, name: str) -> Ints:
        """Give a column of whole numbers; empty is 0."""
        found: Ints = numbers(pc.fill_null(self.column(name), 0)).astype(np.int64, copy=False)
        return found

    def flags(self, name: str) -> Flags:
        """Give a column of yes and no; empty is no."""
        found: Flags = numbers(pc.fill_null(self.column(name), False)).astype(np.bool_, copy=False)
        return found

    def days(self, name: str, empty: int = NO_DAY) -> Shorts:
        """Give a column of dates as days since 1970; ``empty`` stands for an empty cell."""
        days = pc.fill_null(self.column(name).cast(pa.int32()), empty)
        found: Shorts = numbers(days).astype(np.int32, copy=False)
        return found

    def coded(self, name: str) -> Coded:
        """Give a column of texts as codes."""
        return coded(self.column(name))

    def pairs(self, name: str) -> Pairs:
        """Give a column of lists of texts as pairs."""
        column = self.column(name)
        return Pairs(_parents(column), coded(pc.list_flatten(column)))

    def counted_pairs(self, name: str) -> tuple[Pairs, Ints]:
        """Give a column of lists of (name, count) as pairs with the counts."""
        column = self.column(name)
        flat = pc.list_flatten(column)
        counts = numbers(pc.fill_null(flat.field("count"), 0)).astype(np.int64, copy=False)
        return Pairs(_parents(column), coded(flat.field("name"))), counts


def _filled(array: Any, blank: Any) -> Any:
    """Put what a blank cell means into the empty cells."""
    if array.null_count and isinstance(blank, str | int | date):
        return pc.fill_null(array, pa.scalar(blank, array.type))
    return array


def _parents(column: Any) -> Shorts:
    found: Shorts = numbers(pc.list_parent_indices(column)).astype(np.int32, copy=False)
    return found


def coded(texts: Any) -> Coded:
    """Encode an Arrow array of texts."""
    encoded = pc.dictionary_encode(texts)
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    codes = numbers(pc.fill_null(encoded.indices, -1)).astype(np.int32, copy=False)
    return Coded(codes, tuple(encoded.dictionary.to_pylist()))


def table_of(table: Table, rows: Sequence[Any]) -> Any:
    """Make an Arrow table of the rows of a ledger table."""
    schema = schema_of(table)
    arrays = [
        pa.array([_cell(getattr(row, column.name)) for row in rows], schema.field(column.name).type)
        for column in table.columns
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _cell(value: Any) -> Any:
    if isinstance(value, tuple):
        return [{"name": one[0], "count": one[1]} if isinstance(one, tuple) else one for one in value]
    return value if value is None or isinstance(value, int | str | date) else str(value)
