"""The same totals by a spreadsheet: COUNTIFS and SUMIFS over the rows, recalculated by LibreOffice Calc."""

import csv
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from bench.duckdb_query import YEAR_END
from bench.facts import Fact, all_facts, points_of
from bench.ledger import Columns
from bench.measures import (
    HONOURS_AT_MOST,
    LATE_WITHIN,
    LEVELS,
    ON_TIME_WITHIN,
    VETOED_AT_MOST,
    WINDOWS,
    specs,
)

MONTHS = {"月": 1, "季": 3, "半年": 6, "年": 12}
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""


class Formula(str):
    """A piece of a formula that can be added to and multiplied."""

    def __add__(self, other: object) -> "Formula":
        return Formula(f"({self}+{other})")

    def __radd__(self, other: object) -> "Formula":
        return Formula(f"({other}+{self})")

    def __sub__(self, other: object) -> "Formula":
        return Formula(f"({self}-{other})")

    def __rsub__(self, other: object) -> "Formula":
        return Formula(f"({other}-{self})")

    def __mul__(self, other: object) -> "Formula":  # type: ignore[override]  # a product of numbers
        return Formula(f"({self}*{other})")


class Formulas:
    """How a spreadsheet says what points need."""

    def least(self, one: object, other: object) -> Formula:
        return Formula(f"MIN({one},{other})")

    def greatest(self, one: object, other: object) -> Formula:
        return Formula(f"MAX({one},{other})")

    def divide(self, above: object, below: object) -> Formula:
        return Formula(f"INT({above}/{below})")

    def either(self, condition: object, yes: object, no: object) -> Formula:
        return Formula(f"IF({condition},{yes},{no})")

    def is_more(self, one: object, other: object) -> Formula:
        return Formula(f"{one}>{other}")


@dataclass(frozen=True)
class Sheet:
    """A table in the workbook: its columns as ranges."""

    name: str
    columns: dict[str, int]
    rows: int

    def range(self, column: str) -> str:
        """Give the cells of a column."""
        letter = xl_col_to_name(self.columns[column])
        return f"{self.name}!${letter}$2:${letter}${self.rows + 1}"


