"""The pages of the list, the stable address of an item, the calendar."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from icalendar import Calendar

from bihuan_site.accounts.models import Account
from bihuan_site.audit.models import AuditRow
from bihuan_site.inbox.models import FeedAddress, Item
from bihuan_site.inbox.posting import settle, tell
from bihuan_site.shared.roles import Role
from tests.support.site_agency import Agency

Clients = Callable[[Role | str], Client]


@pytest.fixture
def item(agency: Agency) -> Item:
    where = {"organisation": "zb-001", "role": Role.BRANCH_SECRETARY}
    tell(key="r:1", kind="整改", title="流动党员联系", url="/rectify/1/", due=date(2026, 6, 10), **where)  # type: ignore[arg-type]  # a builder
    return Item.objects.get()


def test_the_list_shows_what_is_late_with_its_button(client_as: Clients, item: Item) -> None:
    page = client_as(Role.BRANCH_SECRETARY).get("/inbox/").content.decode()
    assert "流动党员联系" in page and "逾期 8 天" in page and f'href="/inbox/{item.pk}/"' in page
    assert "待办，还有 1 件" in page


def test_an_empty_list_says_what_would_be_there(client_as: Clients) -> None:
    assert "没有要办的" in client_as(Role.MEMBER).get("/inbox/").content.decode()


def test_twenty_stand_on_a_page(client_as: Clients, agency: Agency) -> None:
    for number in range(25):
        tell(key=f"k:{number}", kind="通知", title=f"通知{number:02}", url="/", person="ry-015")
    client = client_as(Role.MEMBER)
    assert client.get("/inbox/").content.decode().count('class="td"') == 20
    assert client.get("/inbox/?page=2").content.decode().count('class="td"') == 5


def test_the_stable_address_leads_to_the_form_while_open_and_says_so_when_done(client_as: Clients, item: Item) -> None:
    client = client_as(Role.BRANCH_SECRETARY)
    answer = client.get(f"/inbox/{item.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, "/rectify/1/")
    settle("r:1")
    page = client.get(f"/inbox/{item.pk}/").content.decode()
    assert "2026 年 6 月 18 日已经办结" in page


def test_anothers_item_looks_like_a_missing_one(client_as: Clients, item: Item) -> None:
    client = client_as(Role.MEMBER)
    foreign, missing = client.get(f"/inbox/{item.pk}/"), client.get("/inbox/999999/")
    assert foreign.status_code == missing.status_code == 404
    assert without_tokens(foreign.content) == without_tokens(missing.content).replace(b"999999", b"%d" % item.pk)


def without_tokens(page: bytes) -> bytes:
    return re.sub(rb'(X-CSRFToken": |csrfmiddlewaretoken" value=)"[^"]*"', b"", page)


def made_address(client: Client) -> str:
    page = client.post("/inbox/calendar/", {"act": "make", "key": ""})
    return str(page.context["address"]).partition("testserver")[2]


def test_a_secret_calendar_address_opens_without_log_in_and_ends_when_ended(client_as: Clients, item: Item) -> None:
    client, stranger = client_as(Role.BRANCH_SECRETARY), Client()
    address = made_address(client)
    (event,) = Calendar.from_ical(stranger.get(address).content).walk("VEVENT")
    assert event["summary"] == "流动党员联系"
    assert event["url"] == f"http://testserver/inbox/{item.pk}/"
    assert event["dtstart"].dt == date(2026, 6, 10)
    newer = made_address(client)
    assert stranger.get(address).status_code == 404
    assert stranger.get(newer).status_code == 200
    client.post("/inbox/calendar/", {"act": "end"})
    assert stranger.get(newer).status_code == 404


def test_the_secret_is_kept_nowhere(client_as: Clients, item: Item) -> None:
    secret = made_address(client_as(Role.BRANCH_SECRETARY)).rpartition("/")[2].removesuffix(".ics")
    assert FeedAddress.objects.get().digest != secret
    assert all(secret not in row.details + row.on for row in AuditRow.objects.all())


def test_a_calendar_ends_with_the_account(client_as: Clients, agency: Agency, item: Item) -> None:
    address = made_address(client_as(Role.BRANCH_SECRETARY))
    Account.objects.filter(person_id="ry-011").update(is_active=False)
    assert Client().get(address).status_code == 404


def test_a_calendar_holds_what_its_owner_may_see_now(client_as: Clients, agency: Agency, item: Item) -> None:
    address = made_address(client_as(Role.BRANCH_SECRETARY))
    from bihuan_site.organisations.models import PostHolding

    PostHolding.objects.filter(person_id="ry-011").update(until=date(2026, 6, 1))
    assert not Calendar.from_ical(Client().get(address).content).walk("VEVENT")


def test_administrators_have_no_list(client_as: Clients) -> None:
    assert client_as(Role.SYSTEM_ADMIN).get("/inbox/").status_code == 403
