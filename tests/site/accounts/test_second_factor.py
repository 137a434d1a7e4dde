"""The second factor: codes count once, guessing is slow, taking it away asks who you are."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.test import Client

from bihuan_site.accounts.models import Account
from bihuan_site.audit.models import AuditRow
from bihuan_site.shared.roles import Role
from tests.support.site_agency import PASSWORD, Agency

ClientAs = Callable[[Role | str], Client]
NOW = "2026-06-18T01:00:00Z"


def code_of(secret: str, shift: int = 0) -> str:
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30 + shift))


def with_factor(account: Account) -> str:
    secret: str = auth.generate_totp_secret()
    Authenticator.objects.create(
        user=account, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(secret)}
    )
    return secret


def password_step(username: str = "ry-015") -> Client:
    client = Client()
    answer = client.post("/login/", {"login": username, "password": PASSWORD})
    assert answer["Location"].startswith("/login/code/")
    return client


def test_the_password_alone_does_not_log_in(agency: Agency) -> None:
    with_factor(agency.account("ry-015"))
    client = password_step()
    assert client.get("/account/").status_code == 302
    assert client.get("/login/code/").status_code == 200


def test_a_code_logs_in_once_and_never_again(agency: Agency) -> None:
    secret = with_factor(agency.account("ry-015"))
    with time_machine.travel(NOW, tick=False) as clock:
        code = code_of(secret)
        assert password_step().post("/login/code/", {"code": code})["Location"] == "/"
        assert "已经用过" in password_step().post("/login/code/", {"code": code}).content.decode()
        clock.shift(30)
        assert "已经用过" in password_step().post("/login/code/", {"code": code}).content.decode()
        assert password_step().post("/login/code/", {"code": code_of(secret)}).status_code == 302


@pytest.mark.parametrize(("shift", "good"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off_not_more(agency: Agency, shift: int, good: bool) -> None:
    secret = with_factor(agency.account("ry-015"))
    with time_machine.travel(NOW, tick=False):
        answer = password_step().post("/login/code/", {"code": code_of(secret, shift)})
        assert (answer.status_code == 302) is good


def test_six_digits_cannot_be_tried_out(agency: Agency) -> None:
    secret = with_factor(agency.account("ry-015"))
    with time_machine.travel(NOW, tick=False):
        for _ in range(5):
            password_step().post("/login/code/", {"code": "000000"})
        assert "试得太多了" in password_step().post("/login/code/", {"code": code_of(secret)}).content.decode()
    assert "accounts.code_failed" in AuditRow.objects.values_list("act", flat=True)


def test_somebody_switches_the_factor_on_and_gets_recovery_codes_that_work_once(client_as: ClientAs) -> None:
    with time_machine.travel(NOW, tick=False):
        client = client_as("ry-015")
        assert client.get("/account/factors/code/")["Location"].startswith("/account/confirm/")
        client.post("/account/confirm/", {"password": PASSWORD})
        page = client.get("/account/factors/code/").content.decode()
        secret = re.search(r"手工写密钥：<strong>(\w+)</strong>", page)
        assert secret
        assert client.post("/account/factors/code/", {"code": code_of(secret[1])}).status_code == 302
        stored = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
        assert secret[1] not in stored
        codes = re.findall(r"<code>(.+?)</code>", client.get("/account/factors/recovery/").content.decode())
        assert len(codes) == 10
        assert password_step().post("/login/code/", {"code": codes[0]}).status_code == 302
        assert "已经用过" in password_step().post("/login/code/", {"code": codes[0]}).content.decode()


def test_switching_the_factor_off_asks_who_you_are(client_as: ClientAs, agency: Agency) -> None:
    with_factor(agency.account("ry-015"))
    client = client_as("ry-015")
    assert client.post("/account/factors/code/off/")["Location"].startswith("/account/confirm/")
    assert Authenticator.objects.exists()
    client.post("/account/confirm/?next=/account/factors/", {"password": PASSWORD})
    assert client.get("/account/factors/code/off/").status_code == 200


def test_without_https_no_passkey_is_offered_and_the_page_says_why(client_as: ClientAs) -> None:
    assert "通行密钥要求用 https 访问" in client_as("ry-015").get("/account/factors/").content.decode()
    assert client_as("ry-015").get("/account/passkeys/").status_code == 404


def test_administrators_can_be_made_to_switch_a_factor_on_first(
    client_as: ClientAs, agency: Agency, settings: Any
) -> None:
    settings.ADMINISTRATORS_NEED_FACTOR = True
    client = client_as(Role.SECURITY_ADMIN)
    assert client.get("/accounts/")["Location"] == "/account/factors/code/"
    assert client.get("/account/factors/code/").status_code == 302, "asks who you are first"
    assert client.get("/account/confirm/").status_code == 200
    assert client_as(Role.OFFICE).get("/account/").status_code == 200
    with_factor(agency.account(Role.SECURITY_ADMIN))
    assert client.get("/accounts/").status_code == 200
