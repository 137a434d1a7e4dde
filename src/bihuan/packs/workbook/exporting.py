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
from bihuan.packs.workbook.layout import (
    CHOICES_SHEET,
    OWNER,
    PACK_SHEET,
    PART,
    Column,
    Sheet,
    choice_rows,
    pack_rows,
    sheets,
)
from bihuan.packs.workbook.rows import Row, entry_row, rate_rows
from bihuan.packs.writing import plain_form

LONGEST_CELL = 32_000
SPARE_ROWS = 200
_GUIDE = (
    "这本工作簿是一个规则包，改好后用 pack import 读回。",
    "一行一条；表头不能改；空着的单元格就是不写，按默认。",
    "有下拉的单元格从下拉里选。几个名称之间用、隔开。",
    "“内容”“适用”“已知”“应得”一类的单元格写“键: 值”，半角冒号后空一格，用半角逗号隔开；也可以一个键一行。",
    "“依据”写“文件：条款”，几条就写几行。",
    "一个指标的计分项写在“计分项”表，扣多少、得多少写在“扣分得分”表或“分档”表，凭指标编号和计分项名称对上。",
)


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
    writer = _Writer(book)
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


class _Writer:
    """Writes sheets in one style."""

    def __init__(self, book: Any) -> None:
        self.book = book
        edge = {"border": 1, "border_color": "#BFBFBF", "valign": "top", "text_wrap": True, "num_format": "@"}
        self.head = book.add_format({**edge, "bold": True, "bg_color": "#E7EEF7"})
        self.cell = book.add_format(edge)
        self.note = book.add_format({**edge, "font_color": "#666666"})

    def guide(self) -> None:
        """Write the page that says how to fill the workbook in."""
        page = self.book.add_worksheet("填写说明")
        page.set_column(0, 0, 100)
        for number, line in enumerate(_GUIDE):
            page.write_string(number, 0, line, self.cell)

    def singles(self, name: str, rows: list[tuple[str, str, Key]]) -> None:
        """Write a sheet of single values: the key, the value, what it means."""
        page = self.book.add_worksheet(name)
        page.freeze_panes(1, 0)
        for column, (heading, width) in enumerate((("键", 24), ("值", 50), ("说明", 70))):
            page.set_column(column, column, width)
            page.write_string(0, column, heading, self.head)
        for number, (word, text, key) in enumerate(rows, start=1):
            page.write_string(number, 0, word, self.note)
            self.text(page, number, 1, text)
            page.write_string(number, 2, key.description, self.note)
            if key.choices:
                page.data_validation(number, 1, number, 1, {"validate": "list", "source": list(key.choices)})

    def table(self, sheet: Sheet, rows: list[Row]) -> None:
        """Write a sheet of entries."""
        page = self.book.add_worksheet(sheet.name)
        page.freeze_panes(1, 1)
        last = len(rows) + SPARE_ROWS
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, self.width(column), self.cell)
            page.write_string(0, place, column.heading, self.head)
            if column.doc:
                page.write_comment(0, place, column.doc, {"author": ""})
            source = self.source(column)
            if source:
                page.data_validation(
                    1, place, last, place, {"validate": "list", "source": source, "ignore_blank": True}
                )
        for number, row in enumerate(rows, start=1):
            for place, column in enumerate(sheet.columns):
                self.text(page, number, place, row.get(column.heading, ""))

    def text(self, page: Any, row: int, column: int, text: str) -> None:
        """Write a text cell; a formula stays a text."""
        if text:
            page.write_string(row, column, text, self.cell)
        else:
            page.write_blank(row, column, None, self.cell)

    @staticmethod
    def source(column: Column) -> list[str] | str | None:
        """Give where the values of a drop-down come from."""
        if column.choices:
            return list(column.choices)
        if not column.values_of:
            return None
        naming = {"指标": "编号"}.get(column.values_of)
        target = next(sheet for sheet in sheets() if sheet.name == column.values_of)
        headings = [one.heading for one in target.columns]
        letter = chr(ord("A") + (headings.index(naming) if naming else 0))
        return f"='{column.values_of}'!${letter}$2:${letter}$2000"

    @staticmethod
    def width(column: Column) -> int:
        """Give a width fit for what the column holds."""
        if column.heading in ("说明", "文字", "已知", "应得", "内容", "例", "要求"):
            return 48
        return 28 if column.heading in ("依据", "适用", "指标", "责任", "标题", "网址", "编号", "名称") else 14
