"""Collecting what is wrong with a sheet: a problem for each bad cell, one note for all cells of a kind."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bihuan.basics.problems import Place, Problem
from bihuan.ledger.codes import CODES, ledger_problem
from bihuan.ledger.grid import cell_name
from bihuan.ledger.limits import DEFAULT

_SHOWN = 40
_CELLS_NAMED = 5


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that was not read as data: its sheet, its number (from 1), why, and what it says."""

    sheet: str
    row: int
    reason: str
    text: str


@dataclass(slots=True)
class Findings:
    """Problems and skipped rows of one file, in the order they were met; beyond ``most`` they are only counted."""

    file: str
    most: int = DEFAULT.problems
    left: int = 0
    problems: list[Problem] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)

    def add(self, code: str, what: str, sheet: str = "", cell: str = "", heading: str = "") -> None:
        """Add the problem ``code`` at a sheet and cell; ``heading`` says which column."""
        if len(self.problems) >= self.most:
            self.left += 1
            return
        self.problems.append(ledger_problem(code, Place(file=self.file, sheet=sheet, cell=cell, path=heading), what))

    def note_cells(self, code: str, sheet: str, heading: str, cells: Iterable[tuple[int, int]]) -> None:
        """Add one problem for all ``cells`` (row and column from 0) of a column."""
        places = [cell_name(row, column) for row, column in cells]
        if places:
            named = "、".join(places[:_CELLS_NAMED])
            more = f"等 {len(places)} 格" if len(places) > _CELLS_NAMED else ""
            self.add(code, f"“{heading}”{named}{more}：{CODES[code].title}", sheet, places[0], heading)


def quoted(text: str) -> str:
    """Quote what a cell says, shortened, with what cannot be seen shown as a dot."""
    shown = "".join(char if char.isprintable() else "·" for char in text[:_SHOWN])
    return f"“{shown}{'…' if len(text) > _SHOWN else ''}”"
