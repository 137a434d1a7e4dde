"""The bulk evaluator equals the reference evaluator on every pack of the project."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from bihuan.appraisal.tables import LedgerTables
from bihuan.basics.periods import Period, parse_period
from bihuan.packs import load_pack
from bihuan.packs.grammar import Case, Pack
from bihuan.runners.case_ledger import CaseError, case_ledger
from tests.engine.bulk.comparing import disagreements, merged
from tests.engine.bulk.pack_ledgers import ledger_for

PACKS = Path(__file__).parents[3] / "packs"
NAMES = [path.name for path in sorted(PACKS.iterdir()) if path.is_dir()]
DAYS = ((None, None), (date(2026, 8, 20), None), (None, date(2026, 9, 30)), (date(2027, 2, 1), date(2026, 12, 15)))


@pytest.mark.parametrize("name", NAMES)
def test_a_ledger_made_for_the_pack_comes_out_the_same(name: str) -> None:
    pack = load_pack(PACKS / name).whole
    for number, written in enumerate(("2026", "2026H1")):
        period = parse_period(written, pack.year_from)
        tables = ledger_for(pack, period, 12, Random(number))
        for as_of, known_at in DAYS:
            found = disagreements(pack, tables, period, as_of or period.end, known_at)
            assert not found, f"{written} {as_of} {known_at}\n" + "\n".join(found)


@pytest.mark.parametrize("name", NAMES)
def test_the_ledgers_of_the_worked_examples_come_out_the_same(name: str) -> None:
    loaded = load_pack(PACKS / name)
    for (written, as_of, known_at), cases in _by_question(loaded.pack.cases).items():
        period = parse_period(written, loaded.whole.year_from)
        tables = merged(_ledgers(cases, loaded.whole, period))
        found = disagreements(loaded.whole, tables, period, as_of or period.end, known_at)
        assert not found, f"{written} {as_of} {known_at}\n" + "\n".join(found)


def _by_question(cases: Iterable[Case]) -> dict[tuple[str, date | None, date | None], list[Case]]:
    found: dict[tuple[str, date | None, date | None], list[Case]] = {}
    for case in cases:
        if not case.totals:
            found.setdefault((case.period, case.as_of, case.known_at), []).append(case)
    return found


def _ledgers(cases: Iterable[Case], pack: Pack, period: Period) -> Iterator[LedgerTables]:
    for case in cases:
        try:
            yield case_ledger(case, pack, period).tables
        except CaseError:
            continue
