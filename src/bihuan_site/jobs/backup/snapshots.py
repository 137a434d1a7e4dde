"""A still picture of the database while people go on working."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections, transaction
from django.db.utils import load_backend

ALIAS = "backup"


@contextmanager
def still_picture() -> Iterator[str]:
    """Give the alias of a connection that sees one moment of the database as long as the context lasts."""
    with _copy_of_sqlite() if connection.vendor == "sqlite" else _repeatable_read():
        yield ALIAS


@contextmanager
def _copy_of_sqlite() -> Iterator[None]:
    with tempfile.TemporaryDirectory(prefix="backup-", dir=settings.DATA) as folder:
        copy = Path(folder) / "copy.sqlite3"
        source = sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True, timeout=60)
        with closing(source), closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        with _connected({"ENGINE": "django.db.backends.sqlite3", "NAME": copy, "OPTIONS": {}}):
            yield


@contextmanager
def _repeatable_read() -> Iterator[None]:
    from psycopg import IsolationLevel

    options = {**connection.settings_dict["OPTIONS"], "isolation_level": IsolationLevel.REPEATABLE_READ}
    with _connected({"OPTIONS": options}), transaction.atomic(using=ALIAS):
        yield


@contextmanager
def _connected(changed: dict[str, Any]) -> Iterator[None]:
    described = {**deepcopy(connection.settings_dict), "CONN_MAX_AGE": 0, **changed}
    connections[ALIAS] = load_backend(described["ENGINE"]).DatabaseWrapper(described, ALIAS)
    try:
        yield
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
