"""A Parquet folder holds real types under English names; anything else is refused by file and column."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet

from bihuan.appraisal.tables import table_named
from bihuan.ledger import DEFAULT, parquet_schema, read_ledger, write_parquet
from bihuan.organisations.rows import OrganisationState
from tests.engine.ledger.workbooks import codes

LEDGER = {"organisations": (OrganisationState("ZB1", "01", "第一党支部", labels=("甲", "乙")),)}


def written(folder: Path, **columns: Any) -> Path:
    """Write a sound folder, then put ``columns`` in place of those of the activities."""
    write_parquet(LEDGER, folder)
    row: dict[str, Any] = {"id": ["A1"], "organisation": ["ZB1"], "kinds": [["支委会"]], "day": [date(2026, 1, 10)]}
    parquet.write_table(pyarrow.table(row | columns), folder / "activities.parquet")
    return folder


def test_each_column_has_its_type_and_its_chinese_heading(tmp_path: Path) -> None:
    write_parquet(LEDGER, tmp_path)
    schema = parquet.read_schema(tmp_path / "organisations.parquet")
    assert schema.equals(parquet_schema(table_named("organisations")))
    assert schema.field("name").metadata[b"heading"].decode() == "名称"
    assert str(schema.field("since").type) == "date32[day]"


@pytest.mark.parametrize("trusted", [True, False])
def test_columns_not_given_have_their_defaults(tmp_path: Path, trusted: bool) -> None:
    result = read_ledger(written(tmp_path), trusted=trusted)
    assert result.problems == []
    assert result.tables["activities"][0].minutes == 0


@pytest.mark.parametrize(
    "column",
    [pyarrow.array([1.5]), pyarrow.array([b"x"]), pyarrow.array([[1]]), pyarrow.array([{"a": 1}])],
    ids=["float", "bytes", "list of numbers", "struct"],
)
def test_a_column_of_another_type_is_refused(tmp_path: Path, column: Any) -> None:
    assert codes(read_ledger(written(tmp_path, minutes=column))) == ["L016"]


@pytest.mark.parametrize(
    ("items", "code"),
    [(["一、二"], "L217"), ([""], "L217"), (["一", None], "L217"), ([" 一"], "L220"), (["a\x07"], "L215")],
)
def test_an_item_that_would_change_is_refused_or_listed(tmp_path: Path, items: list[str], code: str) -> None:
    assert codes(read_ledger(written(tmp_path, topics=pyarrow.array([items], pyarrow.list_(pyarrow.string()))))) == [
        code
    ]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + b"\0" * 64 + b"PAR1", b"<html>"])
def test_a_damaged_file_is_refused_and_the_others_are_read(tmp_path: Path, content: bytes) -> None:
    folder = written(tmp_path)
    (folder / "activities.parquet").write_bytes(content)
    result = read_ledger(folder)
    assert codes(result) == ["L006"]
    assert len(result.tables["organisations"]) == 1


def test_more_rows_than_allowed_are_refused_before_they_are_read(tmp_path: Path) -> None:
    folder = written(tmp_path)
    assert codes(read_ledger(folder, limits=replace(DEFAULT, cells=1)))[0] == "L012"


def test_a_null_in_a_required_column_is_named(tmp_path: Path) -> None:
    result = read_ledger(written(tmp_path, day=pyarrow.array([None], pyarrow.date32())))
    assert codes(result) == ["L201"]


def test_a_table_of_another_name_is_listed(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "activities.parquet").rename(folder / "meetings.parquet")
    assert codes(read_ledger(folder)) == ["L102"]
