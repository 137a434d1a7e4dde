"""Programmes: the pack's and our own; sums agree; headings with duties are not dropped."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bihuan_site.responsibility.duties.catalogue import catalogue
from bihuan_site.responsibility.models import Programme
from bihuan_site.responsibility.programmes.actions import (
    change_programme,
    make_programme,
    place_duties,
    withdraw_programme,
)
from bihuan_site.responsibility.programmes.queries import plan, plans
from bihuan_site.responsibility.tasks.queries import Filter, tasks
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotAllowed, NotFound, Refused, Stale
from bihuan_site.shared.roles import Relation, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]

ActorOf = Callable[..., Actor]
BELOW = dict.fromkeys(Role, Relation.BELOW)
GIVEN: dict[str, Any] = {
    "title": "基层基础三年行动",
    "first_year": 2026,
    "last_year": 2028,
    "headings": ["固基础", "建体系"],
}
TWO = ("duty.branch.theme_day", "duty.branch.dues")


@pytest.fixture
def office(actor_of: ActorOf) -> Actor:
    return actor_of(Role.OFFICE).seeing(BELOW)


@pytest.fixture
def made(office: Actor) -> Programme:
    found = make_programme(actor=office, **GIVEN).result
    assert found is not None
    return found


def test_the_programme_of_the_pack_holds_every_duty_under_a_heading(office: Actor) -> None:
    found = plan(office, catalogue(), "programme.five_good")
    assert len(found.headings) == 5 and found.duties == 59
    assert found.tally.total == sum(one.tally.total for one in found.headings)
    assert found.tally.total == tasks(office, catalogue().year, Filter()).count()


def test_duties_are_placed_and_counted_once(office: Actor, made: Programme) -> None:
    first, second = made.headings.all()
    place_duties(actor=office, programme=made.pk, heading=first.pk, version=1, duties=TWO)
    place_duties(actor=office, programme=made.pk, heading=second.pk, version=2, duties=TWO[:1])
    found = plan(office, catalogue(), str(made.pk))
    assert [len(one.duties) for one in found.headings] == [2, 1]
    rows = [tasks(office, catalogue().year, Filter(duty=one)).count() for one in TWO]
    assert found.tally.total == sum(rows) == found.headings[0].tally.total
    assert found.years == "2026 至 2028 年"


def test_a_heading_that_holds_duties_is_not_dropped(office: Actor, made: Programme) -> None:
    first = made.headings.all()[0]
    place_duties(actor=office, programme=made.pk, heading=first.pk, version=1, duties=TWO)
    with pytest.raises(Refused, match="还有责任"):
        change_programme(actor=office, programme=made.pk, version=2, **GIVEN | {"headings": ["强队伍"]})
    made.refresh_from_db()
    change_programme(
        actor=office, programme=made.pk, version=made.version, **GIVEN | {"headings": ["强队伍", "固基础"]}
    )
    found = plan(office, catalogue(), str(made.pk))
    assert [(one.name, len(one.duties)) for one in found.headings] == [("强队伍", 0), ("固基础", 2)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"last_year": 2025}, "不早于开始年份"),
        ({"last_year": 2040}, "最长 10 年"),
        ({"headings": []}, "至少写一个标题"),
        ({"headings": ["甲", "甲"]}, "不能重复"),
    ],
)
def test_a_wrong_programme_is_refused(office: Actor, change: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        make_programme(actor=office, **GIVEN | change)
    assert not Programme.objects.exists()


def test_a_programme_is_made_once(office: Actor, made: Programme) -> None:
    with pytest.raises(Refused, match="已有名为"):
        make_programme(actor=office, **GIVEN)
    make_programme(actor=office, key="k", **GIVEN | {"title": "另一个"})
    assert make_programme(actor=office, key="k", **GIVEN | {"title": "另一个"}).again


def test_a_duty_nobody_knows_and_a_stale_form_are_refused(office: Actor, made: Programme) -> None:
    first = made.headings.all()[0]
    with pytest.raises(Refused, match="不在现行清单"):
        place_duties(actor=office, programme=made.pk, heading=first.pk, version=1, duties=("duty.nothing",))
    with pytest.raises(Stale):
        withdraw_programme(actor=office, programme=made.pk, version=9)


def test_a_programme_taken_off_is_missing(office: Actor, made: Programme) -> None:
    withdraw_programme(actor=office, programme=made.pk, version=1)
    assert len(plans(office, catalogue())) == 1
    for key in (str(made.pk), "programme.nothing"):
        with pytest.raises(NotFound):
            plan(office, catalogue(), key)


def test_only_the_office_makes_programmes(actor_of: ActorOf) -> None:
    for role in (Role.COMMITTEE_SECRETARY, Role.LEADING_SECRETARY, Role.BRANCH_SECRETARY):
        with pytest.raises(NotAllowed):
            make_programme(actor=actor_of(role), **GIVEN)


def test_the_whole_way_through_the_pages(client_as: Callable[[Role | str], Client]) -> None:
    office = client_as(Role.OFFICE)
    given = {
        "title": "基层基础三年行动",
        "first_year": "2026",
        "last_year": "2028",
        "basis": "",
        "headings": "固基础\n建体系",
        "key": "a",
    }
    assert office.get(reverse("responsibility:new_programme")).status_code == 200
    made = office.post(reverse("responsibility:new_programme"), given, follow=True)
    assert "计划已建" in made.content.decode()
    found = Programme.objects.get()
    heading = reverse("responsibility:programme_heading", args=(found.pk, found.headings.all()[0].pk))
    assert office.get(heading).status_code == 200
    filled = office.post(heading, {"version": "1", "duties": list(TWO), "key": "b"}, follow=True)
    assert "责任已更新" in filled.content.decode() and "每月开展主题党日" in filled.content.decode()
    change = reverse("responsibility:change_programme", args=(found.pk,))
    assert office.get(change).status_code == 200
    stale = office.post(change, given | {"version": "1", "key": "c"}).content.decode()
    assert "已被改动" in stale
    done = office.post(change, {"act": "withdraw", "version": "2", "key": "d"}, follow=True).content.decode()
    assert "计划已撤下" in done
