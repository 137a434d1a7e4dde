"""What the site's tests share: Django on a database of this process, an agency, and a browser."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support import site_settings

FOLDER = site_settings.prepare()

from tests.support.chromium import browsing, running_chromium  # noqa: E402 Django is set first
from tests.support.looking import axe as check_accessibility  # noqa: E402 Django is set first
from tests.support.looking import picture as take_picture  # noqa: E402 Django is set first

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer
    from pytest_django.plugin import DjangoDbBlocker


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    site_settings.tidy(FOLDER)


@pytest.fixture(scope="session", autouse=True)
def queries_are_asked_for(django_db_blocker: "DjangoDbBlocker") -> Iterator[None]:
    """A test reaches the database only when it says so (``db``, ``agency``, …), also when Django started late."""
    with django_db_blocker.block():
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(queries_are_asked_for: None) -> Iterator[None]:
    """The server or file of this process, before the test database is made on it."""
    with site_settings.running_database(FOLDER):
        yield


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """The browser of this process; tests that use it are marked ``browser``."""
    with running_chromium() as browser:
        yield browser


@pytest.fixture
def new_visitor(chromium: "Browser", live_server: "LiveServer") -> Iterator[Callable[..., "BrowserContext"]]:
    """``new_visitor(script=False, phone=True)``: a window nobody has logged in to."""
    with ExitStack() as open_windows:
        yield lambda **how: open_windows.enter_context(browsing(chromium, live_server.url, **how))


@pytest.fixture
def axe() -> Callable[["Page"], None]:
    """``axe(page)``: the page has no fault of accessibility."""
    return check_accessibility


@pytest.fixture
def picture() -> Callable[..., list[Path]]:
    """``picture(page, "score")``: saves score-1440.png and score-390.png in build/pictures/."""
    return take_picture
