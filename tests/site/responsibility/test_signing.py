"""Sign-off: sent out once, signed by secretaries, those missing reminded once."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from bihuan_site.audit.models import AuditRow
from bihuan_site.inbox.models import Item
from bihuan_site.responsibility.models import SignOff, SignOffRound
from bihuan_site.responsibility.signing.actions import close_round, issue_round, remind, sign
from bihuan_site.responsibility.signing.queries import rounds, sign_offs, signatures
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotAllowed, NotFound, Refused
from bihuan_site.shared.roles import Relation, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]

ActorOf = Callable[..., Actor]
DUE = date(2026, 7, 3)
BELOW = dict.fromkeys(Role, Relation.BELOW)
OWN = dict.fromkeys(Role, Relation.OWN)


@pytest.fixture
def office(actor_of: ActorOf) -> Actor:
    return actor_of(Role.OFFICE).seeing(BELOW)


@pytest.fixture
def out(office: Actor) -> SignOffRound:
    found = issue_round(actor=office, due=DUE).result
    assert found is not None
    return found


def test_a_round_asks_every_organisation_that_has_duties(office: Actor, out: SignOffRound) -> None:
    asked = {row.organisation_id: row.duties for row in sign_offs(office, out.pk)}
    assert asked == {"jw-01": 22} | {f"zb-00{number}": 15 for number in range(1, 9)}
    assert out.duties == 59
    assert Item.objects.filter(kind="签认", done__isnull=True).count() == 9


def test_the_same_version_goes_out_once(office: Actor, out: SignOffRound) -> None:
    with pytest.raises(Refused, match="已经发出签认"):
        issue_round(actor=office, due=DUE)
    assert SignOffRound.objects.count() == 1


def test_a_term_gone_by_is_refused(office: Actor) -> None:
    with pytest.raises(Refused, match="不能早于今天"):
        issue_round(actor=office, due=date(2026, 6, 17))


def test_a_secretary_signs_for_their_own_branch_once(actor_of: ActorOf, office: Actor, out: SignOffRound) -> None:
    secretary = actor_of(Role.BRANCH_SECRETARY)
    sign(actor=secretary, round=out.pk)
    counted = signatures(office, out.pk)
    assert (counted.signed, counted.missing, counted.asked) == (1, 8, 9)
    assert sign_offs(office, out.pk, "待签认").count() == 8
    assert sign_offs(office, out.pk, "已签认").count() == 1
    assert not Item.objects.filter(for_organisation_id="zb-001", done__isnull=True).exists()
    with pytest.raises(Refused, match="不用再签"):
        sign(actor=secretary, round=out.pk)
    assert AuditRow.objects.filter(act="responsibility.signed_off").count() == 1


def test_members_and_the_office_sign_for_nobody(actor_of: ActorOf, out: SignOffRound) -> None:
    for role in (Role.BRANCH_MEMBER, Role.OFFICE, Role.SUB_COMMITTEE):
        with pytest.raises(NotAllowed):
            sign(actor=actor_of(role), round=out.pk)


def test_those_missing_are_reminded_once(actor_of: ActorOf, office: Actor, out: SignOffRound) -> None:
    sign(actor=actor_of(Role.BRANCH_SECRETARY), round=out.pk)
    remind(actor=office, round=out.pk)
    assert Item.objects.filter(key__startswith=f"signoff-again:{out.pk}/").count() == 8
    with pytest.raises(Refused, match="不再提醒第二次"):
        remind(actor=office, round=out.pk)


def test_nobody_is_reminded_when_all_have_signed(actor_of: ActorOf, office: Actor, out: SignOffRound) -> None:
    SignOff.objects.update(signed=date(2026, 6, 18))
    with pytest.raises(Refused, match="全部党组织都已签认"):
        remind(actor=office, round=out.pk)


def test_nothing_is_signed_after_the_end(actor_of: ActorOf, office: Actor, out: SignOffRound) -> None:
    close_round(actor=office, round=out.pk)
    assert not Item.objects.filter(kind="签认", done__isnull=True).exists()
    with pytest.raises(Refused, match="已经结束"):
        sign(actor=actor_of(Role.BRANCH_SECRETARY), round=out.pk)
    with pytest.raises(Refused, match="已经结束"):
        close_round(actor=office, round=out.pk)


def test_a_branch_counts_itself_only(actor_of: ActorOf, out: SignOffRound) -> None:
    found = rounds(actor_of(Role.BRANCH_SECRETARY).seeing(OWN))
    assert [(one.asked, one.signed) for one in found] == [(1, 0)]


def test_a_round_that_is_not_there_is_missing(actor_of: ActorOf, office: Actor) -> None:
    for call in (lambda: signatures(office, 99), lambda: sign(actor=actor_of(Role.BRANCH_SECRETARY), round=99)):
        with pytest.raises(NotFound):
            call()


def test_the_whole_way_through_the_pages(client_as: Callable[[Role | str], Client]) -> None:
    office, secretary = client_as(Role.OFFICE), client_as(Role.BRANCH_SECRETARY)
    page = office.post(reverse("responsibility:signing"), {"due": "2026-07-03", "key": "a"}, follow=True)
    assert "应签认 9 个，已签认 0 个，待签认 9 个" in page.content.decode()
    address = page.redirect_chain[-1][0]
    assert "规划处党支部的 15 条责任" in secretary.get(address).content.decode()
    signed = secretary.post(f"{address}sign/", {"key": "b"}, follow=True).content.decode()
    assert "已签认。" in signed
    assert "已提醒还没有签认的党组织。" in office.post(f"{address}remind/", {"key": "c"}, follow=True).content.decode()
    assert office.get(address, {"state": "待签认"}).context["listing"].total == 8