class Writer:
    """Writes the workbook, with formulas or only with the rows."""

    def __init__(self, drawn: Columns, path: Path) -> None:
        self.drawn = drawn
        self.book = xlsxwriter.Workbook(str(path))
        self.scores = self.book.add_worksheet("scores")
        self.sheets = {name: self._sheet(name, table) for name, table in self._tables().items()}
        self.calls = 0

    def _tables(self) -> dict[str, dict[str, Any]]:
        findings = dict(self.drawn.findings)
        closed, again = findings["closed"], findings["reopened"]
        by_end = (closed >= 0) & (closed <= YEAR_END)
        findings["is_closed"] = (by_end & ((again < 0) | (again > YEAR_END) | (closed > again))).astype(np.int8)
        honours = dict(self.drawn.honours)
        honours["price"] = np.array([price for _, price in LEVELS])[honours["level"]]
        activities = dict(self.drawn.activities)
        activities["base"] = activities["due"] - activities["leave"]
        return {
            "activities": activities,
            "papers": {name: np.asarray(values).astype(np.int64) for name, values in self.drawn.papers.items()},
            "findings": findings,
            "honours": honours,
            "judged": self.drawn.judged,
        }

    def _sheet(self, name: str, table: dict[str, Any]) -> Sheet:
        page = self.book.add_worksheet(name)
        for column, (heading, values) in enumerate(table.items()):
            page.write(0, column, heading)
            page.write_column(1, column, values.tolist())
        return Sheet(name, {heading: at for at, heading in enumerate(table)}, len(table["branch"]))

    def formulas(self) -> None:
        """Write a row of formulas a branch: the facts, then the points, the total in front."""
        facts = [(fact, number) for fact in all_facts(specs()) for number in range(WINDOWS.get(fact.window, 1))]
        names = [*((fact.name, number) for fact, number in facts), *((name, 0) for name in self._others("A1"))]
        place = {key: at + 2 for at, key in enumerate(names)}
        for branch in range(self.drawn.branches):
            row = branch + 1
            self.scores.write_number(branch, 0, branch)
            written = [self._sums(fact, number, f"$A{row}") for fact, number in facts]
            written += self._others(f"$A{row}").values()
            self.calls += sum(text.count("IFS(") for text in written)
            for at, text in enumerate(written):
                self.scores.write_formula(branch, at + 2, f"={text}")
            self.scores.write_formula(branch, 1, f"={self._total(place, row)}")

    def _total(self, place: dict[tuple[str, int], int], row: int) -> str:
        def cell(fact: Fact, number: int) -> Formula:
            return Formula(f"{xl_col_to_name(place[fact.name, number])}{row}")

        def other(name: str) -> Formula:
            return Formula(f"{xl_col_to_name(place[name, 0])}{row}")

        points = "+".join(points_of(spec, cell, other, Formulas()) for spec in specs())
        points = f"({points}+{other('honours')})"
        return f"INT((IF({other('vetoed')}>0,MIN({points},{VETOED_AT_MOST}),{points})+5)/10)*10"

    def _sums(self, fact: Fact, number: int, branch: str) -> str:
        table = self.sheets["activities"]
        parts = [f"{table.range('branch')},{branch}"]
        if fact.window and fact.window != "年":
            first = number * MONTHS[fact.window] + 1
            last = first + MONTHS[fact.window] - 1
            months = table.range("month")
            parts.append(f"{months},{first}" if first == last else f'{months},">={first}",{months},"<={last}"')
        if fact.by:
            parts.append(f"{table.range('grp' if fact.by == 'group' else 'speaker')},{fact.subject}")
        if fact.least:
            parts.append(f'{table.range("minutes")},">={fact.least}"')
        if fact.speakers:
            wanted = str(fact.speakers[0]) if len(fact.speakers) == 1 else '">0"'
            parts.append(f"{table.range('speaker')},{wanted}")
        if fact.of == "late":
            parts.append(f'{table.range("delay")},">30"')
        value = {"minutes": "minutes", "present": "present", "due": "base"}.get(fact.of)
        head = f"SUMIFS({table.range(value)}," if value else "COUNTIFS("
        rest, kinds = ",".join(parts), table.range("kind")
        return "+".join(f"{head}{rest},{kinds},{kind})" for kind in fact.kinds)

    def _others(self, branch: str) -> dict[str, str]:
        found: dict[str, str] = {}
        papers, findings, honours = (self.sheets[name] for name in ("papers", "findings", "honours"))
        for q in (1, 2, 3, 4):
            mine = f"{papers.range('branch')},{branch},{papers.range('is_report')},1,{papers.range('quarter')},{q}"
            after, last = papers.range("after"), ON_TIME_WITHIN + LATE_WITHIN
            found[f"prompt{q}"] = f'COUNTIFS({mine},{after},"<={ON_TIME_WITHIN}")'
            found[f"late{q}"] = f'COUNTIFS({mine},{after},">{ON_TIME_WITHIN}",{after},"<={last}")'
        mine, closed = f"{findings.range('branch')},{branch}", findings.range("is_closed")
        due, again = findings.range("due"), findings.range("reopened")
        found["overdue0"] = f'COUNTIFS({mine},{closed},0,{due},"<{YEAR_END}")'
        found["unclosed1"] = f"COUNTIFS({mine},{closed},0,{findings.range('origin')},1)"
        found["reopened0"] = f'COUNTIFS({mine},{again},">=0",{again},"<={YEAR_END}")'
        found["to_close"] = f'COUNTIFS({mine},{due},"<={YEAR_END}")'
        found["closed"] = f'COUNTIFS({mine},{due},"<={YEAR_END}",{closed},1)'
        best = (
            f"_xlfn.MAXIFS({honours.range('price')},{honours.range('branch')},{branch},{honours.range('award')},{award})"
            for award in (1, 2)
        )
        found["honours"] = f"MIN({'+'.join(best)},{HONOURS_AT_MOST})"
        found["vetoed"] = f"COUNTIFS({self.sheets['judged'].range('branch')},{branch})"
        return found


@dataclass(frozen=True)
class Recalculated:
    """What Calc took: seconds with formulas and without, how many …IFS calls, and the totals."""

    seconds: float
    without: float
    calls: int
    totals: list[int]

    @property
    def net(self) -> float:
        """Seconds for the formulas alone."""
        return self.seconds - self.without


def recalculate(drawn: Columns) -> Recalculated:
    """Let Calc open the workbook with and without its formulas, once each."""
    program = shutil.which("soffice")
    if program is None:
        raise FileNotFoundError("soffice")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = folder / "profile" / "user"
        settings.mkdir(parents=True)
        (settings / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
        whole, bare = Writer(drawn, folder / "whole.xlsx"), Writer(drawn, folder / "bare.xlsx")
        whole.formulas()
        whole.book.close()
        bare.book.close()
        _open(program, folder, "bare")
        without = _open(program, folder, "bare")
        seconds = _open(program, folder, "whole")
        with (folder / "whole.csv").open(encoding="utf-8", newline="") as file:
            totals = [int(float(row[1])) for row in csv.reader(file)]
    return Recalculated(seconds, without, whole.calls, totals)


def _open(program: str, folder: Path, name: str) -> float:
    begun = time.perf_counter()
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    target = ["--convert-to", "csv", "--outdir", str(folder), str(folder / f"{name}.xlsx")]
    subprocess.run([program, profile, "--headless", *target], check=True, capture_output=True)
    return time.perf_counter() - begun
