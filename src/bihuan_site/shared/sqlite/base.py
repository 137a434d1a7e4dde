"""The database backend: Django's own for SQLite, with durable settings and a queue in front of writers.

SQLite's own waiting is unfair: under load one writer may starve. Every transaction that writes therefore first takes a
file lock beside the database; the kernel hands it out in the order of asking. Write-ahead logging is used only where
the linked SQLite has the fix for its corruption race (3.51.3); older ones keep a rollback journal.
"""

import fcntl
import os
import sqlite3
from typing import Any

from django.db.backends.sqlite3 import base

SAFE_WAL = (3, 51, 3)


def journal_mode() -> str:
    """Give the journal mode that is safe with the linked SQLite and several processes."""
    return "wal" if sqlite3.sqlite_version_info >= SAFE_WAL else "truncate"


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions queue for the write lock."""

    _queue: int | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open a connection on which each commit reaches the disk before it is acknowledged."""
        connection = super().get_new_connection(conn_params)
        connection.execute(f"PRAGMA journal_mode={journal_mode()}").close()
        connection.execute("PRAGMA synchronous=FULL").close()
        connection.execute("PRAGMA mmap_size=0").close()
        connection.execute("PRAGMA cache_spill=OFF").close()  # a long write shuts no reader out before it commits
        connection.execute("PRAGMA cache_size=-20000").close()
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        self._enter_queue()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # Django's types leave it out
        except BaseException:
            self._leave_queue()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]  # Django's types leave it out
        finally:
            self._leave_queue()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]  # Django's types leave it out
        finally:
            self._leave_queue()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]  # Django's types leave it out
        finally:
            self._leave_queue()

    def _enter_queue(self) -> None:
        if self._queue is not None or self.is_in_memory_db():
            return
        handle = os.open(f"{self.settings_dict['NAME']}.queue", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except BaseException:
            os.close(handle)
            raise
        self._queue = handle

    def _leave_queue(self) -> None:
        if self._queue is not None:
            os.close(self._queue)
            self._queue = None
