"""Logging in and out, and what those who try to get in by force meet."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.hashers import get_hasher
from django.test import Client
from django.utils import timezone

from bihuan_site.accounts import attempts
from bihuan_site.accounts.models import Account, OpenSession, SignInTrouble
from bihuan_site.accounts.sessions import tidy
from bihuan_site.audit.chain import faults
from bihuan_site.audit.models import AuditRow
from bihuan_site.shared.roles import Role
from tests.support.site_agency import PASSWORD, Agency

ClientAs = Callable[[Role | str], Client]
WRONG = "用户名或口令不对。"


def log_in(client: Client, username: str, password: str = PASSWORD, address: str = "10.0.0.1", to: str = "") -> object:
    return client.post("/login/", {"login": username, "password": password, "next": to}, REMOTE_ADDR=address)


def acts() -> list[str]:
    return list(AuditRow.objects.order_by("sequence").values_list("act", flat=True))


def test_whoever_knows_the_password_gets_in_and_out_and_the_trail_says_so(agency: Agency) -> None:
    client = Client()
    answer = log_in(client, " RY-015 ")
    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert client.get("/account/").status_code == 200
    assert client.post("/logout/")["Location"] == "/login/"
    assert client.get("/account/").status_code == 302
    assert acts() == ["accounts.logged_in", "accounts.logged_out"]
    assert faults(AuditRow.objects.order_by("sequence")) == []


def test_a_session_gets_a_new_key_at_the_log_in(agency: Agency) -> None:
    client = Client()
    client.get("/login/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    log_in(client, "ry-015")
    assert client.session.session_key != before


def test_a_wrong_password_an_unknown_name_and_a_disabled_account_read_alike(agency: Agency) -> None:
    Account.objects.filter(username="ry-021").update(is_active=False)
    texts = set()
    for name, password in (("ry-015", "wrong"), ("nobody", "wrong"), ("ry-021", PASSWORD)):
        answer = log_in(Client(), name, password)
        assert answer.status_code == 200
        text = answer.content.decode()
        assert WRONG in text
        token = 'name="csrfmiddlewaretoken" value="'
        pieces = [piece.split('"', 1)[-1] if at else piece for at, piece in enumerate(text.split(token))]
        texts.add("".join(pieces).replace(name, ""))
    assert len(texts) == 1


def test_an_unknown_name_costs_as_many_hashes_as_a_known_one(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []
    hasher = type(get_hasher("default"))
    real_encode, real_verify = hasher.encode, hasher.verify
    monkeypatch.setattr(hasher, "encode", lambda *a, **k: (counted.append("hash"), real_encode(*a, **k))[1])
    monkeypatch.setattr(hasher, "verify", lambda *a, **k: (counted.append("hash"), real_verify(*a, **k))[1])
    log_in(Client(), "ry-015", "wrong")
    known = len(counted)
    log_in(Client(), "nobody", "wrong")
    assert known == len(counted) - known == 1


def test_failures_make_one_address_wait_longer_and_longer_and_nobody_else(agency: Agency) -> None:
    with time_machine.travel("2026-06-18T01:00:00Z", tick=False) as clock:
        for _ in range(attempts.FREE):
            log_in(Client(), "ry-015", "wrong", "10.0.0.66")
        waiting = log_in(Client(), "ry-015", PASSWORD, "10.0.0.66")
        assert "请在 30 秒后再试" in waiting.content.decode()
        assert log_in(Client(), "ry-015", PASSWORD, "10.0.0.7").status_code == 302
        clock.shift(31)
        log_in(Client(), "ry-015", "wrong", "10.0.0.66")
        assert "请在 60 秒后再试" in log_in(Client(), "ry-015", PASSWORD, "10.0.0.66").content.decode()
        clock.shift(61)
        assert log_in(Client(), "ry-015", PASSWORD, "10.0.0.66").status_code == 302
        assert not SignInTrouble.objects.filter(address="10.0.0.66").exists()


def test_a_name_nobody_has_waits_like_one_that_exists(agency: Agency) -> None:
    with time_machine.travel("2026-06-18T01:00:00Z", tick=False):
        for _ in range(attempts.FREE):
            log_in(Client(), "nobody", "wrong")
        assert "请在 30 秒后再试" in log_in(Client(), "nobody", "wrong").content.decode()


def test_waits_grow_and_end_at_a_quarter_of_an_hour() -> None:
    assert [attempts.wait_after(count) for count in (1, 4, 5, 6, 7, 12, 500)] == [0, 0, 30, 60, 120, 900, 900]


def test_one_address_that_tries_many_names_has_to_wait(agency: Agency) -> None:
    now = timezone.now()
    SignInTrouble.objects.bulk_create(
        SignInTrouble(username=f"n{number}", address="10.0.0.9", failures=3, last=now)
        for number in range(attempts.SPRAY_NAMES)
    )
    assert "试得太多了" in log_in(Client(), "ry-015", PASSWORD, "10.0.0.9").content.decode()
    assert log_in(Client(), "ry-015", PASSWORD, "10.0.0.8").status_code == 302
    SignInTrouble.objects.update(last=now - timedelta(seconds=attempts.SPRAY_WAIT + 1))
    assert log_in(Client(), "ry-015", PASSWORD, "10.0.0.9").status_code == 302


def test_two_addresses_of_one_ipv6_subscriber_count_as_one(agency: Agency) -> None:
    log_in(Client(), "ry-015", "wrong", "2001:db8:1:2::1")
    log_in(Client(), "ry-015", "wrong", "2001:db8:1:2::ffff")
    log_in(Client(), "ry-015", "wrong", "::ffff:10.0.0.1")
    assert sorted(SignInTrouble.objects.values_list("address", "failures")) == [("10.0.0.1", 1), ("2001:db8:1:2::", 2)]


def test_a_forged_address_counts_for_nothing(agency: Agency) -> None:
    data = {"login": "ry-015", "password": "wrong"}
    Client().post("/login/", data, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4", HTTP_X_REAL_IP="1.2.3.4")
    assert SignInTrouble.objects.get().address == "10.0.0.1"


def test_neither_the_typed_name_nor_the_password_is_kept(agency: Agency) -> None:
    log_in(Client(), "my secret typed in the wrong field", "wrong")
    kept = " ".join(str(row.__dict__) for row in [*SignInTrouble.objects.all(), *AuditRow.objects.all()])
    assert "my secret" not in kept
    assert "wrong" not in kept


ELSEWHERE = (
    "//evil.example",
    "/\\evil.example",
    "https:evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/\t/evil.example",
    "／／evil.example",
    "/／evil.example",
    "\\\\evil.example",
    " //evil.example",
    "/\n/evil.example",
)


@pytest.mark.parametrize("to", ELSEWHERE)
def test_the_way_back_never_leaves_the_site(agency: Agency, to: str) -> None:
    assert log_in(Client(), "ry-015", to=to)["Location"] == "/"


def test_the_way_back_leads_where_somebody_wanted_to_go(agency: Agency) -> None:
    assert log_in(Client(), "ry-015", to="/account/?a=1")["Location"] == "/account/?a=1"


def test_a_host_that_is_not_ours_is_refused(agency: Agency) -> None:
    assert Client().get("/login/", HTTP_HOST="evil.example").status_code == 400
    assert "evil" not in Client().get("/account/", HTTP_X_FORWARDED_HOST="evil.example")["Location"]


def test_every_unsafe_verb_needs_the_token_of_the_form(agency: Agency) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(agency.account(Role.MEMBER))
    for address in ("/login/", "/logout/", "/hat/", "/account/sessions/end/", "/activate/"):
        assert client.post(address, {}).status_code == 403
    assert client.post("/hat/", "{}", content_type="text/plain").status_code == 403


def test_cookies_are_kept_from_scripts_and_other_sites(agency: Agency) -> None:
    client = Client()
    log_in(client, "ry-015")
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]
    assert settings.SESSION_COOKIE_SECURE == settings.SECURE


def test_no_page_may_be_framed_and_no_inline_script_runs(agency: Agency) -> None:
    answer = Client().get("/login/")
    assert answer["X-Frame-Options"] == "DENY"
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_there_is_no_sign_up_and_no_reset_by_mail(db: None) -> None:
    for address in ("/signup/", "/accounts/signup/", "/password/reset/", "/admin/"):
        assert Client().get(address).status_code == 404


def test_changing_the_password_ends_the_other_sessions(agency: Agency) -> None:
    here, there = Client(), Client()
    log_in(here, "ry-015")
    log_in(there, "ry-015")
    new = "Qing-shan-88-lv"
    answer = here.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    assert OpenSession.objects.filter(account_id=agency.account("ry-015").pk).count() == 1
    assert "accounts.password_changed" in acts()


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Ab1-", "至少 10 个字符"),
        ("abcdefghijkl1", "至少用三类"),
        ("Xx-ry-015-xX9", "不能含有用户名"),
        (PASSWORD, "不能与原来"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(
    client_as: ClientAs, agency: Agency, password: str, why: str
) -> None:
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert why in client_as("ry-015").post("/account/password/", form).content.decode()


def test_a_password_runs_out_after_ninety_days(client_as: ClientAs, agency: Agency) -> None:
    client = client_as("ry-015")
    Account.objects.filter(username="ry-015").update(password_set=timezone.now() - timedelta(days=91))
    assert client.get("/account/")["Location"] == "/account/password/"


def test_one_logs_out_everywhere_else(agency: Agency) -> None:
    here, there = Client(), Client()
    log_in(here, "ry-015")
    log_in(there, "ry-015")
    here.post("/account/sessions/end/", {"key": "once"})
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302


def test_the_sixth_place_logs_the_oldest_out(agency: Agency) -> None:
    clients = [Client() for _ in range(6)]
    for client in clients:
        log_in(client, "ry-015")
    assert [client.get("/account/").status_code for client in clients] == [302, 200, 200, 200, 200, 200]


def test_what_ran_out_is_tidied_away(agency: Agency) -> None:
    log_in(Client(), "ry-015")
    log_in(Client(), "ry-021", "wrong")
    assert tidy() == 0
    OpenSession.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    SignInTrouble.objects.update(last=timezone.now() - timedelta(days=2))
    assert tidy() == 2


def test_an_unusual_header_does_not_break_the_log(agency: Agency) -> None:
    Client().post("/login/", {"login": "a\r\nb", "password": "x"}, HTTP_USER_AGENT="x\r\nadmin logged in")
    assert all("\n" not in row.details for row in AuditRow.objects.all())


def test_too_many_fields_are_refused_not_processed(agency: Agency) -> None:
    client = Client()
    client.raise_request_exception = False
    assert client.post("/login/", {f"f{number}": "x" for number in range(5000)}).status_code == 400


def test_one_with_several_posts_chooses_a_hat_first(agency: Agency) -> None:
    from datetime import date

    from bihuan_site.organisations.models import PostHolding

    PostHolding.objects.create(
        id="rz-y", person_id="ry-021", organisation_id="zb-003", post="书记", since=date(2026, 1, 1), acting=True
    )
    client = Client()
    assert log_in(client, "ry-021")["Location"] == "/hat/"
    client.post("/hat/", {"hat": "BRANCH_SECRETARY@zb-003"})
    assert client.get("/account/").wsgi_request.actor.organisation == "zb-003"
    client.post("/logout/")
    assert log_in(client, "ry-021")["Location"] == "/"
    assert client.get("/account/").wsgi_request.actor.organisation == "zb-003"
    assert "accounts.hat_put_on" in acts()
