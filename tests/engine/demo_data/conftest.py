"""One invented department for all these tests, and its scores."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from bihuan.basics.periods import parse_period
from bihuan.packs import load_pack
from bihuan.packs.grammar import Pack
from bihuan.runners.demo_data import DemoData, make_demo
from bihuan.runners.scoring import Run, score_ledger

PACKS = Path(__file__).resolve().parents[3] / "packs"


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The demonstration pack, whole."""
    return load_pack(PACKS / "demo-transport-2026").whole


@pytest.fixture(scope="session")
def demo(pack: Pack) -> DemoData:
    """A department large enough for everything there is to plant."""
    return make_demo(pack, branches=160, quirks=True)


@pytest.fixture(scope="session")
def rounds(pack: Pack, demo: DemoData) -> Mapping[str, Run]:
    """Both halves of the year as scored when nothing can be made up any more."""
    found = {}
    for label in ("2026H1", "2026H2"):
        period = parse_period(label)
        found[label] = score_ledger(pack, demo.tables, period, period.end + timedelta(days=45))
    return found
