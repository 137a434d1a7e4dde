"""A bad workbook is corrected and taken whole; a member moves to another branch and is seen there only."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bihuan_site.shared.roles import Role
from tests.support.site_agency import Agency
from tests.support.workbooks import BAD_PEOPLE, GOOD, workbook

pytestmark = pytest.mark.browser

Opened = Callable[..., Page]


def upload(page: Page, path: Path) -> None:
    page.goto("/organisations/")
    page.get_by_role("link", name="导入").first.click()
    page.locator("#id_file").set_input_files(path)
    page.get_by_role("button", name="上传").click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_bad_workbook_is_corrected_and_taken(browser_page: Opened, tmp_path: Path, script: bool) -> None:
    page, path = browser_page(Role.OFFICE, script=script), tmp_path / "名册.xlsx"
    path.write_bytes(workbook({**GOOD, "人员": BAD_PEOPLE}))
    upload(page, path)
    expect(page.locator("main")).to_contain_text("2 处错误")
    expect(page.locator("main")).to_contain_text("C2")
    expect(page.locator("main")).to_contain_text("D3")
    expect(page.get_by_role("button", name="全部导入")).to_have_count(0)
    page.goto("/organisations/?view=list")
    expect(page.get_by_text("新一党支部")).to_have_count(0)

    path.write_bytes(workbook(GOOD))
    upload(page, path)
    expect(page.locator("main")).to_contain_text("没有错误")
    page.get_by_role("button", name="全部导入").click()
    expect(page.get_by_text("已导入").first).to_be_visible()
    page.goto("/organisations/zb-101/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("新一党支部")


def test_a_member_is_transferred_and_seen_by_the_new_branch_only(browser_page: Opened, agency: Agency) -> None:
    old, new = browser_page(Role.BRANCH_SECRETARY), browser_page(agency.secretary_of("zb-002"))
    old.goto("/people/")
    expect(old.get_by_role("link", name="许安")).to_be_visible()

    office = browser_page(Role.OFFICE)
    office.goto("/people/?q=许安")
    office.get_by_role("link", name="许安").first.click()
    office.get_by_role("link", name="转支部").click()
    office.get_by_label("转到").select_option("zb-002")
    office.get_by_label("转移日期").fill("2026-06-01")
    office.locator("main form button.btn-p").click()
    office.get_by_role("heading", name="许安").wait_for()

    old.goto("/people/")
    expect(old.get_by_role("link", name="许安")).to_have_count(0)
    assert old.goto("/people/ry-015/").status == 404  # type: ignore[union-attr]  # a page answers
    new.goto("/people/")
    expect(new.get_by_role("link", name="许安")).to_be_visible()
    member = browser_page("ry-015", phone=True)
    member.goto("/my/")
    expect(member.locator("main")).to_contain_text("财务处党支部")
