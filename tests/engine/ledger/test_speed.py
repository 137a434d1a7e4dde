"""Reading, checking and sandboxing a year of activities costs no more than half as much again as a bare read."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from bihuan.ledger import read_ledger, write_xlsx
from bihuan.organisations.rows import OrganisationState, Person
from bihuan.progress.rows import Activity

ALLOWED = 1.5
BRANCHES, PEOPLE, ACTIVITIES = 300, 900, 30_000


def year_of_activities(path: Path) -> Path:
    branches = [OrganisationState(f"ZB{n:03}", f"{n:05}", f"第{n}党支部") for n in range(BRANCHES)]
    people = [Person(f"P{n:04}", f"人员{n}", f"ZB{n % BRANCHES:03}") for n in range(PEOPLE)]
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    activities = [
        Activity(
            f"A{n:06}",
            f"ZB{n % BRANCHES:03}",
            ("支部委员会会议",) if n % 2 else ("支部党员大会", "主题党日"),
            days[n % 365],
            topics=("理论学习",),
            minutes=30 + n % 90,
            due=30,
            present=28,
            leave=1,
            others=(("离退休", 1),),
            chair=f"P{n % PEOPLE:04}",
            claimed=days[n % 365],
            received=days[n % 365],
        )
        for n in range(ACTIVITIES)
    ]
    tables = {"organisations": tuple(branches), "people": tuple(people), "activities": tuple(activities)}
    write_xlsx(tables, path)
    return path


def seconds(work: Callable[[], object]) -> float:
    """Give the best of three times, so that other work on the machine counts less."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


@pytest.mark.long
def test_a_whole_read_costs_at_most_half_as_much_again_as_a_bare_one(tmp_path: Path) -> None:
    path = year_of_activities(tmp_path / "ledger.xlsx")

    def bare_read() -> int:
        book = openpyxl.load_workbook(path, read_only=True)
        rows = sum(1 for sheet in book for _ in sheet.iter_rows(values_only=True))
        book.close()
        return rows

    assert read_ledger(path).errors == []
    assert seconds(lambda: read_ledger(path)) <= ALLOWED * seconds(bare_read)
