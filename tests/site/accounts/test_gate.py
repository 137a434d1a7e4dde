"""The gate: who gets through the permission table, and what the others see."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan_site.accounts.hats import hats_of
from bihuan_site.accounts.middleware import HAT
from bihuan_site.accounts.models import Account, RoleGrant
from bihuan_site.organisations.models import PostHolding
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.roles import Role
from tests.support.site_agency import Agency

ClientAs = Callable[[Role | str], Client]
OWN = "/account/"


def test_whoever_is_not_logged_in_is_asked_to_and_comes_back(db: None) -> None:
    answer = Client().get("/account/?x=1")
    assert answer.status_code == 302
    assert answer["Location"] == "/login/?next=/account/%3Fx%3D1"


def test_a_page_behind_the_log_in_is_never_kept(client_as: ClientAs) -> None:
    assert "no-store" in client_as(Role.MEMBER).get(OWN)["Cache-Control"]


def test_an_unknown_verb_is_refused_before_anything_else(client_as: ClientAs) -> None:
    assert client_as(Role.MEMBER).delete(OWN).status_code == 405
    assert client_as(Role.MEMBER).options(OWN).status_code == 405
    assert client_as(Role.MEMBER).get("/logout/").status_code == 405


def test_every_actor_wears_the_hat_of_the_session(agency: Agency) -> None:
    secretary = agency.account(Role.BRANCH_SECRETARY)
    client = Client()
    client.force_login(secretary)
    assert client.get(OWN).wsgi_request.actor.role is Role.BRANCH_SECRETARY
    session = client.session
    session[HAT] = agency.actor("ry-011", Role.MEMBER).hat
    session.save()
    assert client.get(OWN).wsgi_request.actor.role is Role.MEMBER


def test_a_hat_somebody_does_not_have_cannot_be_put_on(client_as: ClientAs, agency: Agency) -> None:
    client = client_as(Role.MEMBER)
    office = agency.actor(Role.OFFICE).hat
    assert client.post("/hat/", {"hat": office}).status_code == 404
    session = client.session
    session[HAT] = office
    session.save()
    assert client.get(OWN).wsgi_request.actor.role is Role.MEMBER


def test_a_role_taken_away_is_gone_with_the_next_request(client_as: ClientAs, agency: Agency) -> None:
    client = client_as(Role.BRANCH_SECRETARY)
    assert client.get(OWN).wsgi_request.actor.role is Role.BRANCH_SECRETARY
    PostHolding.objects.filter(person_id="ry-011").update(until=agency.day - timedelta(days=1))
    session = client.session
    written = client.post("/hat/", {"hat": session[HAT]})
    assert written.status_code == 403
    assert client.get(OWN).wsgi_request.actor.role is Role.MEMBER


def test_a_disabled_account_is_out_with_the_next_request(client_as: ClientAs, agency: Agency) -> None:
    client = client_as(Role.OFFICE)
    Account.objects.filter(pk=agency.account(Role.OFFICE).pk).update(is_active=False)
    assert client.get(OWN)["Location"].startswith("/login/")


def test_a_session_is_locked_after_a_quarter_of_an_hour_and_ends_after_half_a_day(agency: Agency) -> None:
    with time_machine.travel("2026-06-18T01:00:00Z", tick=False) as clock:
        client = Client()
        client.force_login(agency.account(Role.MEMBER))
        assert client.get(OWN).status_code == 200
        clock.shift(14 * 60)
        assert client.get(OWN).status_code == 200
        clock.shift(16 * 60)
        locked = client.get(OWN)
        assert locked.status_code == 302
        assert "locked=1" in locked["Location"]
        client.force_login(agency.account(Role.MEMBER))
        for _ in range(12 * 6):
            assert client.get(OWN).status_code == 200
            clock.shift(10 * 60)
        clock.shift(60)
        assert client.get(OWN).status_code == 302


def test_the_stamp_of_a_session_is_written_at_most_once_a_minute(agency: Agency) -> None:
    client = Client()
    client.force_login(agency.account(Role.MEMBER))
    client.get(OWN)
    before = client.session["seen"]
    client.get(OWN)
    assert client.session["seen"] == before


def test_a_due_password_leaves_only_the_door_to_change_it(client_as: ClientAs, agency: Agency) -> None:
    client = client_as(Role.OFFICE)
    Account.objects.filter(pk=agency.account(Role.OFFICE).pk).update(must_change_password=True)
    assert client.get(OWN)["Location"] == reverse("account_change_password")
    assert client.get(reverse("account_change_password")).status_code == 200


@pytest.mark.parametrize("role", list(Role))
def test_somebody_has_every_role(agency: Agency, role: Role) -> None:
    assert agency.actor(role).role is role


def test_an_acting_holder_wears_the_hat_of_the_post(agency: Agency) -> None:
    PostHolding.objects.create(
        id="rz-x", person_id="ry-021", organisation_id="zb-003", post="书记", since=date(2026, 1, 1), acting=True
    )
    hats = hats_of(agency.account("ry-021"), agency.day)
    assert [(hat.role, hat.organisation) for hat in hats] == [
        (Role.BRANCH_SECRETARY, "zb-002"),
        (Role.BRANCH_SECRETARY, "zb-003"),
        (Role.MEMBER, "zb-002"),
    ]


def test_a_post_gives_its_hat_only_while_it_is_held(agency: Agency) -> None:
    assert len(hats_of(agency.account("ry-021"), date(2023, 12, 31))) == 0
    PostHolding.objects.filter(person_id="ry-021").update(until=agency.day)
    assert len(hats_of(agency.account("ry-021"), agency.day)) == 2
    assert len(hats_of(agency.account("ry-021"), agency.day + timedelta(days=1))) == 1


def test_a_person_with_an_administrator_role_put_in_by_hand_gets_no_hat_of_it(agency: Agency) -> None:
    RoleGrant.objects.create(account=agency.account("ry-015"), role=Role.SECURITY_ADMIN, since=date(2026, 1, 1))
    assert [hat.role for hat in hats_of(agency.account("ry-015"), agency.day)] == [Role.MEMBER]


def test_two_administrator_roles_on_one_account_give_none(agency: Agency) -> None:
    auditor = agency.account(Role.AUDIT_ADMIN)
    RoleGrant.objects.create(account=auditor, role=Role.SYSTEM_ADMIN, since=date(2026, 1, 1), until=date(2027, 1, 1))
    assert hats_of(auditor, agency.day) == ()


def test_a_refusal_no_form_shows_is_told_on_a_page_of_its_own(
    client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*given: object, **named: object) -> None:
        raise Refused("还没有启用规则包。")

    monkeypatch.setattr("bihuan_site.accounts.queries.own_account", refuses)
    answer = client_as(Role.MEMBER).get(OWN)
    assert answer.status_code == 409
    assert "还没有启用规则包。" in answer.content.decode()


def test_the_gate_asks_the_database_four_times(agency: Agency) -> None:
    client = Client()
    client.force_login(agency.account(Role.BRANCH_SECRETARY))
    client.get(OWN)
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/accounts/").status_code == 403
    theirs = [one["sql"] for one in asked if "accounts_" in one["sql"] or "postholding" in one["sql"]]
    assert len(theirs) == 4, "session, account with person and branch, grants, posts"
