"""A unit's own sheet: which heading is which column of the standard, saved once by name and used every time."""

import json
import re
from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bihuan.appraisal.tables import TABLES, LedgerTables
from bihuan.basics.problems import Place, ProblemsError
from bihuan.basics.tables import Table
from bihuan.ledger.candidates import nearest
from bihuan.ledger.codes import ledger_problem
from bihuan.ledger.finding import Findings, quoted
from bihuan.ledger.grid import Grid, cell_name
from bihuan.ledger.layout import SKIP_PATTERNS, Layout, heading_text, list_rows_above
from bihuan.ledger.limits import DEFAULT, Limits
from bihuan.ledger.reading import ReadResult, finish, load_reply, read_aliases
from bihuan.ledger.sheet_rows import read_sheet_rows


@dataclass(frozen=True, slots=True)
class Mapping:
    """How one sheet of a unit becomes one table.

    ``heading_row`` counts from 1; ``table`` is the standard's sheet name (活动); ``columns`` maps the unit's headings
    to standard ones; ``constants`` gives standard columns a value for every row, in which ``{行}`` becomes the row's
    number; a row whose first cell starts with a word of ``skip`` is skipped, besides totals and signatures.
    """

    name: str
    sheet: str
    heading_row: int
    table: str
    columns: Map[str, str]
    constants: Map[str, str] = field(default_factory=dict)
    skip: tuple[str, ...] = ()


_KEYS = {
    "name": "名称",
    "sheet": "工作表",
    "heading_row": "表头行",
    "table": "表",
    "columns": "列",
    "constants": "固定值",
    "skip": "跳过",
}
_SAFE_NAME = re.compile(r"[^\s./\\:*?\"<>|\x00-\x1f][^/\\:*?\"<>|\x00-\x1f]{0,79}")


def read_with_mapping(
    path: Path | str,
    mapping: Mapping,
    *,
    trusted: bool = False,
    limits: Limits = DEFAULT,
    known: LedgerTables | None = None,
) -> ReadResult:
    """Read the one sheet that ``mapping`` describes from a workbook or a folder of CSV files.

    A sheet 别名对照 in the file is used; ``known`` gives the organisations and people that may be referred to.
    Raises nothing: a mapping that does not fit the file or the standard is a problem (L601, L602) of the result.
    """
    findings = Findings(Path(path).name, limits.problems)
    table = _table_of(mapping, findings)
    reply, digest, _ = load_reply(Path(path), trusted=trusted, limits=limits, findings=findings)
    grid = next((each for each in reply.grids if each.sheet == mapping.sheet), None)
    sheets = read_aliases(reply, findings)
    if grid is None and reply.grids:
        near = nearest(mapping.sheet, [each.sheet for each in reply.grids])
        hint = f"；文件里有“{near}”" if near else ""
        findings.add("L602", f"没有工作表“{mapping.sheet}”{hint}", mapping.sheet)
    if grid is not None and table is not None:
        layout = _layout(grid, table, mapping, findings)
        if layout is not None:
            words = [re.escape(word) + ".*" for word in mapping.skip if word]
            sheets.append(read_sheet_rows(grid, table, layout, (*SKIP_PATTERNS, *words), findings))
    if mapping.table != "组织" and not (known or {}).get("organisations"):
        findings.add("L101", "不知道有哪些组织，无从核对这张表", mapping.sheet)
    return finish(sheets, findings, digest, known)


def _table_of(mapping: Mapping, findings: Findings) -> Table | None:
    """Find the table of a mapping and report what in it is not of the standard."""
    table = next((each for each in TABLES if each.sheet == mapping.table), None)
    if table is None:
        findings.add("L601", f"列对应“{mapping.name}”里的表“{mapping.table}”不在标准里")
        return None
    given = [*mapping.columns.values(), *mapping.constants]
    headings = [column.heading for column in table.columns]
    faults = [f"表“{table.sheet}”没有列“{each}”" for each in dict.fromkeys(given) if each not in headings]
    faults += [f"列“{each}”给了两次" for each in sorted({each for each in given if given.count(each) > 1})]
    faults += [f"没有给“{each.heading}”" for each in table.columns if not each.optional and each.heading not in given]
    faults += ["表头行从 1 数起"] if mapping.heading_row < 1 else []
    for fault in faults:
        findings.add("L601", f"列对应“{mapping.name}”：{fault}")
    return None if faults else table


