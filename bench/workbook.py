"""Reading, checking and sandboxing a workbook against merely going through its cells."""

import tempfile
from pathlib import Path

import openpyxl

from bench.goals import Finding, milliseconds
from bench.timing import in_turn
from bihuan.ledger import read_ledger, write_xlsx
from bihuan.packs import load_pack
from bihuan.runners.demo_data import make_demo

DEMO_PACK = Path(__file__).parents[1] / "packs" / "demo-transport-2026"


def _bare_pass(path: Path) -> int:
    book = openpyxl.load_workbook(path, read_only=True)
    cells = sum(len(row) for sheet in book for row in sheet.iter_rows(values_only=True))
    book.close()
    return cells


def reading() -> list[Finding]:
    """The ledger of the demonstration, as a workbook."""
    demo = make_demo(load_pack(DEMO_PACK).whole)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "ledger.xlsx"
        write_xlsx(demo.tables, path)
        result = read_ledger(path)
        assert not result.errors, result.errors[:3]
        works = {"read_ledger": lambda: read_ledger(path), "openpyxl": lambda: _bare_pass(path)}
        times = in_turn(works, rounds=5, warm=1)
    ratio = times["read_ledger"].median / times["openpyxl"].median
    rows = sum(len(rows) for rows in demo.tables.values())
    what = f"reading, checking and sandboxing a workbook of {rows} rows, against openpyxl's bare pass"
    mine, base = milliseconds(times["read_ledger"]), milliseconds(times["openpyxl"])
    return [Finding("e", what, mine, base, f"{ratio:.2f}×", "≤ 1.5×", ratio <= 1.5)]
