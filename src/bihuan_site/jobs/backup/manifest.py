"""The first page of an archive: what is in it, from which program and schema, with the hash of every part."""

import json
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from typing import Any

from django.db import connections
from django.db.migrations.loader import MigrationLoader

FORMAT = 1
NAME = "manifest.json"
TABLE, FILE = "tables/{}.jsonl", "files/{}"


@dataclass(slots=True)
class Part:
    """One member of the archive."""

    sha256: str
    size: int
    rows: int = 0


@dataclass(slots=True)
class Manifest:
    """What an archive says of itself. ``schema`` names the last migration of each room."""

    made: str
    format: int = FORMAT
    program: str = field(default_factory=lambda: version("bihuan"))
    database: str = ""
    schema: dict[str, list[str]] = field(default_factory=dict)
    audit_head: tuple[int, str] = (0, "")
    parts: dict[str, Part] = field(default_factory=dict)
    missing_files: list[str] = field(default_factory=list)

    def written(self) -> bytes:
        """Give the page as bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()


def read(content: bytes) -> Manifest:
    """Read the page. Raises ``ValueError``, ``KeyError`` or ``TypeError`` for anything else."""
    given: dict[str, Any] = json.loads(content)
    parts = {name: Part(**part) for name, part in given.pop("parts").items()}
    sequence, digest = given.pop("audit_head")
    return Manifest(**given, parts=parts, audit_head=(int(sequence), str(digest)))


def schema_of_program() -> dict[str, list[str]]:
    """Give the last migration of each room, as this program has them."""
    loader = MigrationLoader(None)
    found: dict[str, list[str]] = {}
    for room, name in sorted(loader.graph.leaf_nodes()):
        found.setdefault(room, []).append(name)
    return found


def unmigrated(alias: str) -> bool:
    """Whether the database lacks a migration this program has."""
    loader = MigrationLoader(connections[alias])
    return any(node not in loader.applied_migrations for node in loader.graph.leaf_nodes())
