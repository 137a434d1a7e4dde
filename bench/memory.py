"""How much memory the evaluation of many branches takes at its peak: at once, and batch by batch.

Run as a program (``python -m bench.memory FOLDER BATCHES_AT_ONCE``) it evaluates Parquet files and prints its peak.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from bench.goals import MANY, Finding
from bench.ledger import columns, standard
from bench.pack import bench_rules, period
from bihuan.appraisal.bulk import BulkLedger, evaluate_batches

BATCHES = 10


def _ledgers(folder: Path, at_once: int) -> Iterator[BulkLedger]:
    parts = sorted(path for path in folder.iterdir())
    for first in range(0, len(parts), at_once):
        yield BulkLedger.from_arrow(_together(parts[first : first + at_once]))


def _together(parts: list[Path]) -> dict[str, Any]:
    names = sorted(path.stem for path in parts[0].iterdir())
    found = {name: pa.concat_tables([parquet.read_table(part / f"{name}.parquet") for part in parts]) for name in names}
    tiers = found["organisations"]["tier"].to_pylist()
    keep = [tier != "机关党委" or at == tiers.index("机关党委") for at, tier in enumerate(tiers)]
    return {**found, "organisations": found["organisations"].filter(pa.array(keep))}


def main(folder: str, at_once: str) -> None:
    """Evaluate the files of a folder; print the peak of this process in MiB and the sum of the totals."""
    rules, total = bench_rules(), 0
    for result in evaluate_batches(rules, _ledgers(Path(folder), int(at_once)), period().end):
        assert result.total is not None
        total += sum(
            points
            for name, points in zip(result.organisations, result.total[2].tolist(), strict=True)
            if name.startswith("B")
        )
    print(_own_peak(), total)


def _own_peak() -> int:
    """The most memory this process ever held, in MiB (what it inherited from its parent is not counted)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(peak.split()[1]) // 1024


def peaks(branches: int = MANY) -> list[Finding]:
    """Write the ledger in parts; evaluate them in one batch and in ten, each in a process of its own."""
    drawn = columns(branches)
    with tempfile.TemporaryDirectory() as name:
        for number in range(BATCHES):
            folder = Path(name) / f"{number:02d}"
            folder.mkdir()
            first, last = (branches * at // BATCHES for at in (number, number + 1))
            for table, data in standard(drawn, first, last).items():
                parquet.write_table(data, folder / f"{table}.parquet")
        whole, total = _peak(name, BATCHES)
        part, same = _peak(name, 1)
    assert total == same
    what = f"peak memory, {branches} branches in {BATCHES} batches against one"
    ratio = part / whole
    return [Finding("f", what, f"{part} MiB", f"{whole} MiB", f"{ratio:.2f}×", "< 1×", ratio < 1)]


def _peak(folder: str, at_once: int) -> tuple[int, int]:
    command = [sys.executable, "-m", "bench.memory", folder, str(at_once)]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    peak, total = done.stdout.split()
    return int(peak), int(total)


if __name__ == "__main__":
    main(*sys.argv[1:])
