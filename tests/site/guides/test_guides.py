"""The guides of the roles say what stands on the pages, and show pictures the tests took."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from bihuan_site.shared.roles import Role
from tests.support.site_pictures import MOST_BYTES, PICTURES, ROLES, TAKEN, parts_of, pictures_of, text_of
from tests.support.site_rows import Rows
from tests.support.site_sweep import Visit, readable

ClientAs = Callable[[Role | str], Client]
SIZE = re.compile(rb"\x89PNG\r\n\x1a\n....IHDR(....)(....)", re.S)


@pytest.mark.parametrize("guide", ROLES)
def test_every_word_a_guide_names_stands_on_the_page(rows: Rows, client_as: ClientAs, guide: str) -> None:
    routes, lacking = {route.name: route for route, _ in readable()}, []
    for part in parts_of(guide):
        address = Visit(routes[part.route], part.role, rows).address
        answer = client_as(part.role).get(address, follow=True)
        assert answer.status_code == 200, (part.route, part.role, answer.status_code)
        page = seen(answer.content.decode())
        lacking += [f"{part.route} as {part.role}: {word}" for word in part.words if word not in page]
    assert not lacking, "\n".join(lacking)


def seen(page: str) -> str:
    """The words of a page without its tags."""
    return unescape(re.sub(r"<[^>]*>", "", re.sub(r"(?s)<(script|style).*?</\1>", "", page)))


@pytest.mark.parametrize("guide", ROLES)
def test_every_part_of_a_guide_is_about_a_page(guide: str) -> None:
    assert [*parts_of(guide)], "name the page of each part: <!-- 页 route -->"
    text = text_of(guide)
    assert "**" not in text.split("<!-- 页", 1)[0], "a word named before any page"


@pytest.mark.parametrize("guide", ROLES)
def test_every_picture_of_a_guide_is_taken_by_the_tests(guide: str) -> None:
    assert pictures_of(guide), "show the pages"
    assert {*pictures_of(guide)} <= {one.name for one in TAKEN}


@pytest.mark.parametrize("name", [one.name for one in TAKEN])
def test_a_picture_is_there_small_and_shown(name: str) -> None:
    content = (PICTURES / f"{name}.png").read_bytes()
    assert SIZE.match(content), "no PNG"
    assert len(content) <= MOST_BYTES, f"{len(content)} bytes"
    assert any(name in pictures_of(guide) for guide in ROLES)


def test_no_picture_lies_about_unused() -> None:
    assert [path.stem for path in sorted(PICTURES.glob("*.png"))] == sorted(one.name for one in TAKEN)
