"""Writing a ledger as a workbook, a folder of CSV files or a folder of Parquet files.

The rows keep their order; the same tables give the same bytes with the same versions of the libraries, and CSV always.
"""

import csv
import io
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow
import xlsxwriter
from pyarrow import parquet

from bihuan.appraisal.tables import TABLES, LedgerTables
from bihuan.basics.numbers import number_text
from bihuan.basics.problems import Place, ProblemsError
from bihuan.basics.tables import Column, Table
from bihuan.ledger.codes import ledger_problem
from bihuan.ledger.csv_cells import with_guard
from bihuan.ledger.values import Cell, Written, written_tables

MOST_ROWS = 1_048_575
_NO_CLOCK = datetime(2000, 1, 1)
_EXCEL_DATES_FROM = date(1900, 3, 2)
WORKBOOK_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def write_xlsx(tables: LedgerTables, path: Path | str) -> None:
    """Write every table as a sheet of one workbook, texts as texts and never as formulas.

    Raises ``ProblemsError`` (L501) for values that cannot be kept in a cell and for too many rows.
    """
    written = written_tables(tables)
    for each in written:
        if len(each.rows) > MOST_ROWS:
            place = Place(sheet=each.table.sheet)
            raise ProblemsError([ledger_problem("L501", place, f"有 {len(each.rows)} 行，一张工作表放不下")])
    with xlsxwriter.Workbook(str(path), WORKBOOK_OPTIONS) as workbook:
        workbook.set_properties({"created": _NO_CLOCK})
        formats = {
            "head": workbook.add_format({"bold": True, "bottom": 1}),
            "text": workbook.add_format({"num_format": "@"}),
            "date": workbook.add_format({"num_format": "yyyy-mm-dd"}),
        }
        for each in written:
            _write_sheet(workbook, each, formats)


def _write_sheet(workbook: Any, written: Written, formats: dict[str, Any]) -> None:
    sheet = workbook.add_worksheet(written.table.sheet)
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(written.table.columns):
        kind = "date" if column.type == "date" else None if column.type == "int" else "text"
        sheet.set_column(at, at, width_of(column), formats[kind] if kind else None)
        sheet.write_string(0, at, column.heading, formats["head"])
    for number, row in enumerate(written.rows, start=1):
        for at, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, at, cell, formats["text"])
            elif isinstance(cell, int):
                sheet.write_number(number, at, cell)
            elif cell is not None and cell >= _EXCEL_DATES_FROM:
                sheet.write_datetime(number, at, cell, formats["date"])
            elif cell is not None:  # Excel's own count of days is wrong before March 1900
                sheet.write_string(number, at, cell.isoformat(), formats["text"])


def width_of(column: Column) -> int:
    """Give a column width in characters: enough for the heading and a usual value."""
    usual = {"str": 14, "tuple": 20, "dict": 18, "date": 12}
    return max(usual.get(column.type, 8), 2 * len(column.heading) + 2)


def write_csv(tables: LedgerTables, folder: Path | str) -> None:
    """Write every table as ``<工作表>.csv`` (UTF-8 with mark, CRLF) into ``folder``, which is made if missing.

    A text that starts like a formula gets an apostrophe before it. Raises ``ProblemsError`` (L501).
    """
    written = written_tables(tables)
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for each in written:
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([column.heading for column in each.table.columns])
        writer.writerows([[_csv_text(cell) for cell in row] for row in each.rows])
        (target / f"{each.table.sheet}.csv").write_bytes(text.getvalue().encode("utf-8-sig"))


def _csv_text(cell: Cell) -> str:
    return "" if cell is None else with_guard(cell) if isinstance(cell, str) else str(cell)


def write_parquet(tables: LedgerTables, folder: Path | str) -> None:
    """Write every table as ``<table>.parquet`` with the English names and real types of :func:`parquet_schema`.

    Raises ``ProblemsError`` (L501).
    """
    written_tables(tables)
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        schema = parquet_schema(table)
        rows = tables.get(table.name, ())
        columns = [
            pyarrow.array([_parquet_value(getattr(row, column.name)) for row in rows], schema.field(column.name).type)
            for column in table.columns
        ]
        parquet.write_table(
            pyarrow.Table.from_arrays(columns, schema=schema), target / f"{table.name}.parquet", compression="zstd"
        )


def parquet_schema(table: Table) -> Any:
    """Give the Arrow schema of a table: string, int64, bool, date32, list<string>, list<struct<name, count>>.

    Rationals are strings (``5/30``); the Chinese heading stands in each field's metadata.
    """
    counted = pyarrow.struct([("name", pyarrow.string()), ("count", pyarrow.int64())])
    kinds = {
        "str": pyarrow.string(),
        "int": pyarrow.int64(),
        "bool": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "Fraction": pyarrow.string(),
        "tuple": pyarrow.list_(pyarrow.string()),
        "dict": pyarrow.list_(counted),
    }
    return pyarrow.schema(
        [
            pyarrow.field(column.name, kinds[column.type], metadata={"heading": column.heading})
            for column in table.columns
        ]
    )


def _parquet_value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [{"name": item[0], "count": item[1]} if isinstance(item, tuple) else item for item in value]
    return number_text(value) if isinstance(value, Fraction) else value
