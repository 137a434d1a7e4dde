"""What people change here: their calendar address; the system administrator the channels."""

import secrets

from bihuan_site.audit.acting import Done, action
from bihuan_site.inbox.feeds import digest_of
from bihuan_site.inbox.models import Channel, FeedAddress
from bihuan_site.inbox.sealing import seal, unseal
from bihuan_site.inbox.sending import PHONE, check_address, send
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.locking import check_version
from bihuan_site.shared.problems import NotFound, Refused
from bihuan_site.shared.roles import PERSON, SYSTEM


@action("inbox.calendar_made", PERSON)
def make_calendar(*, actor: Actor) -> Done[str]:
    """Make a secret calendar address, ending the one before; the secret is given this once."""
    secret = secrets.token_urlsafe(32)
    FeedAddress.objects.update_or_create(account=actor.account, defaults={"digest": digest_of(secret)})
    return Done(secret, on=f"account:{actor.account}")


@action("inbox.calendar_ended", PERSON)
def end_calendar(*, actor: Actor) -> Done[None]:
    """End the calendar address."""
    FeedAddress.objects.filter(account=actor.account).delete()
    return Done(on=f"account:{actor.account}")


@action("inbox.channel_saved", SYSTEM)
def save_channel(
    *, actor: Actor, channel: int | None, version: int, kind: str, name: str, address: str, organisation: str
) -> Done[Channel]:
    """Set up a channel, turned off; an empty address keeps the one there is. Raises :class:`Refused`."""
    found = _channel(channel) if channel else Channel()
    if channel:
        check_version(found, version)
    if Channel.objects.filter(name=name).exclude(pk=found.pk).exists():
        raise Refused(f"已经有叫“{name}”的渠道。请换一个名称。")
    if not address and (not found.address or kind != found.kind):
        raise Refused("请填写地址。")
    plain = address or unseal(found.address)
    check_address(kind, plain)
    if PHONE not in plain and not organisation:
        raise Refused("地址里没有 {phone}，是发到一个群的：请填写这个群属于哪个组织（组织编号）。")
    found.kind, found.name, found.address = kind, name, seal(plain)
    found.organisation_id = organisation if PHONE not in plain else None
    found.enabled, found.since = False, None
    found.save()
    return Done(found, on=f"channel:{found.pk}", details={"kind": kind})


@action("inbox.channel_switched", SYSTEM)
def switch_channel(*, actor: Actor, channel: int, on: bool) -> Done[Channel]:
    """Turn a channel on (from today's things on) or off. Raises :class:`Refused` if its address leads elsewhere now."""
    found = _channel(channel)
    if on:
        check_address(found.kind, unseal(found.address))
    found.enabled, found.since = on, business_day() if on else None
    found.version += 1
    found.save()
    return Done(found, on=f"channel:{found.pk}", details={"on": on})


@action("inbox.channel_tried", SYSTEM)
def try_channel(*, actor: Actor, channel: int) -> Done[bool]:
    """Have a trial message noted; the sending itself follows outside the act, see :func:`send_trial`."""
    found = _channel(channel)
    check_address(found.kind, unseal(found.address))
    return Done(result=True, on=f"channel:{found.pk}")


def send_trial(channel: int, phone: str, link: str) -> bool:
    """Send the trial message; call after :func:`try_channel`, outside any transaction."""
    found = _channel(channel)
    return send(found.kind, unseal(found.address), "闭环提醒试发", link, phone)


def _channel(channel: int) -> Channel:
    found = Channel.objects.filter(pk=channel).first()
    if found is None:
        raise NotFound("Channel")
    return found
