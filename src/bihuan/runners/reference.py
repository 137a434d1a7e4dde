"""Writes ``docs/reference`` from the program, so that no key, column, code or command goes undocumented.

Run ``python -m bihuan.runners.reference`` after changing a grammar, a table, a code or a command; a test compares.
"""

import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from bihuan.appraisal.tables import TABLES
from bihuan.ledger import CODES as LEDGER_CODES
from bihuan.ledger import standard_page
from bihuan.ledger.references import ALIASES
from bihuan.packs import CODES as PACK_CODES
from bihuan.runners.reference_language import (
    WRITTEN,
    cell,
    choices_page,
    language_page,
    pack_words,
    value_words,
)

FOLDER = Path("docs/reference")

COMMAND_CODES: dict[str, tuple[str, str, str]] = {
    "C001": ("找不到文件", "没有这个文件或文件夹", "检查路径是否写对"),
    "C002": ("不是日期", "日期选项读不出是哪一天", "写成 2026-06-30 这样"),
    "C003": ("不是考核期", "考核期读不出起止", "写 2026、2026H1、2026Q2、2026-06 或 2025-12..2026-11"),
    "C004": (
        "没有这个组织",
        "名称、代码、编号都对不上，或不止一个，或它没有参加这次考核",
        "写组织编号，见得分表的前三列",
    ),
    "C005": ("格式不认识", "结果和任务只写成三种格式", "结尾或 --format 写 xlsx、csv、parquet"),
    "C006": ("少了考核期", "给了台账试算，就要知道算哪一期", "加上 --period 2026H1 这样的考核期"),
}
"""The codes of the command line and the interface, which have no table of their own."""

_PACK_GROUPS = {
    "P1": "读取与结构",
    "P2": "算术",
    "P3": "形式主义",
    "P4": "来源",
    "P5": "算例",
    "P6": "不收的条目",
}
_LEDGER_GROUPS = {
    "L0": "文件",
    "L1": "工作表与表头",
    "L2": "单元格",
    "L3": "引用",
    "L4": "行与行之间",
    "L5": "写出",
    "L6": "列对应",
    "L7": "点名",
}
_GROUPS = {**_PACK_GROUPS, **_LEDGER_GROUPS, "C0": "命令行"}


def codes_page() -> str:
    """Give the page of every code: what it is called, how grave, why, what to do."""
    rows = [(one.code, str(one.severity), one.title, one.why, one.todo) for one in PACK_CODES.values()]
    rows += [(one.code, str(one.severity), one.title, one.why, one.todo) for one in LEDGER_CODES.values()]
    rows += [(code, "错误", *told) for code, told in COMMAND_CODES.items()]
    lines = ["# 问题代码", "", WRITTEN, ""]
    lines += ["每个问题有编号、是什么、在哪里、为什么、怎么办，一次报全。编号不改、不重用。"]
    lines += ["P 是规则包，L 是台账，C 是命令行。规则包的提示没有列入“已知提示”时按错误算；台账的提示不妨碍导入。", ""]
    for group, title in _GROUPS.items():
        lines += [
            f"## {group}xx {title}",
            "",
            "| 代码 | 程度 | 问题 | 原因 | 怎么办 |",
            "| --- | --- | --- | --- | --- |",
        ]
        lines += [f"| {' | '.join(map(cell, row))} |" for row in rows if row[0].startswith(group)]
        lines.append("")
    return "\n".join(lines[:-1]) + "\n"


def ledger_page() -> str:
    """Give the page of the exchange standard, with its codes left to their own page."""
    page = standard_page().partition("## 问题代码")[0].rstrip("\n")
    title, _, rest = page.partition("\n")
    return f"{title}\n\n{WRITTEN}\n{rest}\n\n问题代码见[问题代码](codes.md)。怎样填，见[台账](../guides/ledger.md)。\n"


def vocabulary_page() -> str:
    """Give the page where every Chinese word of packs and ledgers stands with its name in the code."""
    lines = ["# 词表", "", WRITTEN, "", "党建用语见[词汇表](../glossary.md)；这里是规则包和台账里的每一个词。", ""]
    lines += ["## 规则包的键", "", "| 键 | 代码名 | 写在 |", "| --- | --- | --- |"]
    lines += [f"| {word} | `{name}` | {where} |" for word, name, where in pack_words()]
    lines += ["", "## 可选值", "", "| 值 | 代码名 | 类型 |", "| --- | --- | --- |"]
    lines += [f"| {word} | `{name}` | `{kind}` |" for word, name, kind in value_words()]
    lines += ["", "## 台账的表和列", "", "| 表 | 列 | 代码名 |", "| --- | --- | --- |"]
    for table in (*TABLES, ALIASES):
        lines.append(f"| **{table.sheet}** | | `{table.name}` |")
        lines += [f"| {table.sheet} | {column.heading} | `{column.name}` |" for column in table.columns]
    return "\n".join(lines) + "\n"


def commands_page(command: Any) -> str:
    """Give the page of every command and option of ``command``, the command line as a tree of click commands."""
    lines = ["# 命令", "", WRITTEN, "", f"{command.help}", ""]
    lines += [
        "退出码：0 没有问题；1 有问题（规则包有错误、算例不对、两个包不同）；2 输入用不了（找不到、读不出、写法不对）。"
    ]
    lines += ["结果写到标准输出，进度写到标准错误。“--json” 输出给程序用的 JSON。", ""]
    for path, one in _walk(command, "bihuan"):
        lines += _command(path, one)
    return "\n".join(lines).rstrip("\n") + "\n"


def _walk(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    for name, one in sorted(getattr(command, "commands", {}).items()):
        if hasattr(one, "commands"):
            yield from _walk(one, f"{path} {name}")
        else:
            yield f"{path} {name}", one


def _command(path: str, command: Any) -> Iterator[str]:
    told, _, example = (command.help or "").partition("例：")
    yield from (f"## {path}", "", " ".join(told.split()), "")
    if example:
        yield from ("```", example.strip(), "```", "")
    yield from ("| 参数 | 不写时 | 说明 |", "| --- | --- | --- |")
    for parameter in command.params:
        if parameter.name == "help":
            continue
        is_option = parameter.param_type_name == "option"
        name = (
            "、".join(f"`{one}`" for one in parameter.opts) if is_option else f"`{parameter.metavar or parameter.name}`"
        )
        default = "必写" if parameter.required else _default(parameter.default)
        yield f"| {name} | {default} | {getattr(parameter, 'help', '') or ''} |"
    yield ""


def _default(value: Any) -> str:
    return "—" if value is None else "否" if value is False else f"`{value}`"


def command_line() -> Any:
    """Give the command line. It stands above this folder, so it is found as the installed program finds it."""
    (entry,) = entry_points(group="console_scripts", name="bihuan")
    typer, app = import_module("typer.main"), import_module(f"{entry.module}.app").app
    return typer.get_command(app)


def reference_pages() -> dict[str, str]:
    """Give every generated page by its file name."""
    return {
        "choices.md": choices_page(),
        "codes.md": codes_page(),
        "commands.md": commands_page(command_line()),
        "ledger.md": ledger_page(),
        "pack-language.md": language_page(),
        "vocabulary.md": vocabulary_page(),
    }


def main() -> None:
    """Write the pages into ``docs/reference``, from the top of the project."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in reference_pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"已写到 {FOLDER}\n")


if __name__ == "__main__":
    main()
