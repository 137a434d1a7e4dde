"""How the sheets look: headings, widths, drop-downs, and the page that says how to fill the workbook in."""

from typing import Any

from bihuan.packs.outline import Key
from bihuan.packs.workbook.layout import Column, Sheet, sheets
from bihuan.packs.workbook.rows import Row

SPARE_ROWS = 200
_GUIDE = (
    "这本工作簿是一个规则包，改好后用 pack import 读回。",
    "一行一条；表头不能改；空着的单元格就是不写，按默认。",
    "有下拉的单元格从下拉里选。几个名称之间用、隔开。",
    "“内容”“适用”“已知”“应得”一类的单元格写“键: 值”，半角冒号后空一格，用半角逗号隔开；也可以一个键一行。",
    "“依据”写“文件：条款”，几条就写几行。",
    "一个指标的计分项写在“计分项”表，扣多少、得多少写在“扣分得分”表或“分档”表，凭指标编号和计分项名称对上。",
)


class BookWriter:
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
