"""The roll of one unit: who came to which activity. It stays in the unit; what leaves it are the totals.

One row a person, one column an activity. Messages name cells and never quote them: a cell may hold a person's name.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter

from bihuan.basics.problems import Problem
from bihuan.ledger.finding import Findings
from bihuan.ledger.grid import Grid, cell_name, cell_text
from bihuan.ledger.limits import DEFAULT, Limits
from bihuan.ledger.reading import ATTENDANCE_SHEET, load_reply
from bihuan.ledger.texts import clean_text
from bihuan.ledger.writing import WORKBOOK_OPTIONS

NAME_HEADING = "姓名"
PRESENT, LEAVE, ABSENT = "到", "假", "缺"
CATEGORIES = ("离退休", "借调", "病休", "外派")
_COLUMNS = 60
_ROWS = 500


@dataclass(frozen=True, slots=True)
class AttendanceTotal:
    """The totals of one activity: how many were due, present, on leave, and absent for a reason, by category."""

    activity: str
    due: int
    present: int
    leave: int
    others: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class AttendanceResult:
    """The totals by activity in the order of the columns, and what was wrong; no name of a person is in it."""

    totals: tuple[AttendanceTotal, ...]
    problems: list[Problem]


def write_attendance_template(path: Path | str, names: Sequence[str], categories: Sequence[str] = CATEGORIES) -> None:
    """Write a workbook with the sheet 点名: ``names`` down the first column, room for activity ids along the top."""
    with xlsxwriter.Workbook(str(path), WORKBOOK_OPTIONS) as workbook:
        workbook.set_properties({"created": datetime(2000, 1, 1)})
        head = workbook.add_format({"bold": True, "bottom": 1, "num_format": "@"})
        sheet = workbook.add_worksheet(ATTENDANCE_SHEET)
        sheet.freeze_panes(1, 1)
        sheet.set_column(1, _COLUMNS, 12)
        sheet.set_row(0, None, head)
        sheet.write_string(0, 0, NAME_HEADING, head)
        sheet.write_comment(
            0, 1, "从这一列起，每列写一个活动编号；下面填 到、假、缺 或其他未到的类别，不在应到之列的留空"
        )
        for row, name in enumerate(names, start=1):
            sheet.write_string(row, 0, name)
        marks = [PRESENT, LEAVE, ABSENT, *categories]
        sheet.data_validation(1, 1, max(len(names), _ROWS), _COLUMNS, {"validate": "list", "source": marks})


def attendance_totals(
    path: Path | str,
    *,
    categories: Sequence[str] = CATEGORIES,
    trusted: bool = False,
    limits: Limits = DEFAULT,
) -> AttendanceResult:
    """Count the roll. 到 is present, 假 on leave, 缺 due and absent, a category due and absent for that reason.

    A blank cell is a person who was not due. Raises nothing; bad marks (L701) and headings (L702) are problems, and
    an activity with a bad mark has no total.
    """
    findings = Findings(Path(path).name, limits.problems)
    reply, _, _ = load_reply(Path(path), trusted=trusted, limits=limits, findings=findings)
    grid = next((each for each in reply.grids if each.sheet == ATTENDANCE_SHEET), None)
    if grid is None or not grid.columns:
        if reply.grids:
            findings.add("L702", f"没有工作表“{ATTENDANCE_SHEET}”", ATTENDANCE_SHEET)
        return AttendanceResult((), findings.problems)
    if clean_text(cell_text(grid.columns[0].at(0))).text != NAME_HEADING:
        findings.add("L702", f"A1 应当是“{NAME_HEADING}”", grid.sheet, "A1")
        return AttendanceResult((), findings.problems)
    totals: dict[str, AttendanceTotal] = {}
    for at in range(1, len(grid.columns)):
        total = _count(grid, at, categories, findings)
        if total is not None and total.activity in totals:
            findings.add("L702", "这个活动编号在前面已有一列", grid.sheet, cell_name(0, at))
        elif total is not None:
            totals[total.activity] = total
    return AttendanceResult(tuple(totals.values()), findings.problems)


def _count(grid: Grid, at: int, categories: Sequence[str], findings: Findings) -> AttendanceTotal | None:
    column = grid.columns[at]
    activity = clean_text(cell_text(column.at(0)))
    marks = [clean_text(cell_text(cell)).text for cell in column.cells]
    counted: Counter[str] = Counter()
    good = True
    for row in range(1, grid.height):
        mark = marks[column.codes[row]]
        if not mark:
            continue
        if mark not in (PRESENT, LEAVE, ABSENT, *categories):
            findings.add("L701", "这一格的记号不认得", grid.sheet, cell_name(row, at))
            good = False
        elif not cell_text(grid.columns[0].at(row)).strip():
            findings.add("L703", "这一行有记号，没有姓名", grid.sheet, cell_name(row, at))
            good = False
        counted[mark] += 1
    if not activity.text or activity.bad:
        if counted:
            findings.add("L702", "这一列有记号，没有活动编号", grid.sheet, cell_name(0, at))
        return None
    others = tuple((each, counted[each]) for each in categories if counted[each])
    total = AttendanceTotal(activity.text, sum(counted.values()), counted[PRESENT], counted[LEAVE], others)
    return total if good else None
