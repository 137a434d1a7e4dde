"""The list, the calendar, the channels and 运行 in real Chromium: no fault of accessibility, pictures to look at."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeAlias

import pytest

from bihuan_site.inbox.models import Channel
from bihuan_site.inbox.posting import settle, tell
from bihuan_site.jobs import working
from bihuan_site.shared.roles import Role
from tests.support.site_agency import DAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opened: TypeAlias = Callable[..., Any]
DUES = (-18, 1, 2, 7, 12, 30, None)


@pytest.fixture
def filled(agency: Any) -> None:
    for number, days in enumerate(DUES):
        tell(
            key=f"k:{number}",
            kind=("整改", "报备待同意", "督办")[number % 3],
            title=f"第 {number + 1} 件：流动党员联系不到位",
            url="/inbox/",
            source="3 月抽查发现",
            due=None if days is None else DAY + timedelta(days=days),
            person="ry-011",
        )
    tell(key="old", kind="通知", title="上半年党课通知", url="/inbox/", person="ry-011", due=date(2026, 6, 1))
    settle("old")
    Channel.objects.create(kind="短信网关", name="短信网关")
    working.work_now()


@pytest.mark.parametrize(
    ("who", "path", "name"),
    [
        (Role.BRANCH_SECRETARY, "/inbox/", "inbox"),
        (Role.BRANCH_SECRETARY, "/inbox/?state=done", "inbox-done"),
        (Role.BRANCH_SECRETARY, "/inbox/calendar/", "inbox-calendar"),
        (Role.MEMBER, "/inbox/", "inbox-empty"),
        (Role.SYSTEM_ADMIN, "/running/", "running"),
        (Role.SYSTEM_ADMIN, "/channels/", "channels"),
        (Role.SYSTEM_ADMIN, "/channels/new/", "channel-new"),
    ],
)
def test_a_page_has_no_fault(
    filled: None, browser_page: Opened, axe: Any, picture: Any, live_server: Any, who: Role, path: str, name: str
) -> None:
    page = browser_page(who)
    answer = page.goto(f"{live_server.url}{path}")
    assert answer.status == 200
    axe(page)
    picture(page, name)


def test_the_list_and_its_kinds_work_by_keyboard_and_without_script(
    filled: None, browser_page: Opened, live_server: Any
) -> None:
    page = browser_page(Role.BRANCH_SECRETARY, script=False)
    page.goto(f"{live_server.url}/inbox/")
    page.get_by_role("navigation", name="种类").get_by_role("link", name="督办", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**kind=**")
    assert page.locator(".td").count() == 2


def test_a_calendar_address_is_made_and_shown_once(filled: None, browser_page: Opened, live_server: Any) -> None:
    page = browser_page(Role.BRANCH_SECRETARY)
    page.goto(f"{live_server.url}/inbox/calendar/")
    page.get_by_role("button", name="生成地址").click()
    address = page.get_by_label("新的地址").input_value()
    assert "/calendar/" in address and address.endswith(".ics")
    page.goto(f"{live_server.url}/inbox/calendar/")
    assert page.get_by_label("新的地址").count() == 0
