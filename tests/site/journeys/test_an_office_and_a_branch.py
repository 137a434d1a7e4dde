"""The office parts the year's duties, sends them out for sign-off, and decides on an exemption a branch asks for."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bihuan_site.shared.roles import Role

pytestmark = pytest.mark.browser

Opened = Callable[..., Page]
Score = Callable[[Page], str]
LECTURE = "duty.branch_secretary.lecture"


def test_a_duty_is_moved_to_a_day_with_a_reason_and_the_branch_sees_it(browser_page: Opened) -> None:
    office = browser_page(Role.OFFICE)
    office.goto("/")
    office.get_by_role("link", name="责任清单").first.click()
    office.goto(f"/duties/{LECTURE}/")
    office.get_by_role("link", name="改期").first.click()
    office.get_by_label("哪一期").select_option("下半年")
    office.get_by_label("计划日期").fill("2026-11-20")
    office.get_by_label("理由").first.fill("与年度述职错开")
    office.get_by_role("button", name="改期", exact=True).click()
    expect(office.get_by_text("与年度述职错开").first).to_be_visible()
    branch = browser_page(Role.BRANCH_SECRETARY)
    branch.goto("/decomposition/")
    expect(branch.get_by_role("heading", level=1)).to_contain_text("任务分解")
    branch.goto(f"/duties/{LECTURE}/plan/")
    expect(branch.locator("main")).to_contain_text("11 月 20 日")


def test_sign_off_goes_out_is_signed_and_the_rest_are_reminded(browser_page: Opened) -> None:
    office = browser_page(Role.OFFICE)
    office.goto("/duties/")
    office.get_by_role("link", name="清单签认").first.click()
    office.get_by_label("期限").fill("2026-07-03")
    office.get_by_role("button", name="发出签认").click()
    expect(office.locator("main")).to_contain_text("应签认 9 个，已签认 0 个")

    branch = browser_page(Role.BRANCH_SECRETARY)
    branch.goto("/inbox/")
    branch.get_by_role("navigation", name="种类").get_by_role("link", name="签认").click()
    branch.locator(".td-what a").first.click()
    branch.get_by_role("button", name="签认").click()
    expect(branch.locator("main")).to_contain_text("已签认 1 个")
    expect(branch.get_by_role("button", name="签认")).to_have_count(0)

    office.reload()
    expect(office.locator("main")).to_contain_text("已签认 1 个，待签认 8 个")
    office.get_by_role("button", name="提醒 8 个").click()
    expect(office.get_by_role("dialog")).to_contain_text("8 个")
    office.get_by_role("dialog").get_by_role("button", name="提醒").click()
    expect(office.locator("main")).to_contain_text("已提醒过")


def test_an_exemption_is_asked_granted_and_the_score_follows(browser_page: Opened, score_on_home: Score) -> None:
    branch = browser_page(Role.BRANCH_SECRETARY)
    before = score_on_home(branch)
    branch.goto("/exemptions/")
    branch.get_by_role("link", name="申请豁免").first.click()
    branch.locator("#id_target").select_option("politics.weekly_study")
    branch.get_by_role("button", name="看这一项允许的情形").click()
    branch.locator("#id_ground").select_option("放假的整周")
    branch.locator("#id_since").fill("2026-01-01")
    branch.locator("#id_until").fill("2026-06-30")
    branch.get_by_role("button", name="提交申请").click()
    expect(branch.get_by_text("待审批").first).to_be_visible()
    assert score_on_home(branch) == before

    office = browser_page(Role.OFFICE)
    office.goto("/inbox/")
    office.locator(".td-what a", has_text="豁免").first.click()
    promised = office.locator(".becomes .to").inner_text()
    assert promised != before
    office.get_by_role("button", name="批准").click()
    expect(office.get_by_text("已批准").first).to_be_visible()
    assert score_on_home(branch) == promised
