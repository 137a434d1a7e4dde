"""Ledgers: rows read from and written to xlsx, csv and parquet files.

The public names are loaded when they are first asked for, so that the process that parses a stranger's file starts
with little more than its parser.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bihuan.ledger.checking import Origin, check_tables
    from bihuan.ledger.codes import CODES, ProblemCode
    from bihuan.ledger.finding import SkippedRow
    from bihuan.ledger.limits import DEFAULT, Limits
    from bihuan.ledger.reading import ReadResult, read_ledger
    from bihuan.ledger.writing import parquet_schema, write_csv, write_parquet, write_xlsx

__all__ = [
    "CODES",
    "DEFAULT",
    "Limits",
    "Origin",
    "ProblemCode",
    "ReadResult",
    "SkippedRow",
    "check_tables",
    "parquet_schema",
    "read_ledger",
    "write_csv",
    "write_parquet",
    "write_xlsx",
]

_MODULES = {
    "checking": ("Origin", "check_tables"),
    "codes": ("CODES", "ProblemCode"),
    "finding": ("SkippedRow",),
    "limits": ("DEFAULT", "Limits"),
    "reading": ("ReadResult", "read_ledger"),
    "writing": ("parquet_schema", "write_csv", "write_parquet", "write_xlsx"),
}


def __getattr__(name: str) -> Any:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"bihuan.ledger.{module}"), name)
    raise AttributeError(f"module 'bihuan.ledger' has no attribute '{name}'")
