"""The room's pages in Chromium: no accessibility fault, no sideways scroll, and they work without script."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from bihuan_site.responsibility.exemptions.actions import ask
from bihuan_site.responsibility.programmes.actions import make_programme
from bihuan_site.responsibility.signing.actions import issue_round
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.roles import Role

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("standing")]

LECTURE = "duty.branch_secretary.lecture"
WEEKLY = "duty.branch_secretary.weekly_study"


@pytest.fixture
def pages(actor_of: Callable[..., Actor]) -> dict[str, tuple[Role, str]]:
    """Every page of the room with something on it, and who opens it."""
    office, branch = actor_of(Role.OFFICE), actor_of(Role.BRANCH_SECRETARY)
    round_ = issue_round(actor=office, due=date(2026, 7, 3)).result
    asked = ask(
        actor=branch, target_id=WEEKLY, ground="放假的整周", since=date(2026, 1, 1), until=date(2026, 6, 30)
    ).result
    plan = make_programme(actor=office, title="三年行动", first_year=2026, last_year=2028, headings=["固基础"]).result
    assert round_ and asked and plan
    heading = plan.headings.all()[0].pk
    named = {
        "duty": (Role.OFFICE, f"{reverse('responsibility:duty', args=(LECTURE,))}?tier=党支部&post=书记"),
        "duty-week": (Role.OFFICE, f"{reverse('responsibility:duty', args=(WEEKLY,))}?view=week"),
        "my-duties": (Role.BRANCH_SECRETARY, reverse("responsibility:my_duties")),
        "no-duties": (Role.MEMBER, reverse("responsibility:my_duties")),
        "sources": (Role.OFFICE, reverse("responsibility:sources")),
        "source": (Role.OFFICE, reverse("responsibility:source", args=("半年讲话2021",))),
        "tasks": (Role.OFFICE, reverse("responsibility:tasks")),
        "no-tasks": (Role.OFFICE, f"{reverse('responsibility:tasks')}?unit=zb-999"),
        "own-tasks": (Role.BRANCH_SECRETARY, reverse("responsibility:tasks")),
        "decomposition": (Role.OFFICE, reverse("responsibility:decomposition")),
        "plan": (Role.OFFICE, reverse("responsibility:plan", args=(LECTURE,))),
        "rounds": (Role.OFFICE, reverse("responsibility:signing")),
        "round": (Role.OFFICE, reverse("responsibility:signing_round", args=(round_.pk,))),
        "sign": (Role.BRANCH_SECRETARY, reverse("responsibility:signing_round", args=(round_.pk,))),
        "exemptions": (Role.OFFICE, reverse("responsibility:exemptions")),
        "ask": (Role.BRANCH_SECRETARY, f"{reverse('responsibility:new_exemption')}?target={WEEKLY}"),
        "decide": (Role.OFFICE, reverse("responsibility:exemption", args=(asked.pk,))),
        "programmes": (Role.OFFICE, reverse("responsibility:programmes")),
        "programme": (Role.OFFICE, reverse("responsibility:programme", args=("programme.five_good",))),
        "new-programme": (Role.OFFICE, reverse("responsibility:new_programme")),
        "programme-heading": (Role.OFFICE, reverse("responsibility:programme_heading", args=(plan.pk, heading))),
        "burden": (Role.OFFICE, reverse("responsibility:burden")),
    }
    return named


def test_every_page_is_without_fault_on_a_desk_and_on_a_phone(
    pages: dict[str, tuple[Role, str]],
    browser_page: Callable[..., "Page"],
    axe: Callable[["Page"], None],
    picture: Callable[..., list[Path]],
) -> None:
    for phone in (False, True):
        opened: dict[Role, Page] = {}
        for name, (role, address) in pages.items():
            page = opened.setdefault(role, browser_page(role, phone=phone))
            answer = page.goto(address)
            assert answer is not None and answer.status == 200, name
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (name, phone)
            if not phone:
                picture(page, f"responsibility-{name}")


def test_a_wrong_form_says_so_without_script(
    pages: dict[str, tuple[Role, str]], browser_page: Callable[..., "Page"]
) -> None:
    page = browser_page(Role.BRANCH_SECRETARY, script=False)
    page.goto(reverse("responsibility:new_exemption"))
    page.locator("select[name=target]").select_option(LECTURE)
    page.locator("form select[name=ground]").select_option("其他情形")
    page.get_by_role("button", name="提交申请").click()
    page.get_by_text("选“其他情形”要写明是什么情形").first.wait_for()


def test_a_secretary_signs_without_script(
    pages: dict[str, tuple[Role, str]], browser_page: Callable[..., "Page"]
) -> None:
    page = browser_page(Role.BRANCH_SECRETARY, script=False)
    page.goto(pages["sign"][1])
    page.get_by_role("button", name="签认").click()
    page.get_by_text("已签认。").wait_for()


def test_a_click_on_the_grid_filters_and_on_a_cell_opens_its_list(
    pages: dict[str, tuple[Role, str]], browser_page: Callable[..., "Page"]
) -> None:
    page = browser_page(Role.OFFICE)
    page.goto(reverse("responsibility:duties"))
    page.locator(".posts a").nth(6).click()
    page.get_by_role("heading", name="党支部 8 条").wait_for()
    page.goto(pages["duty"][1])
    cell = page.locator(".cal td a").first
    number = (cell.inner_text().split() or [""])[0]
    cell.click()
    page.get_by_role("heading", name=f"任务台账 {number} 项").wait_for()
