"""Opening a workbook that may be damaged or hostile: cells as texts with their places, or problems."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from bihuan.basics.problems import Place, Problem
from bihuan.packs.codes import problem
from bihuan.packs.trees import Text

LARGEST_FILE = 20_000_000
LARGEST_INSIDE = 200_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 60
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of one sheet: cells by heading, only those with something in them."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Place, dict[str, Text]], ...]


def open_workbook(path: Path) -> tuple[dict[str, SheetRows], list[Problem]]:
    """Read every sheet of the workbook at ``path``; what cannot be read is a problem, never a crash."""
    place = Place(file=str(path))
    refused = _refused(path)
    if refused:
        return {}, [problem("P182", place, refused)]
    problems: list[Problem] = []
    found: dict[str, SheetRows] = {}
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            found[sheet.title] = _sheet(sheet, str(path), problems)
        book.close()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, EOFError) as error:
        return {}, [problem("P182", place, f"工作簿内容损坏（{type(error).__name__}）")]
    except (zipfile.BadZipFile, InvalidFileException, ParseError, DefusedXmlException) as error:
        return {}, [problem("P182", place, f"不是完好的 xlsx 文件（{type(error).__name__}）")]
    return found, problems


def _refused(path: Path) -> str:
    """Say why the file is not even opened, or nothing."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            return f"文件超过 {LARGEST_FILE // 1_000_000} MB"
        with zipfile.ZipFile(path) as archive:
            inside = sum(member.file_size for member in archive.infolist())
            names = [member.filename for member in archive.infolist()]
    except OSError as error:
        return f"文件打不开：{error.strerror or '读取失败'}"
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "不是 xlsx 文件"
    if inside > LARGEST_INSIDE:
        return "解开后太大"
    return "压缩包里有重名的成员" if len(set(names)) < len(names) else ""


def _sheet(sheet: Any, file: str, problems: list[Problem]) -> SheetRows:
    headings: tuple[str, ...] = ()
    rows: list[tuple[Place, dict[str, Text]]] = []
    for number, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS), start=1):
        if number > MOST_ROWS:
            problems.append(problem("P182", Place(file=file, sheet=sheet.title), f"超过 {MOST_ROWS} 行"))
            break
        if number == 1:
            headings = tuple(str(cell.value or "").strip() for cell in cells)
            continue
        filled = dict(_filled(cells, headings, number, sheet.title, file, problems))
        if filled:
            first = next(iter(filled.values())).place
            rows.append((first, filled))
    return SheetRows(sheet.title, headings, tuple(rows))


def _filled(
    cells: Any, headings: tuple[str, ...], row: int, sheet: str, file: str, problems: list[Problem]
) -> Iterator[tuple[str, Text]]:
    for number, cell in enumerate(cells):
        value = cell.value
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        place = Place(file=file, sheet=sheet, cell=f"{get_column_letter(number + 1)}{row}")
        heading = headings[number] if number < len(headings) else ""
        if not heading:
            problems.append(problem("P183", place, "这一列没有表头"))
            continue
        text = _text(value, cell.data_type)
        if text is None:
            problems.append(problem("P184", place, f"“{heading}”这一格是公式、小数或错误值，不是文字"))
        elif _UNSEEN.search(text):
            problems.append(problem("P103", place, f"“{heading}”里有看不见的字符"))
        else:
            yield heading, Text(text, place)


def _text(value: Any, kind: str) -> str | None:
    """Give the text of a cell; None for what would lose or change something on the way."""
    if kind == "f" or kind == "e":
        return None
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    return None
