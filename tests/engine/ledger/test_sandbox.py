"""The process that parses a stranger's file can be stopped at any point, and can do nothing but answer."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bihuan.ledger import DEFAULT, Limits, read_ledger
from bihuan.ledger.grid import Reply, reply_as_json, reply_from_json
from bihuan.ledger.worker import Request, request_as_bytes
from tests.engine.ledger.workbooks import codes, with_activity

MANY = 60_000


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A folder with one long CSV file."""
    lines = "".join(f"A{number},ZB1,支委会,2026-01-10\r\n" for number in range(MANY))
    (tmp_path / "组织.csv").write_text("组织编号,代码,名称\r\nZB1,01,一\r\n", encoding="utf-8")
    (tmp_path / "活动.csv").write_text("活动编号,组织编号,种类,日期\r\n" + lines, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "limits",
    [
        replace(DEFAULT, memory_bytes=8 * 1024 * 1024),
        replace(DEFAULT, reply_bytes=10_000),
        replace(DEFAULT, wall_seconds=0),
    ],
    ids=["memory", "reply", "time"],
)
def test_a_read_beyond_a_limit_ends_in_one_problem(large: Path, limits: Limits) -> None:
    result = read_ledger(large, limits=limits)
    assert codes(result) == ["L013"]
    assert not any(result.tables.values())


def test_within_the_limits_the_same_file_is_read(large: Path) -> None:
    result = read_ledger(large)
    assert codes(result) == ["L402"]
    assert len(result.tables["activities"]) == MANY


def run_confined(code: str) -> subprocess.CompletedProcess[str]:
    """Run a piece of Python after the worker has given up its rights."""
    start = "import socket\nfrom bihuan.ledger.limits import DEFAULT\nfrom bihuan.ledger.worker import confine\n"
    command = [sys.executable, "-I", "-c", f"{start}confine(DEFAULT)\n{code}"]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(
    "code",
    ["open('/etc/passwd', 'rb')", "socket.socket()", "open('/tmp/x', 'wb')", "import os; os.pipe()"],
)
def test_the_confined_process_opens_no_file_and_no_socket(code: str) -> None:
    assert "Too many open files" in run_confined(code).stderr


def test_the_confined_process_can_still_compute() -> None:
    assert run_confined("print(1 + 1)").stdout == "2\n"


@pytest.mark.parametrize("broken", [b"", b"{}", b"{\n", b"null\n"])
def test_the_worker_dies_alone_of_a_broken_request(broken: bytes) -> None:
    command = [sys.executable, "-I", "-m", "bihuan.ledger.worker"]
    done = subprocess.run(command, input=broken, capture_output=True, check=False)
    assert done.returncode != 0
    assert done.stdout == b""


def test_the_worker_answers_in_json_and_never_with_objects(tmp_path: Path) -> None:
    content = with_activity(tmp_path / "l.xlsx").read_bytes()
    command = [sys.executable, "-I", "-m", "bihuan.ledger.worker"]
    done = subprocess.run(
        command, input=request_as_bytes(Request("xlsx", {"l.xlsx": content}, DEFAULT)), capture_output=True, check=True
    )
    reply = reply_from_json(json.loads(done.stdout))
    assert [grid.sheet for grid in reply.grids] == ["组织", "人员", "活动"]


def sound_answer() -> dict[str, Any]:
    grid: dict[str, Any] = {"sheet": "活动", "height": 1, "columns": [[["sA"], [0]]], "hidden": False}
    places = ("formulas", "merged", "hidden_rows", "hidden_columns", "short_rows", "long_rows")
    return {"grids": [grid | {place: [] for place in places}], "problems": []}


@pytest.mark.parametrize(
    "change",
    [
        {"height": 2},
        {"height": "1"},
        {"height": True},
        {"columns": [[["sA"], [1]]]},
        {"columns": [[["sA"], [-1]]]},
        {"columns": [[["sA"], [True]]]},
        {"columns": [[[1], [0]]]},
        {"columns": [1]},
        {"sheet": None},
        {"merged": [["A"]]},
        {"hidden_rows": [-3]},
    ],
)
def test_an_answer_of_another_shape_is_not_believed(change: dict[str, Any]) -> None:
    answer = sound_answer()
    assert isinstance(reply_from_json(answer), Reply)
    answer["grids"][0] |= change
    with pytest.raises((ValueError, TypeError, KeyError)):
        reply_from_json(answer)


def test_an_answer_survives_the_way_through_the_pipe() -> None:
    reply = reply_from_json(sound_answer())
    assert reply_from_json(json.loads(json.dumps(reply_as_json(reply)))) == reply
