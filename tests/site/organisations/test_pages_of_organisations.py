"""Every page of the room comes up for whom it is for; what is foreign looks like what is missing."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client

from bihuan_site.organisations.models import Handover, Organisation, Person, PlannedChange, PostHolding, StudyGroup
from bihuan_site.organisations.posts import actions as posts
from bihuan_site.organisations.tree.structure_queries import findings
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.roles import OFFICE, SUPERIORS, Role
from tests.support.site_agency import Agency

Clients = Callable[[Role | str], Client]
Actors = Callable[..., Actor]
TODAY = date(2026, 6, 18)

OFFICE_PAGES = (
    "/organisations/",
    "/organisations/?view=list",
    "/organisations/?mark=空缺",
    "/organisations/?day=2025-01-01",
    "/organisations/zb-001/",
    "/organisations/jw-01/",
    "/organisations/new/",
    "/organisations/structure/",
    "/organisations/import/",
    "/organisations/import/mappings/new/?table=组织",
    *(
        f"/organisations/zb-001/change/{act}/"
        for act in ("renamed", "described", "moved", "suspended", "resumed", "dissolved", "merged", "split")
    ),
    "/organisations/zb-001/election/",
    "/organisations/zb-001/extend/",
    "/organisations/zb-001/groups/new/",
    "/organisations/zb-001/appoint/",
    "/organisations/zb-001/grouping/",
    "/organisations/zb-001/study-groups/new/",
    "/groups/xz-01/name/",
    "/groups/xz-01/dissolve/",
    "/handovers/",
    "/people/",
    "/people/?state=曾在",
    "/people/?state=未分组",
    "/people/new/",
    "/people/ry-015/",
    "/people/ry-015/phone/",
    *(f"/people/ry-015/act/{act}/" for act in ("transfer", "leave", "full", "name", "dates", "phone", "erase")),
    "/liaison/",
    "/liaison/?view=branches",
    "/liaison/?view=gaps",
    "/study-groups/",
    "/study-groups/?view=uncovered",
    "/task-forces/",
    "/task-forces/new/",
)


def as_seen(answer: HttpResponse) -> str:
    """A page without what differs from one request to the next, and without the id that was asked for."""
    return re.sub(r'zb-\d{3}|ry-\d{3}|csrfmiddlewaretoken" value="\w+"|X-CSRFToken[^}]*', "", answer.content.decode())


@pytest.mark.parametrize("address", OFFICE_PAGES)
def test_the_office_opens_every_page(address: str, client_as: Clients) -> None:
    answer = client_as(Role.OFFICE).get(address)
    assert answer.status_code == 200, answer.status_code
    assert "<h1" in answer.content.decode()


@pytest.mark.parametrize("address", ["/organisations/", "/people/", "/handovers/", "/study-groups/"])
@pytest.mark.parametrize("role", [*SUPERIORS, Role.BRANCH_SECRETARY, Role.BRANCH_MEMBER])
def test_everyone_with_a_post_reads_the_lists(address: str, role: Role, client_as: Clients) -> None:
    assert client_as(role).get(address).status_code == 200


@pytest.mark.parametrize("address", ["/organisations/", "/people/", "/liaison/", "/organisations/import/"])
def test_a_plain_member_has_no_door_here(address: str, client_as: Clients) -> None:
    assert client_as(Role.MEMBER).get(address).status_code == 403


def test_a_foreign_organisation_or_person_looks_like_a_missing_one(client_as: Clients) -> None:
    client = client_as(Role.BRANCH_SECRETARY)
    for foreign, missing in (
        ("/organisations/zb-002/", "/organisations/zb-999/"),
        ("/people/ry-021/", "/people/ry-999/"),
        ("/organisations/zb-002/grouping/", "/organisations/zb-999/grouping/"),
        ("/people/?organisation=zb-002", "/people/?organisation=zb-999"),
        ("/people/ry-021/act/phone/", "/people/ry-999/act/phone/"),
    ):
        one, other = client.get(foreign), client.get(missing)
        assert (one.status_code, other.status_code) == (404, 404), foreign
        assert as_seen(one) == as_seen(other), foreign


def test_a_branch_lists_its_own_people_only(client_as: Clients, agency: Agency) -> None:
    page = client_as(Role.BRANCH_SECRETARY).get("/people/").content.decode()
    assert "许安" in page
    assert Person.objects.get(pk="ry-021").name not in page
    assert f"共 {len(agency.people(agency.branch))} 名" in page


def test_a_committee_member_sees_the_branches_in_their_charge(client_as: Clients) -> None:
    page = client_as(Role.COMMITTEE_MEMBER).get("/liaison/").content.decode()
    assert "规划处党支部" in page
    assert "法规处党支部" in page
    assert "/organisations/zb-002/" not in page


def test_a_branch_changes_phones_and_nothing_else_of_its_people(client_as: Clients) -> None:
    client = client_as(Role.BRANCH_SECRETARY)
    client.post("/people/ry-015/act/phone/", {"phone": "13800001234", "version": "1"})
    assert Person.objects.get(pk="ry-015").phone == "13800001234"
    answer = client.post("/people/ry-015/act/name/", {"name": "别名", "version": "2"})
    assert answer.status_code == 404
    assert Person.objects.get(pk="ry-015").name == "许安"


def test_a_form_in_error_comes_back_with_what_was_filled_in_and_says_what_is_wrong(client_as: Clients) -> None:
    client = client_as(Role.OFFICE)
    given = {
        "name": "新支部",
        "code": "zb-003",
        "tier": "党支部",
        "parent": "jw-01",
        "kind": "机关",
        "day": "2026-06-18",
    }
    page = client.post("/organisations/new/", {**given, "committee_size": "0"}).content.decode()
    assert "代码 zb-003 已由“法规处党支部”使用" in page
    assert 'value="新支部"' in page
    assert not Organisation.objects.filter(name="新支部").exists()


def test_a_rename_from_the_page_is_seen_in_the_history(client_as: Clients) -> None:
    client = client_as(Role.OFFICE)
    given = {"name": "计划处党支部", "day": "2026-03-01", "version": "1", "key": "k"}
    client.post("/organisations/zb-001/change/renamed/", given)
    page = client.get("/organisations/zb-001/").content.decode()
    assert "由“规划处党支部”改为“计划处党支部”" in page
    assert "规划处党支部" in client.get("/organisations/?day=2026-02-28").content.decode()


def test_a_change_for_later_is_shown_and_can_be_cancelled(client_as: Clients) -> None:
    client = client_as(Role.OFFICE)
    given = {"name": "计划处党支部", "day": "2026-07-01", "version": "1"}
    client.post("/organisations/zb-001/change/renamed/", given)
    assert "2026 年 7 月 1 日更名" in client.get("/organisations/zb-001/").content.decode()
    client.post(f"/organisations/zb-001/planned/{PlannedChange.objects.get().pk}/cancel/")
    assert "2026 年 7 月 1 日更名" not in client.get("/organisations/zb-001/").content.decode()


def test_namesakes_are_told_apart_by_id(client_as: Clients) -> None:
    Person.objects.filter(pk__in=["ry-021", "ry-023"]).update(name="同名人")
    client = client_as(Role.OFFICE)
    given = {"person": "同名人", "post": "书记", "since": "2026-06-18"}
    page = client.post("/organisations/zb-003/appoint/", given).content.decode()
    assert "不止一位" in page
    assert "ry-023" in page


def test_a_handing_over_is_done_on_its_page(client_as: Clients, actor_of: Actors) -> None:
    holding = PostHolding.objects.get(organisation_id="zb-001", post="组织委员")
    posts.remove(actor=actor_of(Role.OFFICE), holding=holding.pk, last_day=date(2026, 6, 17))
    one = Handover.objects.get()
    client, address = client_as(Role.BRANCH_SECRETARY), f"/handovers/{one.pk}/"
    assert "没有办完的任务" in client.get(address).content.decode()
    items = list(one.items.values_list("item", flat=True))
    client.post(address, {"version": "1", "receiver": "ry-013", "handed": items, "received": items})
    one.refresh_from_db()
    assert one.done == TODAY


def test_the_number_of_findings_is_the_length_of_the_list(client_as: Clients, actor_of: Actors) -> None:
    office = actor_of(Role.OFFICE)
    client = client_as(Role.OFFICE)
    page = client.get("/organisations/structure/").content.decode()
    found = findings(office.seeing(OFFICE))
    assert found
    assert f"共 {len(found)} 处" in page
    article = str(found[0].article)
    of_article = [one for one in found if str(one.article) == article]
    page = client.get("/organisations/structure/", {"article": article}).content.decode()
    assert f'id="list">{len(of_article)} 处' in page


def test_lists_go_out_as_workbooks(client_as: Clients) -> None:
    client = client_as(Role.OFFICE)
    for address in (
        "/organisations/?export=xlsx",
        "/people/?export=xlsx",
        "/organisations/export/",
        "/people/ry-015/data/",
    ):
        answer = client.get(address)
        assert answer.content[:2] == b"PK", address


def test_liaison_is_given_from_the_list(client_as: Clients) -> None:
    client = client_as(Role.OFFICE)
    client.post("/liaison/assign/", {"person": "ry-906", "day": "2026-06-18", "branches": ["zb-004", "zb-005"]})
    page = client.get("/liaison/").content.decode()
    assert "严明" in page
    assert "建设处党支部" in page


def test_a_study_group_is_founded_by_the_branch(client_as: Clients) -> None:
    client = client_as(Role.BRANCH_SECRETARY)
    young = list(Person.objects.filter(organisation_id="zb-001", born__gte="1985-06-19").values_list("pk", flat=True))
    given = {"name": "青年小组", "members": young, "leader": young[0], "since": "2026-06-18"}
    answer = client.post("/organisations/zb-001/study-groups/new/", given)
    assert answer.status_code == 302, answer.content.decode()
    one = StudyGroup.objects.get()
    assert client.get(f"/study-groups/{one.pk}/").status_code == 200
    assert client.get(f"/study-groups/{one.pk}/change/").status_code == 200
