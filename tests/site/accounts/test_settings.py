"""How the room behaves under other settings, each in a process of its own; and under many at once."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from bihuan_site.accounts import attempts

SCRIPT = """
import django; django.setup()
from django.conf import settings
from django.core.checks import run_checks
from bihuan_site.shared.routes import routes
assert not run_checks(), run_checks()
print(*sorted(route.name for route in routes()))
print(settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.PASSWORD_DAYS)
"""


def started(folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """What a site started with these settings says."""
    settings = {f"BIHUAN_{name}": value for name, value in given.items()}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BIHUAN_")}
    paths = os.pathsep.join(path for path in sys.path if path)
    module = {"DJANGO_SETTINGS_MODULE": "bihuan_site.config.settings", "PYTHONPATH": paths}
    environment = {**kept, **module, "BIHUAN_DATA": str(folder / "data"), **settings}
    command = [sys.executable, "-c", SCRIPT]
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8")


def test_with_https_there_are_passkeys_and_cookies_bound_to_the_host(tmp_path: Path) -> None:
    done = started(tmp_path, HTTPS="1")
    assert done.returncode == 0, done.stderr
    assert "mfa_add_webauthn" in done.stdout
    assert "__Host-sessionid True 90" in done.stdout


def test_the_other_profile_asks_for_no_change_of_password(tmp_path: Path) -> None:
    done = started(tmp_path, PASSWORD_PROFILE="asvs")
    assert done.stdout.splitlines()[-1] == "sessionid False 0", done.stderr


def test_an_unknown_profile_does_not_start(tmp_path: Path) -> None:
    done = started(tmp_path, PASSWORD_PROFILE="none")
    assert done.returncode != 0
    assert "BIHUAN_PASSWORD_PROFILE 只能是 dengbao、asvs" in done.stderr


@pytest.mark.parametrize("key", ["django-insecure-" + "x" * 50, "changeme"])
def test_an_example_of_a_secret_key_does_not_start(tmp_path: Path, key: str) -> None:
    done = started(tmp_path, SECRET_KEY=key)
    assert done.returncode != 0
    assert "BIHUAN_SECRET_KEY 太弱" in done.stderr


@pytest.mark.django_db(transaction=True)
def test_many_guesses_at_once_get_no_further_than_one_after_another() -> None:
    def guess(_: int) -> int:
        try:
            return attempts.begin("ry-015", "10.0.0.66")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(guess, range(24)))
    assert waits.count(0) == attempts.FREE
