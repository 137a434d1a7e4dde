"""One shape for everything that is wrong with an input: what, where, why, what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the work; a warning is shown and may be accepted by the owner."""

    ERROR = "错误"
    WARNING = "提示"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem stands: a file with line and column, or a sheet with row and column letter."""

    file: str = ""
    line: int = 0
    column: int = 0
    sheet: str = ""
    cell: str = ""
    path: str = ""

    def __str__(self) -> str:
        if self.sheet:
            where = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
            return f"{self.file} {where}".strip()
        if self.line:
            return f"{self.file}:{self.line}:{self.column}"
        return self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input.

    ``code`` is stable public API (``P…`` packs, ``L…`` ledgers, ``C…`` command line); ``what``, ``why`` and
    ``todo`` are sentences in Chinese; ``place`` says where; ``path`` inside it is the key path in a pack.
    """

    code: str
    severity: Severity
    place: Place
    what: str
    why: str = ""
    todo: str = ""

    def __str__(self) -> str:
        parts = [f"{self.place} {self.severity}[{self.code}] {self.what}"]
        if self.why:
            parts.append(f"  原因：{self.why}")
        if self.todo:
            parts.append(f"  怎么办：{self.todo}")
        return "\n".join(parts)


class ProblemsError(Exception):
    """Raised when an input cannot be used; carries every problem found, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
