"""Search finds what the one who asks may see, and nothing that lies outside."""

from collections.abc import Callable

from django.test import Client

from bihuan_site.packs.models import PackVersion
from bihuan_site.shared.roles import Role
from tests.support.site_agency import Agency
from tests.support.site_pages import body_of


def _titles(client: Client, word: str) -> list[str]:
    kinds = client.get("/search/", {"q": word}).context["kinds"]
    return [one.title for kind in kinds for one in kind.found]


def test_the_office_finds_branches_people_and_duties(
    agency: Agency, pack: PackVersion, client_as: Callable[..., Client]
) -> None:
    office = client_as(Role.OFFICE)

    assert "财务处党支部" in _titles(office, "财务处")
    assert "林青" in _titles(office, "林青")
    assert "每月召开支委会" in _titles(office, "支委会")


def test_a_branch_finds_nothing_of_another(agency: Agency, client_as: Callable[..., Client]) -> None:
    branch = client_as(Role.BRANCH_SECRETARY)

    assert _titles(branch, "财务处") == []
    assert "规划处党支部" in _titles(branch, "规划处")
    missing = branch.get("/search/", {"q": "没有这样的名字"}).content
    foreign = branch.get("/search/", {"q": "财务处党支部"}).content
    assert body_of(foreign, "财务处党支部") == body_of(missing, "没有这样的名字")


def test_signs_of_patterns_are_plain_text(agency: Agency, client_as: Callable[..., Client]) -> None:
    office = client_as(Role.OFFICE)

    assert _titles(office, "%") == []
    assert _titles(office, "_") == []


def test_a_blank_question_finds_nothing_and_says_how(agency: Agency, client_as: Callable[..., Client]) -> None:
    answer = client_as(Role.OFFICE).get("/search/", {"q": "   "})

    assert answer.context["kinds"] == []
    assert "搜索框" in answer.content.decode()
