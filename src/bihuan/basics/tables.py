"""How a ledger table is described: a frozen row type whose fields carry their Chinese headings.

The stages own the row types; :mod:`bihuan.ledger` reads and writes any of them from this description alone.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, get_type_hints


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: English field name, Chinese heading, type, doc, whether it may be empty.

    ``type`` is one of ``str``, ``int``, ``bool``, ``date``, ``Fraction``, ``tuple`` (texts separated by 、) and
    ``dict`` (``离退休:2、借调:1``, kept as a tuple of pairs). ``refers`` names the table an id points into;
    ``choices`` the closed list of values.
    """

    name: str
    heading: str
    type: str
    doc: str
    optional: bool
    refers: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of the exchange standard."""

    name: str
    sheet: str
    doc: str
    row: type[Any]
    columns: tuple[Column, ...]

    def column(self, heading: str) -> Column | None:
        """Give the column with this Chinese heading, or None."""
        return next((column for column in self.columns if column.heading == heading), None)


def col(heading: str, doc: str, default: Any = MISSING, *, refers: str = "", choices: tuple[str, ...] = ()) -> Any:
    """Declare a field of a row type together with its Chinese heading; a default makes it optional."""
    metadata = {"heading": heading, "doc": doc, "refers": refers, "choices": choices}
    return field(metadata=metadata) if default is MISSING else field(default=default, metadata=metadata)


_TYPES: Mapping[str, str] = {
    "str": "str",
    "int": "int",
    "bool": "bool",
    "date": "date",
    "Fraction": "Fraction",
    "tuple[str, ...]": "tuple",
    "tuple[tuple[str, int], ...]": "dict",
}


def _type_name(annotation: object) -> str:
    text = str(annotation)
    for wrong, right in (("<class '", ""), ("'>", ""), ("datetime.", ""), ("fractions.", ""), (" | None", "")):
        text = text.replace(wrong, right)
    return _TYPES[text]


def table(name: str, sheet: str, doc: str, row: type[Any]) -> Table:
    """Describe the row type ``row`` (a dataclass declared with :func:`col`) as a table."""
    hints = get_type_hints(row)

    def column(described: Field[Any]) -> Column:
        meta = described.metadata
        return Column(
            name=described.name,
            heading=meta["heading"],
            type=_type_name(hints[described.name]),
            doc=meta["doc"],
            optional=described.default is not MISSING,
            refers=meta["refers"],
            choices=meta["choices"],
        )

    return Table(name, sheet, doc, row, tuple(column(described) for described in fields(row)))
