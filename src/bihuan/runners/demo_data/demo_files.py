"""Writing the invented ledger to files: the workbook, its known truth, and the sheet in a unit's own layout."""

import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from bihuan.ledger import Mapping, save_mapping, write_xlsx
from bihuan.runners.demo_data.truth import DemoData, UnitSheet

LEDGER_FILE = "台账.xlsx"
TRUTH_FILE = "truth.json"
UNIT_FILE = "台账-单位自用表.xlsx"
MAPPING_NAME = "单位自用表"
_NO_CLOCK = datetime(2000, 1, 1)


def write_demo(demo: DemoData, out_dir: Path | str) -> None:
    """Write ``台账.xlsx`` and ``truth.json`` into a folder, and if there is one the unit's sheet with its mapping.

    The same data gives the same bytes. Raises ``ProblemsError`` as :func:`bihuan.ledger.write_xlsx` does.
    """
    folder = Path(out_dir)
    folder.mkdir(parents=True, exist_ok=True)
    write_xlsx(demo.tables, folder / LEDGER_FILE)
    told = sorted((asdict(one) for one in demo.truth), key=lambda one: (one["organisation"], one["kind"], one["what"]))
    text = json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / TRUTH_FILE).write_text(text + "\n", encoding="utf-8")
    if demo.unit_sheet:
        write_unit_sheet(demo.unit_sheet, folder / UNIT_FILE)
        save_mapping(folder, mapping_of(demo.unit_sheet))


def mapping_of(sheet: UnitSheet) -> Mapping:
    """Give the mapping that reads the unit's sheet as activities."""
    return Mapping(
        name=MAPPING_NAME,
        sheet=sheet.title,
        heading_row=sheet.heading_row,
        table="活动",
        columns=sheet.columns,
        constants=sheet.constants,
    )


def write_unit_sheet(sheet: UnitSheet, path: Path | str) -> None:
    """Write the unit's sheet as it stands, with its merged cells."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": _NO_CLOCK})
        page = workbook.add_worksheet(sheet.title)
        middle = workbook.add_format({"align": "center", "bold": True})
        day = workbook.add_format({"num_format": "yyyy/m/d"})
        corners = {(first, left): (last, right) for first, left, last, right in sheet.merged}
        for at, row in enumerate(sheet.cells):
            for column, cell in enumerate(row):
                if (at, column) in corners:
                    page.merge_range(at, column, *corners[(at, column)], cell, middle)
                else:
                    _write(page, at, column, cell, day)


def _write(page: Any, row: int, column: int, cell: str | int | date | None, day: Any) -> None:
    if isinstance(cell, str):
        page.write_string(row, column, cell)
    elif isinstance(cell, int):
        page.write_number(row, column, cell)
    elif cell is not None:
        page.write_datetime(row, column, cell, day)
