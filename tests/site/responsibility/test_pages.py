"""Every page of the room opens for whoever may take it, and says what it should."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from bihuan_site.scoring.models import Obligation
from bihuan_site.shared.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]

ClientAs = Callable[[Role | str], Client]
LECTURE = "duty.branch_secretary.lecture"
READERS = (
    Role.LEADING_SECRETARY,
    Role.LEADING_MEMBER,
    Role.COMMITTEE_SECRETARY,
    Role.OFFICE,
    Role.COMMITTEE_MEMBER,
    Role.DISCIPLINE,
    Role.SUB_COMMITTEE,
    Role.BRANCH_SECRETARY,
    Role.BRANCH_MEMBER,
)
PAGES = (
    reverse("responsibility:duties"),
    f"{reverse('responsibility:duties')}?tier=党支部&post=书记&page=1",
    f"{reverse('responsibility:duties')}?tier=beside",
    f"{reverse('responsibility:duties')}?tier=党组&post=专职副书记",
    reverse("responsibility:duty", args=(LECTURE,)),
    f"{reverse('responsibility:duty', args=(LECTURE,))}?view=quarter",
    f"{reverse('responsibility:duty', args=('duty.branch_secretary.weekly_study',))}?view=week",
    f"{reverse('responsibility:duty', args=('duty.branch_secretary.first',))}?view=year",
    reverse("responsibility:sources"),
    reverse("responsibility:source", args=("支部工作条例",)),
    reverse("responsibility:my_duties"),
    reverse("responsibility:tasks"),
    f"{reverse('responsibility:tasks')}?state=逾期&month=2026-05&unit=zb-001&behind=30",
    f"{reverse('responsibility:tasks')}?month=2026-W25",
    reverse("responsibility:decomposition"),
    f"{reverse('responsibility:decomposition')}?view=week&tier=党支部",
    reverse("responsibility:signing"),
    reverse("responsibility:programmes"),
    reverse("responsibility:programme", args=("programme.five_good",)),
)


@pytest.mark.parametrize("role", READERS)
def test_a_reader_opens_every_page(client_as: ClientAs, role: Role) -> None:
    client = client_as(role)
    for address in PAGES:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)


def test_the_list_opens_the_duty_that_is_late_first(client_as: ClientAs) -> None:
    page = client_as(Role.OFFICE).get(reverse("responsibility:duties"), {"tier": "党支部", "post": "书记"})
    text = page.content.decode()
    assert "党支部书记 7 条" in text and "看全部 59 条" in text
    assert page.context["detail"].tally.overdue


def test_lists_and_programmes_come_as_workbooks(client_as: ClientAs) -> None:
    client = client_as(Role.OFFICE)
    names = ("duties", "tasks", "exemptions", "burden")
    addresses = [reverse(f"responsibility:{name}") for name in names]
    addresses.append(reverse("responsibility:programme", args=("programme.five_good",)))
    for address in addresses:
        answer = client.get(address, {"export": "xlsx"})
        assert answer.status_code == 200 and answer.content[:2] == b"PK", address


def test_a_foreign_task_looks_like_a_missing_one(client_as: ClientAs) -> None:
    client = client_as(Role.BRANCH_SECRETARY)
    foreign = Obligation.objects.filter(organisation_id="zb-002").first()
    assert foreign is not None
    there = client.get(reverse("responsibility:task", args=(foreign.pk,)))
    missing = client.get(reverse("responsibility:task", args=(10**9,)))
    assert there.status_code == missing.status_code == 404
    own = Obligation.objects.filter(organisation_id="zb-001").first()
    assert own is not None
    assert client.get(reverse("responsibility:task", args=(own.pk,))).status_code == 200


def test_members_and_administrators_see_no_list(client_as: ClientAs) -> None:
    for role in (Role.MEMBER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        client = client_as(role)
        for name in ("duties", "tasks", "decomposition", "signing", "exemptions", "programmes", "burden"):
            assert client.get(reverse(f"responsibility:{name}")).status_code == 403


def test_a_planned_day_is_moved_through_the_form(client_as: ClientAs) -> None:
    client = client_as(Role.OFFICE)
    address = reverse("responsibility:plan", args=(LECTURE,))
    assert client.get(address).status_code == 200
    given = {"window": "下半年", "day": "2026-12-01", "reason": "", "key": "a"}
    refused = client.post(address, given)
    assert refused.status_code == 200 and "请写明改期的理由" in refused.content.decode()
    outside = client.post(address, given | {"day": "2027-01-05", "reason": "试"})
    assert "规则定的截止日不会因计划改变" in outside.content.decode()
    done = client.post(address, given | {"reason": "与培训错开", "key": "b"}, follow=True)
    assert "计划日期已改" in done.content.decode() and "与培训错开" in done.content.decode()


def test_before_a_pack_is_in_force_pages_say_so(client_as: ClientAs) -> None:
    from bihuan_site.packs.models import PackVersion

    PackVersion.objects.update(active=False)
    answer = client_as(Role.OFFICE).get(reverse("responsibility:duties"))
    assert answer.status_code == 200 and "还没有启用规则包" in answer.content.decode()
