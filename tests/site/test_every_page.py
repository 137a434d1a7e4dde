"""Every page of the permission table, opened in Chromium by somebody it is open to: nothing is wrong with any of them.

The pages come from the table itself, so a new route is swept the day it is declared; where it has a parameter,
tests/support/site_rows.py says what stands for it. The daily part opens each page once on a desk; the long one opens
it on a desk and a phone, in large text, by keyboard, and without script.
"""

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from bihuan_site.shared.roles import Role
from tests.support.chromium import Faults, log_in
from tests.support.site_rows import Rows
from tests.support.site_sweep import Visit, faults_of, faults_of_keyboard, readable, visitor, visits

NewVisitor = Callable[..., BrowserContext]
ClientAs = Callable[[Role | str], Client]
VISITORS = sorted({visitor(route, allowed) or "" for route, allowed in readable()})


@pytest.fixture
def opened(new_visitor: NewVisitor, client_as: ClientAs, live_server: LiveServer) -> Callable[..., "Sweep"]:
    """``opened(role)``: somebody's browser that goes through pages and notes what is wrong."""

    def one(who: Role | None, **how: bool) -> Sweep:
        context = new_visitor(**how)
        if who:
            log_in(context, client_as(who).cookies["sessionid"].value, live_server.url)
        return Sweep(context, client_as(who) if who else Client(), live_server.url)

    return one


class Sweep:
    """A browser and a client of one person, going from page to page."""

    def __init__(self, context: BrowserContext, client: Client, address: str) -> None:
        self.client, self.page, self.context, self.url = client, context.new_page(), context, address
        self.watched, self.wrong = Faults(urlsplit(address).netloc), list[str]()
        self.watched.watch(context)

    def opens(self, visit: Visit) -> bool:
        """Open a page; False where the address gives a file or leads elsewhere, which are only asked for."""
        answer = self.client.get(visit.address)
        kind = answer.headers.get("Content-Type", "")
        answer.close()
        if answer.status_code in (301, 302):
            self.note(visit, self.client.get(visit.address, follow=True).status_code != 200, "leads to no page")
            return False
        self.note(visit, answer.status_code != 200, f"answers {answer.status_code}")
        if answer.status_code != 200 or not kind.startswith("text/html"):
            return False
        self.page.goto(self.url + visit.address)
        return True

    def note(self, visit: Visit, wrong: bool, words: str) -> None:
        """Keep what is wrong, with the page it is about."""
        if wrong:
            size = self.page.viewport_size or {"width": 0}
            self.wrong.append(f"{visit.route.name} {visit.address} ({visit.who}, {size['width']}): {words}")

    def judge(self, visit: Visit, found: Iterable[str]) -> None:
        """Keep every fault of a page, and what the browser said while it was open."""
        for words in (*found, *self.watched.found):
            self.note(visit, True, words)
        self.watched.found.clear()


def of(rows: Rows, who: Role | str) -> list[Visit]:
    """The pages somebody opens."""
    return [visit for visit in visits(rows) if (visit.who or "") == who]


def test_every_parameter_of_every_page_has_something_to_stand_for_it(rows: Rows) -> None:
    lacking = [f"{visit.route.name}: {', '.join(visit.unfilled)}" for visit in visits(rows) if visit.unfilled]
    assert lacking == [], "say in tests/support/site_rows.py what stands for these"


@pytest.mark.browser
@pytest.mark.parametrize("who", VISITORS, ids=lambda who: str(who) or "nobody")
def test_every_page_opens_without_a_fault(rows: Rows, opened: Callable[..., Sweep], who: Role | str) -> None:
    sweep = opened(who or None)
    for visit in of(rows, who):
        if not visit.unfilled and sweep.opens(visit):
            sweep.judge(visit, faults_of(sweep.page))
    assert not sweep.wrong, "\n".join(sweep.wrong)


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.parametrize("who", VISITORS, ids=lambda who: str(who) or "nobody")
def test_every_page_fits_a_phone_and_is_gone_through_by_keyboard(
    rows: Rows, opened: Callable[..., Sweep], who: Role | str
) -> None:
    for phone in (True, False):
        sweep = opened(who or None, phone=phone)
        for visit in of(rows, who):
            if not visit.unfilled and sweep.opens(visit):
                found = faults_of(sweep.page) if phone else []
                sweep.judge(visit, [*found, *faults_of_keyboard(sweep.page)])
        assert not sweep.wrong, "\n".join(sweep.wrong)


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("who", VISITORS, ids=lambda who: str(who) or "nobody")
def test_every_page_fits_in_large_text(rows: Rows, opened: Callable[..., Sweep], who: Role | str, phone: bool) -> None:
    sweep = opened(who or None, phone=phone)
    sweep.context.add_cookies([{"name": "large", "value": "1", "url": sweep.url}])
    for visit in of(rows, who):
        if not visit.unfilled and sweep.opens(visit):
            sweep.judge(visit, faults_of(sweep.page))
    assert not sweep.wrong, "\n".join(sweep.wrong)


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.parametrize("who", VISITORS, ids=lambda who: str(who) or "nobody")
def test_every_page_shows_the_same_forms_without_script(
    rows: Rows, opened: Callable[..., Sweep], who: Role | str
) -> None:
    plain, lively = opened(who or None, script=False), opened(who or None)
    for visit in of(rows, who):
        if not visit.unfilled and plain.opens(visit) and lively.opens(visit):
            with_script, without = (controls(sweep.page) for sweep in (lively, plain))
            plain.note(visit, not without >= with_script, f"only with script: {sorted(with_script - without)}")
    assert not plain.wrong, "\n".join(plain.wrong)


def controls(page: Page) -> set[str]:
    """The controls a page offers, by name or words, as a person sees them."""
    shown = page.locator("main :is(input:not([type=hidden]), select, textarea, button[name])")
    return {
        f"{one.get_attribute('name')}={one.get_attribute('value') or ''}" if one.get_attribute("name") else ""
        for one in shown.all()
    }


def test_the_sweep_visits_what_the_permission_table_lists(rows: Rows) -> None:
    assert {visit.route.name for visit in visits(rows)} == {route.name for route, _ in readable()}
    assert len(visits(rows)) > 80
