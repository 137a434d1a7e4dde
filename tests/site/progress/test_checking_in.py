"""Check-in by a short-lived code: one decision, once a person, and no use to anybody else, later or elsewhere."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from time import perf_counter
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from bihuan_site.organisations.models import Membership, Person
from bihuan_site.progress.checkin import codes
from bihuan_site.progress.checkin.actions import check_in
from bihuan_site.progress.models import CheckIn, Notice
from bihuan_site.progress.notices.actions import announce, ask_leave, cancel_notice
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotFound, Refused
from bihuan_site.shared.roles import Role
from tests.support.site_activities import a_coming
from tests.support.site_agency import DAY, SINCE, Agency

pytestmark = pytest.mark.usefixtures("pack")
Actors = Callable[..., Actor]
Clients = Callable[[Role | str], Client]


@pytest.fixture
def notice(actor_of: Actors, monkeypatch: pytest.MonkeyPatch) -> Notice:
    """A meeting of this day from nine on, at five to nine."""
    at(monkeypatch, time(8, 55))
    coming = a_coming(day=DAY, begins=time(9, 0), minutes=90)
    done = announce(actor=actor_of(Role.BRANCH_SECRETARY), organisation="zb-001", coming=coming)
    assert done.result is not None
    return done.result


def at(monkeypatch: pytest.MonkeyPatch, clock: time) -> None:
    monkeypatch.setattr(codes, "there_now", lambda: timezone.make_aware(datetime.combine(DAY, clock)))


def test_a_member_checks_in_once(notice: Notice, actor_of: Actors) -> None:
    member = actor_of(Role.MEMBER)
    check_in(actor=member, notice=notice.pk, code=codes.code_of(notice.pk))
    check_in(actor=member, notice=notice.pk, code=codes.code_of(notice.pk))
    assert CheckIn.objects.count() == 1


def test_a_code_lasts_some_minutes_and_then_no_more(notice: Notice) -> None:
    now = timezone.now()
    code = codes.code_of(notice.pk, now)
    assert codes.notice_of(code, now) == notice.pk
    assert codes.notice_of(code, now + timedelta(minutes=2)) == notice.pk
    assert codes.notice_of(code, now + timedelta(minutes=4)) is None
    assert codes.notice_of(code, now - timedelta(minutes=2)) is None
    assert codes.code_of(notice.pk, now + timedelta(minutes=1)) != code


@pytest.mark.parametrize("code", ["", "-", "1-", "x" * 60, "1-000000000000", "zz-abc", "１-abc", "1-2-3"])
def test_nonsense_is_no_code(code: str) -> None:
    assert codes.notice_of(code) is None


def test_a_code_for_one_meeting_is_none_for_another(notice: Notice, actor_of: Actors) -> None:
    other = announce(
        actor=actor_of(Role.BRANCH_SECRETARY), organisation="zb-001", coming=a_coming(day=DAY, begins=time(9, 0))
    ).result
    assert other is not None
    with pytest.raises(Refused, match="换新"):
        check_in(actor=actor_of(Role.MEMBER), notice=other.pk, code=codes.code_of(notice.pk))


def test_yesterdays_picture_of_the_code_is_refused(notice: Notice, client_as: Clients) -> None:
    old = codes.code_of(notice.pk, timezone.now() - timedelta(days=1))
    answer = client_as(Role.MEMBER).get(f"/s/{old}/")
    assert answer.status_code == 409 and "再扫一次" in answer.content.decode()


def test_somebody_of_another_branch_is_told_so(
    notice: Notice, client_as: Clients, actor_of: Actors, agency: Agency
) -> None:
    who = agency.secretary_of("zb-002")
    answer = client_as(who).get(f"/s/{codes.code_of(notice.pk)}/")
    assert answer.status_code == 409 and "别的支部" in answer.content.decode()
    assert "学习条例" not in answer.content.decode()
    with pytest.raises(NotFound):
        check_in(actor=actor_of(who), notice=notice.pk, code=codes.code_of(notice.pk))


@pytest.mark.parametrize(
    ("clock", "opens"), [(time(8, 29), False), (time(8, 31), True), (time(10, 59), True), (time(11, 1), False)]
)
def test_it_opens_half_an_hour_around_the_meeting(
    notice: Notice, actor_of: Actors, monkeypatch: pytest.MonkeyPatch, clock: time, opens: bool
) -> None:
    at(monkeypatch, clock)
    if opens:
        assert check_in(actor=actor_of(Role.MEMBER), notice=notice.pk, code=codes.code_of(notice.pk)).result
        return
    with pytest.raises(Refused, match="现在不能签到"):
        check_in(actor=actor_of(Role.MEMBER), notice=notice.pk, code=codes.code_of(notice.pk))


def test_a_meeting_called_off_or_of_another_day_is_closed(notice: Notice, actor_of: Actors, settings: Any) -> None:
    cancel_notice(actor=actor_of(Role.BRANCH_SECRETARY), notice=notice.pk)
    with pytest.raises(Refused, match="现在不能签到"):
        check_in(actor=actor_of(Role.MEMBER), notice=notice.pk, code=codes.code_of(notice.pk))


def test_the_page_asks_one_thing_and_confirms(notice: Notice, client_as: Clients) -> None:
    client = client_as(Role.MEMBER)
    address = f"/s/{codes.code_of(notice.pk)}/"
    page = client.get(address).content.decode()
    assert "确认到会" in page and "不能到会，报备" in page and "不定位、不拍照" in page and "应到 8 人" in page
    answer = client.post(address, {"notice": notice.pk})
    assert answer.status_code == 302
    assert "已记到会" in client.get(answer["Location"]).content.decode()
    assert client.get(address).status_code == 302


def test_a_page_opened_in_time_confirms_some_minutes_later(notice: Notice, client_as: Clients, agency: Agency) -> None:
    now = timezone.now()
    old = codes.code_of(notice.pk, now - timedelta(minutes=5))
    seal = codes.seal_of(notice.pk, agency.account(Role.MEMBER).pk, now - timedelta(minutes=5))
    assert client_as(Role.MEMBER).post(f"/s/{old}/", {"notice": notice.pk, "seal": seal}).status_code == 302
    answer = client_as("ry-016").post(f"/s/{old}/", {"notice": notice.pk, "seal": seal})
    assert answer.status_code == 409 and CheckIn.objects.count() == 1


def test_whoever_is_not_logged_in_comes_back_after_logging_in(notice: Notice) -> None:
    answer = Client().get(f"/s/{codes.code_of(notice.pk)}/")
    assert answer.status_code == 302 and "/s/" in answer["Location"]


def test_the_form_takes_over_who_is_there_and_the_secretary_may_tick_instead(
    notice: Notice, actor_of: Actors, client_as: Clients
) -> None:
    check_in(actor=actor_of("ry-015"), notice=notice.pk, code=codes.code_of(notice.pk))
    ask_leave(actor=actor_of("ry-016"), notice=notice.pk, reason="值班")
    page = client_as(Role.BRANCH_SECRETARY).get(f"/activities/new/?notice={notice.pk}").content.decode()
    assert "来自签到和报备" in page and '到会 <span data-count="到会">1</span>' in page
    assert 'id="att_ry-016_报备" value="报备" aria-label="报备" checked' in page


def test_the_wall_shows_a_code_to_the_branch_only(notice: Notice, client_as: Clients) -> None:
    page = client_as(Role.BRANCH_SECRETARY).get(f"/activities/notices/{notice.pk}/code/").content.decode()
    assert "<svg" in page and "已到 0 人，应到 8 人" in page
    assert client_as(Role.MEMBER).get(f"/activities/notices/{notice.pk}/code/").status_code == 403
    assert client_as("ry-021").get(f"/activities/notices/{notice.pk}/code/").status_code == 404


@pytest.mark.long
def test_checking_in_takes_a_handful_of_queries_however_large_the_hall(
    notice: Notice, actor_of: Actors, django_assert_max_num_queries: Any
) -> None:
    people = [
        Person(id=f"ry-h{number:04}", name=f"党员{number}", organisation_id="zb-001", since=SINCE)
        for number in range(500)
    ]
    Person.objects.bulk_create(people)
    Membership.objects.bulk_create(Membership(person=one, organisation_id="zb-001", since=SINCE) for one in people)
    member = actor_of(Role.MEMBER)
    with django_assert_max_num_queries(12):
        check_in(actor=member, notice=notice.pk, code=codes.code_of(notice.pk))
    began = perf_counter()
    for one in people:
        guest = replace(member, person=one.pk)
        check_in(actor=guest, notice=notice.pk, code=codes.code_of(notice.pk))
    assert CheckIn.objects.count() == 501
    assert perf_counter() - began < 30
