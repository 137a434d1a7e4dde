"""The pages of the project as the documentation tests see them: their code blocks, headings and links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
SHAPES, SHELL, NOTATION = "片段", "外壳", "写法"

_FENCE = re.compile(r"^(\s*)```(.*)$")


@dataclass(frozen=True)
class CodeBlock:
    """One fenced block: its language, the words after it, where it stands, what it says."""

    page: str
    line: int
    heading: str
    language: str
    words: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}（{self.heading}）"

    def setting(self, name: str) -> str:
        """What the block sets ``name`` to in its first line (```` ```yaml file=x ````), or nothing."""
        return next((word.partition("=")[2] for word in self.words if word.startswith(f"{name}=")), "")


@cache
def pages() -> tuple[Path, ...]:
    """Every page of documentation, in order."""
    top = sorted(REPO.glob("*.md"))
    folders = sorted((REPO / "src" / "bihuan").glob("*/README.md"))
    return (*top, *sorted((REPO / "docs").rglob("*.md")), *folders)


def page(name: str) -> Path:
    """The page with this path from the top of the project."""
    return REPO / name


def blocks_of(path: Path) -> Iterator[CodeBlock]:
    """Every fenced block of a page, in order."""
    name = path.relative_to(REPO).as_posix()
    heading, opened, words, lines = "", 0, [""], list[str]()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        fence = _FENCE.match(line)
        if fence and not opened:
            opened, words, lines = number, fence[2].split() or [""], []
        elif fence:
            text = "\n".join(lines) + "\n"
            yield CodeBlock(name, opened, heading, words[0], tuple(words[1:]), text)
            opened = 0
        elif opened:
            lines.append(line)
        elif line.startswith("#"):
            heading = line.lstrip("# ")


def all_blocks() -> list[CodeBlock]:
    """Every fenced block of every page."""
    return [block for path in pages() for block in blocks_of(path)]
