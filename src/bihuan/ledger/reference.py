"""The reference page of the exchange standard, written from the tables and the codes themselves."""

from collections.abc import Iterator
from dataclasses import fields

from bihuan.appraisal.tables import TABLES
from bihuan.basics.tables import Table
from bihuan.ledger.codes import CODES
from bihuan.ledger.layout import HEADING_ROWS
from bihuan.ledger.limits import DEFAULT, MEBI, Limits
from bihuan.ledger.references import ALIASES
from bihuan.ledger.template import TYPE_WORDS
from bihuan.ledger.writing import parquet_schema

_RULES = f"""
# 台账交换标准

一份台账是一个 Excel 工作簿（.xlsx），或一个放 CSV 的文件夹，或一个放 Parquet 的文件夹；三种内容相同，可以互换。
`bihuan ledger template` 生成带下拉选项的空白工作簿。

## 三种写法

- **工作簿**：一张表一张工作表，工作表名和列名用中文。只有“组织”必须有，缺的表按空表算。“说明”“选项”两张不读入。
- **CSV**：一张表一个文件，文件名是工作表名，如 `活动.csv`；UTF-8 带标记，逗号分隔。以 `=` `+` `-` `@`、制表符、
  它们的全角形式或撇号开头的文本，前面加一个撇号；读入时恰好去掉一个。
- **Parquet**：一张表一个文件，文件名和列名用英文，如 `activities.parquet`；列有真正的类型，见各表。

## 怎样读

- 表头在前 {HEADING_ROWS} 行之内，列的先后不论，可选的列可以没有。
- 空白格按默认值算；必填列空着是错误。首尾的各种空白去掉并列出，中间的照原样。
- 日期写成 `2026-01-10`、`2026/1/10`、`2026.1.10`、`2026年1月10日`、`20260110` 或 Excel 日期；两位年份、缺日的不猜。
- “是”“√”和逻辑值 TRUE 是“是”；“否”“×”和 FALSE 是“否”。
- 文本列里的整数（不超过 15 位）照数字读；更长的 Excel 已经改动，是错误。
- 引用组织、人员时写编号；代码、全称、姓名只在唯一对应时换成编号并列出；有歧义或相近的，在“别名对照”里写明。
- 合计、小计、填表人、审核人、签字等行跳过并列出；隐藏的行、列、工作表照样读入并列出；合并单元格是错误。
- 公式读保存的结果并列出，没有结果的是错误；#N/A 等错误值是错误。
- 点名表（姓名）不属于台账，文件里有“点名”工作表就不能导入。

## 读多大

来自外面的文件先查压缩包，再在单独的进程里读。
"""

_LIMITS = {
    "file_bytes": "一个文件",
    "folder_bytes": "一个文件夹",
    "parts": "工作簿的部件数",
    "unpacked_bytes": "解压后",
    "part_ratio": "一个部件的压缩比",
    "ratio_from_bytes": "压缩比从多大算起",
    "rows": "一张表的行数",
    "columns": "一张表的列数",
    "cells": "一张表的格数",
    "cell_characters": "一格的字符数",
    "memory_bytes": "读取进程的内存",
    "cpu_seconds": "读取进程的处理器时间（秒）",
    "wall_seconds": "读取的总时间（秒）",
    "reply_bytes": "读取进程的答复",
    "problems": "列出的问题数",
}


def standard_page() -> str:
    """Give the page in Markdown: the rules, the limits, every table with its columns, every problem code."""
    return "\n".join([_RULES.strip(), "", *_limits(), *_tables(), *_codes()]) + "\n"


def _limits() -> Iterator[str]:
    yield from ("| 限制 | 上限 |", "| --- | --- |")
    for each in fields(Limits):
        value = getattr(DEFAULT, each.name)
        shown = f"{value // MEBI} MiB" if each.name.endswith("_bytes") else str(value)
        yield f"| {_LIMITS[each.name]} | {shown} |"
    yield ""


def _tables() -> Iterator[str]:
    yield from ("## 各表", "")
    for table in (*TABLES, ALIASES):
        yield from (f"### {table.sheet}（`{table.name}`）", "", f"{table.doc}。", "")
        yield from ("| 列 | 英文名 | 写法 | Parquet 类型 | 必填 | 说明 |", "| --- | --- | --- | --- | --- | --- |")
        yield from _columns(table)
        yield ""


def _columns(table: Table) -> Iterator[str]:
    schema = parquet_schema(table)
    for column in table.columns:
        kind = str(schema.field(column.name).type).replace("element: ", "").replace("|", "\\|")
        needed = "" if column.optional else "必填"
        doc = column.doc.replace("|", "\\|")
        yield f"| {column.heading} | `{column.name}` | {TYPE_WORDS[column.type]} | `{kind}` | {needed} | {doc} |"


def _codes() -> Iterator[str]:
    yield from ("## 问题代码", "", "| 代码 | 程度 | 问题 | 原因 | 怎么办 |", "| --- | --- | --- | --- | --- |")
    for entry in CODES.values():
        yield f"| {entry.code} | {entry.severity} | {entry.title} | {entry.why} | {entry.todo} |"
