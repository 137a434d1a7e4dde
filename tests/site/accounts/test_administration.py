"""Activation slips and the acts of the security administrator."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from bihuan_site.accounts import administration, slips
from bihuan_site.accounts.hats import hats_of
from bihuan_site.accounts.models import Account, ActivationSlip, RoleGrant
from bihuan_site.audit.models import AuditRow
from bihuan_site.organisations.models import Person
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotAllowed, Refused, Stale
from bihuan_site.shared.roles import ADMINISTRATORS, Role
from tests.support.site_agency import Agency

ClientAs = Callable[[Role | str], Client]
ActorOf = Callable[..., Actor]
NEW = "Xin-kou-Ling-77"


def activate(client: Client, username: str, code: str, password: str = NEW) -> object:
    form = {"username": username, "code": code, "password": password, "repeat": password}
    return client.post("/activate/", form, REMOTE_ADDR="10.0.0.5")


def number_of(username: str) -> int:
    return Account.objects.get(username=username).pk


def test_slips_of_a_unit_are_printed_and_each_opens_its_account_once(client_as: ClientAs, agency: Agency) -> None:
    Account.objects.filter(person__organisation="zb-003").delete()
    sheet = client_as(Role.SECURITY_ADMIN).post("/accounts/slips/", {"units": ["zb-003"], "key": "k1"})
    text = sheet.content.decode()
    found = re.findall(r"用户名 <strong>(.+?)</strong>，激活码 <strong>(.+?)</strong>", text)
    assert len(found) == Person.objects.filter(organisation="zb-003").count()
    username, code = found[0]
    assert activate(Client(), username, code.lower().replace("-", " "))["Location"] == "/login/"
    assert Client().post("/login/", {"login": username, "password": NEW}).status_code == 302
    assert "激活码不对" in activate(Client(), username, code, NEW + "x").content.decode()
    assert code not in " ".join(str(row.__dict__) for row in [*ActivationSlip.objects.all(), *AuditRow.objects.all()])


def test_slips_are_made_only_for_those_who_need_one(agency: Agency, actor_of: ActorOf) -> None:
    with pytest.raises(Refused):
        administration.issue_slips(actor=actor_of(Role.SECURITY_ADMIN), units=["zb-001"])
    again = administration.issue_slips(actor=actor_of(Role.SECURITY_ADMIN), units=["zb-001"], again=True)
    assert len(again.result or []) == 8


def test_sending_the_form_of_slips_twice_makes_them_once(client_as: ClientAs, agency: Agency) -> None:
    client = client_as(Role.SECURITY_ADMIN)
    form = {"units": ["zb-003"], "again": "on", "key": "same"}
    client.post("/accounts/slips/", form)
    assert client.post("/accounts/slips/", form).status_code == 302
    assert ActivationSlip.objects.count() == 8


def test_all_units_listed_get_slips_with_one_tick(client_as: ClientAs, agency: Agency) -> None:
    client = client_as(Role.SECURITY_ADMIN)
    client.post("/accounts/slips/", {"everyone": "on", "again": "on", "text": "示范中心", "key": "all"})
    assert ActivationSlip.objects.count() == 16
    assert "请选至少一个单位" in client.post("/accounts/slips/", {"again": "on", "key": "none"}).content.decode()


def test_a_newer_slip_makes_the_older_one_void_and_both_run_out(agency: Agency) -> None:
    account = agency.account("ry-031")
    old, new = slips.issue([account], by=None)[0], slips.issue([account], by=None)[0]
    assert slips.find(account, old.code) is None
    assert slips.find(account, new.code) is not None
    ActivationSlip.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert slips.find(account, new.code) is None


def test_a_slip_opens_no_other_account_and_none_that_is_off(agency: Agency) -> None:
    slip = slips.issue([agency.account("ry-031")], by=None)[0]
    wrong = activate(Client(), "ry-032", slip.code).content.decode()
    unknown = activate(Client(), "nobody", slip.code).content.decode()
    assert "用户名或激活码不对" in wrong
    assert "用户名或激活码不对" in unknown
    Account.objects.filter(username="ry-031").update(is_active=False)
    assert "用户名或激活码不对" in activate(Client(), "ry-031", slip.code).content.decode()


def test_codes_cannot_be_guessed_fast(agency: Agency) -> None:
    for _ in range(5):
        activate(Client(), "ry-031", "AAAA-AAAA-AAAA")
    assert "试得太多了" in activate(Client(), "ry-031", "AAAA-AAAA-AAAA").content.decode()


def test_a_reset_takes_password_and_sessions_and_names_its_witness(client_as: ClientAs, agency: Agency) -> None:
    member = client_as("ry-015")
    form = {"witness": "ry-904", "key": "r1"}
    sheet = client_as(Role.SECURITY_ADMIN).post(f"/accounts/{number_of('ry-015')}/reset/", form)
    assert "激活码" in sheet.content.decode()
    assert member.get("/account/").status_code == 302
    assert not agency.account("ry-015").has_usable_password()
    row = AuditRow.objects.get(act="accounts.reset")
    assert f'"witness":{number_of("ry-904")}' in row.details


@pytest.mark.parametrize("witness", ["security_admin", "ry-015", "nobody"])
def test_nobody_witnesses_for_themselves(agency: Agency, actor_of: ActorOf, witness: str) -> None:
    with pytest.raises(Refused):
        administration.reset(actor=actor_of(Role.SECURITY_ADMIN), account=number_of("ry-015"), witness=witness)
    assert agency.account("ry-015").has_usable_password()


def test_a_granted_role_is_worn_and_a_withdrawn_one_is_gone_at_once(client_as: ClientAs, agency: Agency) -> None:
    security, number = client_as(Role.SECURITY_ADMIN), number_of("ry-031")
    security.post(f"/accounts/{number}/grant/", {"role": "OFFICE", "organisation": "jw-01", "key": "g1"})
    assert Role.OFFICE in [hat.role for hat in hats_of(agency.account("ry-031"), agency.day)]
    clerk = client_as("ry-031")
    session = clerk.session
    session["hat"] = "OFFICE@jw-01"
    session.save()
    assert clerk.get("/account/").wsgi_request.actor.role is Role.OFFICE
    grant = RoleGrant.objects.get(account=number)
    security.post(f"/accounts/{number}/grants/{grant.pk}/withdraw/", {"key": "w1"})
    assert clerk.get("/account/").wsgi_request.actor.role is Role.BRANCH_SECRETARY
    assert RoleGrant.objects.filter(account=number).exists(), "what was granted stays on record"


def test_a_grant_of_another_account_is_as_good_as_missing(client_as: ClientAs, agency: Agency) -> None:
    office = RoleGrant.objects.create(
        account=agency.account("ry-031"), role=Role.OFFICE, organisation_id="jw-01", since=agency.day
    )
    answer = client_as(Role.SECURITY_ADMIN).post(f"/accounts/{number_of('ry-032')}/grants/{office.pk}/withdraw/")
    assert answer.status_code == 404


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_no_administrator_role_is_granted_to_a_person(agency: Agency, actor_of: ActorOf, role: Role) -> None:
    with pytest.raises(Refused):
        administration.grant_role(
            actor=actor_of(Role.SECURITY_ADMIN), account=number_of("ry-031"), role=role, organisation="jw-01"
        )


def test_no_business_role_is_granted_to_an_administrator(agency: Agency, actor_of: ActorOf) -> None:
    for role in (Role.OFFICE, Role.DISCIPLINE):
        with pytest.raises(Refused):
            administration.grant_role(
                actor=actor_of(Role.SECURITY_ADMIN), account=number_of("audit_admin"), role=role, organisation="jw-01"
            )


def test_the_security_administrator_does_nothing_to_themselves(agency: Agency, actor_of: ActorOf) -> None:
    me, number = actor_of(Role.SECURITY_ADMIN), number_of("security_admin")
    acts: tuple[Callable[[], object], ...] = (
        lambda: administration.reset(actor=me, account=number, witness="ry-904"),
        lambda: administration.switch_off(actor=me, account=number, version=1),
        lambda: administration.grant_role(actor=me, account=number, role=Role.OFFICE, organisation="jw-01"),
    )
    for act in acts:
        with pytest.raises(Refused, match="自己"):
            act()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SECURITY_ADMIN])
def test_nobody_else_grants_anything(agency: Agency, actor_of: ActorOf, role: Role) -> None:
    with pytest.raises(NotAllowed):
        administration.grant_role(
            actor=actor_of(role), account=number_of("ry-015"), role=Role.OFFICE, organisation="jw-01"
        )


def test_the_database_itself_refuses_two_administrator_roles_on_one_account(agency: Agency) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(account=agency.account(Role.AUDIT_ADMIN), role=Role.SYSTEM_ADMIN, since=agency.day)


def test_the_database_itself_refuses_a_role_that_follows_from_posts(agency: Agency) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(
            account=agency.account("ry-015"), role=Role.BRANCH_SECRETARY, organisation_id="zb-001", since=agency.day
        )


def test_a_new_administrator_has_an_account_of_their_own(agency: Agency, actor_of: ActorOf) -> None:
    me = actor_of(Role.SECURITY_ADMIN)
    done = administration.make_administrator(actor=me, username="Shenji2", role=Role.AUDIT_ADMIN, witness="ry-904")
    made = Account.objects.get(username="shenji2")
    assert made.person is None
    assert [hat.role for hat in hats_of(made, agency.day)] == [Role.AUDIT_ADMIN]
    assert done.result is not None
    for taken in ("shenji2", "ry-015"):
        with pytest.raises(Refused):
            administration.make_administrator(actor=me, username=taken, role=Role.AUDIT_ADMIN, witness="ry-904")


def test_the_last_administrator_of_a_kind_cannot_be_switched_off(agency: Agency, actor_of: ActorOf) -> None:
    me = actor_of(Role.SECURITY_ADMIN)
    with pytest.raises(Refused, match="最后一个"):
        administration.switch_off(actor=me, account=number_of("audit_admin"), version=1)
    administration.make_administrator(actor=me, username="shenji2", role=Role.AUDIT_ADMIN, witness="ry-904")
    administration.switch_off(actor=me, account=number_of("audit_admin"), version=1)
    assert not agency.account(Role.AUDIT_ADMIN).is_active


def test_switching_off_ends_sessions_and_a_stale_form_changes_nothing(
    client_as: ClientAs, agency: Agency, actor_of: ActorOf
) -> None:
    member, me, number = client_as("ry-015"), actor_of(Role.SECURITY_ADMIN), number_of("ry-015")
    administration.switch_off(actor=me, account=number, version=1)
    assert member.get("/account/").status_code == 302
    with pytest.raises(Stale):
        administration.switch_on(actor=me, account=number, version=1)
    administration.switch_on(actor=me, account=number, version=2)
    assert agency.account("ry-015").is_active


def test_no_form_sets_what_it_does_not_show(client_as: ClientAs, agency: Agency) -> None:
    planted = {"is_active": "0", "role": "SECURITY_ADMIN", "person": "ry-901", "is_staff": "1", "account": "1"}
    client_as("ry-015").post("/hat/", {"hat": "MEMBER@zb-001", **planted})
    before = agency.account("ry-015")
    assert before.is_active
    assert before.person_id == "ry-015"
    assert not RoleGrant.objects.filter(account=before).exists()


def test_the_list_is_searched_by_unit_and_taking_it_out_leaves_a_row(client_as: ClientAs, agency: Agency) -> None:
    client = client_as(Role.SECURITY_ADMIN)
    text = client.get("/accounts/", {"text": "规划处"}).content.decode()
    assert "ry-015" in text
    assert "ry-021" not in text
    assert "共 16 个" in client.get("/accounts/", {"unit": "dw-01"}).content.decode()
    assert client.get("/accounts/", {"text": "规划处", "export": "xlsx"}).status_code == 200
    assert '"rows":8' in AuditRow.objects.get(act="accounts.list_exported").details
