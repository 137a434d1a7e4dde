"""Every promised name is there, and importing the door costs next to nothing."""

import subprocess
import sys

import pytest

from bihuan import api

HEAVY = ("pydantic", "numpy", "openpyxl", "pyarrow", "bihuan.appraisal")


def test_every_promised_name_is_there() -> None:
    assert sorted(set(api.__all__)) == sorted(api.__all__)
    for name in api.__all__:
        assert getattr(api, name) is not None
    assert set(api.__all__) <= set(dir(api))


def test_a_name_nobody_promised_is_refused() -> None:
    with pytest.raises(AttributeError, match="secret"):
        _ = api.secret


def test_importing_the_door_loads_nothing_heavy() -> None:
    code = f"import sys; from bihuan import api; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
