"""A whole ledger, or a batch of it, as columns in the order of its branches."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from bihuan.appraisal.bulk.columns import Coded, Flags, Ints, Sheet, Shorts, index_in, schema_of, table_of
from bihuan.appraisal.bulk.histories import History, history_of
from bihuan.appraisal.bulk.organisations import Organisations, read_organisations
from bihuan.appraisal.bulk.records import Records, read_records
from bihuan.appraisal.tables import TABLES, LedgerTables, table_named


@dataclass
class BulkLedger:
    """The ledger by table in Arrow; each table becomes columns when it is first needed."""

    sheets: Mapping[str, Sheet]
    kept: dict[Any, Any] = field(default_factory=dict, repr=False)
    """What was prepared for the last way of looking at the ledger."""

    @classmethod
    def from_tables(cls, tables: LedgerTables) -> "BulkLedger":
        """Take a ledger given as rows."""
        return cls.from_arrow({table.name: table_of(table, tables.get(table.name, ())) for table in TABLES})

    @classmethod
    def from_arrow(cls, batches: Mapping[str, Any]) -> "BulkLedger":
        """Take Arrow tables, or record batches, by table name: the columns are those of the Parquet files."""
        return cls({table.name: Sheet(table, _whole(batches.get(table.name), table)) for table in TABLES})

    @classmethod
    def from_parquet(cls, paths: Mapping[str, Any]) -> "BulkLedger":
        """Read Parquet files by table name."""
        from pyarrow import parquet

        return cls.from_arrow({name: parquet.read_table(path) for name, path in paths.items()})

    def prepare(self) -> "BulkLedger":
        """Make all columns now, so that evaluating finds them ready."""
        for name in ("organisations", "records", "judgements", "findings", "honours", "externals", "ballots"):
            getattr(self, name)
        return self

    @cached_property
    def organisations(self) -> Organisations:
        """Who is who."""
        return read_organisations(
            self.sheets["organisations"], self.sheets["organisation_events"], self.sheets["posts"]
        )

    @cached_property
    def records(self) -> Records:
        """Activities and submissions."""
        return read_records(self.sheets["activities"], self.sheets["submissions"], self.organisations)

    def rows(self, name: str) -> "Rows":
        """Give the rows of another table that belong to branches, ordered by branch, day and id."""
        key = ("rows", name)
        found = self.kept.get(key)
        if found is None:
            found = self.kept[key] = Rows.read(self.sheets[name], self.organisations)
        made: Rows = found
        return made

    @property
    def judgements(self) -> "Rows":
        """What assessors decided."""
        return self.rows("judgements")

    @property
    def findings(self) -> "Rows":
        """Problems found."""
        return self.rows("findings")

    @property
    def honours(self) -> "Rows":
        """Commendations."""
        return self.rows("honours")

    @property
    def externals(self) -> "Rows":
        """Results taken over."""
        return self.rows("externals")

    @property
    def ballots(self) -> "Rows":
        """Votes."""
        return self.rows("ballots")


def _whole(given: Any, table: Any) -> Any:
    if given is None:
        return pa.Table.from_batches([], schema_of(table))
    if isinstance(given, pa.Table):
        return given
    if isinstance(given, pa.RecordBatch):
        return pa.Table.from_batches([given])
    batches: Sequence[Any] = list(given)
    return pa.Table.from_batches(batches) if batches else pa.Table.from_batches([], schema_of(table))


class Rows:
    """The rows of one table of the branches, in order; columns are made when first asked for, and kept."""

    def __init__(self, sheet: Sheet, branch: Shorts, history: History) -> None:
        self.sheet, self.branch, self.history = sheet, branch, history
        self._made: dict[Any, Any] = {}

    @classmethod
    def read(cls, sheet: Sheet, organisations: Organisations) -> "Rows":
        """Order the rows by branch, day and id; rows of no branch are left out."""
        branch = index_in(sheet.column("organisation"), organisations.branch_texts)
        history = history_of(sheet)
        keys = {"branch": branch, "day": history.happened, "id": sheet.column("id")}
        order = pa.compute.sort_indices(pa.table(keys), sort_keys=[(key, "ascending") for key in keys])
        ordered = Sheet(sheet.table, sheet.data.take(order))
        places = order.to_numpy().astype(np.int64)
        return cls(ordered, branch[places], history.taken(places))

    def __len__(self) -> int:
        return len(self.branch)

    def _kept(self, key: Any, make: Any) -> Any:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def coded(self, name: str) -> Coded:
        """Give a column of texts."""
        found: Coded = self._kept(("coded", name), lambda: self.sheet.coded(name))
        return found

    def ints(self, name: str) -> Ints:
        """Give a column of numbers."""
        found: Ints = self._kept(("ints", name), lambda: self.sheet.ints(name))
        return found

    def days(self, name: str) -> Shorts:
        """Give a column of days."""
        found: Shorts = self._kept(("days", name), lambda: self.sheet.days(name))
        return found

    def is_empty(self, name: str) -> Flags:
        """Whether the cells of a column are empty."""
        return self._kept(("empty", name), lambda: self.sheet.column(name).is_null().to_numpy(zero_copy_only=False))  # type: ignore[no-any-return]  # what is kept has no type

    def pairs(self, name: str) -> Any:
        """Give a column of lists of texts."""
        return self._kept(("pairs", name), lambda: self.sheet.pairs(name))

    def rationals(self, name: str) -> "Rationals":
        """Give a column of rationals over one denominator."""
        found: Rationals = self._kept(("rationals", name), lambda: rationals_of(self.coded(name)))
        return found


@dataclass(frozen=True)
class Rationals:
    """Rationals over one common denominator; ``fits`` is False if there is none of reasonable size."""

    num: Ints
    den: int
    there: Flags
    fits: bool


MOST_DENOMINATOR = 10**6


def rationals_of(texts: Coded) -> Rationals:
    """Read a column of rationals written as texts."""
    from fractions import Fraction
    from math import lcm

    from bihuan.basics.numbers import parse_number

    values = [parse_number(word) for word in texts.words] or [Fraction(0)]
    den = lcm(*(value.denominator for value in values))
    largest = max(abs(value.numerator) * den for value in values)
    there = texts.codes >= 0
    if den > MOST_DENOMINATOR or largest >= 2**40:
        return Rationals(np.zeros(len(there), np.int64), 1, there, False)
    table = np.array([int(value * den) for value in values] + [0], dtype=np.int64)
    return Rationals(np.where(there, table[texts.codes], 0), den, there, True)


def batches_of(tables: Iterable[LedgerTables]) -> Iterable[BulkLedger]:
    """Take ledgers given as rows, one after the other."""
    return (BulkLedger.from_tables(one) for one in tables)


__all__ = ["BulkLedger", "Rationals", "Rows", "batches_of", "rationals_of", "table_named"]
