"""Logging in leads nowhere else, logging out takes a POST, and no page can be made to answer for another host."""

from collections.abc import Callable

import pytest
from django.test import Client

from bihuan_site.shared.roles import Role
from tests.support.site_agency import PASSWORD, Agency

ClientAs = Callable[[Role | str], Client]
ELSEWHERE = (
    "//evil.example/",
    "///evil.example",
    "https://evil.example/",
    "https:evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "\thttps://evil.example",
    " https://evil.example",
    "／／evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://testserver@evil.example/",
    "//testserver.evil.example/",
    "/%09/evil.example",
    "/\r\nLocation: https://evil.example",
)


def leads_elsewhere(place: str) -> bool:
    """Whether a browser would leave the site, or could be made to."""
    plain = place.replace("\t", "").replace("\n", "").replace("\r", "").strip().replace("\\", "/")
    return not plain.startswith("/") or plain.startswith("//") or "\n" in place or "\r" in place


@pytest.mark.parametrize("target", ELSEWHERE)
def test_logging_in_never_leads_to_another_site(agency: Agency, target: str) -> None:
    client = Client()
    sent = {"login": agency.person(Role.BRANCH_SECRETARY), "password": PASSWORD, "next": target}
    answer = client.post("/login/", sent)
    assert answer.status_code == 302
    assert not leads_elsewhere(answer["Location"]), answer["Location"]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_an_address_that_asks_to_log_in_first_leads_to_no_other_site(agency: Agency, target: str) -> None:
    client = Client()
    page = client.get("/login/", {"next": target})
    assert page.status_code == 200
    sent = {"login": agency.person(Role.BRANCH_SECRETARY), "password": PASSWORD}
    answer = client.post("/login/", sent, query_params={"next": target})
    assert answer.status_code == 302
    assert not leads_elsewhere(answer["Location"]), answer["Location"]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_large_letters_lead_back_to_the_site(agency: Agency, target: str) -> None:
    answer = Client().post("/large-text/", {"next": target})
    assert answer.status_code == 302
    assert not leads_elsewhere(answer["Location"]), answer["Location"]


def test_a_page_is_found_again_after_logging_in(agency: Agency) -> None:
    sent = {"login": agency.person(Role.BRANCH_SECRETARY), "password": PASSWORD, "next": "/inbox/?state=done"}
    assert Client().post("/login/", sent)["Location"] == "/inbox/?state=done"


def test_a_link_cannot_log_anybody_out(client_as: ClientAs) -> None:
    client = client_as(Role.BRANCH_SECRETARY)
    for verb in ("get", "head", "put", "delete", "options"):
        assert getattr(client, verb)("/logout/").status_code == 405
    assert client.get("/").status_code == 200
    assert client.post("/logout/").status_code == 302
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "testserver.evil.example", "a@testserver", "a b"])
def test_no_other_host_is_answered_for(client_as: ClientAs, host: str) -> None:
    client = client_as(Role.BRANCH_SECRETARY)
    assert client.get("/inbox/calendar/", headers={"host": host}).status_code == 400


def test_a_proxy_header_of_a_visitor_names_no_host(client_as: ClientAs) -> None:
    client = client_as(Role.BRANCH_SECRETARY)
    sent = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    for address in ("/", "/inbox/calendar/", "/inbox/calendar.ics", "/activities/"):
        assert b"evil.example" not in client.get(address, headers=sent).content


def test_a_name_with_a_line_break_splits_no_header(client_as: ClientAs, agency: Agency) -> None:
    client = client_as(Role.OFFICE)
    for address in ("/people/?export=xlsx&q=a%0d%0aSet-Cookie:x=1", "/activities/?kind=a%0d%0aX-Bad:1&export=xlsx"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert not any("\n" in value or "\r" in value for value in answer.headers.values())
        assert "X-Bad" not in answer.headers
