"""The member's pages on the phone: this week, one's own record, and nothing about others."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from bihuan_site.progress.activities.actions import record_activity
from bihuan_site.progress.checkin.codes import code_of
from bihuan_site.progress.models import CatchUp, Leave, Notice, Reply
from bihuan_site.progress.notices.actions import announce
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.roles import Role
from tests.support.site_activities import a_coming, a_record, everybody
from tests.support.site_agency import DAY

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.usefixtures("pack")
Actors = Callable[..., Actor]
Clients = Callable[[Role | str], Client]
HELD = date(2026, 6, 12)


@pytest.fixture
def notice(actor_of: Actors) -> Notice:
    done = announce(actor=actor_of(Role.BRANCH_SECRETARY), organisation="zb-001", coming=a_coming())
    assert done.result is not None
    return done.result


@pytest.fixture
def held(actor_of: Actors) -> str:
    record = a_record(kinds=("集中学习",), day=HELD, attendance=everybody(day=HELD, ry_015="报备", ry_016="缺席"))
    done = record_activity(actor=actor_of(Role.BRANCH_SECRETARY), organisation="zb-001", record=record)
    assert done.result is not None
    return done.result.pk


def test_the_week_is_counted_and_answered(notice: Notice, client_as: Clients) -> None:
    client = client_as(Role.MEMBER)
    page = client.get("/my/").content.decode()
    assert "许安，本周 1 件" in page and "明天 14:30" in page and "学前报备" in page
    client.post(f"/my/activities/{notice.pk}/")
    assert Reply.objects.get().person_id == "ry-015" and "会参加" in client.get("/my/").content.decode()


def test_leave_is_asked_and_taken_back_by_phone(notice: Notice, client_as: Clients) -> None:
    client = client_as(Role.MEMBER)
    assert "出差" in client.get(f"/my/activities/{notice.pk}/leave/").content.decode()
    assert client.post(f"/my/activities/{notice.pk}/leave/", {"reason": ""}).status_code == 422
    assert client.post(f"/my/activities/{notice.pk}/leave/", {"reason": "出差", "text": "工地"}).status_code == 302
    assert "报备待同意" in client.get("/my/").content.decode()
    assert "撤回报备" in client.get(f"/my/activities/{notice.pk}/").content.decode()
    client.post(f"/my/activities/{notice.pk}/", {"act": "back"})
    assert Leave.objects.get().state == "已撤回"


def test_the_half_year_is_ones_own(held: str, client_as: Clients) -> None:
    member = client_as(Role.MEMBER).get("/my/record/").content.decode()
    assert "0 / 1" in member and "记补学" in member
    for name in ("赵一东", "周宁"):
        assert name not in member
    assert "1 / 1" in client_as("ry-011").get("/my/record/").content.decode()


def test_catching_up_is_written_by_phone(held: str, client_as: Clients) -> None:
    client = client_as(Role.MEMBER)
    address = f"/my/record/{held}/catch-up/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"day": "2026-06-30"}).status_code == 422
    assert client.post(address, {"day": "2026-06-15", "text": "自学"}).status_code == 302
    assert CatchUp.objects.get().person_id == "ry-015"
    assert client_as("ry-021").get(address).status_code == 404


def test_pages_of_others_are_as_good_as_missing(notice: Notice, client_as: Clients) -> None:
    stranger = client_as("ry-021")
    for address in (f"/my/activities/{notice.pk}/", f"/my/activities/{notice.pk}/leave/", "/my/activities/999/"):
        assert stranger.get(address).status_code == 404


def test_nothing_to_do_is_said_kindly(client_as: Clients) -> None:
    page = client_as(Role.MEMBER).get("/my/").content.decode()
    assert "本周没有安排" in page and "支部发了通知" in page


def test_holders_of_posts_see_their_own_duties(client_as: Clients) -> None:
    from bihuan_site.scoring.refreshing import refresh_all

    refresh_all()
    page = client_as(Role.LEADING_SECRETARY).get("/my/duties/").content.decode()
    assert "党组书记每半年讲 1 次党课" in page and "班子成员每半年讲" not in page
    assert "没有按人计的岗位责任" in client_as(Role.MEMBER).get("/my/duties/").content.decode()


def just_begun() -> time:
    """Five minutes ago, by the clock; midnight in the first minutes of a day."""
    clock = timezone.localtime()
    return (clock - timedelta(minutes=5)).time().replace(microsecond=0) if clock.hour or clock.minute > 5 else time(0)


@pytest.mark.browser
def test_the_phone_pages_look_right(
    browser_page: Callable[..., "Page"],
    axe: Callable[["Page"], None],
    picture: Callable[..., object],
    notice: Notice,
    held: str,
    actor_of: Actors,
) -> None:
    coming = a_coming(
        kinds=("主题党日",),
        title="养护一线走访：治超攻关",
        day=DAY,
        begins=just_begun(),
        minutes=60,
        materials="治超难题清单（3 页）",
    )
    now = announce(actor=actor_of(Role.BRANCH_SECRETARY), organisation="zb-001", coming=coming).result
    assert now is not None
    page = browser_page(Role.MEMBER, phone=True)
    addresses = {
        "m-todo": "/my/",
        "m-activities": "/my/activities/",
        "m-record": "/my/record/",
        "m-notice": f"/my/activities/{notice.pk}/",
        "m-leave": f"/my/activities/{notice.pk}/leave/",
        "m-catch-up": f"/my/record/{held}/catch-up/",
        "m-duties": "/my/duties/",
        "m-stale": "/s/1-000000000000/",
        "m-sign": f"/s/{code_of(now.pk)}/",
    }
    for name, address in addresses.items():
        page.goto(address)
        axe(page)
        picture(page, name)
    page.goto(f"/s/{code_of(now.pk)}/")
    page.get_by_role("button", name="确认到会").click()
    page.get_by_text("已记到会").wait_for()
    axe(page)
    picture(page, "m-here")


@pytest.mark.browser
def test_the_pages_of_notices_look_right(
    browser_page: Callable[..., "Page"],
    axe: Callable[["Page"], None],
    picture: Callable[..., object],
    notice: Notice,
    held: str,
    client_as: Clients,
    actor_of: Actors,
) -> None:
    client_as(Role.MEMBER).post(f"/my/activities/{notice.pk}/leave/", {"reason": "出差", "text": "工地"})
    client_as(Role.MEMBER).post(f"/my/record/{held}/catch-up/", {"day": "2026-06-15", "text": "自学"})
    secretary = actor_of(Role.BRANCH_SECRETARY)
    coming = a_coming(kinds=("主题党日",), title="养护一线走访：治超攻关", day=DAY, begins=just_begun())
    now = announce(actor=secretary, organisation="zb-001", coming=coming).result
    assert now is not None
    page = browser_page(Role.BRANCH_SECRETARY)
    addresses = {
        "notice-code-open": f"/activities/notices/{now.pk}/code/",
        "notices": "/activities/notices/",
        "notice-new": "/activities/notices/new/?kind=集中学习",
        "notice-one": f"/activities/notices/{notice.pk}/",
        "notice-change": f"/activities/notices/{notice.pk}/change/",
        "notice-code": f"/activities/notices/{notice.pk}/code/",
        "coverage": "/activities/coverage/",
        "drafts": "/activities/drafts/",
        "correct": f"/activities/{held}/correct/",
        "withdraw": f"/activities/{held}/withdraw/",
        "log-from-notice": f"/activities/new/?notice={notice.pk}",
    }
    for name, address in addresses.items():
        page.goto(address)
        axe(page)
        picture(page, name)
