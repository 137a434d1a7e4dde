"""Every pack we ship passes its check and its worked examples."""

from pathlib import Path

import pytest

from bihuan.basics.problems import Severity
from bihuan.packs import check_pack, load_pack
from bihuan.runners.cases import run_cases

PACKS = sorted(path for path in (Path(__file__).parents[2] / "packs").iterdir() if path.is_dir())
RUBRICS = 17
SOURCES = 5


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.name)
def test_a_pack_has_no_errors(path: Path) -> None:
    problems = check_pack(load_pack(path))
    assert [str(problem) for problem in problems if problem.severity is Severity.ERROR] == []


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.name)
def test_every_worked_example_comes_out_as_written(path: Path) -> None:
    wrong = [(result.case.case, result.differences) for result in run_cases(load_pack(path)) if not result.is_right]
    assert wrong == []


def test_all_rubrics_the_sources_the_defaults_and_the_demo_are_there() -> None:
    names = [path.name for path in PACKS]
    assert sum(name.startswith("rubric-") for name in names) == RUBRICS
    assert {"regulations-defaults", "demo-transport-2026"} <= set(names)
    assert len(names) == RUBRICS + SOURCES + 2
