"""A coming activity is announced and answered; leave is asked, granted, taken over by the form, and made up for."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.test import Client

from bihuan_site.inbox.models import Item
from bihuan_site.ledger.models import Activity
from bihuan_site.progress.activities.actions import record_activity
from bihuan_site.progress.models import CatchUp, CatchUpState, Leave, LeaveState, Notice, Reply
from bihuan_site.progress.notices import queries
from bihuan_site.progress.notices.actions import (
    announce,
    answer_catch_ups,
    answer_leaves,
    ask_leave,
    cancel_notice,
    change_notice,
    log_catch_up,
    say_coming,
    take_back_leave,
)
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotAllowed, NotFound, Refused, Stale
from bihuan_site.shared.roles import Relation, Role
from tests.support.site_activities import a_coming, a_record, everybody, posted
from tests.support.site_agency import Agency

pytestmark = pytest.mark.usefixtures("pack")
Actors = Callable[..., Actor]
Clients = Callable[[Role | str], Client]


@pytest.fixture
def secretary(actor_of: Actors) -> Actor:
    return actor_of(Role.BRANCH_SECRETARY).seeing({Role.BRANCH_SECRETARY: Relation.OWN})


@pytest.fixture
def member(actor_of: Actors) -> Actor:
    return actor_of(Role.MEMBER)


@pytest.fixture
def notice(secretary: Actor) -> Notice:
    return made(secretary)


def made(actor: Actor, **given: Any) -> Notice:
    done = announce(actor=actor, organisation="zb-001", coming=a_coming(**given))
    assert done.result is not None
    return done.result


def test_members_see_what_was_announced_to_them(
    notice: Notice, member: Actor, actor_of: Actors, agency: Agency
) -> None:
    assert [one.pk for one in queries.coming_for(member)] == [notice.pk]
    assert queries.coming_for(actor_of(agency.secretary_of("zb-002"))) == []
    with pytest.raises(NotFound):
        queries.notice_for_member(actor_of(agency.secretary_of("zb-002")), notice.pk)


def test_what_is_for_a_group_is_seen_by_the_group(secretary: Actor, actor_of: Actors, agency: Agency) -> None:
    one = made(secretary, kinds=("党小组会",), group="xz-02", chair="")
    inside, outside = agency.people("xz-02")[0], agency.people("xz-01")[0]
    assert [found.pk for found in queries.coming_for(actor_of(inside))] == [one.pk]
    assert queries.coming_for(actor_of(outside)) == []
    with pytest.raises(NotFound):
        ask_leave(actor=actor_of(outside), notice=one.pk, reason="出差")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"day": date(2026, 6, 17)}, "已经过了"),
        ({"title": " "}, "主题"),
        ({"kinds": ("茶话会",)}, "活动类型"),
        ({"chair": "ry-021"}, "本支部党员"),
        ({"group": "xz-09"}, "党小组"),
        ({"minutes": 0}, "分钟"),
    ],
)
def test_what_cannot_be_announced_is_refused(secretary: Actor, given: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        made(secretary, **given)


def test_a_member_announces_nothing(member: Actor) -> None:
    with pytest.raises(NotAllowed):
        made(member)


def test_two_windows_do_not_both_change_a_notice(secretary: Actor, notice: Notice) -> None:
    change_notice(actor=secretary, notice=notice.pk, version=1, coming=a_coming(place="二楼"))
    with pytest.raises(Stale):
        change_notice(actor=secretary, notice=notice.pk, version=1, coming=a_coming(place="四楼"))


def test_leave_is_asked_told_to_the_secretary_and_agreed(secretary: Actor, member: Actor, notice: Notice) -> None:
    leave = ask_leave(actor=member, notice=notice.pk, reason="出差", text="去工地").result
    assert leave is not None and leave.state == LeaveState.ASKED
    assert Item.objects.filter(kind="报备", for_organisation_id="zb-001", done=None).exists()
    with pytest.raises(Refused, match="已经报备过"):
        ask_leave(actor=member, notice=notice.pk, reason="出差")
    answer_leaves(actor=secretary, leaves=[leave.pk], agree=True)
    assert Leave.objects.get().state == LeaveState.AGREED
    assert not Item.objects.filter(kind="报备", done=None).exists()
    with pytest.raises(Refused, match="已处理"):
        answer_leaves(actor=secretary, leaves=[leave.pk], agree=False)


def test_all_are_agreed_to_at_once(secretary: Actor, notice: Notice, actor_of: Actors) -> None:
    for person in ("ry-015", "ry-016"):
        ask_leave(actor=actor_of(person), notice=notice.pk, reason="值班")
    answer_leaves(actor=secretary, leaves=[*Leave.objects.values_list("pk", flat=True)], agree=True)
    assert {*Leave.objects.values_list("state", flat=True)} == {LeaveState.AGREED}


def test_a_refusal_is_told_to_the_member_who_may_ask_again(secretary: Actor, member: Actor, notice: Notice) -> None:
    leave = ask_leave(actor=member, notice=notice.pk, reason="其他").result
    assert leave is not None
    answer_leaves(actor=secretary, leaves=[leave.pk], agree=False)
    assert Item.objects.get(for_person_id="ry-015").title.startswith("报备没有同意")
    ask_leave(actor=member, notice=notice.pk, reason="病假")
    assert Item.objects.filter(kind="报备", for_organisation_id="zb-001", done=None).count() == 1


def test_leave_is_taken_back_and_coming_is_said(member: Actor, notice: Notice) -> None:
    ask_leave(actor=member, notice=notice.pk, reason="事假")
    take_back_leave(actor=member, notice=notice.pk)
    assert not Item.objects.filter(kind="报备", done=None).exists()
    ask_leave(actor=member, notice=notice.pk, reason="事假")
    say_coming(actor=member, notice=notice.pk)
    assert Leave.objects.get().state == LeaveState.WITHDRAWN and Reply.objects.count() == 1
    assert not Item.objects.filter(kind="报备", done=None).exists()


def test_a_secretary_answers_only_for_the_own_branch(
    notice: Notice, member: Actor, actor_of: Actors, agency: Agency
) -> None:
    leave = ask_leave(actor=member, notice=notice.pk, reason="出差").result
    assert leave is not None
    other = actor_of(agency.secretary_of("zb-002"), Role.BRANCH_SECRETARY)
    with pytest.raises(NotFound):
        answer_leaves(actor=other, leaves=[leave.pk], agree=True)
    with pytest.raises(NotAllowed):
        answer_leaves(actor=member, leaves=[leave.pk], agree=True)


def test_nobody_asks_leave_from_what_is_over_or_called_off(secretary: Actor, member: Actor, settings: Any) -> None:
    off = made(secretary)
    cancel_notice(actor=secretary, notice=off.pk)
    with pytest.raises(Refused, match="取消"):
        ask_leave(actor=member, notice=off.pk, reason="出差")
    over = made(secretary)
    settings.DEMO_DAY = date(2026, 6, 20)
    with pytest.raises(Refused, match="补学"):
        ask_leave(actor=member, notice=over.pk, reason="出差")


def test_the_form_takes_over_the_notice_and_the_leave(
    secretary: Actor, actor_of: Actors, client_as: Clients, settings: Any
) -> None:
    one = made(secretary, day=date(2026, 6, 18), begins=time(9, 0))
    leave = ask_leave(actor=actor_of("ry-015"), notice=one.pk, reason="出差").result
    assert leave is not None
    answer_leaves(actor=secretary, leaves=[leave.pk], agree=True)
    client = client_as(Role.BRANCH_SECRETARY)
    page = client.get(f"/activities/new/?notice={one.pk}").content.decode()
    assert "来自通知" in page and "来自报备" in page and "三楼会议室" in page
    assert 'id="att_ry-015_报备" value="报备" aria-label="报备" checked' in page
    record = a_record(kinds=("集中学习",), attendance=everybody(ry_015="报备"))
    client.post("/activities/new/", posted(record, notice=one.pk))
    activity = Activity.objects.get()
    one.refresh_from_db()
    assert activity.leave == 1 and one.activity_id == activity.pk
    again = client.post("/activities/new/", posted(record, notice=one.pk, key="other"))
    assert again.status_code == 422 and Activity.objects.count() == 1


def held(secretary: Actor, **away: str) -> Activity:
    record = a_record(kinds=("集中学习",), day=date(2026, 6, 12), attendance=everybody(day=date(2026, 6, 12), **away))
    done = record_activity(actor=secretary, organisation="zb-001", record=record)
    assert done.result is not None
    return done.result


def test_who_missed_makes_up_for_it_and_the_branch_confirms(secretary: Actor, member: Actor) -> None:
    activity = held(secretary, ry_015="报备", ry_016="缺席")
    missed = queries.not_covered(secretary)
    assert {(one.person, one.state) for one in missed} >= {("许安", "报备")} and len(missed) == 2
    entry = log_catch_up(actor=member, activity=activity.pk, day=date(2026, 6, 15), text="自学条例").result
    assert entry is not None
    with pytest.raises(Refused, match="已经记过"):
        log_catch_up(actor=member, activity=activity.pk, day=date(2026, 6, 15))
    answer_catch_ups(actor=secretary, entries=[entry.pk], agree=True)
    assert CatchUp.objects.get().state == CatchUpState.CONFIRMED and len(queries.not_covered(secretary)) == 1
    row = next(one for one in queries.coverage(secretary) if one.name.id == "ry-015")
    assert (row.due, row.present, row.leave, row.caught_up, row.open) == (1, 0, 1, 1, 0)


def test_making_up_stays_with_the_record_when_it_is_corrected(secretary: Actor, member: Actor) -> None:
    from bihuan_site.progress.activities.actions import correct_activity

    activity = held(secretary, ry_015="报备")
    log_catch_up(actor=member, activity=activity.pk, day=date(2026, 6, 15))
    record = a_record(kinds=("集中学习",), day=date(2026, 6, 12), attendance=everybody(ry_015="报备"), minutes=60)
    new = correct_activity(actor=secretary, activity=activity.pk, record=record).result
    assert new is not None and CatchUp.objects.get().activity_id == new.pk


def test_one_makes_up_only_for_what_one_missed(secretary: Actor, member: Actor, actor_of: Actors) -> None:
    activity = held(secretary, ry_016="缺席")
    with pytest.raises(Refused, match="到会了"):
        log_catch_up(actor=member, activity=activity.pk, day=date(2026, 6, 15))
    with pytest.raises(NotFound):
        log_catch_up(actor=actor_of("ry-021"), activity=activity.pk, day=date(2026, 6, 15))
    with pytest.raises(Refused, match="补学日期"):
        log_catch_up(actor=actor_of("ry-016"), activity=activity.pk, day=date(2026, 6, 19))


def test_the_pages_open_for_the_branch_only(notice: Notice, client_as: Clients, member: Actor) -> None:
    ask_leave(actor=member, notice=notice.pk, reason="出差")
    client = client_as(Role.BRANCH_SECRETARY)
    for address in ("", "new/", f"{notice.pk}/", f"{notice.pk}/change/"):
        assert client.get(f"/activities/notices/{address}").status_code == 200
    assert client.get("/activities/coverage/").status_code == 200
    for who in (Role.OFFICE, Role.MEMBER):
        assert client_as(who).get("/activities/coverage/").status_code == 403
    assert client_as("ry-021").get(f"/activities/notices/{notice.pk}/").status_code == 404
    leave = Leave.objects.get()
    client.post("/activities/notices/answer/", {"leave": leave.pk, "act": "agree", "notice": notice.pk})
    leave.refresh_from_db()
    assert leave.state == LeaveState.AGREED


def test_a_notice_is_sent_by_the_form(client_as: Clients) -> None:
    client = client_as(Role.BRANCH_SECRETARY)
    data = {
        "kinds": ["集中学习"],
        "title": "学条例",
        "day": "2026-06-19",
        "begins": "14:30",
        "minutes": "120",
        "key": "n",
    }
    assert client.post("/activities/notices/new/", data).status_code == 302
    assert client.post("/activities/notices/new/", data).status_code == 302
    assert Notice.objects.count() == 1
    assert client.post("/activities/notices/new/", {**data, "day": "2026-06-01", "key": "m"}).status_code == 422
