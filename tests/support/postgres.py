"""A PostgreSQL server of the tests' own: made in a folder, reached by a socket there, gone with the process."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKAGED = Path("/usr/lib/postgresql")
OWNERS = ("postgres", "nobody")  # who runs the server when root runs the tests
SECONDS_TO_START = 60

# Nothing here is worth keeping, so nothing waits for the disk.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "50",
}


def programs() -> Path:
    """The folder of initdb and postgres, the newest version the machine has."""
    versions = sorted(PACKAGED.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3].split(".")[0]))
    found = versions[-1] if versions else shutil.which("initdb")
    assert found, "PostgreSQL is not installed: make test installs it, or run apt-get install postgresql"
    return Path(found).resolve().parent


def as_owner(folder: Path) -> list[str]:
    """What stands before a server's command: it refuses root, and it must not outlive the tests."""
    with_us = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid() != 0:
        return with_us
    accounts = {account.pw_name: account for account in pwd.getpwall()}
    owner = next(accounts[name] for name in OWNERS if name in accounts)
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return [*with_us, f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]


def address(folder: Path) -> str:
    """How ``BIHUAN_DATABASE`` names the server whose socket stands in ``folder``."""
    return f"postgresql://bihuan@/bihuan?host={folder}"


@contextmanager
def postgresql(folder: Path) -> Iterator[None]:
    """A server in ``folder``, which is empty before; it runs as long as the context."""
    found, before = programs(), as_owner(folder)
    how = ["-U", "bihuan", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    made = subprocess.run(
        [*before, found / "initdb", "-D", folder / "data", *how],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
    )
    assert made.returncode == 0, made.stderr
    given = [f"{key}={value}" for key, value in {**SETTINGS, "unix_socket_directories": str(folder)}.items()]
    with (folder / "log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(
            [*before, found / "postgres", "-D", folder / "data", *(part for one in given for part in ("-c", one))],
            stdout=log,
            stderr=log,
            cwd=folder,
        )
    try:
        await_start(server, folder, found)
        yield
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=SECONDS_TO_START)


def await_start(server: subprocess.Popen[bytes], folder: Path, found: Path) -> None:
    """Wait until the server takes connections; its log says why when it does not."""
    until = time.monotonic() + SECONDS_TO_START
    while subprocess.run([found / "pg_isready", "-q", "-h", folder, "-U", "bihuan", "-d", "postgres"]).returncode:
        stopped = server.poll() is not None or time.monotonic() > until
        assert not stopped, (folder / "log").read_text(encoding="utf-8")
        time.sleep(0.05)
