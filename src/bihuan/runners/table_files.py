"""Writing result tables as xlsx, csv or parquet; the texts in them are never taken for formulas."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet
import xlsxwriter

from bihuan.runners.results_out import OutTable

FORMATS = ("xlsx", "csv", "parquet")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_DECIMAL = pa.decimal128(24, 6)


def write_tables(tables: Iterable[OutTable], folder: Path, form: str) -> list[Path]:
    """Write each table into ``folder`` as ``name.form``; gives the paths. Raises ``ValueError`` for another form."""
    folder.mkdir(parents=True, exist_ok=True)
    return [write_table([table], folder / f"{table.name}.{form}", form) for table in tables]


def write_table(tables: Sequence[OutTable], path: Path, form: str) -> Path:
    """Write tables to one file (csv and parquet hold one table, xlsx a sheet each)."""
    if form == "xlsx":
        _write_xlsx(tables, path)
    elif form == "csv":
        _write_csv(tables[0], path)
    elif form == "parquet":
        parquet.write_table(_arrow(tables[0]), path)
    else:
        raise ValueError(f"“{form}”不是结果的格式；可写 {'、'.join(FORMATS)}")
    return path


def _write_xlsx(tables: Sequence[OutTable], path: Path) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#EAF0F6"})
        for table in tables:
            sheet = book.add_worksheet(table.sheet)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, len(table.rows), len(table.headings) - 1)
            for column, heading in enumerate(table.headings):
                sheet.write_string(0, column, heading, head)
                sheet.set_column(column, column, _width(table, column))
            for row, cells in enumerate(table.rows, start=1):
                for column, text in enumerate(cells):
                    if not text:
                        continue
                    if table.headings[column] in table.numbers and "/" not in text:
                        sheet.write_number(row, column, Decimal(text))
                    else:
                        sheet.write_string(row, column, text)


def _width(table: OutTable, column: int) -> int:
    longest = max((len(row[column]) for row in table.rows[:200]), default=0)
    return max(8, min(60, 2 * max(longest, len(table.headings[column]))))


def _write_csv(table: OutTable, path: Path) -> None:
    rows = [
        [_safe(text, heading in table.numbers) for text, heading in zip(row, table.headings, strict=True)]
        for row in table.rows
    ]
    columns = [pa.array([row[index] for row in rows], pa.string()) for index in range(len(table.headings))]
    arrow_csv.write_csv(pa.table(columns, names=list(table.headings)), path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def _safe(text: str, is_number: bool) -> str:
    return f"'{text}" if not is_number and text.startswith(_RISKY) else text


def _arrow(table: OutTable) -> pa.Table:
    columns = []
    for index, heading in enumerate(table.headings):
        texts = [row[index] or None for row in table.rows]
        if heading in table.numbers and not any(text and "/" in text for text in texts):
            columns.append(pa.array([Decimal(text) if text else None for text in texts], _DECIMAL))
        else:
            columns.append(pa.array(texts, pa.string()))
    return pa.table(columns, names=list(table.headings))
