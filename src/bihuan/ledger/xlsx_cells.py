"""An .xlsx file as plain cells; runs inside the sandbox."""

import io
import posixpath
import re
from collections.abc import Iterator
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from bihuan.ledger.grid import ErrorCell, FoundProblem, Grid, Reply, UncomputedCell, encode_rows
from bihuan.ledger.limits import Limits
from bihuan.ledger.sheet_scan import SheetMarks, scan_sheet
from bihuan.ledger.zip_check import refuse, unpack_workbook

_RELATIONSHIP = re.compile(r"\{[^}]*\}")


def read_workbook_cells(content: bytes, limits: Limits) -> Reply:
    """Read every sheet of a workbook; raises ``RefusedFileError`` if it must not or cannot be read."""
    parts = unpack_workbook(content, limits)
    reply = Reply(problems=list(_link_problems(parts)))
    errors = [found for found in reply.problems if found.code != "L114"]
    if errors:
        return Reply(problems=errors)
    sheets = _sheet_parts(parts)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            for meta in workbook.sheets_metadata:
                if meta.typ is not SheetTypeEnum.WorkSheet:
                    reply.problems.append(FoundProblem("L102", f"“{meta.name}”不是普通工作表，没有读", meta.name))
                    continue
                if meta.name not in sheets:
                    raise refuse("L006", f"工作表“{meta.name}”的内容不见了", meta.name)
                marks = scan_sheet(meta.name, sheets[meta.name], limits)
                grid = _grid(workbook.get_sheet_by_name(meta.name), marks, limits)
                reply.grids.append(_marked(grid, marks, meta.visible is not SheetVisibleEnum.Visible))
    except CalamineError as error:
        raise refuse("L006", f"读不出这个工作簿：{error}") from error
    return reply


def _link_problems(parts: dict[str, bytes]) -> Iterator[FoundProblem]:
    for name, part in sorted(parts.items()):
        if not name.endswith(".rels") or b"External" not in part:
            continue
        for link in _parse(name, part).iter():
            if link.get("TargetMode") == "External":
                target = str(link.get("Target", ""))[:200]
                if str(link.get("Type", "")).endswith("/hyperlink"):
                    yield FoundProblem("L114", f"有超链接“{target}”")
                else:
                    yield FoundProblem("L010", f"“{name}”引用了外部的“{target}”")


def _sheet_parts(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Give each sheet's XML by the sheet's name, following the workbook's own relationships."""
    by_name = {name.casefold(): part for name, part in parts.items()}
    workbook_name = _workbook_name(by_name)
    folder, base = posixpath.split(workbook_name)
    links = by_name.get(f"{folder}/_rels/{base}.rels".lstrip("/").casefold(), b"<none/>")
    targets = {str(link.get("Id")): str(link.get("Target", "")) for link in _parse(base, links).iter()}
    found: dict[str, bytes] = {}
    for element in _parse(workbook_name, by_name[workbook_name.casefold()]).iter():
        if _local(element.tag) != "sheet":
            continue
        link = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
        target = targets.get(link, "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        name = str(element.get("name"))
        if name in found:
            raise refuse("L008", f"有两张工作表都叫“{name}”", name)
        if path.casefold() in by_name:
            found[name] = by_name[path.casefold()]
    return found


def _workbook_name(parts: dict[str, bytes]) -> str:
    root = parts.get("_rels/.rels", b"<none/>")
    for link in _parse("_rels/.rels", root).iter():
        if str(link.get("Type", "")).endswith("/officeDocument"):
            name = str(link.get("Target", "")).lstrip("/")
            if name.casefold() in parts:
                return name
    raise refuse("L002", "这个压缩包里没有工作簿")


def _local(tag: object) -> str:
    return _RELATIONSHIP.sub("", tag) if isinstance(tag, str) else ""


def _parse(name: str, part: bytes) -> Any:
    try:
        return ElementTree.fromstring(part, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException) as error:
        raise refuse("L006", f"部件“{name}”读不出：{error}") from error


def _grid(sheet: CalamineSheet, marks: SheetMarks, limits: Limits) -> Grid:
    places = [*marks.errors, *marks.uncomputed]
    height = max([sheet.end[0] + 1 if sheet.end else 0, *(row + 1 for row, _ in places)])
    width = max([sheet.end[1] + 1 if sheet.end else 0, *(column + 1 for _, column in places)])
    if height > limits.rows or width > limits.columns or height * width > limits.cells:
        raise refuse("L012", f"工作表“{sheet.name}”有 {height} 行 {width} 列", sheet.name)
    rows: list[list[object]] = [list(row) for row in sheet.to_python(skip_empty_area=False)] if sheet.end else []
    if places:
        rows += [[] for _ in range(height - len(rows))]
        for row in rows:
            row += [""] * (width - len(row))
        for (at, column), text in marks.errors.items():
            rows[at][column] = ErrorCell(text)
        for at, column in marks.uncomputed:
            rows[at][column] = UncomputedCell("")
    merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return Grid(sheet.name, len(rows), encode_rows(rows), merged=merged)


def _marked(grid: Grid, marks: SheetMarks, hidden: bool) -> Grid:
    uncomputed = set(marks.uncomputed)
    return Grid(
        grid.sheet,
        grid.height,
        grid.columns,
        formulas=tuple(place for place in marks.formulas if place not in uncomputed),
        merged=grid.merged,
        hidden_rows=tuple(row for row in marks.hidden_rows if row < grid.height),
        hidden_columns=tuple(column for column in marks.hidden_columns if column < len(grid.columns)),
        hidden=hidden,
    )
