"""The worked examples of every pack give the same result by the pencil and over arrays as by the reference."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bihuan.appraisal.compiled import CompiledRules
from bihuan.appraisal.tables import LedgerTables
from bihuan.basics.periods import Period, parse_period
from bihuan.packs import load_pack
from bihuan.packs.grammar import Case, Pack
from bihuan.runners.case_ledger import BRANCH, case_ledger
from bihuan.runners.scoring import score_ledger
from tests.engine.bulk import comparing
from tests.support.agreement import differences
from tests.support.pencil import pencil_score

PACKS = sorted(path for path in (Path(__file__).parents[2] / "packs").iterdir() if path.is_dir())


def _ledgers(pack: Pack, cases: tuple[Case, ...]) -> Iterator[tuple[Case, Period, date, LedgerTables, list[str]]]:
    for case in cases:
        if not case.totals:
            period = parse_period(case.period, pack.year_from)
            made = case_ledger(case, pack, period)
            yield case, period, case.as_of or period.end, made.tables, made.previous_grades


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.name)
def test_the_pencil_gives_what_the_reference_gives(path: Path) -> None:
    loaded = load_pack(path)
    found = []
    for case, period, as_of, tables, grades in _ledgers(loaded.whole, loaded.pack.cases):
        earlier = {BRANCH: grades}
        run = score_ledger(loaded.whole, tables, period, as_of, case.known_at, earlier)
        days = (period.start, period.end)
        pencil = pencil_score(loaded.whole, tables, days, as_of, case.known_at, earlier)
        found += [f"{case.case}: {one}" for one in differences(pencil, run)]
    assert found == []


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.name)
def test_the_arrays_give_what_the_reference_gives(path: Path) -> None:
    loaded = load_pack(path)
    kept: dict[Period, CompiledRules] = {}
    found = []
    for case, period, as_of, tables, _ in _ledgers(loaded.whole, loaded.pack.cases):
        rules = kept.setdefault(period, comparing.compiled(loaded.whole, period))
        expected = comparing.by_reference(rules, tables, as_of, case.known_at)
        result = comparing.by_bulk(rules, tables, as_of, case.known_at)
        found += [f"{case.case}: {one}" for one in comparing.differences(expected, result)]
    assert found == []
