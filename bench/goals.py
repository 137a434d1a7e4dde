"""The goals: what is measured against what, and what counts as met. No goal is reached by measuring less."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bench import calc_sheet, duckdb_query, openfisca_system, polars_frames
from bench.ledger import Columns, columns, standard
from bench.pack import bench_rules, period
from bench.timing import Times, in_turn, one_by_one, taken
from bihuan.appraisal.bulk import BulkLedger, BulkResult, evaluate_bulk
from bihuan.appraisal.bulk.delegating import branch_ledgers
from bihuan.appraisal.explaining import explain_branch
from bihuan.appraisal.scoring import Scorer, score_branch, view_of

FEW, MANY, THREADS = 494, 50_000, 2


@dataclass(frozen=True)
class Finding:
    """One comparison: what was measured, against what, their ratio, and the ratio (or time) that was aimed at."""

    goal: str
    what: str
    measured: str
    base: str
    ratio: str
    target: str = "—"
    is_met: bool | None = None

    @property
    def verdict(self) -> str:
        """Met, missed, or only told."""
        return "—" if self.is_met is None else "met" if self.is_met else "MISSED"


class DisagreementError(Exception):
    """Two engines gave different totals."""


def same_totals(name: str, expected: Sequence[int], given: Sequence[int]) -> None:
    """Refuse to compare engines that do not give the same totals."""
    if not np.array_equal(np.asarray(expected), np.asarray(given)):
        wrong = int(np.sum(np.asarray(expected) != np.asarray(given)))
        raise DisagreementError(f"{name}: {wrong} of {len(expected)} totals differ")


def milliseconds(times: Times) -> str:
    """Write a median with its spread."""
    return f"{times.median * 1000:.1f} ms ({times.spread})"


@dataclass
class Bulk:
    """The bulk evaluator over a prepared ledger, and what preparing took."""

    drawn: Columns
    measures: int = 40
    threads: int = 1

    def __post_init__(self) -> None:
        self.rules = bench_rules(self.measures)
        tables = standard(self.drawn)
        self.prepare_seconds = taken(lambda: self._prepare(tables))
        self.first_seconds = taken(self.run)

    def _prepare(self, tables: dict[str, object]) -> None:
        self.ledger = BulkLedger.from_arrow(tables).prepare()

    def run(self) -> BulkResult:
        """Evaluate, with the columns that explain."""
        return evaluate_bulk(self.rules, self.ledger, period().end, threads=self.threads)

    def totals(self) -> list[int]:
        """Give the totals of the drawn branches (the parent stands last)."""
        found = self.run()
        assert found.total is not None and not found.delegated
        listed: list[int] = found.total[2][: self.drawn.branches].tolist()
        return listed


def one_branch() -> list[Finding]:
    """Sixty records against forty measures, one branch at a time, rows in memory."""
    drawn = columns(100)
    bulk = Bulk(drawn)
    whole = branch_ledgers(bulk.ledger, np.arange(bulk.ledger.organisations.count))
    ledgers = [ledger for name, ledger in whole.items() if name != "P"]
    day = period().end
    for branch, ledger in enumerate(ledgers):
        if score_branch(ledger, bulk.rules, day) != bulk.run().score(branch):
            raise DisagreementError(f"reference and bulk differ at {ledger.organisation}")
    scoring = one_by_one([lambda one=ledger: score_branch(one, bulk.rules, day) for ledger in ledgers * 4])  # type: ignore[misc]  # bound now
    explaining = one_by_one(
        [lambda one=ledger: explain_branch(Scorer(bulk.rules, view_of(one, bulk.rules, day))) for ledger in ledgers]  # type: ignore[misc]  # bound now
    )
    return [
        _timed("a", "reference evaluator, one branch, p95", scoring, 1),
        _timed("a", "with the explanation as text, p95", explaining, 3),
    ]


def _timed(goal: str, what: str, times: Times, most: int) -> Finding:
    p95 = times.quantile(95) * 1000
    middle = f"median {times.median * 1000:.2f} ms"
    return Finding(goal, what, f"{p95:.2f} ms", middle, "—", f"≤ {most} ms", p95 <= most)


def against_duckdb(branches: int = FEW, rounds: int = 7) -> list[Finding]:
    """All branches with explanation columns against the best single DuckDB query for the totals alone."""
    drawn = columns(branches)
    bulk = Bulk(drawn)
    expected = bulk.totals()
    works: dict[str, Callable[[], object]] = {"bulk": bulk.run}
    for native in (False, True):
        database = duckdb_query.connect(drawn, native)
        for form in duckdb_query.FORMS:
            text = duckdb_query.query(form)
            name = f"{'own table' if native else 'Arrow'}, {form.name}"
            same_totals(name, expected, duckdb_query.totals(database, text))
            works[name] = lambda database=database, text=text: duckdb_query.totals(database, text)  # type: ignore[misc]  # bound now
    times = in_turn(works, rounds)
    mine = times.pop("bulk")
    best = min(times, key=lambda name: times[name].median)
    ratio = times[best].median / mine.median
    here = milliseconds(mine)
    what = f"bulk, {branches} branches, against the best DuckDB query ({best})"
    found = Finding("b", what, here, milliseconds(times[best]), f"{ratio:.1f}× faster", "≥ 10×", ratio >= 10)
    prepared, looked = (f"{seconds * 1000:.0f} ms" for seconds in (bulk.prepare_seconds, bulk.first_seconds))
    first = Finding("b", "bulk: columns made from Arrow, and the first look at them", prepared, looked, "—")
    told = [
        Finding("b", f"DuckDB: {name}", milliseconds(one), here, f"{one.median / mine.median:.1f}×")
        for name, one in times.items()
    ]
    return [found, first, *told]


def against_frames(branches: int = MANY, rounds: int = 5) -> list[Finding]:
    """Many branches against hand-written polars and against OpenFisca, whose facts polars finds; two threads each."""
    drawn = columns(branches)
    bulk, given, made = Bulk(drawn, threads=THREADS), polars_frames.frames(drawn), openfisca_system.system()
    expected = bulk.totals()
    others: dict[str, Callable[[], list[int]]] = {
        "polars, packed": lambda: polars_frames.totals(given),
        "polars, a column a window": lambda: polars_frames.totals(given, packed=False),
        "OpenFisca over facts by polars": lambda: openfisca_system.totals(made, given),
    }
    for name, work in others.items():
        same_totals(name, expected, work())
    times = in_turn({"bulk": bulk.run, **others}, rounds, warm=1)
    mine = times["bulk"]
    found = []
    for name in others:
        ratio = times[name].median / mine.median
        what = f"bulk, {branches} branches, against {name}"
        found.append(
            Finding("c", what, milliseconds(mine), milliseconds(times[name]), f"{ratio:.2f}× faster", "> 1×", ratio > 1)
        )
    return found


def against_calc(branches: int = FEW) -> list[Finding]:
    """The same sheet recalculated by Calc; run once."""
    drawn = columns(branches)
    bulk = Bulk(drawn)
    sheet = calc_sheet.recalculate(drawn)
    same_totals("Calc", bulk.totals(), sheet.totals)
    mine = in_turn({"bulk": bulk.run})["bulk"]
    ratio = sheet.net / mine.median
    base = f"{sheet.net:.1f} s ({sheet.calls} …IFS; {sheet.seconds:.1f} s less {sheet.without:.1f} s to open)"
    what = f"bulk, {branches} branches, against Calc"
    return [Finding("d", what, milliseconds(mine), base, f"{ratio:,.0f}× faster", "≥ 1,000×", ratio >= 1000)]


def more_measures(branches: int = 10_000) -> list[Finding]:
    """Two hundred measures against forty."""
    drawn = columns(branches)
    forty, many = Bulk(drawn), Bulk(drawn, 200)
    times = in_turn({"40": forty.run, "200": many.run}, 5)
    ratio = times["200"].median / times["40"].median
    what = f"200 measures against 40, {branches} branches"
    return [
        Finding("f", what, milliseconds(times["200"]), milliseconds(times["40"]), f"{ratio:.2f}×", "≤ 5×", ratio <= 5)
    ]
