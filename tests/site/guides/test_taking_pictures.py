"""The pictures of the guides, taken from the pages as they are; `make pictures` keeps them under docs/pictures/site."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from bihuan_site.scoring.refreshing import refresh_all
from tests.support.looking import BUILD
from tests.support.site_pictures import MOST_BYTES, TAKEN, Picture
from tests.support.site_png import smaller
from tests.support.site_rows import Rows
from tests.support.site_sweep import Visit, readable

Opened = Callable[..., Page]
KEPT_IN = "PICTURES"
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 760}


@pytest.mark.browser
def test_the_pictures_of_the_guides_are_taken(rows: Rows, browser_page: Opened, live_server: LiveServer) -> None:
    refresh_all()
    folder = Path(os.environ.get(KEPT_IN, BUILD / "pictures" / "guides"))
    folder.mkdir(parents=True, exist_ok=True)
    sizes = {one.name: taken(one, rows, browser_page, live_server.url, folder) for one in TAKEN}
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}


def taken(one: Picture, rows: Rows, browser_page: Opened, address: str, folder: Path) -> int:
    """Open a page and keep its first screen; gives the size of the picture."""
    routes = {route.name: route for route, _ in readable()}
    page = browser_page(one.who, phone=one.phone)
    page.set_viewport_size(PHONE if one.phone else DESK)  # type: ignore[arg-type]  # a plain dict is what playwright reads
    page.goto(address + Visit(routes[one.route], one.who, rows).address)
    path = folder / f"{one.name}.png"
    shown = page.screenshot(animations="disabled")
    browser = page.context.browser
    assert browser is not None
    path.write_bytes(smaller(browser, shown))
    return path.stat().st_size
