"""The invented ledger depends on nothing but the pack, the size, the year and the seed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bihuan.ledger import read_ledger
from bihuan.packs.grammar import Pack
from bihuan.runners.demo_data import make_demo, write_demo
from tests.house_rules.tree import REPO

PRINT_DIGEST = """
import hashlib, sys
from pathlib import Path
from bihuan.packs import load_pack
from bihuan.runners.demo_data import make_demo
demo = make_demo(load_pack(Path("packs/demo-transport-2026")).whole, branches=12, quirks=True)
print(hashlib.sha256(repr((demo.tables, demo.truth, demo.unit_sheet)).encode("utf-8")).hexdigest())
"""


def test_the_same_seed_writes_the_same_bytes_and_another_seed_does_not(pack: Pack, tmp_path: Path) -> None:
    for name, seed in (("one", 5), ("two", 5), ("other", 6)):
        write_demo(make_demo(pack, branches=30, seed=seed, quirks=True), tmp_path / name)
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == sorted(["台账.xlsx", "truth.json", "台账-单位自用表.xlsx", "单位自用表.json"])
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
    assert (tmp_path / "one" / "台账.xlsx").read_bytes() != (tmp_path / "other" / "台账.xlsx").read_bytes()


def test_the_order_of_hashing_plays_no_part() -> None:
    digests = set()
    for hash_seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", PRINT_DIGEST],
            cwd=REPO,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
            capture_output=True,
            encoding="utf-8",
        )
        digests.add(done.stdout)
    assert len(digests) == 1


def test_the_workbook_reads_back_as_it_was_made(pack: Pack, tmp_path: Path) -> None:
    demo = make_demo(pack, branches=30)
    write_demo(demo, tmp_path)
    read = read_ledger(tmp_path / "台账.xlsx", trusted=True)
    assert not read.errors
    for name, rows in demo.tables.items():
        assert tuple(read.tables[name]) == tuple(rows), name


def test_a_department_without_branches_is_refused(pack: Pack) -> None:
    with pytest.raises(ValueError, match="支部数"):
        make_demo(pack, branches=0)
