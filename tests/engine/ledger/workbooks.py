"""Small ledgers for the tests: workbooks made on the fly, honest or tampered with."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from bihuan.ledger import ReadResult

ORGANISATIONS: list[list[Any]] = [
    ["组织编号", "代码", "名称", "上级编号", "层级"],
    ["DW", "001", "市直机关委员会", None, "机关党委"],
    ["ZB1", "00101", "办公室第一党支部", "DW", "党支部"],
    ["ZB2", "00102", "办公室第二党支部", "DW", "党支部"],
]
PEOPLE: list[list[Any]] = [
    ["人员编号", "姓名", "组织编号"],
    ["P1", "张三", "ZB1"],
    ["P2", "李四", "ZB1"],
    ["P3", "李四", "ZB2"],
]
ACTIVITY = ["活动编号", "组织编号", "种类", "日期"]


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """Write a workbook; 组织 and 人员 are added when they are not given."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in ({"组织": ORGANISATIONS, "人员": PEOPLE} | dict(sheets)).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def with_activity(path: Path, **cells: Any) -> Path:
    """Write a workbook with one activity, in which the cells named by heading are as given."""
    row: dict[str, Any] = {"活动编号": "A1", "组织编号": "ZB1", "种类": "支委会", "日期": "2026-01-10"} | cells
    return write_workbook(path, {"活动": [list(row), list(row.values())]})


def edited(path: Path, edit: Callable[[Any], None]) -> Path:
    """Open a workbook with openpyxl, change it and save it."""
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    """Give the parts of a workbook by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(path: Path, parts: Sequence[tuple[str | zipfile.ZipInfo, bytes]]) -> Path:
    """Write a zip archive of these parts, also under names no honest program would use."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    path.write_bytes(packed.getvalue())
    return path


def with_parts(path: Path, changed: Mapping[str, bytes]) -> Path:
    """Give a sound workbook some parts more, or others in place of its own."""
    with_activity(path)
    return repacked(path, list((parts_of(path) | dict(changed)).items()))


def sheet_part(path: Path, name: str) -> str:
    """Give the part in which the sheet ``name`` stands."""
    book = openpyxl.load_workbook(path, read_only=True)
    at = book.sheetnames.index(name) + 1
    book.close()
    return f"xl/worksheets/sheet{at}.xml"


def with_sheet_xml(path: Path, change: Callable[[bytes], bytes]) -> Path:
    """Change the XML of the sheet 活动 of a sound workbook."""
    with_activity(path)
    part = sheet_part(path, "活动")
    parts = parts_of(path)
    changed = change(parts[part])
    assert changed != parts[part]
    return repacked(path, list((parts | {part: changed}).items()))


def codes(result: ReadResult) -> list[str]:
    """Give the codes of the problems found, each once, sorted."""
    return sorted({problem.code for problem in result.problems})


def errors(result: ReadResult) -> list[tuple[str, str, str]]:
    """Give code, sheet and cell of every error."""
    return [(each.code, each.place.sheet, each.place.cell) for each in result.errors]
