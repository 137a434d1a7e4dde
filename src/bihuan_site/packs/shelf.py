"""The packs that come with the program, as their first file says; nothing is read in full until one is installed."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

SHELF = Path(__file__).resolve().parents[3] / "packs"
HEAD = re.compile(r"^(规则包|版本|发布单位|残缺|虚构|考核周期):\s*(.+?)\s*$", re.M)


@dataclass(frozen=True, slots=True)
class Shipped:
    """One pack of the shelf. ``name`` is its id and its folder's name."""

    name: str
    title: str
    version: str
    issuer: str
    is_incomplete: bool
    is_invented: bool

    @property
    def folder(self) -> Path:
        """Where it stands."""
        return SHELF / self.name


@lru_cache(maxsize=1)
def shipped() -> tuple[Shipped, ...]:
    """List the packs of the shelf: usable ones first, then incomplete ones, by title."""
    found = [_shipped(path) for path in sorted(SHELF.glob("*/pack.yaml"))]
    return tuple(sorted(found, key=lambda one: (one.is_incomplete, one.title)))


def shipped_named(name: str) -> Shipped | None:
    """Give one pack of the shelf by its id, or None."""
    return next((one for one in shipped() if one.name == name), None)


def _shipped(path: Path) -> Shipped:
    said = {key: value.strip("'\"") for key, value in HEAD.findall(path.read_text(encoding="utf-8"))}
    return Shipped(
        name=path.parent.name,
        title=said.get("规则包", path.parent.name),
        version=said.get("版本", ""),
        issuer=said.get("发布单位", ""),
        is_incomplete=said.get("残缺") == "是",
        is_invented=said.get("虚构") == "是",
    )
