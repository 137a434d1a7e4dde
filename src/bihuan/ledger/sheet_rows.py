"""From the cells of one sheet to the values of one table, column by column; each different text is parsed once."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import MISSING, dataclass, field, fields
from typing import Any

from bihuan.basics.tables import Column, Table
from bihuan.ledger.cells import BLANK, Parsed, parse_cell
from bihuan.ledger.finding import Findings, SkippedRow, quoted
from bihuan.ledger.grid import Grid, cell_name, cell_text
from bihuan.ledger.layout import Layout, row_text, skipped_rows

ROW_NUMBER = "{行}"


class Bad:
    """Stands for the value of a cell that could not be read."""


BAD = Bad()


@dataclass(slots=True)
class SheetRows:
    """The values of a table as read: one list for each column, all of the length of ``rows``.

    ``rows`` are row numbers in the sheet from 0, ``places`` the sheet's column of each column read; ``bad`` are
    positions in the lists whose row has an error.
    """

    table: Table
    sheet: str
    rows: Sequence[int]
    places: dict[str, int]
    values: dict[str, list[Any]]
    bad: set[int] = field(default_factory=set)

    def cell(self, column: str, position: int) -> str:
        """Give the name of the cell of a column at a position in the lists."""
        return cell_name(self.rows[position], self.places.get(column, 0))


def read_sheet_rows(grid: Grid, table: Table, layout: Layout, patterns: Sequence[str], findings: Findings) -> SheetRows:
    """Read the rows under the headings; every bad cell of every row becomes a problem."""
    skipped = skipped_rows(grid, layout.heading_row, patterns, findings)
    columns = {column.name: column for column in table.columns if column.name in layout.places}
    parsed = {
        name: [parse_cell(column, cell) for cell in grid.columns[layout.places[name]].cells]
        for name, column in columns.items()
    }
    rows = _data_rows(grid, layout, parsed, skipped, findings)
    result = SheetRows(table, grid.sheet, rows, dict(layout.places), {})
    for column in table.columns:
        if column.name in columns:
            result.values[column.name] = _column_values(grid, column, parsed[column.name], result, findings)
        else:
            result.values[column.name] = _constant(column, layout, result, findings)
    _report_shape(grid, result, findings)
    return result


def _data_rows(
    grid: Grid, layout: Layout, parsed: dict[str, list[Parsed]], skipped: set[int], findings: Findings
) -> Sequence[int]:
    """Give the rows that hold data; blank ones are listed as skipped."""
    rows = range(layout.heading_row + 1, grid.height)
    blank: set[int] | None = None
    for name, cells in parsed.items():
        empty = {code for code, cell in enumerate(cells) if cell.value is BLANK and not cell.bad}
        codes = grid.columns[layout.places[name]].codes
        blank = {row for row in (rows if blank is None else blank) if codes[row] in empty} if empty else set()
        if not blank:
            break
    for row in sorted((blank or set()) - skipped):
        findings.skipped.append(SkippedRow(grid.sheet, row + 1, "空行", row_text(grid, row)))
    gone = skipped | (blank or set())
    return [row for row in rows if row not in gone] if gone else rows


def default_of(table: Table, column: Column) -> Any:
    """Give the value an empty cell stands for; ``BLANK`` if there is none."""
    default = next(each.default for each in fields(table.row) if each.name == column.name)
    return BLANK if default is MISSING else default


def _column_values(
    grid: Grid, column: Column, parsed: list[Parsed], result: SheetRows, findings: Findings
) -> list[Any]:
    at = result.places[column.name]
    codes = grid.columns[at].codes
    default = default_of(result.table, column)
    required = default is BLANK
    wrong = {code for code, cell in enumerate(parsed) if cell.bad or (required and cell.value is BLANK)}
    if wrong:
        for position, row in enumerate(result.rows):
            if codes[row] in wrong:
                result.bad.add(position)
                _report_cell(grid, column, parsed[codes[row]], (row, at), findings)
    noted = sorted({note for cell in parsed for note in cell.notes})
    for note in noted:
        having = {code for code, cell in enumerate(parsed) if note in cell.notes}
        cells = [(row, at) for row in result.rows if codes[row] in having]
        findings.note_cells(note, grid.sheet, column.heading, cells)
    values = [
        BAD if code in wrong else default if cell.value is BLANK else cell.value for code, cell in enumerate(parsed)
    ]
    return [values[codes[row]] for row in result.rows]


def _report_cell(grid: Grid, column: Column, cell: Parsed, place: tuple[int, int], findings: Findings) -> None:
    row, at = place
    where = cell_name(row, at)
    if cell.bad:
        text = quoted(cell_text(grid.columns[at].at(row)))
        findings.add(cell.bad, f"“{column.heading}”写的是{text}，{cell.detail}", grid.sheet, where, column.heading)
    else:
        findings.add("L201", f"“{column.heading}”空着", grid.sheet, where, column.heading)


def _constant(column: Column, layout: Layout, result: SheetRows, findings: Findings) -> list[Any]:
    """Give a column that is not in the sheet: a constant of the mapping, or the default."""
    default = default_of(result.table, column)
    text = layout.constants.get(column.name)
    if text is None:
        return [BAD if default is BLANK else default] * len(result.rows)
    if ROW_NUMBER in text:
        return [parse_cell(column, f"s{text.replace(ROW_NUMBER, str(row + 1))}").value for row in result.rows]
    parsed = parse_cell(column, f"s{text}")
    if parsed.bad:
        findings.add("L601", f"给“{column.heading}”的固定值“{text}”{parsed.detail}", result.sheet, "", column.heading)
        result.bad |= set(range(len(result.rows)))
        return [BAD] * len(result.rows)
    return [default if parsed.value is BLANK else parsed.value] * len(result.rows)


def _report_merged(grid: Grid, result: SheetRows, findings: Findings) -> None:
    """Report merged cells that touch data; the rows they touch are not to be used."""
    used = sorted(result.places.values())
    spans: list[tuple[int, int]] = []
    for first_row, first, last_row, last in grid.merged:
        begin, end = bisect_left(result.rows, first_row), bisect_right(result.rows, last_row)
        if begin < end and bisect_left(used, first) < bisect_right(used, last):
            area = f"{cell_name(first_row, first)}:{cell_name(last_row, last)}"
            findings.add("L110", f"{area} 是合并单元格", grid.sheet, cell_name(first_row, first))
            spans.append((begin, end))
    reached = 0
    for begin, end in sorted(spans):
        result.bad.update(range(max(begin, reached), end))
        reached = max(reached, end)


def _report_shape(grid: Grid, result: SheetRows, findings: Findings) -> None:
    """Report merged cells, hidden parts, formulas and ragged rows where data was read."""
    _report_merged(grid, result, findings)
    position = {row: at for at, row in enumerate(result.rows)} if grid.long_rows else {}
    used = set(result.places.values())
    for row in grid.long_rows:
        if row in position:
            findings.add("L112", f"第 {row + 1} 行比表头长：{quoted(row_text(grid, row))}", grid.sheet, f"A{row + 1}")
            result.bad.add(position[row])
    kept = set(result.rows) if grid.short_rows or grid.hidden_rows or grid.formulas else set()
    findings.note_cells("L113", grid.sheet, "行", [(row, 0) for row in grid.short_rows if row in kept])
    headings = {
        result.places[column.name]: column.heading for column in result.table.columns if column.name in result.places
    }
    by_column: dict[int, list[tuple[int, int]]] = {}
    for row, at in grid.formulas:
        if row in kept and at in used:
            by_column.setdefault(at, []).append((row, at))
    for at, cells in sorted(by_column.items()):
        findings.note_cells("L211", grid.sheet, headings[at], cells)
    if grid.hidden:
        findings.add("L111", f"工作表“{grid.sheet}”是隐藏的", grid.sheet)
    findings.note_cells("L111", grid.sheet, "行", [(row, 0) for row in grid.hidden_rows if row in kept])
    findings.note_cells("L111", grid.sheet, "列", [(0, at) for at in grid.hidden_columns if at in used])


def built_rows(result: SheetRows) -> tuple[tuple[Any, ...], tuple[int, ...]]:
    """Build the rows that have no error, and give their row numbers in the sheet (from 1)."""
    build = result.table.row
    columns = [result.values[column.name] for column in result.table.columns]
    made = list(zip(*columns, strict=True))
    good = [at for at in range(len(made)) if at not in result.bad] if result.bad else range(len(made))
    return tuple([build(*made[at]) for at in good]), tuple([result.rows[at] + 1 for at in good])


def left_out_ids(result: SheetRows) -> set[str]:
    """Give the ids of the rows that have an error, where the id itself could be read."""
    key = result.values["organisation" if result.table.name == "organisations" else "id"]
    return {key[at] for at in result.bad if isinstance(key[at], str)}
