"""What the fast reader does not tell about a sheet: formulas, error values, hidden parts, far and doubled cells.

The XML has been unpacked and checked for declarations before. The scan looks for the few marks it needs with
regular expressions; a far cell it should overlook still ends in the memory limit of the sandbox.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from bihuan.ledger.grid import column_letters
from bihuan.ledger.limits import Limits
from bihuan.ledger.zip_check import refuse

_CELL = re.compile(rb"<(?:\w+:)?c(?:\s[^>]*?)?\sr=[\"']([A-Z]{1,3}[0-9]{1,7})[\"']")
_CELL_START = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW = re.compile(rb"<(?:\w+:)?row(\s[^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col(\s[^>]*)>")
_ATTRIBUTE = re.compile(rb"\s(\w+)\s*=\s*[\"']([^\"']*)[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_ERROR = re.compile(rb"\st\s*=\s*[\"']e[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)[\s/>]")
_VALUE_TEXT = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<")
_EMPTY_TEXT = re.compile(rb"\st=[\"']str[\"']")
_CELL_END = re.compile(rb"</(?:\w+:)?c>|/>")
_REFERENCE = re.compile(rb"([A-Z]+)([0-9]+)")
_TRUE = (b"1", b"true", b"on")


@dataclass(slots=True)
class SheetMarks:
    """What a scan found; rows and columns from 0; an error cell with its text, an uncomputed formula with ""."""

    formulas: list[tuple[int, int]] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncomputed: list[tuple[int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


def scan_sheet(sheet: str, xml: bytes, limits: Limits) -> SheetMarks:
    """Scan one sheet; raises ``RefusedFileError`` for cells out of bounds, doubled or without a place."""
    names = _CELL.findall(xml)
    _check_places(sheet, xml, names, limits)
    marks = SheetMarks()
    if b"hidden" in xml:
        marks.hidden_rows = list(_hidden_rows(xml))
        marks.hidden_columns = list(_hidden_columns(xml, limits))
    starts: set[int] = set()
    if _FORMULA.search(xml):
        starts |= {_start_of_cell(xml, found.start()) for found in _FORMULA.finditer(xml)}
    if _ERROR.search(xml):
        starts |= {_start_of_cell(xml, found.end()) for found in _ERROR.finditer(xml)}
    for start in sorted(starts - {-1}):
        _mark_cell(xml, start, marks)
    return marks


def _check_places(sheet: str, xml: bytes, names: list[bytes], limits: Limits) -> None:
    if len(names) > limits.cells:
        raise refuse("L012", f"工作表“{sheet}”有 {len(names)} 个单元格，最多 {limits.cells} 个", sheet)
    if len(set(names)) != len(names):
        times = Counter(names)
        twice = max(times, key=times.__getitem__).decode("ascii")
        raise refuse("L017", f"单元格 {twice} 在文件里出现两次", sheet, twice)
    if len(names) != sum(1 for _ in _CELL_START.finditer(xml)):
        raise refuse("L017", f"工作表“{sheet}”有单元格没有写位置，或位置写法不合规", sheet)
    long = 1 + len(str(limits.rows))  # a name in columns A to Z shorter than this is always near
    for name in [name for name in names if name[1] > 64 or len(name) >= long]:
        if _is_far(name, limits) and _has_value(xml, name):
            where = name.decode("ascii")
            bound = f"{limits.columns} 列、{limits.rows} 行"
            raise refuse("L012", f"单元格 {where} 有内容，超出了 {bound}", sheet, where)


def _place(name: bytes) -> tuple[int, int]:
    found = _REFERENCE.match(name)
    if found is None:
        return 0, 0
    column = 0
    for letter in found[1]:
        column = column * 26 + letter - 64
    return int(found[2]) - 1, column - 1


def _is_far(name: bytes, limits: Limits) -> bool:
    row, column = _place(name)
    return row >= limits.rows or column >= limits.columns


def _has_value(xml: bytes, name: bytes) -> bool:
    found = re.search(rb"\sr=[\"']" + name + rb"[\"'][^>]*>", xml)
    if found is None or found[0].endswith(b"/>"):
        return False
    end = xml.find(b"</", found.end())
    return _VALUE.search(xml, found.end(), end if end >= 0 else len(xml)) is not None


def _start_of_cell(xml: bytes, position: int) -> int:
    """Find where the cell around ``position`` starts; -1 if the mark is not inside a cell."""
    window = max(0, position - 2000)
    start = xml.rfind(b"<c ", window, position)
    if start >= 0 and _CELL_START.search(xml, start + 1, position) is None:
        return start
    starts = [found.start() for found in _CELL_START.finditer(xml, window, position)]
    return starts[-1] if starts else -1


def _mark_cell(xml: bytes, start: int, marks: SheetMarks) -> None:
    named = _CELL.match(xml, start)
    if named is None:
        return
    place = _place(named[1])
    end = xml.find(b"</c>", start)
    closing = _CELL_END.search(xml, start) if end < 0 else None
    cell = xml[start : end if end >= 0 else (closing.end() if closing else len(xml))]
    value = _VALUE_TEXT.search(cell)
    text = value[1].decode("utf-8", errors="replace") if value else ""
    head = cell.partition(b">")[0]
    if _ERROR.search(head):
        marks.errors[place] = text or "#ERROR"
    elif _FORMULA.search(cell):
        marks.formulas.append(place)
        if not text and not (value and _EMPTY_TEXT.search(head)):
            marks.uncomputed.append(place)


def _hidden_rows(xml: bytes) -> Iterator[int]:
    for found in _ROW.finditer(xml):
        if b"hidden" in found[1]:
            given = dict(_ATTRIBUTE.findall(found[1]))
            if given.get(b"hidden") in _TRUE and given.get(b"r", b"").isdigit():
                yield int(given[b"r"]) - 1


def _hidden_columns(xml: bytes, limits: Limits) -> Iterator[int]:
    for found in _COLUMN.finditer(xml, 0, max(xml.find(b"sheetData"), 0)):
        given = dict(_ATTRIBUTE.findall(found[1]))
        first, last = given.get(b"min", b""), given.get(b"max", b"")
        if given.get(b"hidden") in _TRUE and first.isdigit() and last.isdigit():
            yield from range(int(first) - 1, min(int(last), limits.columns))


def hidden_columns_text(columns: tuple[int, ...]) -> str:
    """Write hidden columns by their letters."""
    return "、".join(column_letters(column) for column in columns)
