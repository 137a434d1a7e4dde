"""A member on the phone: told of a meeting, leave asked and agreed, made up for and confirmed; checked in by code."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bihuan_site.progress.activities.actions import record_activity
from bihuan_site.progress.checkin.codes import code_of
from bihuan_site.progress.models import Notice
from bihuan_site.shared.roles import Role
from tests.support.site_activities import a_record
from tests.support.site_agency import Agency

pytestmark = pytest.mark.browser

Opened = Callable[..., Page]


@pytest.fixture
def secretary(browser_page: Opened) -> Page:
    page: Page = browser_page(Role.BRANCH_SECRETARY)
    return page


@pytest.fixture
def member(browser_page: Opened) -> Page:
    page: Page = browser_page(Role.MEMBER, phone=True)
    return page


def announce(page: Page, day: str, begins: str) -> None:
    """The secretary tells the branch of a meeting."""
    page.goto("/activities/notices/")
    page.get_by_role("link", name="发通知").first.click()
    page.locator("label", has_text="集中学习").first.click()
    page.locator("#id_title").fill("学习条例")
    page.locator("#id_place").fill("三楼会议室")
    page.locator("#id_day").fill(day)
    page.locator("#id_begins").fill(begins)
    page.locator("#id_minutes").fill("90")
    page.get_by_role("button", name="发通知").click()
    page.get_by_role("heading", name="学习条例").wait_for()


def test_leave_is_asked_agreed_made_up_for_and_confirmed(secretary: Page, member: Page) -> None:
    announce(secretary, "2026-06-18", "09:00")
    told = secretary.url
    member.goto("/")
    expect(member.get_by_role("heading", name="学习条例")).to_be_visible()
    member.get_by_role("link", name="学前报备").click()
    member.locator("label", has_text="出差").first.click()
    member.get_by_role("button", name="报备").click()
    expect(member.locator("main")).to_contain_text("报备")

    secretary.goto("/inbox/")
    secretary.goto(told)
    secretary.get_by_role("button", name="同意", exact=True).click()
    expect(secretary.get_by_text("没有待同意的报备").first).to_be_visible()
    member.goto("/my/")
    expect(member.locator("main")).to_contain_text("已同意")

    secretary.goto("/activities/notices/")
    secretary.get_by_role("link", name="记活动").first.click()
    secretary.locator("#id_text").fill("领学条例第三章，交流三人。")
    secretary.get_by_role("button", name="提交记录").click()
    secretary.wait_for_url("**/activities/hd-*/")
    expect(secretary.locator("li", has_text="许安 报备")).to_have_count(1)

    member.goto("/my/record/")
    member.get_by_role("link", name="记补学").first.click()
    member.locator("#id_day").fill("2026-06-18")
    member.get_by_role("button", name="记下").click()
    expect(member.locator("main")).to_contain_text("补学待核对")

    secretary.goto("/activities/coverage/")
    secretary.get_by_role("button", name="核对无误").click()
    expect(secretary.get_by_role("button", name="核对无误")).to_have_count(0)
    member.goto("/my/record/")
    expect(member.locator("main")).to_contain_text("已补学")


@pytest.mark.usefixtures("five_to_nine")
def test_a_member_checks_in_by_the_code_on_the_wall(secretary: Page, member: Page) -> None:
    announce(secretary, "2026-06-18", "09:00")
    secretary.get_by_role("link", name="签到码").click()
    expect(secretary.locator("#code svg")).to_be_visible()
    expect(secretary.locator("main")).to_contain_text("已到 0 人，应到 8 人")
    address = f"/s/{code_of(Notice.objects.get().pk)}/"
    member.goto(address)
    expect(member.get_by_role("heading", level=1)).to_have_text("学习条例")
    member.get_by_role("button", name="确认到会").click()
    expect(member.get_by_role("heading", name="许安，已记到会")).to_be_visible()
    member.goto(address)
    expect(member.get_by_role("heading", name="许安，已记到会")).to_be_visible()
    secretary.goto("/activities/notices/")
    secretary.get_by_role("link", name="学习条例").first.click()
    expect(secretary.locator("main")).to_contain_text("许安 已签到")


def test_a_member_sees_nothing_of_others(member: Page, agency: Agency) -> None:
    actor = agency.actor(Role.BRANCH_SECRETARY)
    record_activity(actor=actor, organisation="zb-001", record=a_record())
    others = ["周宁", "王八一东", *["赵一东", "孙三东", "李四东"]]
    for address in ("/", "/my/", "/my/activities/", "/my/record/", "/inbox/", "/my/duties/"):
        member.goto(address)
        text = member.locator("body").inner_text()
        assert [name for name in others if name in text] == [], address
