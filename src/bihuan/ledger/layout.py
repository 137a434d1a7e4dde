"""Finding a table in a sheet: which row holds the headings, which column is which, which rows are no data."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from bihuan.basics.tables import Column, Table
from bihuan.ledger.candidates import nearest
from bihuan.ledger.finding import Findings, SkippedRow, quoted
from bihuan.ledger.grid import Grid, cell_name, cell_text, column_letters
from bihuan.ledger.texts import shape_of

HEADING_ROWS = 10
_NEAR = 75
_WHITE = re.compile(r"\s+")

SKIP_PATTERNS = (
    r"(?:本页|本表|全部)?(?:合计|小计|总计|共计|累计)(?:[:：（(].*)?",
    r"(?:填表|填报|制表|审核|复核|经办|负责|联系)人?(?:[（(]?(?:签字|签名|签章|盖章)[)）]?)?(?:[:：].*)?",
    r"(?:签字|签名|签章|盖章|单位盖章|单位（盖章）|填表日期|填报日期|填表时间|联系电话)(?:[:：].*)?",
    r"(?:备注|说明|注)[:：].*",
)
"""A row whose first cell, blanks taken out, matches one of these wholly is listed as skipped, not read."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table stands in a sheet: heading row and columns from 0, and values the same for every row."""

    heading_row: int
    places: Mapping[str, int]
    constants: Mapping[str, str] = field(default_factory=dict)


def heading_text(cell: str) -> str:
    """Give a heading without any blanks or line breaks in it."""
    return _WHITE.sub("", cell_text(cell))


def find_layout(grid: Grid, table: Table, titles: Mapping[str, Column], findings: Findings) -> Layout | None:
    """Find ``table`` in ``grid`` by its headings (``titles``: heading to column); None if it cannot be read."""
    heading_row = _heading_row(grid, titles)
    if heading_row is None:
        findings.add("L104", f"工作表“{grid.sheet}”前 {HEADING_ROWS} 行里没有“{next(iter(titles))}”等列名", grid.sheet)
        return None
    list_rows_above(grid, heading_row, findings)
    places: dict[str, int] = {}
    others: list[tuple[int, str]] = []
    for at, column in enumerate(grid.columns):
        text = heading_text(column.at(heading_row))
        known = titles.get(text)
        if known is None:
            others.append((at, text))
        elif known.name in places:
            first = cell_name(heading_row, places[known.name])
            where = cell_name(heading_row, at)
            findings.add("L106", f"列“{text}”在 {first} 和 {where} 出现两次", grid.sheet, where, text)
            return None
        else:
            places[known.name] = at
    missing = [title for title, column in titles.items() if column.name not in places]
    spoiled = sum(_other_column(grid, heading_row, at, text, missing, findings) for at, text in others)
    lacking = [title for title in missing if not titles[title].optional]
    for title in lacking:
        findings.add("L105", f"缺少“{title}”这一列", grid.sheet, f"A{heading_row + 1}", title)
    return None if lacking or spoiled else Layout(heading_row, places)


def _heading_row(grid: Grid, titles: Mapping[str, Column]) -> int | None:
    best, most = None, 1 if len(titles) > 1 else 0
    for row in range(min(HEADING_ROWS, grid.height)):
        score = sum(1 for column in grid.columns if heading_text(column.at(row)) in titles)
        if score > most:
            best, most = row, score
    return best


def list_rows_above(grid: Grid, heading_row: int, findings: Findings) -> None:
    """List the title rows above the headings as skipped."""
    for row in range(heading_row):
        text = row_text(grid, row)
        if text:
            findings.skipped.append(SkippedRow(grid.sheet, row + 1, "表头以上", text))


def _other_column(grid: Grid, row: int, at: int, text: str, missing: Sequence[str], findings: Findings) -> bool:
    """Report a column that is not of the table; True if its name is near one that is missing."""
    column, where = grid.columns[at], cell_name(row, at)
    filled = any(column.cells[code] for code in column.codes[row + 1 :])
    if not text:
        if filled:
            findings.add("L109", f"{column_letters(at)} 列有内容，没有列名", grid.sheet, where)
        return False
    near = nearest(text, missing)
    if near and (shape_of(near) == shape_of(text) or fuzz.ratio(near, text) >= _NEAR):
        findings.add("L108", f"列名{quoted(text)}不在标准里；标准的是“{near}”", grid.sheet, where, text)
        return True
    if filled:
        findings.add("L107", f"列{quoted(text)}没有读", grid.sheet, where, text)
    return False


def row_text(grid: Grid, row: int) -> str:
    """Give what a row says, cell after cell."""
    return " ".join(cell_text(cell) for cell in (column.at(row) for column in grid.columns) if cell).strip()


def skipped_rows(grid: Grid, heading_row: int, patterns: Sequence[str], findings: Findings) -> set[int]:
    """Find the total and signature rows under the headings and list them as skipped."""
    pattern = re.compile("|".join(f"(?:{each})" for each in patterns)) if patterns else None
    skipped: set[int] = set()
    for at, column in enumerate(grid.columns if pattern else ()):
        hits = {code for code, cell in enumerate(column.cells) if cell and _matches(pattern, cell)}
        if not hits:
            continue
        for row in range(heading_row + 1, grid.height):
            if column.codes[row] in hits and not any(before.at(row) for before in grid.columns[:at]):
                skipped.add(row)
                findings.skipped.append(SkippedRow(grid.sheet, row + 1, "合计或签字行", row_text(grid, row)))
    return skipped


def _matches(pattern: re.Pattern[str] | None, cell: str) -> bool:
    return pattern is not None and cell[0] == "s" and pattern.fullmatch(_WHITE.sub("", cell[1:])) is not None
