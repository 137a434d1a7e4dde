"""The files of the project as the house rules see them: what git tracks or would add, each Python file parsed once."""

import ast
import io
import subprocess
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
SOURCE = "src/"
ENGINE = "src/bihuan/"
SITE = "src/bihuan_site/"
MIGRATIONS = "/migrations/"  # written by Django from the models


@dataclass(frozen=True)
class Comment:
    """One comment of a Python file."""

    line: int
    text: str


Where = ast.stmt | ast.expr | ast.excepthandler | Comment | int


@dataclass(frozen=True)
class Module:
    """One Python file: where it is, what it says, and its syntax tree."""

    path: str
    text: str
    tree: ast.Module = field(repr=False)

    @classmethod
    def parse(cls, path: str, text: str) -> "Module":
        return cls(path, text, ast.parse(text, filename=path))

    @property
    def line_count(self) -> int:
        return len(self.text.splitlines())

    def nodes(self) -> Iterator[ast.AST]:
        return ast.walk(self.tree)

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in self.nodes() if isinstance(node, ast.Call))

    def comments(self) -> Iterator[Comment]:
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type == tokenize.COMMENT:
                yield Comment(token.start[0], token.string)

    def at(self, where: Where, what: str) -> str:
        """An offence as one line a terminal can open: path:line: what."""
        line = where if isinstance(where, int) else where.line if isinstance(where, Comment) else where.lineno
        return f"{self.path}:{line}: {what}"


@cache
def files() -> tuple[str, ...]:
    """Every path git tracks or would add, sorted; files deleted but not yet committed are left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPO,
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    return tuple(sorted({path for path in listed.split("\0") if path and (REPO / path).is_file()}))


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file of the project, parsed."""
    paths = (path for path in files() if path.endswith(".py"))
    return tuple(Module.parse(path, (REPO / path).read_text(encoding="utf-8")) for path in paths)


def modules_in(*folders: str) -> tuple[Module, ...]:
    """The Python files under the folders named."""
    return tuple(module for module in modules() if module.path.startswith(folders))


def written_by_hand(found: tuple[Module, ...]) -> tuple[Module, ...]:
    """The modules without those a program wrote."""
    return tuple(module for module in found if MIGRATIONS not in module.path)


def dotted(node: ast.AST) -> str:
    """The dotted name an expression spells (``pytest.mark.skip``), or what of it can be spelled."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def refuse(offences: Iterable[str], advice: str) -> None:
    """Fail with every offence on a line of its own, and what to do about them."""
    found = list(offences)
    assert not found, "\n".join([f"{len(found)} offence(s). {advice}", *found])
