"""Exemptions: asked by a branch, decided by another at the office, followed by the score at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bihuan_site.audit.models import AuditRow
from bihuan_site.inbox.models import Item
from bihuan_site.ledger.models import Exemption
from bihuan_site.responsibility.exemptions.actions import ask, end, grant, refuse, withdraw
from bihuan_site.responsibility.exemptions.queries import effect, request_for, requests, targets
from bihuan_site.responsibility.models import ExemptionRequest
from bihuan_site.scoring.models import Obligation, Standing
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotAllowed, NotFound, Refused, Stale
from bihuan_site.shared.roles import Relation, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]

ActorOf = Callable[..., Actor]
BELOW = dict.fromkeys(Role, Relation.BELOW)
OWN = dict.fromkeys(Role, Relation.OWN)
THEME_DAY = "duty.branch.theme_day"
WEEKLY = "duty.branch_secretary.weekly_study"
GIVEN: dict[str, Any] = {
    "target_id": WEEKLY,
    "ground": "放假的整周",
    "since": date(2026, 1, 1),
    "until": date(2026, 6, 30),
}


@pytest.fixture
def office(actor_of: ActorOf) -> Actor:
    return actor_of(Role.OFFICE).seeing(BELOW)


@pytest.fixture
def secretary(actor_of: ActorOf) -> Actor:
    return actor_of(Role.BRANCH_SECRETARY).seeing(OWN)


@pytest.fixture
def asked(secretary: Actor) -> ExemptionRequest:
    found = ask(actor=secretary, **GIVEN).result
    assert found is not None
    return found


def test_a_branch_asks_with_a_ground_the_duty_allows(asked: ExemptionRequest, office: Actor) -> None:
    assert asked.state == "待审批" and asked.organisation_id == "zb-001"
    assert [one.pk for one in requests(office, "待审批")] == [asked.pk]
    assert Item.objects.filter(key=f"exemption:{asked.pk}", for_organisation_id="jw-01").exists()
    assert not Exemption.objects.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"target_id": "duty.leading_group.research"}, "从清单里选"),
        ({"ground": "想休息"}, "允许的情形"),
        ({"ground": "其他情形"}, "写明是什么情形"),
        ({"until": date(2025, 12, 31)}, "不能早于开始日期"),
        ({"until": date(2027, 6, 30)}, "最多申请一年"),
    ],
)
def test_what_may_not_be_asked_is_refused(secretary: Actor, change: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        ask(actor=secretary, **GIVEN | change)
    assert not ExemptionRequest.objects.exists()


def test_the_same_is_not_asked_twice(secretary: Actor, asked: ExemptionRequest) -> None:
    with pytest.raises(Refused, match="不用再申请"):
        ask(actor=secretary, **GIVEN)


def test_measures_may_be_asked_for_too() -> None:
    kinds = [one.kind for one in targets("党支部")]
    assert kinds.count("责任") == 12 and kinds.count("指标") == 35


def test_the_effect_is_told_and_nothing_is_stored(asked: ExemptionRequest) -> None:
    found = effect(asked)
    assert {one.title for one in found.dropped} == {"组织每周半天集中学习，学前报备"}
    assert (
        len(found.dropped)
        == Obligation.objects.filter(organisation_id="zb-001", duty=WEEKLY, deadline__lte=date(2026, 6, 30)).count()
    )
    assert not Exemption.objects.exists()


def test_granting_changes_obligations_and_score_at_once(
    secretary: Actor, office: Actor, asked: ExemptionRequest
) -> None:
    grant(actor=office, request=asked.pk, version=1)
    row = Exemption.objects.get()
    assert (row.organisation_id, row.target, row.approver) == ("zb-001", WEEKLY, "示范厅机关党委")
    assert row.received == date(2026, 6, 18)
    gone = Obligation.objects.filter(organisation_id="zb-001", duty=WEEKLY, deadline__lte=date(2026, 6, 30))
    assert not gone.exists()
    assert not Item.objects.filter(key=f"exemption:{asked.pk}", done__isnull=True).exists()
    with pytest.raises(Refused, match="不用再审批"):
        grant(actor=office, request=asked.pk, version=2)


def test_an_exempt_measure_leaves_the_sum(secretary: Actor, office: Actor) -> None:
    measure = next(one for one in targets("党支部") if one.kind == "指标")
    given = GIVEN | {"target_id": measure.id, "ground": "其他情形", "text": "整体划转"}
    found = ask(actor=secretary, **given).result
    assert found is not None
    told = effect(found)
    before = Standing.objects.get(organisation_id="zb-001")
    grant(actor=office, request=found.pk, version=1)
    after = Standing.objects.get(organisation_id="zb-001")
    assert after.total != before.total
    assert any(one.after == "不适用" for one in told.changes)
    assert told.before != told.after


def test_whoever_asked_does_not_decide(actor_of: ActorOf, office: Actor, asked: ExemptionRequest) -> None:
    ExemptionRequest.objects.update(asked_by=office.person, asked_account=office.account)
    with pytest.raises(Refused, match="不能审批自己的申请"):
        grant(actor=office, request=asked.pk, version=1)
    with pytest.raises(Refused, match="不能审批自己的申请"):
        refuse(actor=office, request=asked.pk, version=1, answer="不行")
    assert not Exemption.objects.exists()


def test_a_refusal_gives_its_reason(office: Actor, asked: ExemptionRequest) -> None:
    with pytest.raises(Refused, match="写明理由"):
        refuse(actor=office, request=asked.pk, version=1, answer=" ")
    refuse(actor=office, request=asked.pk, version=1, answer="放假只有一周")
    found = request_for(office, asked.pk)
    assert (found.state, found.answer) == ("不同意", "放假只有一周")
    assert Item.objects.filter(for_organisation_id="zb-001", kind="豁免").count() == 1


def test_a_stale_decision_is_noticed(office: Actor, asked: ExemptionRequest) -> None:
    with pytest.raises(Stale):
        grant(actor=office, request=asked.pk, version=7)


def test_a_branch_withdraws_what_is_not_decided(secretary: Actor, office: Actor, asked: ExemptionRequest) -> None:
    withdraw(actor=secretary, request=asked.pk, version=1)
    assert request_for(office, asked.pk).state == "已撤回"
    with pytest.raises(Refused, match="不能再撤回"):
        withdraw(actor=secretary, request=asked.pk, version=2)
    assert ask(actor=secretary, **GIVEN).result


def test_an_exemption_taken_back_brings_the_obligations_back(office: Actor, asked: ExemptionRequest) -> None:
    before = Obligation.objects.filter(organisation_id="zb-001").count()
    grant(actor=office, request=asked.pk, version=1)
    assert Obligation.objects.filter(organisation_id="zb-001").count() < before
    with pytest.raises(Refused, match="写明理由"):
        end(actor=office, request=asked.pk, version=2, answer="")
    end(actor=office, request=asked.pk, version=2, answer="情形已不存在")
    assert Obligation.objects.filter(organisation_id="zb-001").count() == before
    assert Exemption.objects.count() == 2
    with pytest.raises(Refused, match="只有已批准"):
        end(actor=office, request=asked.pk, version=3, answer="再来")


def test_another_branch_sees_nothing_of_it(actor_of: ActorOf, asked: ExemptionRequest) -> None:
    other = actor_of("ry-021", Role.BRANCH_SECRETARY).seeing(OWN)
    assert requests(other).count() == 0
    for call in (
        lambda: request_for(other, asked.pk),
        lambda: withdraw(actor=other, request=asked.pk, version=1),
        lambda: withdraw(actor=other, request=999, version=1),
    ):
        with pytest.raises(NotFound):
            call()


def test_only_branches_ask_and_only_the_office_decides(actor_of: ActorOf, asked: ExemptionRequest) -> None:
    with pytest.raises(NotAllowed):
        ask(actor=actor_of(Role.OFFICE), **GIVEN)
    for role in (Role.COMMITTEE_SECRETARY, Role.BRANCH_SECRETARY, Role.SUB_COMMITTEE):
        with pytest.raises(NotAllowed):
            grant(actor=actor_of(role), request=asked.pk, version=1)


def test_the_same_form_sent_twice_asks_once(secretary: Actor) -> None:
    ask(actor=secretary, key="k", **GIVEN)
    assert ask(actor=secretary, key="k", **GIVEN).again
    assert ExemptionRequest.objects.count() == 1
    assert AuditRow.objects.filter(act="responsibility.exemption_asked").count() == 1


def test_the_whole_way_through_the_pages(client_as: Callable[[Role | str], Client]) -> None:
    branch, office = client_as(Role.BRANCH_SECRETARY), client_as(Role.OFFICE)
    address = reverse("responsibility:new_exemption")
    assert branch.get(address, {"target": WEEKLY}).status_code == 200
    given = {"target": WEEKLY, "ground": "", "since": "2026-01-01", "until": "2026-06-30", "key": "a"}
    grounds = branch.post(address, given | {"act": "grounds"}).content.decode()
    assert "这一项写明可以豁免的情形：放假的整周" in grounds
    assert "请选情形" in branch.post(address, given).content.decode()
    asked = branch.post(address, given | {"ground": "放假的整周", "key": "b"}, follow=True)
    where = asked.redirect_chain[-1][0]
    assert "申请已提交" in asked.content.decode()
    page = office.get(where).content.decode()
    assert "批准以后会怎样" in page and "列为不适用的任务" in page
    refused = office.post(where, {"act": "refuse", "version": "1", "answer": "", "key": "c"}).content.decode()
    assert "不同意要写明理由" in refused
    granted = office.post(where, {"act": "grant", "version": "1", "answer": "", "key": "d"}, follow=True)
    assert "已批准，得分已随之重算" in granted.content.decode()
    assert Exemption.objects.count() == 1
    assert "hm-" in branch.get(where).content.decode()
