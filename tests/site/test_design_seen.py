"""The gallery of the design in a real browser: no fault, nothing sideways, keys, menus and forms without a mouse."""

from typing import TYPE_CHECKING

import pytest

from bihuan_site.shared.gallery import PAGES
from tests.support.looking import AXE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page
    from pytest_django.fixtures import SettingsWrapper


@pytest.fixture
def shown(settings: "SettingsWrapper") -> None:
    """The gallery by itself."""
    settings.DEBUG = True
    settings.ROOT_URLCONF = "bihuan_site.shared.gallery"


@pytest.mark.browser
@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_the_gallery_is_without_fault_on_desk_and_phone(
    name: str, shown: None, new_visitor: "Callable[..., BrowserContext]", axe: "Callable[[Page], None]"
) -> None:
    assert AXE.is_file()
    for phone in (False, True):
        page = new_visitor(phone=phone).new_page()
        page.goto(f"/gallery/{name}/")
        axe(page)
        wide, seen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide <= seen, f"{name} scrolls sideways"


@pytest.mark.browser
def test_large_letters_do_not_make_a_page_scroll_sideways(
    shown: None, new_visitor: "Callable[..., BrowserContext]"
) -> None:
    page = new_visitor().new_page()
    for name in ("home", "log", "score", "duty"):
        page.goto(f"/gallery/{name}/")
        page.evaluate("document.documentElement.classList.add('large')")
        wide, seen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide <= seen, name


@pytest.mark.browser
def test_a_name_goes_round_by_click_without_script(shown: None, new_visitor: "Callable[..., BrowserContext]") -> None:
    page = new_visitor(script=False).new_page()
    page.goto("/gallery/log/")
    group = page.get_by_role("group", name="李若水")
    for word in ("报备", "缺席", "到会"):
        group.locator("label:visible").click()
        assert group.get_by_role("radio", name=word).is_checked()


@pytest.mark.browser
def test_the_keys_search_and_list_themselves_and_can_be_switched_off(
    shown: None, new_visitor: "Callable[..., BrowserContext]"
) -> None:
    page = new_visitor().new_page()
    page.goto("/gallery/home/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search-q"
    page.keyboard.press("?")
    assert not page.locator("#keys").is_visible()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.get_by_role("button", name="关闭快捷键").click()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "search-q"


@pytest.mark.browser
def test_what_cannot_be_undone_is_asked_with_its_effect(
    shown: None, new_visitor: "Callable[..., BrowserContext]"
) -> None:
    page = new_visitor().new_page()
    page.goto("/gallery/forms/")
    page.get_by_role("button", name="发出约谈").click()
    assert "将向 24 个支部发出约谈通知。" in page.locator("#confirm").inner_text()
    page.get_by_role("button", name="先不").click()
    assert not page.locator("#confirm").is_visible()
    assert page.locator("input[name=confirmed]").input_value() == ""
    assert page.evaluate("document.activeElement.textContent") == "发出约谈"


@pytest.mark.browser
def test_the_menu_of_a_phone_opens_without_script(shown: None, new_visitor: "Callable[..., BrowserContext]") -> None:
    page = new_visitor(script=False, phone=True).new_page()
    page.goto("/gallery/home/")
    assert not page.locator("#side").is_visible()
    page.get_by_role("link", name="菜单").click()
    assert page.get_by_role("link", name="责任清单").is_visible()
    page.get_by_role("link", name="收起").click()
    assert not page.locator("#side").is_visible()


@pytest.mark.browser
def test_the_menu_of_a_phone_gives_the_focus_back(shown: None, new_visitor: "Callable[..., BrowserContext]") -> None:
    page = new_visitor(phone=True).new_page()
    page.goto("/gallery/home/")
    page.get_by_role("link", name="菜单").click()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent.trim()") == "菜单"


@pytest.mark.browser
def test_a_sign_in_without_the_net_keeps_the_page_and_says_what_to_do(
    shown: None, new_visitor: "Callable[..., BrowserContext]"
) -> None:
    context = new_visitor(phone=True)
    page = context.new_page()
    page.goto("/gallery/sign/")
    context.set_offline(True)
    page.get_by_role("button", name="确认到会").click()
    page.get_by_text("没连上网，请书记代勾。").wait_for()
    context.set_offline(False)
