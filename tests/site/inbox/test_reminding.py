"""Reminders over a real gateway on this machine: off until set up, to listed hosts only, nobody told twice."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, TypeAlias

import pytest
from django.test import Client

from bihuan_site.inbox.models import Channel, Delivery
from bihuan_site.inbox.posting import settle, tell
from bihuan_site.inbox.reminding import remind
from bihuan_site.inbox.sealing import seal, unseal
from bihuan_site.organisations.models import Person
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.roles import Role
from tests.support.site_agency import DAY, Agency

Clients: TypeAlias = Callable[[Role | str], Client]
Settings: TypeAlias = Any
"""The fixture of pytest-django."""


@dataclass
class Gateway:
    """What came in, and what the gateway answers."""

    port: int = 0
    status: int = 200
    got: list[dict[str, Any]] = field(default_factory=list)
    redirect: str = ""


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    state = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.got.append({"path": self.path, **json.loads(body)})
            self.send_response(302 if state.redirect else state.status)
            if state.redirect:
                self.send_header("Location", state.redirect)
            self.end_headers()

        def log_message(self, *given: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    state.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def channel(agency: Agency, gateway: Gateway, settings: Settings) -> Channel:
    settings.REMINDER_HOSTS = ["127.0.0.1"]
    settings.SITE_ADDRESS = "https://dangjian.example"
    Person.objects.filter(pk="ry-011").update(phone="13900000011")
    address = f"json://127.0.0.1:{gateway.port}/sms/{{phone}}"
    return Channel.objects.create(kind="短信网关", name="短信", address=seal(address), enabled=True, since=DAY)


class Now:
    """A run that nobody takes over."""

    day = DAY

    def extend(self) -> None:
        pass


def tell_secretary(key: str = "leave:1") -> None:
    tell(
        key=key,
        kind="报备待同意",
        title="有一条学前报备待同意",
        url="/x/",
        organisation="zb-001",
        role=Role.BRANCH_SECRETARY,
    )


def test_a_thing_is_sent_once_with_title_and_stable_address_only(channel: Channel, gateway: Gateway) -> None:
    tell_secretary()
    remind(Now())
    assert remind(Now()) == "发出 0 条"
    (got,) = gateway.got
    item = Delivery.objects.get().item
    assert got["path"] == "/sms/13900000011"
    assert got["message"] == f"有一条学前报备待同意\nhttps://dangjian.example/inbox/{item.pk}/"


def test_a_second_channel_does_not_tell_again(channel: Channel, gateway: Gateway) -> None:
    Channel.objects.create(kind="短信网关", name="另一个", address=channel.address, enabled=True, since=DAY)
    tell_secretary()
    remind(Now())
    assert len(gateway.got) == 1


@pytest.mark.parametrize("changed", [{"enabled": False}, {"since": None}])
def test_nothing_is_sent_while_off(channel: Channel, gateway: Gateway, changed: dict[str, Any]) -> None:
    Channel.objects.update(**changed)
    tell_secretary()
    remind(Now())
    assert gateway.got == []


def test_what_is_settled_or_from_before_is_not_sent(channel: Channel, gateway: Gateway, settings: Settings) -> None:
    tell_secretary()
    settle("leave:1")
    settings.DEMO_DAY = DAY.replace(day=17)
    tell_secretary("leave:0")
    remind(Now())
    assert gateway.got == []


def test_a_gateway_that_refuses_is_tried_three_times(channel: Channel, gateway: Gateway) -> None:
    gateway.status = 500
    tell_secretary()
    for _ in range(5):
        remind(Now())
    assert len(gateway.got) == 3
    assert Delivery.objects.get().state == "没发出"


def test_a_message_cut_off_by_a_crash_is_not_sent_again(channel: Channel, gateway: Gateway) -> None:
    tell_secretary()
    from bihuan_site.inbox.models import Item

    Delivery.objects.create(item=Item.objects.get(), channel=channel, receiver="ry-011", state="发送中", attempts=1)
    remind(Now())
    assert gateway.got == []


def test_a_redirect_is_not_followed(channel: Channel, gateway: Gateway) -> None:
    gateway.redirect = f"http://127.0.0.1:{gateway.port}/elsewhere"
    tell_secretary()
    remind(Now())
    assert [got["path"] for got in gateway.got] == ["/sms/13900000011"]


def test_a_host_taken_off_the_list_gets_nothing(channel: Channel, gateway: Gateway, settings: Settings) -> None:
    settings.REMINDER_HOSTS = []
    tell_secretary()
    remind(Now())
    assert gateway.got == []


def form(**changed: str) -> dict[str, str]:
    given = {"name": "钉钉群", "kind": "钉钉", "address": "dingtalk://abcdefabcdefabcdef/", "organisation": "jw-01"}
    return {"version": "0", "key": "", **given, **changed}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "不在允许的名单里"),
        ({"kind": "短信网关", "address": "jsons://10.0.0.8/sms/{phone}"}, "主机 10.0.0.8 不在允许的名单里"),
        ({"address": "json://127.0.0.1/"}, "钉钉的地址要以 dingtalk:// 开头"),
        ({"address": ""}, "请填写地址"),
    ],
)
def test_a_channel_to_a_host_not_listed_is_refused(client_as: Clients, changed: dict[str, str], words: str) -> None:
    page = client_as(Role.SYSTEM_ADMIN).post("/channels/new/", form(**changed)).content.decode()
    assert words in page
    assert not Channel.objects.exists()


def test_the_administrator_sets_up_tries_and_turns_on(client_as: Clients, gateway: Gateway, settings: Settings) -> None:
    settings.REMINDER_HOSTS = ["127.0.0.1"]
    client = client_as(Role.SYSTEM_ADMIN)
    address = f"json://127.0.0.1:{gateway.port}/{{phone}}"
    client.post("/channels/new/", form(name="短信", kind="短信网关", address=address, organisation=""))
    channel = Channel.objects.get()
    assert not channel.enabled and address not in channel.address
    client.post(f"/channels/{channel.pk}/try/", {"phone": "13900000000", "key": "k"})
    assert gateway.got[0]["path"] == "/13900000000"
    client.post(f"/channels/{channel.pk}/switch/", {"on": "yes", "key": "k"})
    channel.refresh_from_db()
    assert (channel.enabled, channel.since) == (True, DAY)
    page = client.get(f"/channels/{channel.pk}/").content.decode()
    assert str(gateway.port) not in page


def test_an_address_sealed_under_another_key_is_not_read(settings: Settings) -> None:
    sealed = seal("json://127.0.0.1/")
    assert unseal(sealed) == "json://127.0.0.1/"
    settings.SECRET_KEY = "x" * 50
    with pytest.raises(Refused, match="另一把密钥"):
        unseal(sealed)
