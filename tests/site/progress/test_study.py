"""A theory-study group plans topics, arranges sessions, records them once, and counts attendance for few eyes."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bihuan_site.inbox.models import Item
from bihuan_site.ledger.models import Activity, Participation
from bihuan_site.organisations.models import StudyGroup, StudyGroupMember
from bihuan_site.progress.models import StudySession, StudyTopic
from bihuan_site.progress.study import queries
from bihuan_site.progress.study.actions import (
    Arranged,
    Held,
    add_topic,
    arrange,
    cancel_session,
    change_session,
    record_session,
    remove_topic,
)
from bihuan_site.progress.study.scoping import groups_in, may_count
from bihuan_site.scoring.models import Obligation
from bihuan_site.scoring.refreshing import refresh_all
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotAllowed, NotFound, Refused, Stale
from bihuan_site.shared.roles import Relation, Role

pytestmark = pytest.mark.usefixtures("pack")
Actors = Callable[..., Actor]
ClientAs = Callable[[Role | str], Client]
TODAY = date(2026, 6, 18)


@pytest.fixture
def office(actor_of: Actors) -> Actor:
    return actor_of(Role.OFFICE)


@pytest.fixture
def youth(agency: Any) -> StudyGroup:
    group = StudyGroup.objects.create(
        id="xx-1", name="规划处青年小组", organisation_id="zb-001", since=date(2025, 1, 1)
    )
    StudyGroupMember.objects.create(study_group=group, person_id="ry-015", since=date(2025, 1, 1))
    return group


def a_topic(actor: Actor, **given: Any) -> StudyTopic:
    usual = {"organisation": "dz-01", "year": 2026, "text": "党的创新理论", "source": "年度学习通知第 1 条", "month": 6}
    done = add_topic(actor=actor, **{**usual, **given})
    assert done.result is not None
    return done.result


def a_session(actor: Actor, **given: Any) -> StudySession:
    usual: dict[str, Any] = {"title": "学习重要讲话", "day": TODAY, "begins": time(9, 0), "place": "三楼会议室"}
    where = given.pop("organisation", "dz-01")
    done = arrange(actor=actor, organisation=where, session=Arranged(**{**usual, **given}))
    assert done.result is not None
    return done.result


def as_held(**given: Any) -> Held:
    usual: dict[str, Any] = {
        "minutes": 120,
        "chair": "ry-901",
        "text": "领学、研讨。",
        "attendance": {"ry-901": "到会", "ry-902": "报备"},
    }
    return Held(**{**usual, **given})


def below(actor: Actor) -> Actor:
    return actor.seeing({actor.role: Relation.BELOW})


def test_the_office_serves_the_leading_group_above_it_too(office: Actor, actor_of: Actors) -> None:
    assert [one.pk for one in groups_in(below(office))] == ["dz-01", "jw-01", "dw-01"]
    assert [one.pk for one in groups_in(below(actor_of(Role.SUB_COMMITTEE)))] == ["dw-01"]
    assert [one.pk for one in groups_in(below(actor_of(Role.COMMITTEE_SECRETARY)))] == ["jw-01", "dw-01"]


def test_a_plan_names_its_sources(office: Actor, actor_of: Actors) -> None:
    topic = a_topic(office)
    with pytest.raises(Refused, match="依据"):
        a_topic(office, text="二十届全会精神", source=" ")
    with pytest.raises(Refused, match="已有"):
        a_topic(office)
    with pytest.raises(NotFound):
        a_topic(actor_of(Role.SUB_COMMITTEE), text="别的")
    with pytest.raises(NotAllowed):
        a_topic(actor_of(Role.LEADING_MEMBER), text="别的")
    with pytest.raises(Stale):
        remove_topic(actor=office, topic=topic.pk, version=5)
    session = a_session(office, topics=(topic.pk,))
    with pytest.raises(Refused, match="不能删"):
        remove_topic(actor=office, topic=topic.pk, version=1)
    cancel_session(actor=office, session=session.pk, version=1)
    other = a_topic(office, text="二十届全会精神")
    remove_topic(actor=office, topic=other.pk, version=1)
    assert StudyTopic.objects.count() == 1


def test_members_and_seats_are_told_and_told_anew_after_a_change(office: Actor, youth: StudyGroup) -> None:
    session = a_session(office, observing=("group:xx-1",))
    told = Item.objects.filter(key__startswith=f"study:{session.pk}/", done=None)
    assert {one.for_person_id or one.for_organisation_id for one in told} == {"ry-901", "ry-902", "zb-001"}
    changed = Arranged(title="改学", day=date(2026, 6, 25))
    change_session(actor=office, session=session.pk, version=1, arranged=changed)
    assert {one.due for one in told.all()} == {date(2026, 6, 25)} and told.all().count() == 2
    with pytest.raises(Stale):
        change_session(actor=office, session=session.pk, version=1, arranged=changed)
    with pytest.raises(Refused, match="还没到"):
        record_session(actor=office, session=session.pk, version=2, held=as_held())
    cancel_session(actor=office, session=session.pk, version=2)
    assert not told.all().exists()


def test_a_recorded_session_counts_for_the_group_and_its_members(office: Actor, youth: StudyGroup) -> None:
    refresh_all()
    topic = a_topic(office)
    session = a_session(office, topics=(topic.pk,), observing=("group:xx-1",))
    done = record_session(actor=office, session=session.pk, version=1, held=as_held(observers=("ry-015",)))
    made = done.result
    assert made is not None and made.kinds == ("中心组学习",) and made.topics == ("党的创新理论",)
    assert (made.due, made.present, made.leave) == (2, 1, 1)
    assert (made.leaders, made.observers) == (("ry-901",), ("ry-015",))
    assert Participation.objects.filter(activity=made, role="列席", person_id="ry-015").exists()
    met = [one.title for one in Obligation.objects.filter(organisation_id="dz-01") if made.pk in one.records]
    assert "中心组每月集体学习研讨" in met
    assert [one.state for one in queries.topics_of(made.organisation, 2026)] == ["已学"]
    members = queries.attendance_of(made.organisation, 2026)
    assert [(one.name.id, one.present, one.due) for one in members] == [("ry-901", 1, 1), ("ry-902", 0, 1)]
    assert next(one for one in queries.units_for(made.organisation) if one.id == "group:xx-1").times == 1


def test_recording_again_corrects_with_a_reason(office: Actor) -> None:
    session = a_session(office)
    first = record_session(actor=office, key="k", session=session.pk, version=1, held=as_held()).result
    assert record_session(actor=office, key="k", session=session.pk, version=1, held=as_held()).again
    assert first is not None
    both = {"ry-901": "到会", "ry-902": "到会"}
    with pytest.raises(Refused, match="原因"):
        record_session(actor=office, session=session.pk, version=2, held=as_held(attendance=both))
    again = record_session(
        actor=office, session=session.pk, version=2, held=as_held(attendance=both), reason="漏点一人"
    ).result
    assert again is not None and again.corrects == first.pk and again.present == 2
    assert Activity.objects.get(pk=first.pk).replaced
    assert len(queries.held_in(again.organisation, 2026)) == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"attendance": {"ry-901": "到会"}}, "名单有变动"),
        ({"attendance": {"ry-901": "缺席", "ry-902": "报备"}}, "没有人到会"),
        ({"chair": "ry-902"}, "主持人"),
        ({"minutes": 0}, "分钟数"),
        ({"observers": ("ry-015",)}, "列席旁听"),
    ],
)
def test_what_cannot_have_been_is_refused(office: Actor, given: dict[str, Any], words: str) -> None:
    session = a_session(office)
    with pytest.raises(Refused, match=words):
        record_session(actor=office, session=session.pk, version=1, held=as_held(**given))
    assert not Activity.objects.exists()


def test_attendance_is_for_the_secretary_and_the_office_only(client_as: ClientAs, office: Actor, agency: Any) -> None:
    session = a_session(office)
    record_session(actor=office, session=session.pk, version=1, held=as_held())
    year, one = reverse("progress:study"), reverse("progress:study_session", args=[session.pk])
    for role in (Role.OFFICE, Role.LEADING_SECRETARY):
        client = client_as(role)
        assert "参学次数" in client.get(year).content.decode() and "参学人员" in client.get(one).content.decode()
    member = client_as(Role.LEADING_MEMBER)
    assert "参学次数" not in member.get(year).content.decode()
    assert "参学人员" not in member.get(one).content.decode()
    other = client_as(Role.SUB_COMMITTEE)
    missing = other.get(reverse("progress:study_session", args=[10**6]))
    assert other.get(one).status_code == missing.status_code == 404
    assert not may_count(below(agency.actor(Role.COMMITTEE_SECRETARY)), agency_group("dw-01"))


def agency_group(name: str) -> Any:
    from bihuan_site.organisations.models import Organisation

    return Organisation.objects.get(pk=name)


def test_pages_plan_arrange_record_and_seat(client_as: ClientAs, youth: StudyGroup) -> None:
    office, branch, other = client_as(Role.OFFICE), client_as(Role.BRANCH_SECRETARY), client_as("ry-021")
    plan = f"{reverse('progress:study_topics')}?group=dz-01&year=2026"
    assert office.post(plan, {"act": "add", "text": "专题一", "source": "", "key": "a"}).status_code == 422
    given = {"act": "add", "text": "专题一", "source": "学习通知", "month": "6", "key": "b"}
    assert "专题已加进计划" in office.post(plan, given, follow=True).content.decode()
    topic = StudyTopic.objects.get()
    new = f"{reverse('progress:new_study_session')}?group=dz-01"
    assert branch.get(new).status_code == 403
    assert office.post(new, {"title": "", "day": "", "key": "c"}).status_code == 422
    arranged = {"title": "学专题一", "day": "2026-06-18", "topics": [topic.pk], "observing": ["group:xx-1"], "key": "d"}
    assert "已安排" in office.post(new, arranged, follow=True).content.decode()
    session = StudySession.objects.get()
    seat = reverse("progress:study_seat", args=[session.pk])
    assert "学专题一" in branch.get(seat).content.decode() and other.get(seat).status_code == 404
    record = reverse("progress:record_study_session", args=[session.pk])
    assert office.get(record).status_code == 200
    held = {"version": "1", "chair": "ry-901", "minutes": "90", "observers": ["ry-015"], "key": "e"}
    assert office.post(record, held).status_code == 422
    names = {"att_ry-901": "到会", "att_ry-902": "到会"}
    assert "已记好" in office.post(record, held | names, follow=True).content.decode()
    assert office.get(record).status_code == 200
    page = office.get(reverse("progress:study")).content.decode()
    assert "已学 1 个" in page and "2 / 2" not in page
    assert office.get(reverse("progress:study"), {"export": "xlsx"}).content[:2] == b"PK"
    assert office.get(reverse("progress:change_study_session", args=[session.pk])).status_code == 200


@pytest.mark.browser
def test_the_pages_are_seen(
    browser_page: Callable[..., Any],
    axe: Callable[..., None],
    picture: Callable[..., Any],
    office: Actor,
    youth: StudyGroup,
) -> None:
    topic = a_topic(office)
    a_topic(office, text="网络安全和保密教育", month=9)
    first = a_session(office, topics=(topic.pk,), observing=("group:xx-1",))
    record_session(actor=office, session=first.pk, version=1, held=as_held())
    coming = a_session(office, title="研讨下半年重点任务", day=date(2026, 6, 25))
    for role, name, address in (
        (Role.OFFICE, "study", reverse("progress:study")),
        (Role.OFFICE, "study-topics", f"{reverse('progress:study_topics')}?group=dz-01"),
        (Role.OFFICE, "new-study-session", f"{reverse('progress:new_study_session')}?group=dz-01"),
        (Role.OFFICE, "study-record", reverse("progress:record_study_session", args=[first.pk])),
        (Role.LEADING_MEMBER, "study-session", reverse("progress:study_session", args=[coming.pk])),
        (Role.BRANCH_SECRETARY, "study-seat", reverse("progress:study_seat", args=[first.pk])),
    ):
        page = browser_page(role)
        page.goto(address)
        axe(page)
        picture(page, name)
