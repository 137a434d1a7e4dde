"""An act whose process is killed is there wholly or not at all, at whatever statement it dies."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
KILLED = 9


@pytest.mark.long
@pytest.mark.parametrize("act", ["record", "import"])
def test_a_killed_act_is_wholly_there_or_not_at_all(tmp_path: Path, act: str) -> None:
    command = [sys.executable, "-m", "tests.support.site_crashing", str(tmp_path), act]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("BIHUAN_")}
    ran = subprocess.run(command, cwd=ROOT, env=plain, capture_output=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stderr[-3000:]
    made, done, *tries = map(json.loads, ran.stdout.splitlines())
    before, after = made["made"], done["rows"]
    assert done["ended"] == 0 and done["acts"] == 1 and after != before, ran.stderr[-3000:]
    for one in (done, *tries):
        assert one["whole"], one
        assert one["chain"] == [], one
        assert one["true"], one
        assert one["rows"] == (after if one["acts"] else before), one
    assert len(tries) >= 50
    assert sum(one["ended"] == KILLED for one in tries) >= 40
    assert {one["acts"] for one in tries} == {0, 1}
