"""`pack export`: a pack into one workbook, with drop-downs for everything that has a closed list."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from bihuan.basics.problems import Place, ProblemsError
from bihuan.packs.checks.identity import check_identity
from bihuan.packs.checks.survey import Survey
from bihuan.packs.codes import problem
from bihuan.packs.loading import LoadedPack
from bihuan.packs.outline import Key
from bihuan.packs.workbook.cells import cell_text
from bihuan.packs.workbook.drawing import BookWriter
from bihuan.packs.workbook.layout import (
    CHOICES_SHEET,
    OWNER,
    PACK_SHEET,
    PART,
    Sheet,
    choice_rows,
    pack_rows,
    sheets,
)
from bihuan.packs.workbook.rows import Row, entry_row, rate_rows
from bihuan.packs.writing import plain_form

LONGEST_CELL = 32_000


def export_workbook(loaded: LoadedPack, path: Path) -> None:
    """Write the pack's own content to the workbook at ``path``; the same pack gives the same sheets.

    Raises ``ProblemsError`` if ids or names repeat (rows could not be told apart) or a cell would be too long.
    """
    twice = [
        one
        for one in check_identity(Survey(loaded.pack, loaded.whole, loaded.tree, loaded.overridden))
        if one.code in ("P131", "P132")
    ]
    if twice:
        raise ProblemsError(twice)
    content = plain_form(loaded.pack)
    tables = {sheet.name: list(_rows(sheet, content)) for sheet in sheets()}
    singles = {
        PACK_SHEET: list(_single_rows(content, pack_rows())),
        CHOICES_SHEET: list(_single_rows(content.get("口径", {}), choice_rows())),
    }
    _refuse_long(path, tables)
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    day = loaded.pack.in_force_from
    book.set_properties({"title": loaded.pack.pack, "created": datetime(day.year, day.month, day.day)})
    writer = BookWriter(book)
    writer.guide()
    for name, rows in singles.items():
        writer.singles(name, rows)
    for sheet in sheets():
        writer.table(sheet, tables[sheet.name])
    book.close()
    path.write_bytes(buffer.getvalue())


def _refuse_long(path: Path, tables: Mapping[str, list[Row]]) -> None:
    long = [
        problem("P182", Place(file=str(path), sheet=name), f"第 {number + 2} 行“{heading}”超过 {LONGEST_CELL} 字")
        for name, rows in tables.items()
        for number, row in enumerate(rows)
        for heading, text in row.items()
        if len(text) > LONGEST_CELL
    ]
    if long:
        raise ProblemsError(long)


def _single_rows(
    content: Mapping[str, Any], rows: tuple[tuple[tuple[str, ...], Key], ...]
) -> Iterator[tuple[str, str, Key]]:
    for path, key in rows:
        holder: Any = content
        for word in path[:-1]:
            holder = holder.get(word, {})
        value = holder.get(path[-1])
        yield "·".join(path), "" if value is None else cell_text(key, value), key


def _rows(sheet: Sheet, content: Mapping[str, Any]) -> Iterator[Row]:
    """Give the rows of one sheet."""
    components = [
        ({OWNER: measure["编号"], PART: component["名称"]}, component)
        for measure in content.get("指标表", ())
        for component in measure.get("计分", ())
    ]
    if sheet.name == "条款":
        for source in content.get("来源", ()):
            for clause in source.get("条款表", ()):
                yield {"文件": source["文件"], **entry_row(clause, sheet.model)}
    elif sheet.name == "计分项":
        for owner, component in components:
            yield {OWNER: owner[OWNER], **_without_points(entry_row(component, sheet.model), sheet)}
    elif sheet.name == "扣分得分":
        for owner, component in components:
            yield from ({**owner, **row} for row in rate_rows(component))
    elif sheet.name == "分档":
        for owner, component in components:
            yield from ({**owner, **entry_row(band, sheet.model)} for band in component.get("分档", ()))
    elif sheet.name in ("等次", "直接定级"):
        for item in content.get("等次", {}).get(sheet.key, ()):
            yield entry_row(item, sheet.model)
    else:
        for item in content.get(sheet.key, ()):
            yield _without_points(entry_row(item, sheet.model), sheet)


def _without_points(row: Row, sheet: Sheet) -> Row:
    """Leave to other sheets what has no column here."""
    headings = {column.heading for column in sheet.columns}
    return {heading: text for heading, text in row.items() if heading in headings}
