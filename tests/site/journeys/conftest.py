"""What journeys share: the agency with its standings reckoned, and people who sit down at a browser."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from bihuan_site.scoring.refreshing import refresh_all
from tests.support.site_agency import Agency, publish_demo_pack

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(autouse=True)
def at_work(agency: Agency) -> Agency:
    """The demo pack in force, obligations and scores as the daily job leaves them."""
    publish_demo_pack()
    refresh_all()
    return agency


@pytest.fixture
def score_on_home() -> Callable[["Page"], str]:
    """``score_on_home(page)``: go to the first page and read the branch's score there."""

    def read(page: "Page") -> str:
        page.goto("/")
        return page.locator(".score-line .fig").inner_text()

    return read
