"""What is written is read back exactly, in all three forms."""

import csv
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.appraisal.rows import Judgement, Sample
from bihuan.appraisal.tables import TABLES
from bihuan.basics.problems import ProblemsError
from bihuan.basics.tables import Column, Table
from bihuan.ledger import read_ledger, write_csv, write_parquet, write_xlsx
from bihuan.ledger.cells import is_identifier
from bihuan.ledger.texts import clean_text, is_plain_identifier
from bihuan.organisations.rows import OrganisationState, Person
from bihuan.progress.rows import Activity, Finding

WRITERS = {"ledger.xlsx": write_xlsx, "ledger_csv": write_csv, "ledger_parquet": write_parquet}
Write = Callable[[Any, Path], None]

DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 31))
COUNTS = st.integers(-999_999_999, 999_999_999)
SEEN = st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"], exclude_characters="\ufffe\uffff")
ODD = st.sampled_from(
    [
        "=1+1",
        "+86",
        "-",
        "@x",
        "'",
        "''=1",
        "＝1",
        "_x0041_",
        "_x000D_",
        "a\nb",
        "𠮷㛃䶮",
        "#N/A",
        "TRUE",
        "1.10",
        "007",
    ]
)
TEXTS = st.text(SEEN, min_size=1, max_size=12).map(str.strip) | ODD
KNOWN_IDS = {"organisations": ["ZB1", "ZB2"], "people": ["P1", "P2"], "samples": ["S1"]}
FIRST_ROWS: dict[str, tuple[Any, ...]] = {
    "organisations": (OrganisationState("ZB1", "01", "一"), OrganisationState("ZB2", "02", "二")),
    "people": (Person("P1", "张三", "ZB1"), Person("P2", "李四", "ZB1")),
    "samples": (Sample("S1", "ZB1", "m", date(2026, 1, 1), 9, 3),),
}


def comes_back(text: str) -> bool:
    clean = clean_text(text)
    return clean.text == text and not clean.bad and bool(text)


def values_of(column: Column) -> st.SearchStrategy[Any]:
    texts: st.SearchStrategy[str] = TEXTS.filter(comes_back)
    if column.refers:
        texts = st.sampled_from(KNOWN_IDS[column.refers])
    if column.choices:
        texts = st.sampled_from(column.choices)
    elif is_identifier(column):
        texts = texts.filter(is_plain_identifier)
    items = texts.filter(lambda text: "、" not in text)
    names = items.filter(lambda text: ":" not in text and "：" not in text)
    return {
        "str": texts,
        "int": COUNTS,
        "bool": st.booleans(),
        "date": DAYS,
        "Fraction": st.fractions(-9999, 9999, max_denominator=9999),
        "tuple": st.lists(items, min_size=0 if column.optional else 1, max_size=3).map(tuple),
        "dict": st.lists(st.tuples(names, st.integers(0, 99)), max_size=3, unique_by=lambda pair: pair[0]).map(tuple),
    }[column.type]


def rows_of(table: Table) -> st.SearchStrategy[Any]:
    defaults = {each.name: each.default for each in fields(table.row)}

    def values(column: Column) -> st.SearchStrategy[Any]:
        given_or_default = values_of(column)
        return st.just(defaults[column.name]) | given_or_default if column.optional else given_or_default

    return st.builds(table.row, **{column.name: values(column) for column in table.columns})


def table_of(table: Table) -> st.SearchStrategy[tuple[Any, ...]]:
    first = FIRST_ROWS.get(table.name, ())
    return st.lists(rows_of(table), max_size=3).map(lambda rows: first + tuple(rows))


LEDGERS = st.fixed_dictionaries({table.name: table_of(table) for table in TABLES})


@pytest.mark.parametrize("name", WRITERS)
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.large_base_example],
)
@given(tables=LEDGERS)
def test_every_ledger_comes_back_as_it_was(tmp_path: Path, name: str, tables: dict[str, tuple[Any, ...]]) -> None:
    WRITERS[name](tables, tmp_path / name)
    result = read_ledger(tmp_path / name, trusted=True)
    assert [each for each in result.errors if each.code < "L4"] == []
    assert result.tables == tables


