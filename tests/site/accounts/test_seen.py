"""The pages of accounts and trail as a browser shows them: no fault of accessibility, with and without script."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from bihuan_site.accounts.models import Account
from bihuan_site.shared.roles import Role
from tests.support.site_agency import PASSWORD, Agency

pytestmark = pytest.mark.browser

BrowserPage = Callable[..., Page]
Axe = Callable[[Page], None]
Picture = Callable[..., list[Path]]

PAGES = (
    (Role.BRANCH_SECRETARY, "/account/", "own"),
    (Role.BRANCH_SECRETARY, "/account/password/", "password"),
    (Role.BRANCH_SECRETARY, "/account/factors/", "factors"),
    (Role.BRANCH_SECRETARY, "/hat/", "hats"),
    (Role.SECURITY_ADMIN, "/accounts/", "accounts"),
    (Role.SECURITY_ADMIN, "/accounts/?text=nobody", "accounts-empty"),
    (Role.SECURITY_ADMIN, "/accounts/slips/", "slips"),
    (Role.SECURITY_ADMIN, "/accounts/administrators/new/", "administrator"),
    (Role.AUDIT_ADMIN, "/audit/", "trail"),
    (Role.AUDIT_ADMIN, "/audit/verify/", "verify"),
    (Role.MEMBER, "/accounts/", "no-right"),
    (Role.MEMBER, "/nowhere/", "missing"),
)


@pytest.mark.parametrize(("role", "address", "name"), PAGES, ids=[name for _, _, name in PAGES])
def test_a_page_has_no_fault(
    browser_page: BrowserPage, live_server: LiveServer, axe: Axe, picture: Picture, role: Role, address: str, name: str
) -> None:
    page = browser_page(role)
    page.goto(f"{live_server.url}{address}")
    axe(page)
    picture(page, f"accounts-{name}")


def test_one_account_and_its_slip_have_no_fault(
    browser_page: BrowserPage, live_server: LiveServer, axe: Axe, picture: Picture, agency: Agency
) -> None:
    page = browser_page(Role.SECURITY_ADMIN)
    page.goto(f"{live_server.url}/accounts/{agency.account('ry-031').pk}/")
    axe(page)
    picture(page, "accounts-one")
    page.get_by_label("见证人的用户名").fill("nobody")
    page.get_by_role("button", name="重置").click()
    expect(page.get_by_text("见证人要写一个在用账号的用户名。").first).to_be_visible()
    axe(page)
    page.get_by_label("见证人的用户名").fill("ry-904")
    page.get_by_role("button", name="重置").click()
    expect(page.get_by_role("heading", name="激活单", level=1)).to_be_visible()
    axe(page)
    picture(page, "accounts-sheet")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_first_day_of_a_member(
    new_visitor: Callable[..., BrowserContext],
    live_server: LiveServer,
    axe: Axe,
    picture: Picture,
    agency: Agency,
    script: bool,
) -> None:
    from bihuan_site.accounts import slips

    account: Account = agency.account("ry-015")
    account.set_unusable_password()
    account.save()
    code = slips.issue([account], by=None)[0].code
    page = new_visitor(script=script, phone=True).new_page()
    page.goto(f"{live_server.url}/login/")
    if script:
        axe(page)
        picture(page, "accounts-login")
    page.get_by_role("link", name="用激活单设置口令").click()
    page.get_by_label("用户名").fill("ry-015")
    page.get_by_label("激活码").fill(code)
    page.get_by_label("新口令", exact=True).fill("short")
    page.get_by_label("再写一遍新口令").fill("short")
    page.get_by_role("button", name="设置").click()
    expect(page.get_by_text("至少 10 个字符。").first).to_be_visible()
    if script:
        axe(page)
        picture(page, "accounts-activate")
    page.get_by_label("新口令", exact=True).fill(PASSWORD)
    page.get_by_label("再写一遍新口令").fill(PASSWORD)
    page.get_by_role("button", name="设置").click()
    page.get_by_label("用户名").fill("ry-015")
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.goto(f"{live_server.url}/account/")
    expect(page.get_by_role("heading", name="我的账号")).to_be_visible()


def test_the_log_in_goes_by_keyboard_alone(
    new_visitor: Callable[..., BrowserContext], live_server: LiveServer, agency: Agency
) -> None:
    page = new_visitor().new_page()
    page.goto(f"{live_server.url}/login/?next=/account/")
    page.get_by_label("用户名").focus()
    page.keyboard.type("ry-015")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/")
