"""The empty workbook a unit fills in: every sheet, its headings with their meaning, and lists to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from bihuan.appraisal.tables import TABLES
from bihuan.basics.tables import Column, Table
from bihuan.ledger.reading import CHOICES_SHEET, NOTES_SHEET
from bihuan.ledger.references import ALIASES
from bihuan.ledger.writing import WORKBOOK_OPTIONS, width_of

_LAST_ROW = 1_048_575
_FIRST_DAY, _LAST_DAY = date(1900, 3, 2), date(2999, 12, 31)
_MEASURED = ("judgements", "samples", "appeals")
TYPE_WORDS = {
    "str": "文本",
    "int": "整数",
    "bool": "是或否",
    "date": "日期",
    "Fraction": "数",
    "tuple": "文本，用、隔开",
    "dict": "类别:人数，用、隔开",
}

_INTRODUCTION = (
    "台账模板",
    "一张工作表是一类内容，一行是一件事。只有“组织”必须填，其余按需要填。",
    "粗体的列必填。编号是永久的，一经使用不改、不重复；更正已有的行，另起一行并在“更正”列写原来的编号。",
    "编号列已设为文本格式，请不要改成数字。日期写成 2026-01-10。几项并列时用“、”隔开。",
    "引用组织或人员时写编号；写全称、代码或姓名也可以，但只有唯一对应时才认，有歧义的请在“别名对照”里写明。",
    "合计行、填表人和审核人签字行会跳过并列出。本页和“选项”页不读入。",
)


@dataclass(frozen=True, slots=True)
class _Choices:
    """Values to choose from, by table and column, and where they stand in the sheet 选项."""

    ranges: dict[tuple[str, str], str]


def write_template(
    path: Path | str,
    *,
    record_kinds: Sequence[str] = (),
    submission_kinds: Sequence[str] = (),
    posts: Sequence[str] = (),
    measures: Sequence[tuple[str, str]] = (),
    table_docs: bool = True,
) -> None:
    """Write the template; the kinds, posts and measures (id and name) of a pack become lists to choose from.

    ``table_docs`` adds to the sheet 说明 a line for every column of every sheet.
    """
    with xlsxwriter.Workbook(str(path), WORKBOOK_OPTIONS) as workbook:
        workbook.set_properties({"created": datetime(2000, 1, 1)})
        formats = {
            "title": workbook.add_format({"bold": True, "font_size": 14}),
            "required": workbook.add_format({"bold": True, "bottom": 1, "bg_color": "#F2DCDB"}),
            "head": workbook.add_format({"bottom": 1, "bg_color": "#EEECE1"}),
            "text": workbook.add_format({"num_format": "@"}),
            "date": workbook.add_format({"num_format": "yyyy-mm-dd"}),
            "wrap": workbook.add_format({"text_wrap": True, "valign": "top"}),
        }
        _write_notes(workbook.add_worksheet(NOTES_SHEET), formats, table_docs)
        sheets = [(table, workbook.add_worksheet(table.sheet)) for table in (*TABLES, ALIASES)]
        lists = {
            ("activities", "kinds"): list(record_kinds),
            ("submissions", "kind"): list(submission_kinds),
            ("posts", "post"): list(posts),
        }
        choices = _write_choices(workbook.add_worksheet(CHOICES_SHEET), formats, lists, measures)
        for table, sheet in sheets:
            _write_table(sheet, table, formats, choices)


def _write_notes(sheet: Any, formats: dict[str, Any], table_docs: bool) -> None:
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 3, 16)
    sheet.set_column(4, 4, 70, formats["wrap"])
    for row, line in enumerate(_INTRODUCTION):
        sheet.write_string(row, 0, line, formats["title"] if row == 0 else None)
    if not table_docs:
        return
    row = len(_INTRODUCTION) + 1
    for at, heading in enumerate(("工作表", "列", "写法", "必填", "说明")):
        sheet.write_string(row, at, heading, formats["head"])
    for table in (*TABLES, ALIASES):
        row += 1
        sheet.write_string(row, 0, table.sheet, formats["title"])
        sheet.write_string(row, 4, table.doc, formats["wrap"])
        for column in table.columns:
            row += 1
            needed = "" if column.optional else "必填"
            for at, text in enumerate((table.sheet, column.heading, TYPE_WORDS[column.type], needed, column.doc)):
                sheet.write_string(row, at, text)


def _write_choices(
    sheet: Any, formats: dict[str, Any], lists: dict[tuple[str, str], list[str]], measures: Sequence[tuple[str, str]]
) -> _Choices:
    ranges: dict[tuple[str, str], str] = {}
    words = {table.name: table for table in TABLES}
    for at, ((table, name), values) in enumerate(lists.items()):
        column = next(each for each in words[table].columns if each.name == name)
        sheet.write_string(0, at, f"{words[table].sheet}·{column.heading}", formats["head"])
        for row, value in enumerate(values, start=1):
            sheet.write_string(row, at, value)
        if values:
            letter = "ABC"[at]
            ranges[table, name] = f"={CHOICES_SHEET}!${letter}$2:${letter}${len(values) + 1}"
    for at, heading in enumerate(("指标编号", "指标名称")):
        sheet.write_string(0, 3 + at, heading, formats["head"])
        for row, measure in enumerate(measures, start=1):
            sheet.write_string(row, 3 + at, measure[at])
    if measures:
        ranges |= {(table, "measure"): f"={CHOICES_SHEET}!$D$2:$D${len(measures) + 1}" for table in _MEASURED}
    sheet.set_column(0, 4, 24)
    return _Choices(ranges)


def _write_table(sheet: Any, table: Table, formats: dict[str, Any], choices: _Choices) -> None:
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(table.columns):
        kind = {"date": "date", "int": ""}.get(column.type, "text")
        sheet.set_column(at, at, width_of(column), formats[kind] if kind else None)
        sheet.write_string(0, at, column.heading, formats["head" if column.optional else "required"])
        sheet.write_comment(0, at, f"{column.doc}（{TYPE_WORDS[column.type]}{'' if column.optional else '，必填'}）")
        rule = _rule(table, column, choices)
        if rule:
            sheet.data_validation(1, at, _LAST_ROW, at, rule)


def _rule(table: Table, column: Column, choices: _Choices) -> dict[str, Any]:
    wrong = {"error_title": column.heading[:32], "error_message": column.doc[:255]}
    source: Any = choices.ranges.get((table.name, column.name)) or list(column.choices)
    if column.type == "bool":
        source = ["是", "否"]
    if source:  # several kinds may stand in one cell, so the list only informs there
        return {"validate": "list", "source": source, **wrong} | (
            {"error_type": "information"} if column.type == "tuple" or not column.choices else {}
        )
    if column.type == "date":
        return {"validate": "date", "criteria": "between", "minimum": _FIRST_DAY, "maximum": _LAST_DAY, **wrong}
    if column.type == "int":
        return {"validate": "integer", "criteria": ">=", "value": 0, **wrong}
    return {}
