"""A ledger in Arrow is the same ledger, however it is cut, ordered and filled."""

from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from pyarrow import parquet

from bihuan.appraisal.bulk import BulkLedger, evaluate_batches, evaluate_bulk
from bihuan.appraisal.bulk.columns import table_of
from bihuan.appraisal.tables import TABLES, LedgerTables
from bihuan.basics.periods import parse_period
from bihuan.ledger import write_parquet
from tests.engine.bulk.comparing import by_reference, compiled, differences
from tests.engine.bulk.pack_ledgers import ledger_for
from tests.support.small import judged, measure, pack_of

PERIOD = parse_period("2026")
PACK = pack_of(
    measure(),
    measure(指标="逐人", 编号="m.two", 对象={"岗位人员": "书记", "汇总": "平均"}),
    judged("分值", {"扣分": {"扣": "0—2"}}),
    judged("情形", {"扣分": {"凡": "有", "扣": "1"}}, 指标="情形", 编号="m.four"),
)
RULES = compiled(PACK, PERIOD)


@pytest.fixture(scope="module")
def tables() -> LedgerTables:
    return ledger_for(PACK, PERIOD, 20, Random(5))


def test_parquet_files_written_by_the_program_can_be_scored(tables: LedgerTables, tmp_path: Path) -> None:
    write_parquet(tables, tmp_path)
    ledger = BulkLedger.from_parquet({table.name: tmp_path / f"{table.name}.parquet" for table in TABLES})
    result = evaluate_bulk(RULES, ledger, PERIOD.end)
    assert not list(differences(by_reference(RULES, tables, PERIOD.end, None), result))


def test_record_batches_in_any_order_give_the_same_scores(tables: LedgerTables) -> None:
    rng = Random(1)
    batches = {}
    for table in TABLES:
        rows = list(tables.get(table.name, ()))
        if table.name != "organisations":
            rng.shuffle(rows)
        batches[table.name] = table_of(table, rows).to_batches(max_chunksize=7)
    result = evaluate_bulk(RULES, BulkLedger.from_arrow(batches), PERIOD.end)
    assert not list(differences(by_reference(RULES, tables, PERIOD.end, None), result))


def test_columns_that_are_left_out_mean_what_a_blank_cell_means(tables: LedgerTables) -> None:
    whole = {table.name: table_of(table, tables.get(table.name, ())) for table in TABLES}
    drawn = whole["findings"].num_rows
    lean = {name: _without_empty_columns(data) for name, data in whole.items() if data.num_rows}
    assert drawn and len(lean["activities"].column_names) < len(whole["activities"].column_names)
    first = evaluate_bulk(RULES, BulkLedger.from_arrow(whole), PERIOD.end)
    second = evaluate_bulk(RULES, BulkLedger.from_arrow(lean), PERIOD.end)
    assert list(first.scores()) == list(second.scores())


def _without_empty_columns(data: pa.Table) -> pa.Table:
    return data.select([name for name in data.column_names if data[name].null_count < data.num_rows])


def test_a_ledger_in_batches_gives_what_the_whole_gives(tables: LedgerTables) -> None:
    branches = sorted({row.organisation for row in tables["organisations"] if row.tier != "党小组"})
    halves = [_about(tables, set(branches[:9])), _about(tables, set(branches[9:]))]
    results = evaluate_batches(RULES, (BulkLedger.from_tables(half) for half in halves), PERIOD.end)
    scores = [score for result in results for score in result.scores()]
    assert scores == by_reference(RULES, tables, PERIOD.end, None)


def _about(tables: LedgerTables, wanted: set[str]) -> LedgerTables:
    groups = {row.organisation for row in tables["organisations"] if row.tier == "党小组" and row.parent in wanted}
    return {
        name: tuple(row for row in rows if row.organisation in (wanted | groups if name == "organisations" else wanted))
        for name, rows in tables.items()
    }


def test_measures_evaluated_side_by_side_come_out_the_same(tables: LedgerTables) -> None:
    ledger = BulkLedger.from_tables(tables)
    alone, together = (evaluate_bulk(RULES, ledger, PERIOD.end, threads=threads) for threads in (1, 3))
    assert list(alone.scores()) == list(together.scores())


def test_an_empty_ledger_has_no_branches() -> None:
    result = evaluate_bulk(RULES, BulkLedger.from_tables({}), PERIOD.end)
    assert result.organisations == () and list(result.scores()) == []


def test_a_parquet_file_of_another_day_type_is_read_too(tables: LedgerTables, tmp_path: Path) -> None:
    posts = table_of(next(table for table in TABLES if table.name == "posts"), tables["posts"])
    at = posts.column_names.index("since")
    by_second = posts.set_column(at, "since", posts["since"].cast(pa.timestamp("s")))
    parquet.write_table(by_second, tmp_path / "posts.parquet")
    whole = {table.name: table_of(table, tables.get(table.name, ())) for table in TABLES}
    other = BulkLedger.from_arrow({**whole, "posts": parquet.read_table(tmp_path / "posts.parquet")})
    first = evaluate_bulk(RULES, BulkLedger.from_arrow(whole), PERIOD.end)
    assert list(evaluate_bulk(RULES, other, PERIOD.end).scores()) == list(first.scores())
