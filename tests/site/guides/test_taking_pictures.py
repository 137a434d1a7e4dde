"""The pictures of the guides, taken from the pages as they are; `make pictures` keeps them under docs/pictures/site."""

import os
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from bihuan_site.ledger.models import Activity
from bihuan_site.organisations.models import Organisation
from bihuan_site.progress.activities.records import activity_from
from bihuan_site.scoring.refreshing import refresh_all
from tests.support.looking import BUILD
from tests.support.site_activities import a_record, due_on, everybody
from tests.support.site_agency import Agency
from tests.support.site_pictures import MOST_BYTES, TAKEN, Picture
from tests.support.site_png import smaller
from tests.support.site_rows import Rows
from tests.support.site_sweep import Visit, readable

Opened = Callable[..., Page]
KEPT_IN = "PICTURES"
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 760}


@pytest.mark.browser
def test_the_pictures_of_the_guides_are_taken(
    rows: Rows, agency: Agency, browser_page: Opened, live_server: LiveServer
) -> None:
    half_a_year(agency)
    folder = Path(os.environ.get(KEPT_IN, BUILD / "pictures" / "guides"))
    folder.mkdir(parents=True, exist_ok=True)
    sizes = {one.name: taken(one, rows, browser_page, live_server.url, folder) for one in TAKEN}
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}


def half_a_year(agency: Agency) -> None:
    """What most branches have done since January, recorded on the day, so that the pictures show work."""
    held = [
        activity_from(
            Organisation.objects.get(pk=branch),
            a_record(
                kinds=kinds,
                minutes=120,
                day=day,
                group=group,
                chair=agency.secretary_of(branch),
                speakers=(agency.secretary_of(branch),) if "党课" in kinds else (),
                attendance=everybody(branch, day, group),
            ),
            due_on(branch, day, group),
            day,
        )
        for branch in agency.branches[:-1]
        for kinds, day, group in year_so_far(branch)
    ]
    Activity.objects.bulk_create(held)
    refresh_all()


def year_so_far(branch: str) -> Iterator[tuple[tuple[str, ...], date, str]]:
    """The meetings of a branch from January to May: kinds, day, Party group."""
    for month in range(1, 6):
        yield ("主题党日",), date(2026, month, 12), ""
        yield ("支委会",), date(2026, month, 6), ""
        for group in ("xz-01", "xz-02") if branch == "zb-001" and month < 5 else ():
            yield ("党小组会",), date(2026, month, 19), group
    yield ("党员大会", "党课"), date(2026, 3, 20), ""
    for week in range(23):
        day = date(2026, 1, 2) + timedelta(weeks=week)
        yield ("集中学习",), day, ""


def taken(one: Picture, rows: Rows, browser_page: Opened, address: str, folder: Path) -> int:
    """Open a page and keep its first screen; gives the size of the picture."""
    routes = {route.name: route for route, _ in readable()}
    page = browser_page(one.who, phone=one.phone)
    page.set_viewport_size(PHONE if one.phone else DESK)  # type: ignore[arg-type]  # a plain dict is what playwright reads
    page.goto(address + Visit(routes[one.route], one.who, rows).address + one.asked)
    path = folder / f"{one.name}.png"
    shown = page.screenshot(animations="disabled")
    browser = page.context.browser
    assert browser is not None
    path.write_bytes(smaller(browser, shown))
    return path.stat().st_size
