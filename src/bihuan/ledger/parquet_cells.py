"""Parquet files as plain cells; runs inside the sandbox.

Files and columns carry the English names of the standard; a column's type says what its cells are.
"""

from collections.abc import Callable
from typing import Any

import pyarrow
from pyarrow import parquet, types

from bihuan.ledger.grid import FoundProblem, Grid, GridColumn, Reply, encode_cell, encode_column
from bihuan.ledger.limits import Limits
from bihuan.ledger.zip_check import RefusedFileError, refuse


def read_parquet_cells(files: dict[str, bytes], limits: Limits) -> Reply:
    """Read each Parquet file as the table its name (without .parquet) says; row 1 holds the column names."""
    reply = Reply()
    for name, content in sorted(files.items()):
        sheet = name.rsplit(".", 1)[0]
        try:
            reply.grids.append(_grid(sheet, content, limits))
        except RefusedFileError as error:
            reply.problems += error.found
        except (pyarrow.ArrowException, OSError) as error:
            reply.problems.append(FoundProblem("L006", f"读不出“{name}”：{error}", sheet))
    return reply


def _grid(sheet: str, content: bytes, limits: Limits) -> Grid:
    with parquet.ParquetFile(pyarrow.BufferReader(content)) as file:
        rows, width = file.metadata.num_rows, file.metadata.num_columns
        unpacked = sum(file.metadata.row_group(at).total_byte_size for at in range(file.metadata.num_row_groups))
        if rows > limits.rows or width > limits.columns or rows * width > limits.cells:
            raise refuse("L012", f"“{sheet}”有 {rows} 行 {width} 列", sheet)
        if unpacked > limits.unpacked_bytes:
            raise refuse("L007", f"“{sheet}”解压后有 {unpacked} 字节", sheet)
        table = file.read(use_threads=False)
    names = table.column_names
    columns = [_column(sheet, name, table.column(at)) for at, name in enumerate(names)]
    return Grid(sheet, table.num_rows + 1, tuple(columns))


def _column(sheet: str, name: str, data: Any) -> GridColumn:
    write = _writer(data.type)
    if write is None:
        raise refuse("L016", f"“{sheet}”的列“{name}”是 {data.type}", sheet)
    values: list[object] = data.to_pylist()
    if types.is_list(data.type):
        values = [None if value is None else tuple(map(_pair, value)) for value in _lists(values)]
    column = encode_column(values) if write is encode_cell else encode_column([write(value) for value in values])
    cells, codes = list(column.cells), list(column.codes)
    cells.append(f"s{name}")
    return GridColumn(tuple(cells), (len(cells) - 1, *codes))


def _lists(values: list[object]) -> list[list[Any] | None]:
    return [value if isinstance(value, list) else None for value in values]


def _pair(item: Any) -> Any:
    return (item["name"], item["count"]) if isinstance(item, dict) else item


def _writer(kind: Any) -> Callable[[object], object] | None:
    if types.is_date32(kind):
        return _iso  # as text: the doubts about early days of an Excel cell do not apply
    plain = (types.is_string, types.is_large_string, types.is_boolean, types.is_integer, types.is_null)
    if any(is_kind(kind) for is_kind in plain):
        return encode_cell
    if types.is_list(kind) and types.is_string(kind.value_type):
        return _joined
    if types.is_list(kind) and types.is_struct(kind.value_type):
        fields = {kind.value_type.field(at).name for at in range(kind.value_type.num_fields)}
        return _counted if fields == {"name", "count"} else None
    return None


def _iso(value: object) -> object:
    return None if value is None else str(value)


def _joined(value: object) -> object:
    if not isinstance(value, tuple):
        return None
    parted = any(not item or "、" in item for item in value)
    return "、".join(map(str, value)) + ("、" if parted else "")  # an empty item at the end is refused as L217


def _counted(value: object) -> object:
    return "、".join(f"{name}:{count}" for name, count in value) if isinstance(value, tuple) else None
