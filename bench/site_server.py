"""A site of the invented agency, filled once a size and served by two workers, for the measurements of pages."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

DAY = "2026-06-18"
WORKERS = 2
COOKIES = """
import django; django.setup()
from django.test import Client
from bihuan_site.accounts.models import Account
for name in ("shuji", "bangong", "dangyuan"):
    client = Client(); client.force_login(Account.objects.get(username=name))
    print(name, client.cookies["sessionid"].value)
"""


@dataclass(frozen=True)
class Site:
    """A running site: its port and a session for each name."""

    port: int
    sessions: dict[str, str]

    def get(self, who: str, address: str) -> tuple[int, float]:
        """Ask for a page once; give its status and the seconds until its last byte."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        begun = time.perf_counter()
        connection.request("GET", address, headers={"Cookie": f"sessionid={self.sessions[who]}"})
        answer = connection.getresponse()
        answer.read()
        seconds = time.perf_counter() - begun
        connection.close()
        return answer.status, seconds


def environment(folder: Path) -> dict[str, str]:
    """The environment of a site that keeps its data in ``folder``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BIHUAN_")}
    settings = {"DJANGO_SETTINGS_MODULE": "bihuan_site.config.settings"}
    return kept | settings | {"BIHUAN_DATA": str(folder), "BIHUAN_DEMO_DAY": DAY}


def filled(folder: Path, branches: int) -> None:
    """Fill the site in ``folder`` with the invented agency, unless it is there from an earlier measurement."""
    if not (folder / "filled").exists():
        command = [sys.executable, "-m", "bihuan_site.config.command", "demo", "--branches", str(branches)]
        subprocess.run(command, env=environment(folder), check=True, stdout=sys.stderr)
        (folder / "filled").touch()


@contextmanager
def running(folder: Path) -> Iterator[Site]:
    """Serve the site in ``folder`` with two workers while the block runs."""
    env = environment(folder)
    cookies = subprocess.run([sys.executable, "-c", COOKIES], env=env, check=True, capture_output=True, text=True)
    sessions = dict(line.split() for line in cookies.stdout.splitlines())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    place = ["--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--log-level", "error"]
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", "bihuan_site.config.wsgi", *place], env=env)
    try:
        site = Site(port, sessions)
        _wait(site)
        yield site
    finally:
        server.terminate()
        server.wait()


def _wait(site: Site) -> None:
    for _ in range(200):
        try:
            site.get("shuji", "/help/")
            return
        except ConnectionError:
            time.sleep(0.1)
    raise RuntimeError("the site did not start within 20 seconds")