def sound_ledger() -> dict[str, tuple[Any, ...]]:
    return {
        "organisations": (OrganisationState("ZB1", "=1+1", "+第一党支部"), OrganisationState("ZB2", "007", "二")),
        "activities": (
            Activity("A1", "ZB1", ("支委会", "党课"), date(2026, 1, 10), others=(("离退休", 2), ("借调", 1)), due=9),
            Activity("A2", "ZB2", ("党课",), date(1900, 1, 31), minutes=90, first_item=True),
        ),
        "judgements": (Judgement("J1", "ZB1", "m", "项", date(2026, 3, 1), "组织科", value=Fraction(1, 3)),),
        "findings": (Finding("F1", "ZB1", "巡察", "- 一\n= 二", date(2026, 1, 1)),),
    }


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("trusted", [True, False])
def test_a_sound_ledger_comes_back_whole_and_without_errors(tmp_path: Path, name: str, trusted: bool) -> None:
    WRITERS[name](sound_ledger(), tmp_path / name)
    result = read_ledger(tmp_path / name, trusted=trusted)
    assert result.problems == []
    assert {table: rows for table, rows in result.tables.items() if rows} == sound_ledger()


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_tables_give_the_same_bytes_and_the_same_digest(tmp_path: Path, name: str) -> None:
    digests = set()
    for copy in ("one", "two"):
        (tmp_path / copy).mkdir()
        WRITERS[name](sound_ledger(), tmp_path / copy / name)
        digests.add(read_ledger(tmp_path / copy / name, trusted=True).digest)
    assert len(digests) == 1


def test_csv_is_written_for_excel_with_a_mark_and_guarded_formulas(tmp_path: Path) -> None:
    write_csv(sound_ledger(), tmp_path)
    content = (tmp_path / "组织.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    assert rows[1][:3] == ["ZB1", "'=1+1", "'+第一党支部"]


def test_a_workbook_holds_texts_as_texts_and_no_formula(tmp_path: Path) -> None:
    write_xlsx(sound_ledger(), tmp_path / "ledger.xlsx")
    book = openpyxl.load_workbook(tmp_path / "ledger.xlsx")
    assert book["组织"]["B2"].value == "=1+1"
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert book["组织"]["B2"].data_type == "s"


def test_writing_twice_over_does_not_grow_apostrophes(tmp_path: Path) -> None:
    tables: Any = sound_ledger()
    for _ in range(3):
        write_csv(tables, tmp_path)
        tables = read_ledger(tmp_path, trusted=True).tables
    assert tables["organisations"] == sound_ledger()["organisations"]


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
@pytest.mark.parametrize(
    "row",
    [
        Activity("A1", "ZB1", ("支委会",), date(2026, 1, 1), topics=("一、二",)),
        Activity("A1", "ZB1", ("支委会",), date(2026, 1, 1), topics=("",)),
        Activity("A1", "ZB1", ("支委会",), date(2026, 1, 1), others=(("离:退", 1),)),
        Activity("A1", "ZB1", ("支委会",), date(2026, 1, 1), makes_up=" 2026-05"),
        Activity("A1", "ZB1", ("支委会",), date(2026, 1, 1), makes_up="a\x07"),
        Activity("A1", "ZB1", ("支委会",), date(2026, 1, 1), makes_up="a\u200bb"),
        Activity("A1", "ZB1", ("支委会",), date(2026, 1, 1), makes_up=""),
        Activity("A1", "ZB1", ("支委会",), date(2026, 1, 1), minutes=10**12),
        Activity("A1", "ZB1", ("支委会",), date(1850, 1, 1)),
        Activity("", "ZB1", ("支委会",), date(2026, 1, 1)),
        Activity("A" * 40_000, "ZB1", ("支委会",), date(2026, 1, 1)),
    ],
    ids=["separator", "empty item", "colon", "blank", "control", "invisible", "empty", "huge", "old", "no id", "long"],
)
def test_a_value_that_would_not_come_back_is_refused_by_its_cell(tmp_path: Path, write: Write, row: Activity) -> None:
    fine = Activity("A0", "ZB1", ("支委会",), date(2026, 1, 1))
    with pytest.raises(ProblemsError) as refused:
        write({"activities": (fine, row)}, tmp_path / "out")
    places = [(each.code, each.place.sheet, each.place.cell[1:]) for each in refused.value.problems]
    assert places == [("L501", "活动", "3")]
