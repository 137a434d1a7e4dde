"""The journey: a clerk changes a rule through forms, the secretary reviews it, it is published and put in force."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from bihuan_site.packs.models import PackVersion, Stage
from bihuan_site.scoring.models import Standing
from bihuan_site.scoring.refreshing import refresh_all
from bihuan_site.shared.roles import Role
from tests.support.site_agency import Agency

pytestmark = pytest.mark.browser

BrowserPage = Callable[..., Page]
Look = Callable[[Page, str], None]


@pytest.fixture
def look(axe: Callable[[Page], None], picture: Callable[..., list[Path]]) -> Look:
    """Check a page for faults of accessibility, and keep its pictures."""

    def looked(page: Page, name: str) -> None:
        axe(page)
        picture(page, f"packs-{name}")

    return looked


def test_a_pack_edited_through_forms_and_published(
    browser_page: BrowserPage, live_server: LiveServer, pack: PackVersion, agency: Agency, look: Look
) -> None:
    refresh_all()
    before = Standing.objects.get(organisation_id=agency.branch).within_reach
    clerk = browser_page(Role.OFFICE)
    clerk.goto(f"{live_server.url}/packs/")
    look(clerk, "versions")
    clerk.get_by_role("link", name="安装").click()
    look(clerk, "install")
    clerk.go_back()
    clerk.get_by_role("link", name="示范规则包").click()
    look(clerk, "version")
    clerk.get_by_role("link", name="起草新版本").click()
    clerk.get_by_label("这一版要改什么").fill("优的分数线")
    look(clerk, "new-draft")
    clerk.get_by_role("button", name="起草").click()
    draft = PackVersion.objects.get(stage=Stage.DRAFT)
    _edit(clerk, live_server, draft, look)
    for name in ("duties", "measures", "cases", "compare", "effect"):
        clerk.goto(f"{live_server.url}/packs/{draft.pk}/{name}/")
        look(clerk, name)
    clerk.goto(f"{live_server.url}/packs/{draft.pk}/")
    clerk.get_by_role("button", name="提交审核").click()
    expect(clerk.get_by_text("这一版是你写的，自己不能审").first).to_be_visible()
    look(clerk, "waiting")
    reviewer = browser_page(Role.COMMITTEE_SECRETARY)
    reviewer.goto(f"{live_server.url}/packs/{draft.pk}/")
    look(reviewer, "review")
    reviewer.get_by_role("button", name="审核通过").click()
    clerk.reload()
    clerk.get_by_role("button", name="发布").click()
    clerk.get_by_role("link", name="启用").click()
    expect(clerk.get_by_text("现行的《示范规则包》1 版从今天起停用。")).to_be_visible()
    look(clerk, "put-in-force")
    clerk.get_by_role("button", name="启用").click()
    expect(clerk.get_by_text("各支部的得分和任务已按这一版重算")).to_be_visible()
    after = Standing.objects.get(organisation_id=agency.branch)
    assert after.pack == draft
    assert before is not None
    branch = browser_page(Role.BRANCH_SECRETARY)
    branch.goto(f"{live_server.url}/packs/in-force/")
    expect(branch.get_by_text("总分不低于 97")).to_be_visible()
    look(branch, "in-force")


def _edit(clerk: Page, live_server: LiveServer, draft: PackVersion, look: Look) -> None:
    """Change a duty's words, try a dear price, and move a line of the grades with the case that stands on it."""
    home = f"{live_server.url}/packs/{draft.pk}"
    clerk.goto(f"{home}/duties/duty.branch_secretary.lecture/")
    clerk.get_by_label("多久一次").select_option("季")
    clerk.get_by_role("button", name="先看影响").click()
    expect(clerk.get_by_text("这条责任要每个承担的组织每月多填")).to_be_visible()
    look(clerk, "duty")
    clerk.goto(f"{home}/measures/institutions.theme_day/")
    clerk.get_by_label("每少 1 次，扣多少分").fill("半分")
    clerk.get_by_role("button", name="先看影响").click()
    expect(clerk.get_by_text("“半分”不是分值").first).to_be_visible()
    look(clerk, "measure-refused")
    clerk.get_by_label("每少 1 次，扣多少分").fill("0.5")
    clerk.get_by_role("button", name="先看影响").click()
    expect(clerk.get_by_text("按 2026 年上半年的台账试算").first).to_be_visible()
    look(clerk, "measure-tried")
    clerk.goto(f"{home}/grades/")
    clerk.get_by_label("优：总分不低于").fill("97")
    look(clerk, "grades")
    clerk.get_by_role("button", name="存进草稿").click()
    expect(clerk.get_by_text("已存进草稿")).to_be_visible()
    clerk.goto(f"{home}/cases/?only=wrong")
    look(clerk, "cases-wrong")
    while clerk.get_by_role("link", name="改算例").count():
        clerk.get_by_role("link", name="改算例").first.click()
        clerk.get_by_role("button", name="删去算例").click()
        clerk.goto(f"{home}/cases/?only=wrong")
    expect(clerk.get_by_text("没有这样的算例")).to_be_visible()
