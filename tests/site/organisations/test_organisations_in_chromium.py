"""The room's pages in a real browser: no fault of accessibility, at 1440 and at 390, with pictures to look at."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from bihuan_site.organisations.groups import study_actions, task_force_actions
from bihuan_site.organisations.groups.queries import young_people
from bihuan_site.organisations.liaison import actions as liaison
from bihuan_site.organisations.models import Handover, PostHolding
from bihuan_site.organisations.posts import actions as posts
from bihuan_site.organisations.tree import actions, terms
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.roles import OFFICE, Role
from tests.support.workbooks import BAD_PEOPLE, GOOD, workbook

Pages = Callable[..., Page]
TODAY = date(2026, 6, 18)
PAGES = {
    "tree": "/organisations/",
    "tree-list": "/organisations/?view=list",
    "organisation": "/organisations/zb-001/",
    "move": "/organisations/zb-001/change/moved/",
    "dissolve": "/organisations/zb-003/change/dissolved/",
    "split": "/organisations/zb-002/change/split/",
    "appoint": "/organisations/zb-002/appoint/",
    "structure": "/organisations/structure/",
    "handovers": "/handovers/",
    "people": "/people/",
    "person": "/people/ry-015/",
    "transfer": "/people/ry-015/act/transfer/",
    "grouping": "/organisations/zb-001/grouping/",
    "liaison": "/liaison/",
    "liaison-branches": "/liaison/?view=branches",
    "liaison-gaps": "/liaison/?view=gaps",
    "study-groups": "/study-groups/",
    "new-study-group": "/organisations/zb-001/study-groups/new/",
    "task-forces": "/task-forces/",
    "new-task-force": "/task-forces/new/",
    "imports": "/organisations/import/",
    "mapping": "/organisations/import/mappings/new/?table=人员",
}


@pytest.fixture
def year_of_changes(actor_of: Callable[..., Actor]) -> None:
    """A renamed branch, a term that runs out, a post that changed hands, somebody in liaison."""
    office = actor_of(Role.OFFICE)
    day = date(2025, 3, 1)
    actions.rename_organisation(actor=office, organisation="zb-001", day=day, version=1, name="综合规划处党支部")
    terms.hold_election(actor=office, organisation="zb-001", day=date(2023, 8, 1))
    terms.hold_election(actor=office, organisation="zb-002", day=date(2023, 5, 1))
    holding = PostHolding.objects.get(organisation_id="zb-001", post="组织委员")
    posts.remove(actor=office, holding=holding.pk, last_day=date(2026, 6, 17), receiver="ry-013")
    liaison.assign_liaison(actor=office, person="ry-906", since=TODAY, branches=["zb-004", "zb-005"])


@pytest.mark.browser
@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_accessible_and_fits_its_screen(
    name: str,
    year_of_changes: None,
    browser_page: Pages,
    axe: Callable[[Page], None],
    picture: Callable[..., list[Path]],
) -> None:
    page = browser_page(Role.OFFICE)
    page.goto(PAGES[name])
    axe(page)
    picture(page, f"organisations-{name}")
    page.set_viewport_size({"width": 390, "height": 844})
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.browser
def test_a_handing_over_is_accessible_and_can_be_ticked(
    year_of_changes: None, browser_page: Pages, axe: Callable[[Page], None], picture: Callable[..., list[Path]]
) -> None:
    page = browser_page(Role.BRANCH_SECRETARY)
    page.goto(f"/handovers/{Handover.objects.get().pk}/")
    axe(page)
    picture(page, "organisations-handover")
    for box in page.get_by_role("checkbox", name="已接收").all():
        box.check()
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已交接").first.wait_for()


@pytest.mark.browser
def test_a_member_is_transferred_with_the_keyboard_and_without_script(
    browser_page: Pages, axe: Callable[[Page], None]
) -> None:
    page = browser_page(Role.OFFICE, script=False)
    page.goto("/people/ry-015/act/transfer/")
    page.get_by_label("转到").select_option("zb-002")
    page.get_by_label("转移日期").fill("2026-06-01")
    page.get_by_label("转移日期").press("Enter")
    page.get_by_role("heading", name="许安").wait_for()
    assert "财务处党支部" in page.get_by_role("table").first.inner_text()


@pytest.mark.browser
def test_a_bad_workbook_is_corrected_and_taken_in_the_browser(
    browser_page: Pages, axe: Callable[[Page], None], picture: Callable[..., list[Path]], tmp_path: Path
) -> None:
    page = browser_page(Role.OFFICE)
    path = tmp_path / "名册.xlsx"
    for sheets, words in (({**GOOD, "人员": BAD_PEOPLE}, "2 处错误"), (GOOD, "没有错误")):
        path.write_bytes(workbook(sheets))
        page.goto("/organisations/import/")
        page.get_by_label("表格", exact=True).set_input_files(path)
        page.get_by_role("button", name="上传").click()
        page.get_by_text(words).first.wait_for()
        axe(page)
        picture(page, f"organisations-staged-{len(words)}")
    page.get_by_role("button", name="全部导入").click()
    page.get_by_text("已导入").first.wait_for()


@pytest.mark.browser
def test_groups_and_task_forces_are_accessible_with_people_in_them(
    actor_of: Callable[..., Actor],
    browser_page: Pages,
    axe: Callable[[Page], None],
    picture: Callable[..., list[Path]],
) -> None:
    office = actor_of(Role.OFFICE)
    force = task_force_actions.set_up_task_force(
        actor=office,
        organisation="jw-01",
        name="治超专班",
        purpose="治理超限运输，三个月内见效",
        lead="ry-011",
        since=TODAY,
        members=["ry-023", "ry-031"],
    ).result
    assert force is not None
    task_force_actions.add_task(actor=office, task_force=force.pk, text="摸清底数", due=date(2026, 6, 10))
    young = [pk for pk, _ in young_people(office.seeing(OFFICE), "zb-001")]
    group = study_actions.found_study_group(
        actor=office, organisation="zb-001", name="规划处青年小组", since=TODAY, members=young, leader=young[0]
    ).result
    assert group is not None
    study_actions.set_observers(actor=office, study_group=group.pk, batch=1, people=young[:1], day=TODAY)
    page = browser_page(Role.OFFICE)
    for name, address in (("task-force", f"/task-forces/{force.pk}/"), ("study-group", f"/study-groups/{group.pk}/")):
        page.goto(address)
        axe(page)
        picture(page, f"organisations-{name}")
