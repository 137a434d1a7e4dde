"""Every code `check` can give: what it is called, why it matters, what to do.

Codes are public API: they stand in 已知提示, in the documentation and in tests, and are never reused.
P1xx reading and structure, P2xx arithmetic, P3xx formalism, P4xx sources, P5xx cases, P6xx refused items.
"""

from dataclasses import dataclass

from bihuan.basics.problems import Place, Problem, Severity
from bihuan.packs.explained.reading import READING
from bihuan.packs.explained.refusals import GROUNDS, REFUSED
from bihuan.packs.explained.structure import STRUCTURE
from bihuan.packs.explained.warnings import WARNINGS

ERROR, WARNING = Severity.ERROR, Severity.WARNING


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem with its standing explanation."""

    code: str
    severity: Severity
    title: str
    why: str
    todo: str


def _table() -> dict[str, Code]:
    errors = (*READING, *STRUCTURE, *GROUNDS, *REFUSED)
    rows = [(row, ERROR) for row in errors] + [(row, WARNING) for row in WARNINGS]
    codes = [Code(code, severity, title, why, todo) for (code, title, why, todo), severity in rows]
    return {code.code: code for code in sorted(codes, key=lambda code: code.code)}


CODES: dict[str, Code] = _table()
"""The table by code, in order."""


def problem(code: str, place: Place, what: str, *, todo: str = "", why: str = "") -> Problem:
    """Make a problem of this code at ``place``; ``what`` is the particular sentence, the rest comes from the table."""
    known = CODES[code]
    return Problem(code, known.severity, place, what, why or known.why, todo or known.todo)
