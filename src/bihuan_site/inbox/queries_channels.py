"""What the system administrator sees of reminders: channels and counts, never what was said to whom."""

from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from bihuan_site.inbox.models import Channel
from bihuan_site.inbox.reminding import FAILED, SENT
from bihuan_site.shared.problems import NotFound


def overview() -> dict[str, Any]:
    """Give the channels with how many messages went out and failed, and which settings are missing."""
    channels = Channel.objects.annotate(
        sent=Count("deliveries", filter=Q(deliveries__state=SENT)),
        failed=Count("deliveries", filter=Q(deliveries__state=FAILED)),
    )
    return {"channels": channels, "hosts": settings.REMINDER_HOSTS, "site": settings.SITE_ADDRESS}


def channel_values(channel: int) -> dict[str, Any]:
    """Give the values of a channel for its form, without the address. Raises :class:`NotFound`."""
    found = Channel.objects.filter(pk=channel).first()
    if found is None:
        raise NotFound("Channel")
    return {
        "name": found.name,
        "kind": found.kind,
        "organisation": found.organisation_id or "",
        "version": found.version,
    }
