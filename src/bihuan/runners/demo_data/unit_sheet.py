"""A sheet in a unit's own layout, as units really keep them, with the mapping that reads it all the same.

Title rows, the unit's own headings, totals by month, a signature row, merged cells, days in several writings, and one
name that two people bear. Of its cells only two cannot be read, and the reader must say which.
"""

from datetime import date

from bihuan.organisations.rows import Person
from bihuan.progress.rows import Activity
from bihuan.runners.demo_data.establishing import Department
from bihuan.runners.demo_data.names import numeral
from bihuan.runners.demo_data.registers import Registers
from bihuan.runners.demo_data.truth import UnitSheet

Cell = str | int | date | None

COLUMNS = {
    "序号": "",
    "支部名称": "组织编号",
    "开展时间": "日期",
    "活动形式": "种类",
    "应参加（人）": "应到",
    "实际参加（人）": "实到",
    "请假（人）": "请假",
    "时长（分钟）": "分钟",
    "主持": "主持人",
    "备注": "",
}
"""The unit's headings, and which column of the standard each is; those that are none are not read."""

CONSTANTS = {"活动编号": "自用-{行}"}
MOST_ROWS = 120
NAME_OF_TWO, BARE_DAY = 3, 7
DAY_ZERO = date(1899, 12, 30)
"""The day from which Excel counts."""


def unit_sheet(department: Department, registers: Registers) -> UnitSheet | None:
    """Write the first half-year's activities of the largest unit's first branches as that unit would keep them.

    None when there is no such activity.
    """
    sizes: dict[str, int] = {}
    for body in department.branches:
        sizes[body.unit.short] = sizes.get(body.unit.short, 0) + 1
    unit = max(sizes, key=lambda short: (sizes[short], short))
    branches = [body for body in department.branches if body.unit.short == unit][:4]
    names = {body.id: body.states[0].name for body in branches}
    rows = _chosen(registers, names, department.year)
    if not rows:
        return None
    twice = _shared_name(department.people)
    shown = _shown(department.people)
    title = f"{unit}党支部活动开展情况统计表"
    cells: list[tuple[Cell, ...]] = [
        (title, *([None] * (len(COLUMNS) - 1))),
        (f"填报单位：{unit}", *([None] * (len(COLUMNS) - 2)), f"{department.year}年上半年"),
        tuple(COLUMNS),
    ]
    last = len(COLUMNS) - 1
    merged = [(0, 0, 0, last), (1, 0, 1, last - 1)]
    number = 0
    faults: list[str] = []
    for month in range(1, 7):
        of_month = [row for row in rows if row.day.month == month]
        for row in of_month:
            number += 1
            if number == NAME_OF_TWO and twice:
                faults.append(f"I{len(cells) + 1}")
            if number == BARE_DAY:
                faults.append(f"C{len(cells) + 1}")
            cells.append(_line(number, row, names, shown, twice if number == NAME_OF_TWO else ""))
        if of_month:
            merged.append((len(cells), 0, len(cells), 3))
            cells.append(_total(month, of_month))
    merged.append((len(cells), 0, len(cells), last))
    cells.append(("填表人：（签字）        审核人：（签字）", *([None] * last)))
    columns = {own: standard for own, standard in COLUMNS.items() if standard}
    return UnitSheet(
        title=title,
        cells=tuple(cells),
        merged=tuple(merged),
        heading_row=3,
        columns=columns,
        rows=tuple(row.id for row in rows),
        ambiguous=twice,
        faults=tuple(faults),
        constants=CONSTANTS,
    )


def _chosen(registers: Registers, names: dict[str, str], year: int) -> list[Activity]:
    rows: list[Activity] = [
        row
        for row in registers.rows("activities")
        if row.organisation in names
        and row.day.year == year
        and row.day.month < 7
        and not row.group
        and not row.makes_up
    ]
    corrected = {row.corrects for row in rows if row.corrects}
    plain = [row for row in rows if row.id not in corrected and not row.withdrawn]
    return sorted(plain, key=lambda row: (row.day, row.id))[:MOST_ROWS]


def _shared_name(people: list[Person]) -> str:
    """Give the first name that two people bear, empty if there is none."""
    seen: dict[str, str] = {}
    for person in people:
        if seen.setdefault(person.name, person.id) != person.id:
            return person.name
    return ""


def _shown(people: list[Person]) -> dict[str, str]:
    """Give what people are called in the sheet: their name, or their id where the name is not theirs alone."""
    bearers: dict[str, dict[str, None]] = {}
    for person in people:
        bearers.setdefault(person.name, {})[person.id] = None
    return {person.id: person.name if len(bearers[person.name]) == 1 else person.id for person in people}


def _line(number: int, row: Activity, names: dict[str, str], shown: dict[str, str], twice: str) -> tuple[Cell, ...]:
    chair = shown[row.chair] if row.chair else None
    kinds = "、".join(row.kinds)
    note = "补录" if number % 17 == 0 else None
    place = (number, names[row.organisation], _day(row.day, number), kinds)
    return (*place, row.due, row.present, row.leave, row.minutes, twice or chair, note)


def _day(day: date, number: int) -> Cell:
    """Write a day in one of the ways people write it; one row has Excel's bare count of days, which is no day."""
    if number == BARE_DAY:
        return (day - DAY_ZERO).days
    texts = (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month:02d}/{day.day:02d}",
        f"{day.year}{day.month:02d}{day.day:02d}",
    )
    return day if number % 5 == 0 else texts[number % 4]


def _total(month: int, rows: list[Activity]) -> tuple[Cell, ...]:
    sums = (sum(row.due for row in rows), sum(row.present for row in rows), sum(row.leave for row in rows))
    return (f"合计（{numeral(month)}月）", None, None, None, *sums, sum(row.minutes for row in rows), None, None)
