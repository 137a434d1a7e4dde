"""Lists and forms on A4: no menu, no buttons, nothing cut off at the right, words that can be read."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from bihuan_site.shared.roles import Role
from tests.support.site_rows import Rows

pytestmark = pytest.mark.browser

Opened = Callable[..., Page]
A4_WIDTH = 794
"""210 mm at 96 points an inch, as Chromium lays a printed page out."""

PAGES = (
    (Role.OFFICE, "/organisations/?view=list"),
    (Role.OFFICE, "/people/"),
    (Role.OFFICE, "/liaison/"),
    (Role.OFFICE, "/tasks/"),
    (Role.OFFICE, "/duties/"),
    (Role.OFFICE, "/decomposition/"),
    (Role.OFFICE, "/activities/"),
    (Role.OFFICE, "/exemptions/"),
    (Role.OFFICE, "/signing/"),
    (Role.OFFICE, "/scores/"),
    (Role.BRANCH_SECRETARY, "/activities/new/?kind=主题党日"),
    (Role.BRANCH_SECRETARY, "/activities/coverage/"),
    (Role.BRANCH_SECRETARY, "/branches/zb-001/score/2026H1/"),
    (Role.BRANCH_SECRETARY, "/exemptions/new/"),
    (Role.BRANCH_SECRETARY, "/duties/duty.branch.theme_day/"),
)
LEFT_OUT = "nav.tabs, .side, .top, .topbar, .filters, button, .btn, .pages"
CUT = """
width => [...document.querySelectorAll('main th, main td, main h1, main h2, main p, main dd, main li')]
  .filter(one => one.getClientRects().length && getComputedStyle(one).clipPath === 'none'
    && !one.closest('.vh') && one.getBoundingClientRect().right > width + 1)
  .slice(0, 3).map(one => one.outerHTML.slice(0, 120).replace(/\\s+/g, ' '))
"""


@pytest.mark.parametrize("who", [Role.OFFICE, Role.BRANCH_SECRETARY], ids=lambda who: who.name.lower())
def test_a_page_prints_whole_and_without_its_frame(
    rows: Rows, browser_page: Opened, live_server: LiveServer, who: Role
) -> None:
    page, wrong = browser_page(who), list[str]()
    for address in (address for role, address in PAGES if role is who):
        page.goto(f"{live_server.url}{address}")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": A4_WIDTH - 96, "height": 1123})
        wrong += [f"{address}: {words}" for words in faults(page)]
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": 1440, "height": 900})
    assert not wrong, "\n".join(wrong)


def faults(page: Page) -> Iterator[str]:
    """What a printed page shows that paper does not want, and what paper would cut."""
    for one in page.locator(LEFT_OUT).all():
        if one.is_visible():
            yield f"printed: {one.evaluate('one => one.outerHTML.slice(0, 100)')}"
            break
    yield from (f"cut: {words}" for words in page.evaluate(CUT, A4_WIDTH - 96))
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    if not pdf.startswith(b"%PDF"):
        yield "no PDF"
    if b"/MediaBox [0 0 594.95996 841.91998]" not in pdf and b"/MediaBox [0 0 595" not in pdf:
        yield "not A4 upright"
