"""What the site's tests share: Django on a database of this process, an agency, and a browser."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from tests.support import site_settings

FOLDER = site_settings.prepare()

from bihuan_site.accounts.middleware import HAT  # noqa: E402 Django is set first
from bihuan_site.shared.actor import Actor  # noqa: E402 Django is set first
from bihuan_site.shared.roles import Role  # noqa: E402 Django is set first
from tests.support.chromium import browsing, log_in, running_chromium  # noqa: E402 Django is set first
from tests.support.looking import axe as check_accessibility  # noqa: E402 Django is set first
from tests.support.looking import picture as take_picture  # noqa: E402 Django is set first
from tests.support.site_agency import DAY, Agency, found_agency, publish_demo_pack  # noqa: E402 Django is set first

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.live_server_helper import LiveServer
    from pytest_django.plugin import DjangoDbBlocker

    from bihuan_site.packs.models import PackVersion
    from tests.support.site_rows import Rows


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


@pytest.fixture(autouse=True)
def business_day(settings: "SettingsWrapper") -> date:
    """The business day, 2026-06-18; for another one: ``settings.DEMO_DAY = date(…)``."""
    settings.DEMO_DAY = DAY
    return DAY


@pytest.fixture
def agency(db: None) -> Agency:
    """A small agency with somebody in every role; see tests/support/site_agency.py."""
    return found_agency()


@pytest.fixture
def pack(agency: Agency) -> "PackVersion":
    """The demo pack, published and in force in the agency."""
    return publish_demo_pack()


@pytest.fixture
def five_to_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock on the wall of meetings: 8:55 on the business day, when one may check in for nine o'clock."""
    moment = timezone.make_aware(datetime.combine(DAY, time(8, 55)))
    monkeypatch.setattr("bihuan_site.progress.checkin.codes.there_now", lambda: moment)


@pytest.fixture
def rows(agency: Agency, five_to_nine: None, settings: "SettingsWrapper", tmp_path: Path) -> "Rows":
    """One row of everything the site keeps, so that every page has something to show (tests/support/site_rows.py)."""
    from tests.support.site_rows import made_rows

    settings.MEDIA_ROOT = tmp_path / "files"
    return made_rows(agency)


@pytest.fixture
def actor_of(agency: Agency) -> Callable[..., Actor]:
    """``actor_of(Role.OFFICE)`` or ``actor_of("ry-015")``: whoever acts, for calling an action or a query."""
    return agency.actor


@pytest.fixture
def client_as(agency: Agency) -> Callable[[Role | str], "Client"]:
    """``client_as(Role.OFFICE)`` or ``client_as("ry-015")``: a test client logged in, the hat of the role put on."""

    def logged_in(who: Role | str) -> "Client":
        client = Client()
        client.force_login(agency.account(who))
        session = client.session
        session[HAT] = agency.actor(who).hat
        session.save()
        return client

    return logged_in


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
def browser_page(
    new_visitor: Callable[..., "BrowserContext"], client_as: Callable[[Role | str], "Client"], live_server: "LiveServer"
) -> Callable[..., "Page"]:
    """``browser_page(Role.MEMBER, phone=True)``: a page of Chromium logged in as a role or a person."""

    def opened(who: Role | str, **how: bool) -> "Page":
        context = new_visitor(**how)
        log_in(context, client_as(who).cookies["sessionid"].value, live_server.url)
        return context.new_page()

    return opened


@pytest.fixture
def axe() -> Callable[["Page"], None]:
    """``axe(page)``: the page has no fault of accessibility."""
    return check_accessibility


@pytest.fixture
def picture() -> Callable[..., list[Path]]:
    """``picture(page, "score")``: saves score-1440.png and score-390.png in build/pictures/."""
    return take_picture
