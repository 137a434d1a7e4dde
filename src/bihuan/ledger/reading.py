"""Reading a ledger: a workbook or a folder to rows, every problem named by sheet and cell."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bihuan.appraisal.tables import TABLES, LedgerTables
from bihuan.basics.problems import Problem, Severity
from bihuan.basics.tables import Table
from bihuan.ledger.candidates import nearest
from bihuan.ledger.checking import Origin, check_tables
from bihuan.ledger.finding import Findings, SkippedRow
from bihuan.ledger.grid import Grid, Reply, column_letters
from bihuan.ledger.layout import SKIP_PATTERNS, find_layout
from bihuan.ledger.limits import DEFAULT, Limits
from bihuan.ledger.references import ALIASES, add_aliases, names_in, resolve_sheet
from bihuan.ledger.sandbox import cells_of, load_bytes
from bihuan.ledger.sheet_rows import SheetRows, built_rows, left_out_ids, read_sheet_rows
from bihuan.ledger.texts import shape_of

NOTES_SHEET = "说明"
CHOICES_SHEET = "选项"
ATTENDANCE_SHEET = "点名"
_HIDDEN, _MORE = "L111", "L019"


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What a ledger file holds and what is wrong with it.

    ``tables`` has every table of the standard and only rows without a bad cell; ``problems`` all that was found, in
    the order of sheets and checks; ``skipped`` the total, signature, blank and title rows; ``digest`` the SHA-256 of
    the bytes read; ``origins`` the sheet and row number of each row. A result with ``errors`` is not to be used.
    """

    tables: dict[str, tuple[Any, ...]]
    problems: list[Problem]
    skipped: list[SkippedRow]
    digest: str
    origins: dict[str, Origin]

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop the work."""
        return [problem for problem in self.problems if problem.severity is Severity.ERROR]

    @property
    def hidden(self) -> list[Problem]:
        """The notes on hidden sheets, rows and columns, which were read like the others."""
        return [problem for problem in self.problems if problem.code == _HIDDEN]


def read_ledger(
    path: Path | str,
    *,
    trusted: bool = False,
    limits: Limits = DEFAULT,
    known: LedgerTables | None = None,
) -> ReadResult:
    """Read a ledger from an .xlsx file, a folder of CSV files or a folder of Parquet files.

    A file that is not ``trusted`` is parsed in a process of its own within ``limits``. ``known`` is the ledger the
    rows join: its organisations and people may be referred to, and then the sheet 组织 may be missing. Raises
    nothing for a bad file: whatever is wrong with it is in the result.
    """
    findings = Findings(Path(path).name, limits.problems)
    reply, digest, kind = load_reply(Path(path), trusted=trusted, limits=limits, findings=findings)
    english = kind == "parquet"
    grids = _standard_grids(reply, english, findings)
    sheets: list[SheetRows] = []
    for table, grid in grids:
        titles = {column.name if english else column.heading: column for column in table.columns}
        layout = find_layout(grid, table, titles, findings)
        if layout is not None:
            sheets.append(read_sheet_rows(grid, table, layout, SKIP_PATTERNS, findings))
    if (
        reply.grids
        and "organisations" not in {table.name for table, _ in grids}
        and not (known or {}).get("organisations")
    ):
        findings.add("L101", "没有“组织”工作表", "组织")
    return finish(sheets, findings, digest, known)


def load_reply(path: Path, *, trusted: bool, limits: Limits, findings: Findings) -> tuple[Reply, str, str]:
    """Read the cells of a path, with the digest and the kind (xlsx, csv, parquet); problems go to ``findings``."""
    content, found = load_bytes(path, limits)
    reply = cells_of(content, trusted=trusted, limits=limits) if content else Reply()
    for problem in [*found, *reply.problems]:
        findings.add(problem.code, problem.what, problem.sheet, problem.cell)
    return reply, content.digest if content else "", content.kind if content else ""


def _standard_grids(reply: Reply, english: bool, findings: Findings) -> list[tuple[Table, Grid]]:
    """Match sheets to tables by name, in the order of the standard; other sheets are reported."""
    by_name = {table.name if english else table.sheet: table for table in (*TABLES, ALIASES)}
    grids = {grid.sheet: grid for grid in reply.grids}
    missing = [name for name in by_name if name not in grids]
    for name, grid in grids.items():
        if name == ATTENDANCE_SHEET:
            findings.add("L018", "文件里有“点名”工作表", name)
        elif name not in by_name and name not in (NOTES_SHEET, CHOICES_SHEET):
            near = nearest(name, missing)
            if near and shape_of(near) == shape_of(name):
                findings.add("L103", f"工作表“{name}”与标准的“{near}”只差一点", name)
            elif grid.height:
                hint = f"；标准里有“{near}”" if near else ""
                findings.add("L102", f"工作表“{name}”不在标准里，没有读{hint}", name)
    return [(table, grids[name]) for name, table in by_name.items() if name in grids and grids[name].height]


def read_aliases(reply: Reply, findings: Findings) -> list[SheetRows]:
    """Read the sheet 别名对照 of a file that is not otherwise read by the standard; an empty list without one."""
    grid = next((each for each in reply.grids if each.sheet == ALIASES.sheet and each.height), None)
    titles = {column.heading: column for column in ALIASES.columns}
    layout = find_layout(grid, ALIASES, titles, findings) if grid else None
    return [read_sheet_rows(grid, ALIASES, layout, SKIP_PATTERNS, findings)] if grid and layout else []


def finish(
    sheets: Sequence[SheetRows],
    findings: Findings,
    digest: str,
    known: LedgerTables | None,
) -> ReadResult:
    """Resolve references, build the rows and check them against each other."""
    by_table = {sheet.table.name: sheet for sheet in sheets}
    names = names_in(by_table, known or {})
    aliases = by_table.pop(ALIASES.name, None)
    if aliases is not None:
        add_aliases(aliases, names, findings)
    targets = {name: target for name, target in names.items() if name != "organisations" or target.ids}
    tables: dict[str, tuple[Any, ...]] = {table.name: () for table in TABLES}
    origins: dict[str, Origin] = {}
    for name, sheet in by_table.items():
        resolve_sheet(sheet, targets, findings)
        rows, numbers = built_rows(sheet)
        letters = {column: column_letters(at) for column, at in sheet.places.items()}
        tables[name] = rows
        origins[name] = Origin(sheet.sheet, numbers, letters)
    left_out = {name: left_out_ids(sheet) for name, sheet in by_table.items() if sheet.bad}
    crossed = check_tables(tables, known=known, left_out=left_out, origins=origins, file=findings.file)
    room = findings.most - len(findings.problems)
    findings.problems += crossed[:room]
    rest = findings.left + len(crossed[room:])
    if rest:
        findings.most += 1
        findings.add(_MORE, f"还有 {rest} 个问题没有列出")
    return ReadResult(tables, findings.problems, findings.skipped, digest, origins)


def stamp(tables: LedgerTables, received: date) -> dict[str, tuple[Any, ...]]:
    """Give the tables with every blank ``received`` filled: the day the program took the rows in.

    A row that already says when it was received keeps it, as a ledger read back from an export must.
    """
    stamped: dict[str, tuple[Any, ...]] = {}
    for table in TABLES:
        rows = tables.get(table.name, ())
        if any(column.name == "received" for column in table.columns):
            rows = tuple(replace(row, received=received) if row.received is None else row for row in rows)
        stamped[table.name] = rows
    return stamped
