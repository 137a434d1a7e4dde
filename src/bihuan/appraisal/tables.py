"""The whole ledger as the engine takes it: every table of the exchange standard by its English name."""

from collections.abc import Mapping
from typing import Any

from bihuan.appraisal import rows as appraisal_rows
from bihuan.basics.tables import Table
from bihuan.organisations import rows as organisation_rows
from bihuan.progress import rows as progress_rows

TABLES: tuple[Table, ...] = organisation_rows.TABLES + progress_rows.TABLES + appraisal_rows.TABLES
"""The tables of the exchange standard in the order of their sheets."""

LedgerTables = Mapping[str, tuple[Any, ...]]
"""Rows by table name (``organisations``, ``activities``, …); a missing name is an empty table."""


def table_named(name: str) -> Table:
    """Give the description of the table with this English name; ``KeyError`` if there is none."""
    return _BY_NAME[name]


_BY_NAME = {described.name: described for described in TABLES}
