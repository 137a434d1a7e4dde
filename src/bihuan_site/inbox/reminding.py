"""Reminding: each open thing is sent once to each person it is for, over the first channel that reaches them.

The row that says so is written before the message leaves. Where a crash comes between, the message counts as sent:
a thing told zero times can still be seen in the list, a thing told twice cannot be untold.
"""

import logging
import secrets
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bihuan_site.inbox.knowing import wearers_now
from bihuan_site.inbox.models import Channel, Delivery, Item
from bihuan_site.inbox.sealing import unseal
from bihuan_site.inbox.sending import PHONE, send
from bihuan_site.jobs.registry import Run
from bihuan_site.shared.problems import Refused

log = logging.getLogger(__name__)
ATTEMPTS = 3
AT_ONCE = 200
SENT, FAILED, SENDING = "已发", "没发出", "发送中"


def remind(run: Run) -> str:
    """Send what is to be sent; says how many. Does nothing while no channel is turned on."""
    if not settings.SITE_ADDRESS:
        return "没有设置站点地址，不发提醒"
    sent = failed = 0
    for channel in Channel.objects.filter(enabled=True, since__isnull=False):
        try:
            address = unseal(channel.address)
        except Refused:
            log.warning("channel %s has an address sealed under another key", channel.pk)
            continue
        for item, receiver, phone in _waiting(channel, address):
            run.extend()
            if _deliver(channel, address, item, receiver, phone):
                sent += 1
            else:
                failed += 1
    return f"发出 {sent} 条" + (f"，{failed} 条没发出" if failed else "")


def _waiting(channel: Channel, address: str) -> Iterator[tuple[Item, str, str]]:
    items = Item.objects.filter(done__isnull=True, created__gte=channel.since).select_related("for_person")
    if PHONE not in address:
        items = items.filter(for_organisation=channel.organisation_id, for_person__isnull=True)
        found: Iterable[tuple[Item, str, str]] = ((item, "", "") for item in items)
    else:
        found = _people(items)
    given = 0
    for item, receiver, phone in found:
        if given >= AT_ONCE:
            return
        if (
            not Delivery.objects.filter(item=item, receiver=receiver)
            .exclude(state=FAILED, attempts__lt=ATTEMPTS)
            .exists()
        ):
            given += 1
            yield item, receiver, phone


def _people(items: Iterable[Item]) -> Iterator[tuple[Item, str, str]]:
    phones: dict[str, str] = {}
    for item in items:
        if item.for_person is not None:
            phones[item.for_person.pk] = item.for_person.phone
            receivers: Iterable[str] = [item.for_person.pk]
        else:
            receivers = wearers_now(str(item.for_organisation_id), item.for_role)
        for receiver in receivers:
            if receiver not in phones:
                phones[receiver] = _phone(receiver)
            if phones[receiver]:
                yield item, receiver, phones[receiver]


def _phone(person: str) -> str:
    people = Item._meta.get_field("for_person").related_model
    assert not isinstance(people, str)  # noqa: S101 the register of models is ready by now
    return people._default_manager.filter(pk=person).values_list("phone", flat=True).first() or ""


def _deliver(channel: Channel, address: str, item: Item, receiver: str, phone: str) -> bool:
    delivery = _begin(channel, item, receiver)
    if delivery is None:
        return False
    try:
        sent, incident = send(channel.kind, address, item.title, f"{settings.SITE_ADDRESS}/inbox/{item.pk}/", phone), ""
    except Exception as problem:  # whatever a gateway does, the others are served
        sent, incident = False, secrets.token_hex(4).upper()
        log.warning("reminder %s failed, incident %s: %s", delivery.pk, incident, type(problem).__name__)
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(
            state=SENT if sent else FAILED, incident=incident, at=timezone.now()
        )
    return sent


def _begin(channel: Channel, item: Item, receiver: str) -> Delivery | None:
    """Write down that the message is about to leave; None if somebody else has begun, or too many attempts failed."""
    with transaction.atomic():
        made = {"channel": channel, "state": SENDING, "attempts": 1, "at": timezone.now()}
        delivery, new = Delivery.objects.get_or_create(item=item, receiver=receiver, defaults=made)
        if new:
            return delivery
        if delivery.attempts >= ATTEMPTS:
            return None
        again = Delivery.objects.filter(pk=delivery.pk, state=FAILED, attempts=delivery.attempts)
        given = {"channel": channel, "state": SENDING, "attempts": delivery.attempts + 1, "at": timezone.now()}
        return delivery if again.update(**given) else None
