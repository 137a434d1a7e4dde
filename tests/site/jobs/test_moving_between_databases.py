"""A backup of one database is restored on the other, and back, by the commands a person types."""

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bihuan_site.jobs.backup import manifest
from bihuan_site.jobs.backup.tables import NOT_REVIVED
from tests.support import postgres

REPO = Path(__file__).resolve().parents[3]
FILL = "import django; django.setup(); from tests.support.site_agency import *; found_agency(); publish_demo_pack()"


class Site:
    """A site of its own: a data folder and a database, run by commands."""

    def __init__(self, data: Path, database: str = "") -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BIHUAN_")}
        self.environment = {
            **kept,
            "BIHUAN_DATA": str(data),
            "BIHUAN_DATABASE": database,
            "BIHUAN_DEMO_DAY": "2026-06-18",
            "DJANGO_SETTINGS_MODULE": "bihuan_site.config.settings",
            "PYTHONPATH": os.pathsep.join([str(REPO), str(REPO / "src")]),
        }

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], env=self.environment, cwd=REPO, capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def command(self, *words: str) -> str:
        return self.run("-m", "bihuan_site.config.command", *words)


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("server")
    for one in (folder, *folder.parents):  # the owner of the server passes through
        if one == Path(tempfile.gettempdir()):
            break
        one.chmod(0o755)
    with postgres.postgresql(folder):
        made = [postgres.programs() / "psql", "-h", str(folder), "-U", "bihuan", "-d", "postgres", "-c"]
        subprocess.run([*made, "CREATE DATABASE bihuan"], check=True, capture_output=True)
        yield postgres.address(folder)


def parts(archive: Path) -> dict[str, str]:
    with zipfile.ZipFile(archive) as opened:
        listed = json.loads(opened.read(manifest.NAME))["parts"]
    changed = {"audit.auditrow", *NOT_REVIVED}
    left_out = {manifest.TABLE.format(name) for name in changed}
    return {name: part["sha256"] for name, part in listed.items() if name not in left_out}


@pytest.mark.long
def test_a_site_moves_to_the_other_database_and_back_unchanged(tmp_path: Path, server: str) -> None:
    first, second, third = Site(tmp_path / "1"), Site(tmp_path / "2", server), Site(tmp_path / "3")
    first.command("migrate")
    first.run("-c", FILL)
    first.command("backup", str(tmp_path / "a.zip"))
    second.command("restore", str(tmp_path / "a.zip"))
    second.command("backup", str(tmp_path / "b.zip"))
    third.command("restore", str(tmp_path / "b.zip"))
    third.command("backup", str(tmp_path / "c.zip"))
    assert parts(tmp_path / "a.zip") == parts(tmp_path / "b.zip") == parts(tmp_path / "c.zip")
    assert len(parts(tmp_path / "a.zip")) > 20
