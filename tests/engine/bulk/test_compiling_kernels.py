"""The loops are compiled, and kept for the next process only where that is possible."""

from typing import Any

import numba
import pytest

from bihuan.appraisal.bulk import kernels


def test_a_folder_that_cannot_be_written_only_costs_the_keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def njit(**options: Any) -> Any:
        asked.append(options.get("cache", False))
        if options.get("cache"):
            raise RuntimeError("cannot cache function: no locator available")
        return lambda function: function

    monkeypatch.setattr(numba, "njit", njit)
    assert kernels.compiled(abs) is abs
    assert asked == [True, False]
