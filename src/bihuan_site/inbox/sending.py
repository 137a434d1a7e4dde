"""Sending a reminder through the notification library, only to hosts on the list, never following a redirect."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote, urlsplit

from apprise import Apprise, AppriseAsset, NotifyFormat
from django.conf import settings

from bihuan_site.inbox.models import ChannelKind
from bihuan_site.shared.problems import Refused

PHONE = "{phone}"
SCHEMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        ChannelKind.MAIL: ("mailto", "mailtos"),
        ChannelKind.SMS: ("json", "jsons", "form", "forms"),
        ChannelKind.WECOM: ("wecombot",),
        ChannelKind.DINGTALK: ("dingtalk",),
        ChannelKind.FEISHU: ("feishu",),
    }
)
FIXED_HOSTS: Mapping[str, str] = MappingProxyType(
    {
        ChannelKind.WECOM: "qyapi.weixin.qq.com",
        ChannelKind.DINGTALK: "oapi.dingtalk.com",
        ChannelKind.FEISHU: "open.feishu.cn",
    }
)
SHORTEST_PHONE = 5


def check_address(kind: str, address: str) -> None:
    """Raise :class:`Refused` unless the address is of the kind, readable, and leads to a host on the list."""
    schemes = SCHEMES[kind]
    if address.partition("://")[0].lower() not in schemes:
        raise Refused(f"{kind}的地址要以 {'、'.join(f'{one}://' for one in schemes)} 开头。")
    plugin = Apprise.instantiate(address.replace(PHONE, "10000000000"), asset=_asset(), suppress_exceptions=True)
    if plugin is None:
        raise Refused(f"{kind}的地址写法不对。写法见部署手册的“提醒”一节。")
    host = FIXED_HOSTS.get(kind) or getattr(plugin, "smtp_host", "") or str(getattr(plugin, "host", "") or "")
    if host not in settings.REMINDER_HOSTS:
        raise Refused(f"主机 {host} 不在允许的名单里。请先在设置 BIHUAN_REMINDER_HOSTS 里写上它，再重启。")


def send(kind: str, address: str, title: str, link: str, phone: str = "") -> bool:
    """Send a title and a link; returns whether the other side took it. Raises :class:`Refused` for a bad address."""
    check_address(kind, address)
    if PHONE in address and not (phone.isdigit() and len(phone) >= SHORTEST_PHONE):
        return False
    sender = Apprise(asset=_asset())
    if not sender.add(address.replace(PHONE, quote(phone))):
        return False
    return bool(sender.notify(title=title, body=f"{title}\n{link}", body_format=NotifyFormat.TEXT))


def host_of(address: str) -> str:
    """Give the host part of an address for showing, without passwords."""
    return urlsplit(address).hostname or ""


def _asset() -> AppriseAsset:
    return AppriseAsset(app_id="Bihuan", app_desc="闭环待办", app_url="", async_mode=False, http_redirects=False)
