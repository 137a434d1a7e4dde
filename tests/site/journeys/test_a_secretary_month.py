"""A secretary's month: what is due, one activity logged once, what the score becomes, a mistake put right."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from bihuan_site.shared.roles import Role

pytestmark = pytest.mark.browser

Opened = Callable[..., Page]
Score = Callable[[Page], str]
WORDS = "分两组走访治超点四处，收集难题六条，认领四条。"


@pytest.fixture
def secretary(browser_page: Opened) -> Page:
    page: Page = browser_page(Role.BRANCH_SECRETARY)
    page.goto("/")
    return page


def fill_in(page: Page) -> None:
    """Write what was held; everybody is on the list as having been there."""
    page.locator("#id_title").fill("养护一线走访")
    page.locator("#id_minutes").fill("90")
    page.locator("#id_place").fill("青石岭养护站")
    page.locator("#id_text").fill(WORDS)


def test_an_activity_is_logged_counted_and_corrected(secretary: Page, score_on_home: Score) -> None:
    page = secretary
    before = score_on_home(page)
    count = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="主题党日").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("主题党日")
    expected = page.locator(".becomes .to")
    begun = expected.inner_text()
    fill_in(page)
    page.keyboard.press("Tab")
    expect(expected).not_to_have_text(begun)
    promised = expected.inner_text()
    assert promised != before
    page.get_by_role("button", name="提交记录").click()
    page.wait_for_url("**/activities/hd-*/")
    expect(page.get_by_role("heading", name="计入", exact=False)).to_be_visible()
    assert score_on_home(page) == promised
    assert page.get_by_role("heading", level=1).inner_text() != count

    page.get_by_role("link", name="活动记录").first.click()
    page.get_by_role("link", name="查看").first.click()
    page.get_by_role("link", name="更正").click()
    page.locator("#id_minutes").fill("120")
    page.get_by_role("button", name="提交更正").first.click()
    expect(page.get_by_role("heading", name="更正记录")).to_be_visible()
    expect(page.get_by_text("120 分钟").first).to_be_visible()
    assert score_on_home(page) == promised


def test_the_score_page_names_the_record_that_was_logged(secretary: Page) -> None:
    page = secretary
    page.get_by_role("link", name="主题党日").first.click()
    fill_in(page)
    page.get_by_role("button", name="提交记录").click()
    page.wait_for_url("**/activities/hd-*/")
    record = urlsplit(page.url).path
    page.goto("/")
    score = page.locator(".score-line .fig").inner_text()
    page.get_by_role("link", name="每一分怎么来的").click()
    expect(page.locator("main")).to_contain_text(score)
    page.get_by_role("link", name="基本制度落实好").click()
    page.get_by_role("button", name="展开主题党日").click()
    page.locator(f"a[href='{record}']").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("养护一线走访")


def test_the_same_is_done_without_script(browser_page: Opened, score_on_home: Score) -> None:
    page = browser_page(Role.BRANCH_SECRETARY, script=False)
    before = score_on_home(page)
    page.get_by_role("link", name="主题党日").first.click()
    fill_in(page)
    page.get_by_role("button", name="提交记录").click()
    page.wait_for_url("**/activities/hd-*/")
    after = score_on_home(page)
    assert after != before
    page.goto("/activities/")
    page.get_by_role("link", name="查看").first.click()
    page.get_by_role("link", name="更正").click()
    page.locator("#id_minutes").fill("120")
    page.get_by_role("button", name="提交更正").first.click()
    expect(page.get_by_role("heading", name="更正记录")).to_be_visible()
    assert score_on_home(page) == after


def test_a_draft_begun_is_found_again_and_finished(secretary: Page) -> None:
    page = secretary
    page.get_by_role("link", name="党员大会").first.click()
    page.locator("#id_title").fill("讨论预备党员转正")
    page.get_by_role("button", name="存草稿").click()
    page.goto("/activities/new/")
    page.get_by_role("link", name="我的草稿").click()
    page.get_by_role("link", name="讨论预备党员转正").first.click()
    expect(page.locator("#id_title")).to_have_value("讨论预备党员转正")
    fill_in(page)
    page.get_by_role("button", name="提交记录").click()
    page.wait_for_url("**/activities/hd-*/")
    page.goto("/activities/drafts/")
    expect(page.get_by_text("讨论预备党员转正")).to_have_count(0)
