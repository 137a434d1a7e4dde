"""CSV files as plain cells; runs inside the sandbox.

A text that a spreadsheet program would take for a formula is stored with an apostrophe before it, and so is a text
that begins with an apostrophe; :func:`without_guard` takes exactly one off again.
"""

import codecs
import csv
import io

from bihuan.ledger.grid import FoundProblem, Grid, Reply, encode_rows
from bihuan.ledger.limits import Limits
from bihuan.ledger.zip_check import RefusedFileError, refuse

GUARDED = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "'")
_WIDE_FROM = "\u0800"


def with_guard(text: str) -> str:
    """Put an apostrophe before a text that starts like a formula."""
    return f"'{text}" if text.startswith(GUARDED) else text


def without_guard(text: str) -> str:
    """Take the apostrophe off that :func:`with_guard` put there."""
    return text[1:] if text.startswith("'") and text[1:].startswith(GUARDED) else text


def read_csv_cells(files: dict[str, bytes], limits: Limits) -> Reply:
    """Read each CSV file as the sheet its name (without .csv) says; bad files are reported, the others read."""
    reply = Reply()
    for name, content in sorted(files.items()):
        sheet = name.rsplit(".", 1)[0]
        try:
            text, encoding = _decode(sheet, content)
            if encoding == "gb18030":
                reply.problems.append(FoundProblem("L115", f"“{name}”按 GB18030 编码读入", sheet))
            reply.grids.append(_grid(sheet, text, limits))
        except RefusedFileError as error:
            reply.problems += error.found
    return reply


def _decode(sheet: str, content: bytes) -> tuple[str, str]:
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            try:
                return content.decode(encoding), encoding
            except UnicodeDecodeError as error:
                line = content[: error.start].count(b"\n") + 1
                raise refuse("L014", f"第 {line} 行起不是 {encoding.removesuffix('-sig').upper()}", sheet) from error
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise refuse("L015", f"第 {line} 行有空字符（NUL）", sheet)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_chinese(sheet, content), "gb18030"
    if not text.isascii() and max(text) < _WIDE_FROM:
        raise refuse("L014", "看不出是 UTF-8 还是 GB18030", sheet)
    return text, "utf-8"


def _decode_chinese(sheet: str, content: bytes) -> str:
    """Decode GB18030, unless a line on its own is clearly UTF-8."""
    for number, line in enumerate(content.splitlines(), start=1):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if text and max(text) >= _WIDE_FROM:
            raise refuse("L014", f"第 {number} 行是 UTF-8，其他行不是", sheet)
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        line_number = content[: error.start].count(b"\n") + 1
        raise refuse("L014", f"第 {line_number} 行既不是 UTF-8 也不是 GB18030", sheet) from error


def _grid(sheet: str, text: str, limits: Limits) -> Grid:
    rows = _records(sheet, text, limits)
    while rows and not any(rows[-1]):
        rows.pop()
    header = next((row for row in rows if any(row)), [])
    width = len(header)
    used = [_used(row) for row in rows]
    widest = max([width, *used])
    if widest > limits.columns or len(rows) * widest > limits.cells:
        raise refuse("L012", f"“{sheet}”有 {len(rows)} 行 {widest} 列", sheet)
    start = rows.index(header) if rows else 0
    short = tuple(at for at, row in enumerate(rows) if at > start and used[at] > 0 and len(row) < width)
    long = tuple(at for at, most in enumerate(used) if at > start and most > width)
    padded = [(row + [""] * (widest - len(row)))[:widest] for row in rows]
    columns = encode_rows([[without_guard(cell) for cell in row] for row in padded])
    return Grid(sheet, len(rows), columns, short_rows=short, long_rows=long)


def _used(row: list[str]) -> int:
    return next((at for at in range(len(row), 0, -1) if row[at - 1]), 0)


def _records(sheet: str, text: str, limits: Limits) -> list[list[str]]:
    if "\0" in text:
        raise refuse("L015", f"第 {text[: text.index(chr(0))].count(chr(10)) + 1} 行有空字符（NUL）", sheet)
    before = csv.field_size_limit(limits.cell_characters)
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > limits.rows:
                raise refuse("L012", f"“{sheet}”超过 {limits.rows} 行", sheet)
    except csv.Error as error:
        said = "引号没有配对" if "quote" in str(error) or "end of data" in str(error) else str(error)
        said = "一格过长" if "field limit" in str(error) else said
        said = "引号后面应当是逗号" if "expected after" in str(error) else said
        raise refuse("L015", f"从第 {len(rows) + 1} 行起读不下去：{said}", sheet) from error
    finally:
        csv.field_size_limit(before)
    if rows and len(rows[0]) == 1 and any(mark in rows[0][0] for mark in ("\t", ";", "；")):
        raise refuse("L015", "各列之间不是用逗号隔开", sheet)
    return rows
