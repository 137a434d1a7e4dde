"""Whoever is charged with a branch sits in, comments on the activity, and the branch can answer."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bihuan_site.inbox.models import Item
from bihuan_site.ledger.models import Activity, Participation
from bihuan_site.progress.activities.actions import correct_activity, record_activity
from bihuan_site.progress.models import Visit, VisitState
from bihuan_site.progress.notices.actions import announce
from bihuan_site.progress.visits import queries
from bihuan_site.progress.visits.actions import answer_visit, change_comment, drop_visit, plan_visit, record_visit
from bihuan_site.progress.visits.halves import half_of, halves_until, span_of
from bihuan_site.scoring.models import Obligation
from bihuan_site.scoring.refreshing import refresh_all
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotAllowed, NotFound, Refused, Stale
from bihuan_site.shared.roles import Relation, Role
from tests.support.site_activities import a_coming, a_record, everybody

pytestmark = pytest.mark.usefixtures("pack")
Actors = Callable[..., Actor]
ClientAs = Callable[[Role | str], Client]
GOOD = "研讨有案例，下次可以少念稿、多讨论。"


@pytest.fixture
def secretary(actor_of: Actors) -> Actor:
    return actor_of(Role.BRANCH_SECRETARY)


@pytest.fixture
def member(actor_of: Actors) -> Actor:
    return actor_of(Role.COMMITTEE_MEMBER)


@pytest.fixture
def held(secretary: Actor) -> Activity:
    done = record_activity(actor=secretary, organisation="zb-001", record=a_record())
    assert done.result is not None
    return done.result


def sits_in(actor: Actor, activity: str, comment: str = GOOD) -> Visit:
    done = record_visit(actor=actor, activity=activity, comment=comment)
    assert done.result is not None
    return done.result


def below(actor: Actor) -> Actor:
    return actor.seeing({actor.role: Relation.BELOW})


def test_a_visit_names_the_visitor_and_changes_nothing_else(member: Actor, held: Activity) -> None:
    before = {name: getattr(held, name) for name in ("kinds", "day", "present", "leaders", "text", "received")}
    visit = sits_in(member, held.pk)
    held.refresh_from_db()
    assert held.observers == ("ry-905",) and before == {name: getattr(held, name) for name in before}
    assert Participation.objects.filter(activity=held, person_id="ry-905", role="列席").count() == 1
    assert Item.objects.get(key__startswith=f"visit:{visit.pk}/").for_organisation_id == "zb-001"
    with pytest.raises(Refused, match="已经记过列席"):
        sits_in(member, held.pk)


def test_what_a_visitor_must_not_do_is_refused(member: Actor, held: Activity, settings: Any, actor_of: Actors) -> None:
    with pytest.raises(Refused, match="写一句点评"):
        sits_in(member, held.pk, " ")
    with pytest.raises(Refused, match="不写人"):
        sits_in(member, held.pk, "林青同志主持得好")
    with pytest.raises(NotAllowed):
        sits_in(actor_of(Role.BRANCH_SECRETARY), held.pk)
    with pytest.raises(NotFound):
        sits_in(member, "hd-0")
    foreign = record_activity(
        actor=actor_of("ry-021"), organisation="zb-002", record=a_record(attendance=everybody("zb-002"), chair="")
    )
    assert foreign.result is not None
    with pytest.raises(NotFound):
        sits_in(member, foreign.result.pk)
    settings.DEMO_DAY = date(2026, 12, 1)
    with pytest.raises(Refused, match="近 92 天"):
        sits_in(member, held.pk)
    assert not Visit.objects.exists()


def test_a_key_used_twice_records_once(member: Actor, held: Activity) -> None:
    record_visit(actor=member, key="k", activity=held.pk, comment=GOOD)
    assert record_visit(actor=member, key="k", activity=held.pk, comment=GOOD).again
    assert Visit.objects.count() == 1


def test_the_visitors_own_duty_is_met(actor_of: Actors, held: Activity) -> None:
    refresh_all()
    office = actor_of(Role.OFFICE)
    asked = Obligation.objects.filter(organisation_id="jw-01", duty__contains="sit", start__lte=held.day)
    before = [one.done for one in asked.filter(deadline__gte=held.day)]
    sits_in(office, held.pk)
    found = [one for one in Obligation.objects.filter(organisation_id="jw-01") if held.pk in one.records]
    assert found and before is not None


def test_a_planned_visit_is_told_called_off_or_recorded(member: Actor, secretary: Actor, settings: Any) -> None:
    coming = announce(actor=secretary, organisation="zb-001", coming=a_coming()).result
    assert coming is not None
    visit = plan_visit(actor=member, notice=coming.pk).result
    assert visit is not None and [one.pk for one in queries.planned(below(secretary))] == [visit.pk]
    with pytest.raises(Refused, match="已经计划"):
        plan_visit(actor=member, notice=coming.pk)
    with pytest.raises(Stale):
        drop_visit(actor=member, visit=visit.pk, version=9)
    drop_visit(actor=member, visit=visit.pk, version=1)
    assert not Visit.objects.exists() and not Item.objects.filter(key__startswith="visit:", done=None).exists()
    again = plan_visit(actor=member, notice=coming.pk).result
    assert again is not None
    settings.DEMO_DAY = date(2026, 6, 19)
    made = record_activity(
        actor=secretary,
        organisation="zb-001",
        record=a_record(kinds=("集中学习",), day=date(2026, 6, 19)),
        notice=coming.pk,
    ).result
    assert made is not None
    done = sits_in(member, made.pk)
    assert done.pk == again.pk and done.state == VisitState.DONE
    with pytest.raises(Refused, match="不能取消"):
        drop_visit(actor=member, visit=done.pk, version=done.version)


def test_the_comment_changes_until_the_branch_answers(member: Actor, secretary: Actor, held: Activity) -> None:
    visit = sits_in(member, held.pk)
    change_comment(actor=member, visit=visit.pk, version=1, comment="研讨充分。")
    with pytest.raises(Refused, match="怎么改"):
        answer_visit(actor=secretary, visit=visit.pk, version=2, text="")
    answer_visit(actor=secretary, visit=visit.pk, version=2, text="下次先发提纲。")
    assert Item.objects.get(key=f"visit_answer:{visit.pk}").for_person_id == "ry-905"
    with pytest.raises(Refused, match="已经回应"):
        change_comment(actor=member, visit=visit.pk, version=3, comment="再改。")
    with pytest.raises(NotAllowed):
        answer_visit(actor=member, visit=visit.pk, version=3, text="好")


def test_a_comment_follows_the_record_through_a_correction(member: Actor, secretary: Actor, held: Activity) -> None:
    visit = sits_in(member, held.pk)
    correct_activity(actor=secretary, activity=held.pk, record=a_record(title="改题", guests={"ry-905": "列席"}))
    rows = [*queries.attended(below(secretary), {})]
    lines = queries.with_visits(rows)
    assert [(line.state, line.visit and line.visit.pk) for line in lines] == [("有点评", visit.pk)]


def test_counts_are_the_length_of_the_lists_they_open(member: Actor, actor_of: Actors, held: Activity) -> None:
    sits_in(member, held.pk)
    office = below(actor_of(Role.OFFICE))
    line = next(one for one in queries.covered(office, "2026H1") if one.person.pk == "ry-905")
    assert (line.charged, line.times, line.visited, line.gap) == (2, 1, 1, 1)
    assert queries.attended(office, {"half": "2026H1", "person": "ry-905"}).count() == line.times
    assert [one.pk for one in queries.gaps(office, "2026H1", "ry-905")] == ["zb-003"]
    assert queries.gaps(office, "2026H1").count() == 7 and queries.gaps(office, "2026H2").count() == 8


def test_half_years_are_counted() -> None:
    assert half_of(date(2026, 7, 1)) == "2026H2" and span_of("2026H2") == (date(2026, 7, 1), date(2026, 12, 31))
    assert span_of("2026") is None and span_of("20xxH1") is None and span_of("2026H3") is None
    assert [one for one, _ in halves_until(date(2026, 6, 18), 3)] == ["2026H1", "2025H2", "2025H1"]


def test_pages_work_for_each(client_as: ClientAs, held: Activity, secretary: Actor) -> None:
    visitor, branch, office, other = (
        client_as(one) for one in (Role.COMMITTEE_MEMBER, Role.BRANCH_SECRETARY, Role.OFFICE, "ry-021")
    )
    coming = announce(actor=secretary, organisation="zb-001", coming=a_coming()).result
    assert coming is not None
    new = reverse("progress:new_visit")
    assert branch.get(new).status_code == 403
    page = visitor.get(new).content.decode()
    assert "养护一线走访" in page and "学习条例" in page
    planned = visitor.post(new, {"act": "plan", "notice": coming.pk, "key": "a"}, follow=True)
    assert "已计划列席" in planned.content.decode()
    assert visitor.get(new, {"activity": held.pk}).status_code == 200
    assert visitor.post(new, {"act": "record", "activity": held.pk, "comment": "", "key": "b"}).status_code == 422
    shown = visitor.post(new, {"act": "record", "activity": held.pk, "comment": GOOD, "key": "c"}, follow=True)
    assert GOOD in shown.content.decode()
    visit = Visit.objects.get(state=VisitState.DONE)
    one = reverse("progress:visit", args=[visit.pk])
    assert other.get(one).status_code == other.get(reverse("progress:visit", args=[10**6])).status_code == 404
    assert GOOD in branch.get(one).content.decode()
    assert branch.post(one, {"act": "answer", "version": "1", "text": "", "key": "d"}).status_code == 422
    answered = branch.post(one, {"act": "answer", "version": "1", "text": "先发提纲。", "key": "e"}, follow=True)
    assert "先发提纲" in answered.content.decode()
    assert office.get(reverse("progress:visit_coverage")).status_code == 200
    assert "法规处党支部" in office.get(reverse("progress:visit_gaps"), {"person": "ry-905"}).content.decode()
    assert branch.get(reverse("progress:visit_coverage")).status_code == 403
    for name in ("visits", "visit_gaps"):
        assert office.get(reverse(f"progress:{name}"), {"export": "xlsx"}).content[:2] == b"PK"
    plan = Visit.objects.get(state=VisitState.PLANNED)
    dropped = visitor.post(
        reverse("progress:visit", args=[plan.pk]), {"act": "drop", "version": "1", "key": "f"}, follow=True
    )
    assert "已取消列席" in dropped.content.decode()


@pytest.mark.browser
def test_the_pages_are_seen(
    browser_page: Callable[..., Any],
    axe: Callable[..., None],
    picture: Callable[..., Any],
    member: Actor,
    secretary: Actor,
    held: Activity,
) -> None:
    coming = announce(actor=secretary, organisation="zb-001", coming=a_coming()).result
    assert coming is not None
    visit = sits_in(member, held.pk)
    for role, name, address in (
        (Role.COMMITTEE_MEMBER, "new-visit", reverse("progress:new_visit")),
        (Role.COMMITTEE_MEMBER, "visit-comment", reverse("progress:new_visit") + f"?activity={held.pk}"),
        (Role.OFFICE, "visits", reverse("progress:visits")),
        (Role.OFFICE, "visit-coverage", reverse("progress:visit_coverage")),
        (Role.OFFICE, "visit-gaps", reverse("progress:visit_gaps")),
        (Role.BRANCH_SECRETARY, "visit", reverse("progress:visit", args=[visit.pk])),
    ):
        page = browser_page(role)
        page.goto(address)
        axe(page)
        picture(page, name)
