"""Measure everything and print one table: ``python -m bench [--only a,b] [--quick] [--write FILE]``."""

import argparse
import os
import platform
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from bench import check_in, goals, memory, pages, workbook
from bench.goals import Finding

STEPS: tuple[tuple[str, Callable[[bool], list[Finding]]], ...] = (
    ("a", lambda quick: goals.one_branch()),
    ("b", lambda quick: goals.against_duckdb()),
    ("c", lambda quick: goals.against_frames(5_000 if quick else goals.MANY)),
    ("d", lambda quick: goals.against_calc(60 if quick else goals.FEW)),
    ("e", lambda quick: workbook.reading()),
    ("f", lambda quick: goals.more_measures(2_000 if quick else 10_000)),
    ("f", lambda quick: memory.peaks(5_000 if quick else goals.MANY)),
    ("g", lambda quick: pages.of_a_department(60 if quick else goals.FEW, 1 if quick else 10)),
    ("h", lambda quick: check_in.in_a_full_hall(60 if quick else goals.FEW, 10 if quick else 1)),
)
PACKAGES = ("numpy", "numba", "pyarrow", "duckdb", "polars", "openfisca-core", "openpyxl")


def main(arguments: list[str]) -> int:
    """Measure what is asked for; give 1 if a goal was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", default="a,b,c,d,e,f,g,h", help="letters of the goals, such as a,b")
    parser.add_argument("--quick", action="store_true", help="fewer branches, to try the measurements out")
    parser.add_argument("--write", type=Path, help="also write the table to this file")
    given = parser.parse_args(arguments)
    wanted, found = set(given.only.split(",")), []
    for letter, step in STEPS:
        if letter in wanted:
            print(f"measuring {letter} …", file=sys.stderr, flush=True)
            found += step(given.quick)
    text = report(found)
    print(text)
    if given.write:
        given.write.parent.mkdir(parents=True, exist_ok=True)
        given.write.write_text(text, encoding="utf-8")
    return 1 if any(one.is_met is False for one in found) else 0


def machine() -> str:
    """Say what it was measured on."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors; {packages}"


def report(found: list[Finding]) -> str:
    """Write the table."""
    lines = [
        machine(),
        "",
        "Medians (least–greatest) of rounds in which all variants take turns; d is run once.",
        "",
        "| goal | what | measured | against | ratio | target | verdict |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in found:
        cells = (one.goal, one.what, one.measured, one.base, one.ratio, one.target, one.verdict)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
