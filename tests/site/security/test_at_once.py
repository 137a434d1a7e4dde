"""Two people at once, or one person twice: one act is done, nothing is lost, the trail stays one chain.

Real threads, each with its own connection, on the real database of this run. What a thread must not see is an error
page: whoever comes second is told in a sentence.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from bihuan_site.accounts.models import RoleGrant
from bihuan_site.audit.chain import faults
from bihuan_site.audit.models import AuditRow
from bihuan_site.ledger.models import Activity, Exemption
from bihuan_site.progress.models import Leave, LeaveState, Notice
from bihuan_site.progress.notices.actions import announce, ask_leave
from bihuan_site.responsibility.exemptions.actions import ask
from bihuan_site.responsibility.models import ExemptionRequest, RequestState
from bihuan_site.shared.roles import Relation, Role
from tests.support.site_activities import a_coming, a_record, posted
from tests.support.site_agency import DAY, SINCE, Agency, found_agency, publish_demo_pack

ClientAs = Callable[[Role | str], Client]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def agency(transactional_db: None) -> Agency:
    """The agency, committed: other connections see it."""
    found = found_agency()
    publish_demo_pack()
    return found


def together(*does: Callable[[], Any]) -> list[Any]:
    """Do things in threads that start at the same moment; what one raises is raised here."""
    gate = Barrier(len(does))

    def one(what: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return what()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(does)) as threads:
        return [started.result() for started in [threads.submit(one, what) for what in does]]


@pytest.fixture
def sends(client_as: ClientAs) -> Callable[[Role | str, int], list[Client]]:
    """``sends(role, 2)``: browsers of one person that do not hide an error behind an exception."""

    def several(who: Role | str, count: int) -> list[Client]:
        found = [client_as(who) for _ in range(count)]
        for one in found:
            one.raise_request_exception = False
            one.get("/")
        return found

    return several


@pytest.fixture(autouse=True)
def the_chain_holds_afterwards(agency: Agency) -> Iterator[None]:
    """Whatever a test did, the trail is one unbroken chain."""
    yield
    assert faults(AuditRow.objects.order_by("sequence")) == []


def statuses(answers: list[HttpResponse]) -> list[int]:
    """How each was answered, least first."""
    return sorted(one.status_code for one in answers)


def test_pressing_the_button_twice_records_once(sends: Callable[..., list[Client]]) -> None:
    clients, form = sends(Role.BRANCH_SECRETARY, 4), posted(a_record(), key="pressed-twice")
    answers = together(*(lambda one=one: one.post("/activities/new/", form) for one in clients))
    assert statuses(answers) == [302] * 4
    assert {one["Location"] for one in answers} == {f"/activities/{Activity.objects.get().pk}/"}
    assert AuditRow.objects.filter(act="progress.activity_recorded").count() == 1


def the_request(agency: Agency) -> ExemptionRequest:
    secretary = agency.actor(Role.BRANCH_SECRETARY)
    done = ask(
        actor=secretary,
        target_id="duty.branch_secretary.weekly_study",
        ground="放假的整周",
        since=DAY.replace(month=1, day=1),
        until=DAY,
    )
    assert done.result
    return done.result


def second_clerk(agency: Agency) -> str:
    """Another person of the office."""
    RoleGrant.objects.create(account=agency.account("ry-063"), role=Role.OFFICE, organisation_id="jw-01", since=SINCE)
    return "ry-063"


def test_two_clerks_deciding_at_once_decide_once(agency: Agency, client_as: ClientAs) -> None:
    found, other = the_request(agency), second_clerk(agency)
    clients = [client_as(Role.OFFICE), client_as(other)]
    assert all(one.get(f"/exemptions/{found.pk}/").status_code == 200 for one in clients)
    acts = ("grant", "refuse")
    answers = together(
        *(
            lambda one=one, act=act: one.post(
                f"/exemptions/{found.pk}/", {"act": act, "answer": "按规定办", "version": found.version, "key": act}
            )
            for one, act in zip(clients, acts, strict=True)
        )
    )
    assert statuses(answers) == [200, 302]
    second = next(one for one in answers if one.status_code == 200)
    assert "已被改动" in second.content.decode()
    found.refresh_from_db()
    decided = AuditRow.objects.filter(act__in=("responsibility.exemption_granted", "responsibility.exemption_refused"))
    assert decided.count() == 1
    assert Exemption.objects.count() == (1 if found.state == RequestState.GRANTED else 0)


def test_granting_against_taking_back_leaves_one_of_the_two(agency: Agency, client_as: ClientAs) -> None:
    found = the_request(agency)
    clerk, secretary = client_as(Role.OFFICE), client_as(Role.BRANCH_SECRETARY)
    answers = together(
        lambda: clerk.post(f"/exemptions/{found.pk}/", {"act": "grant", "version": found.version, "key": "g"}),
        lambda: secretary.post(f"/exemptions/{found.pk}/", {"act": "withdraw", "version": found.version, "key": "w"}),
    )
    assert statuses(answers) == [200, 302]
    found.refresh_from_db()
    assert Exemption.objects.count() == (1 if found.state == RequestState.GRANTED else 0)


def test_two_branch_officers_answering_one_leave_answer_once(agency: Agency, client_as: ClientAs) -> None:
    secretary = agency.actor(Role.BRANCH_SECRETARY).seeing({Role.BRANCH_SECRETARY: Relation.OWN})
    notice = announce(actor=secretary, organisation="zb-001", coming=a_coming()).result
    assert notice
    leave = ask_leave(actor=agency.actor("ry-016"), notice=notice.pk, reason="出差").result
    assert leave
    clients = [client_as(Role.BRANCH_SECRETARY), client_as(Role.BRANCH_MEMBER)]
    together(
        *(
            lambda one=one, act=act: one.post(
                "/activities/notices/answer/", {"leave": [leave.pk], "act": act, "notice": notice.pk, "key": act}
            )
            for one, act in zip(clients, ("agree", "refuse"), strict=True)
        )
    )
    pages = "".join(one.get("/activities/notices/").content.decode() for one in clients)
    assert "报备已处理或撤回，请刷新后再看" in pages
    leave.refresh_from_db()
    assert leave.state in (LeaveState.AGREED, LeaveState.REFUSED)
    assert AuditRow.objects.filter(act="progress.leaves_answered").count() == 1


def test_a_form_opened_before_a_change_does_not_undo_it(agency: Agency, sends: Callable[..., list[Client]]) -> None:
    secretary = agency.actor(Role.BRANCH_SECRETARY).seeing({Role.BRANCH_SECRETARY: Relation.OWN})
    notice = announce(actor=secretary, organisation="zb-001", coming=a_coming()).result
    assert notice
    filled = {
        "kinds": ["集中学习"],
        "day": "2026-06-19",
        "begins": "14:30",
        "minutes": 120,
        "chair": "ry-011",
        "version": notice.version,
    }
    titles = ("学习条例第一章", "学习条例第二章")
    answers = together(
        *(
            lambda one=one, title=title: one.post(
                f"/activities/notices/{notice.pk}/change/", {**filled, "title": title, "key": title}
            )
            for one, title in zip(sends(Role.BRANCH_SECRETARY, 2), titles, strict=True)
        )
    )
    assert statuses(answers) == [302, 422]
    late = next(one for one in answers if one.status_code == 422).content.decode()
    assert "已被改动" in late
    kept = Notice.objects.get().title
    assert {kept} < {*titles}
    assert next(title for title in titles if title != kept) in late


def test_two_corrections_of_one_record_leave_one(agency: Agency, sends: Callable[..., list[Client]]) -> None:
    first, *_ = sends(Role.BRANCH_SECRETARY, 1)
    assert first.post("/activities/new/", posted(a_record())).status_code == 302
    old = Activity.objects.get()
    clients = sends(Role.BRANCH_SECRETARY, 2)
    answers = together(
        *(
            lambda one=one, key=key: one.post(
                f"/activities/{old.pk}/correct/", posted(a_record(title=f"更正{key}"), key=key, reason="写错了")
            )
            for one, key in zip(clients, ("a", "b"), strict=True)
        )
    )
    assert all(one.status_code < 500 for one in answers)
    assert Activity.objects.filter(corrects=old.pk).count() == 1


def test_eight_writing_at_once_make_one_chain(agency: Agency, client_as: ClientAs) -> None:
    people = [agency.secretary_of(branch) for branch in agency.branches]
    clients = [client_as(one) for one in people]
    for one in clients:
        one.raise_request_exception = False

    def log(client: Client, branch: str) -> list[int]:
        coming = {
            "kinds": ["集中学习"],
            "title": f"{branch}学习",
            "day": "2026-06-19",
            "begins": "09:00",
            "minutes": 60,
        }
        return [
            client.post("/activities/notices/new/", {**coming, "key": f"{branch}-{turn}"}).status_code
            for turn in range(4)
        ]

    found = together(
        *(lambda one=one, branch=branch: log(one, branch) for one, branch in zip(clients, agency.branches, strict=True))
    )
    assert found == [[302] * 4] * 8
    assert Notice.objects.count() == 32
    assert AuditRow.objects.filter(act="progress.notice_announced").count() == 32


def test_one_who_asks_leave_twice_at_once_asks_once(agency: Agency, sends: Callable[..., list[Client]]) -> None:
    secretary = agency.actor(Role.BRANCH_SECRETARY).seeing({Role.BRANCH_SECRETARY: Relation.OWN})
    notice = announce(actor=secretary, organisation="zb-001", coming=a_coming()).result
    assert notice
    answers = together(
        *(
            lambda one=one, key=key: one.post(
                f"/my/activities/{notice.pk}/leave/", {"reason": "出差", "text": "去外地", "key": key}
            )
            for one, key in zip(sends("ry-016", 2), ("a", "b"), strict=True)
        )
    )
    assert all(one.status_code < 500 for one in answers)
    assert Leave.objects.get().version == 1
