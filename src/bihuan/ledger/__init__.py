"""Ledgers: rows read from and written to xlsx, csv and parquet files.

The public names are loaded when they are first asked for, so that the process that parses a stranger's file starts
with little more than its parser.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bihuan.ledger.attendance import (
        AttendanceResult,
        AttendanceTotal,
        attendance_totals,
        write_attendance_template,
    )
    from bihuan.ledger.checking import Origin, check_tables
    from bihuan.ledger.codes import CODES, ProblemCode
    from bihuan.ledger.finding import SkippedRow
    from bihuan.ledger.limits import DEFAULT, Limits
    from bihuan.ledger.mapping import Mapping, load_mapping, read_with_mapping, save_mapping, saved_mappings
    from bihuan.ledger.reading import ReadResult, read_ledger, stamp
    from bihuan.ledger.reference import standard_page
    from bihuan.ledger.template import write_template
    from bihuan.ledger.writing import parquet_schema, write_csv, write_parquet, write_xlsx

_MODULES = {
    "attendance": ("AttendanceResult", "AttendanceTotal", "attendance_totals", "write_attendance_template"),
    "checking": ("Origin", "check_tables"),
    "codes": ("CODES", "ProblemCode"),
    "finding": ("SkippedRow",),
    "limits": ("DEFAULT", "Limits"),
    "mapping": ("Mapping", "load_mapping", "read_with_mapping", "save_mapping", "saved_mappings"),
    "reading": ("ReadResult", "read_ledger", "stamp"),
    "reference": ("standard_page",),
    "template": ("write_template",),
    "writing": ("parquet_schema", "write_csv", "write_parquet", "write_xlsx"),
}

__all__ = [
    "CODES",
    "DEFAULT",
    "AttendanceResult",
    "AttendanceTotal",
    "Limits",
    "Mapping",
    "Origin",
    "ProblemCode",
    "ReadResult",
    "SkippedRow",
    "attendance_totals",
    "check_tables",
    "load_mapping",
    "parquet_schema",
    "read_ledger",
    "read_with_mapping",
    "save_mapping",
    "saved_mappings",
    "stamp",
    "standard_page",
    "write_attendance_template",
    "write_csv",
    "write_parquet",
    "write_template",
    "write_xlsx",
]


def __getattr__(name: str) -> Any:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"bihuan.ledger.{module}"), name)
    raise AttributeError(f"module 'bihuan.ledger' has no attribute '{name}'")
