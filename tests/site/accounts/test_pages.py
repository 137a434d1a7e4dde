"""Every page of the room opens for the role it is for, in the words of the product."""

from collections.abc import Callable

import pytest
from django.test import Client

from bihuan_site.shared.roles import Role
from tests.support.site_agency import Agency

ClientAs = Callable[[Role | str], Client]

OWN_PAGES = ("/account/", "/account/password/", "/account/factors/", "/account/confirm/", "/hat/")
SECURITY_PAGES = ("/accounts/", "/accounts/slips/", "/accounts/administrators/new/", "/accounts/?state=admin")
AUDIT_PAGES = ("/audit/", "/audit/verify/", "/audit/?account=ry-011")


@pytest.mark.parametrize("address", OWN_PAGES)
@pytest.mark.parametrize("role", [Role.MEMBER, Role.BRANCH_SECRETARY, Role.SYSTEM_ADMIN])
def test_everybody_opens_the_pages_of_their_own_account(client_as: ClientAs, role: Role, address: str) -> None:
    assert client_as(role).get(address).status_code == 200


@pytest.mark.parametrize("address", SECURITY_PAGES)
def test_the_security_administrator_opens_the_pages_of_accounts(client_as: ClientAs, address: str) -> None:
    assert client_as(Role.SECURITY_ADMIN).get(address).status_code == 200


@pytest.mark.parametrize("address", AUDIT_PAGES)
def test_the_audit_administrator_opens_the_pages_of_the_trail(client_as: ClientAs, address: str) -> None:
    assert client_as(Role.AUDIT_ADMIN).get(address).status_code == 200


@pytest.mark.parametrize("address", [*SECURITY_PAGES, *AUDIT_PAGES])
def test_the_system_administrator_sees_neither_accounts_nor_trail(client_as: ClientAs, address: str) -> None:
    answer = client_as(Role.SYSTEM_ADMIN).get(address)
    assert answer.status_code == 403
    assert "无权" in answer.content.decode()


@pytest.mark.parametrize("address", ["/login/", "/activate/"])
def test_the_first_pages_carry_the_banner(db: None, address: str) -> None:
    text = Client().get(address).content.decode()
    assert "非涉密系统，严禁录入涉密信息" in text
    assert "<style" not in text
    assert " style=" not in text


def test_the_page_without_right_says_whose_it_is(client_as: ClientAs) -> None:
    text = client_as(Role.MEMBER).get("/accounts/").content.decode()
    assert "这一页由安全管理员使用" in text


def test_one_account_is_shown_with_what_can_be_done(client_as: ClientAs, agency: Agency) -> None:
    number = agency.account(Role.BRANCH_SECRETARY).pk
    text = client_as(Role.SECURITY_ADMIN).get(f"/accounts/{number}/").content.decode()
    assert "林青" in text
    assert "支部书记，规划处党支部" in text


def test_the_head_is_printed_in_blocks(client_as: ClientAs) -> None:
    text = client_as(Role.AUDIT_ADMIN).post("/audit/head/").content.decode()
    assert "审计管理员＿" in text


def test_an_account_that_does_not_exist_gives_the_page_of_what_is_missing(client_as: ClientAs) -> None:
    answer = client_as(Role.SECURITY_ADMIN).get("/accounts/999999/")
    assert answer.status_code == 404
    assert "没有这一页" in answer.content.decode()


def test_a_fault_shows_a_number_that_stands_in_the_log(
    client_as: ClientAs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*given: object, **named: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("bihuan_site.accounts.queries.own_account", fails)
    client = client_as(Role.MEMBER)
    client.raise_request_exception = False
    answer = client.get("/account/")
    assert answer.status_code == 500
    incident = next(word for word in caplog.messages if word.startswith("incident")).split()[1]
    assert f"<strong>{incident}</strong>" in answer.content.decode()
    assert "broken on purpose" not in answer.content.decode()
