"""How the site is set in tests: its own data folder, no setting of this machine, SQLite or PostgreSQL."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support import postgres

WHICH = "BIHUAN_TEST_DATABASE"
SQLITE, POSTGRESQL = "sqlite", "postgresql"
ENOUGH = 512 * 1024 * 1024


def prepare() -> Path:
    """Set the environment and start Django; gives the folder that holds everything this process writes."""
    import django

    folder = Path(tempfile.mkdtemp(prefix="bihuan-site-", dir=roomy_memory() if database() == SQLITE else None))
    folder.chmod(0o755)  # the owner of a PostgreSQL server passes through
    (folder / "data" / "static").mkdir(
        parents=True
    )  # where a deployment collects static files; tests serve them as they are
    for name in [name for name in os.environ if name.startswith("BIHUAN_") and name != WHICH]:
        del os.environ[name]
    os.environ.update(BIHUAN_DATA=str(folder / "data"), BIHUAN_TESTING="1")
    if database() == POSTGRESQL:
        os.environ["BIHUAN_DATABASE"] = postgres.address(folder / "server")
    os.environ["DJANGO_SETTINGS_MODULE"] = "bihuan_site.config.settings"
    try:
        django.setup()
    except BaseException:
        tidy(folder)
        raise
    del os.environ["DJANGO_SETTINGS_MODULE"]  # or the other processes of this run would start Django on these settings
    return folder


def roomy_memory() -> str | None:
    """A file system in memory, where SQLite need not wait for a disk at every commit; None where there is none."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ENOUGH
    return str(memory) if roomy else None


def database() -> str:
    """Which database this run is about."""
    chosen = os.environ.get(WHICH, SQLITE)
    assert chosen in (SQLITE, POSTGRESQL), f"{WHICH} is {chosen}: write {SQLITE} or {POSTGRESQL}"
    return chosen


@contextmanager
def running_database(folder: Path) -> Iterator[None]:
    """The database server, where there is one, and the test database's place: a file, as in production, for SQLite."""
    from django.conf import settings

    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
    if database() == SQLITE:
        settings.DATABASES["default"]["TEST"]["NAME"] = str(folder / "test.sqlite3")
        yield
        return
    (folder / "server").mkdir()
    with postgres.postgresql(folder / "server"):
        yield


def tidy(folder: Path) -> None:
    """Remove what the run wrote."""
    shutil.rmtree(folder, ignore_errors=True)
