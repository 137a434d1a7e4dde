"""Results leave as tables and as canonical bytes: same inputs, same bytes."""

import csv
import hashlib
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow.parquet as parquet
import pytest

from bihuan import api
from bihuan.runners.results_out import canonical_result, scores_table
from bihuan.runners.table_files import write_tables
from tests.support.small import MONTHLY, measure, pack_of, run_of

GOLDEN = "edd3eb97cb0f5123c24044c52bb4b971cac28f8f8b2a491d88bf4db4ef45972b"
GRADES = {"等次表": [{"等次名": "好", "不低于": "3"}, {"等次名": "差"}]}


def _run() -> api.Run:
    return run_of(pack_of(measure(), 等次=GRADES), {"支委会": MONTHLY[:5]})


def test_the_same_inputs_give_the_same_bytes() -> None:
    assert canonical_result(_run()) == canonical_result(_run())


def test_the_canonical_result_holds_exact_integers_and_no_clock() -> None:
    body = json.loads(canonical_result(_run()))
    mine = next(score for score in body["scores"] if score["organisation"] == "本支部")
    assert (body["semantics"], body["per_point"]) == (1, 1000)
    assert mine["lines"] == [["m.one", "已定", 3000, 2500, 500, 0, 0, 0, "6", "5", "0", "1"]]
    assert mine["total"] == [2500, 2500, 2500]


@pytest.mark.parametrize("form", ["xlsx", "csv", "parquet"])
def test_a_run_is_written_as_four_files_in_every_form(form: str, tmp_path: Path) -> None:
    files = api.write_run(_run(), tmp_path / form, form)
    assert all(path.exists() for path in (files.scores, files.lines, files.outcomes, files.run))
    summary = json.loads(files.run.read_text(encoding="utf-8"))
    assert summary["各等次"] == {"差": 2}
    assert sum(summary["各等次"].values()) == summary["组织数"]


def test_points_are_numbers_in_a_workbook_and_exact_decimals_in_parquet(tmp_path: Path) -> None:
    table = scores_table(_run())
    write_tables([table], tmp_path, "xlsx")
    write_tables([table], tmp_path, "parquet")
    sheet = openpyxl.load_workbook(tmp_path / "scores.xlsx").active
    assert sheet is not None
    assert sheet["D3"].value == 2.5
    assert parquet.read_table(tmp_path / "scores.parquet").column("总分").to_pylist()[1] == Decimal("2.5")


def test_a_name_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    run = run_of(pack_of(measure()), {}, organisation={"名称": "=1+1"})
    table = scores_table(run)
    write_tables([table], tmp_path, "xlsx")
    write_tables([table], tmp_path, "csv")
    sheet = openpyxl.load_workbook(tmp_path / "scores.xlsx").active
    assert sheet is not None
    assert [cell.data_type for cell in sheet["C"]] == ["s", "s", "s"]
    with (tmp_path / "scores.csv").open(encoding="utf-8-sig", newline="") as file:
        assert "'=1+1" in [row[2] for row in csv.reader(file)]


def test_the_golden_result_of_the_first_meaning_has_not_changed() -> None:
    assert hashlib.sha256(canonical_result(_run())).hexdigest() == GOLDEN