def _layout(grid: Grid, table: Table, mapping: Mapping, findings: Findings) -> Layout | None:
    row = mapping.heading_row - 1
    if row >= grid.height:
        findings.add("L602", f"工作表“{grid.sheet}”没有第 {mapping.heading_row} 行", grid.sheet)
        return None
    list_rows_above(grid, row, findings)
    wanted = {re.sub(r"\s+", "", own): standard for own, standard in mapping.columns.items()}
    names = {column.heading: column.name for column in table.columns}
    places: dict[str, int] = {}
    complete = True
    for at, column in enumerate(grid.columns):
        text = _merged_heading(grid, row, at)
        where = cell_name(row, at)
        if text in wanted:
            if names[wanted[text]] in places:
                findings.add("L106", f"列“{text}”出现两次", grid.sheet, where, text)
                complete = False
            places[names[wanted[text]]] = at
        elif any(column.cells[code] for code in column.codes[row + 1 :]):
            findings.add("L107", f"列{quoted(text)}没有读", grid.sheet, where, text)
    for own, standard in wanted.items():
        if names[standard] not in places:
            findings.add(
                "L602", f"第 {mapping.heading_row} 行没有列“{own}”", grid.sheet, f"A{mapping.heading_row}", own
            )
            complete = False
    constants = {names[heading]: text for heading, text in mapping.constants.items()}
    return Layout(row, places, constants) if complete else None


def _merged_heading(grid: Grid, row: int, at: int) -> str:
    """Give a heading; one that is merged over several rows stands in the first of them."""
    text = heading_text(grid.columns[at].at(row))
    if not text:
        for first_row, first, last_row, last in grid.merged:
            if first_row <= row <= last_row and first == last == at:
                return heading_text(grid.columns[at].at(first_row))
    return text


def save_mapping(folder: Path | str, mapping: Mapping) -> Path:
    """Save a mapping as ``<name>.json`` and give the path; ``ProblemsError`` (L603) for a name no file can have."""
    path = _path(Path(folder), mapping.name)
    told = {key: _plain(getattr(mapping, name)) for name, key in _KEYS.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Map) else value


def load_mapping(folder: Path | str, name: str) -> Mapping:
    """Load a mapping by its name; ``ProblemsError`` (L603) if there is none or it cannot be read."""
    path = _path(Path(folder), name)
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return Mapping(
            name=_text(told["名称"]),
            sheet=_text(told["工作表"]),
            heading_row=int(told["表头行"]),
            table=_text(told["表"]),
            columns=_texts(told["列"]),
            constants=_texts(told.get("固定值", {})),
            skip=tuple(map(_text, told.get("跳过", ()))),
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _unreadable(f"列对应“{name}”读不出：{type(error).__name__}", path) from error


def saved_mappings(folder: Path | str) -> Sequence[str]:
    """Give the names of the mappings saved in a folder, sorted."""
    return [path.stem for path in sorted(Path(folder).glob("*.json"))]


def _path(folder: Path, name: str) -> Path:
    if not _SAFE_NAME.fullmatch(name):
        raise _unreadable(f"{quoted(name)}不能作列对应的名称", folder)
    return folder / f"{name}.json"


def _unreadable(what: str, path: Path) -> ProblemsError:
    return ProblemsError([ledger_problem("L603", Place(file=path.name), what)])


def _text(told: object) -> str:
    if not isinstance(told, str):
        raise TypeError("text")
    return told


def _texts(told: Map[str, object]) -> dict[str, str]:
    return {_text(key): _text(value) for key, value in told.items()}
