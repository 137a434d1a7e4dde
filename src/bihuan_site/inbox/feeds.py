"""The calendar feed: what is open, by due date, with the title and the stable address and nothing else."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from bihuan_site.inbox.knowing import hats_now
from bihuan_site.inbox.models import FeedAddress
from bihuan_site.inbox.queries import entries_for
from bihuan_site.inbox.sources import Entry
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotFound
from bihuan_site.shared.roles import PERSON

LONGEST = 400


def digest_of(secret: str) -> str:
    """Give what is kept of a secret address."""
    return hashlib.sha256(secret.encode()).hexdigest()


def has_feed(actor: Actor) -> bool:
    """Whether the account has a calendar address in force."""
    return FeedAddress.objects.filter(account=actor.account).exists()


def entries_of_feed(secret: str) -> Iterator[Entry]:
    """Give what is open for whoever the secret address belongs to, under every hat they have today.

    Raises :class:`NotFound` for an address that was never given out or has ended, and for an account without hats.
    """
    address = FeedAddress.objects.filter(digest=digest_of(secret)).first()
    hats = [hat for hat in hats_now(address.account) if hat.role in PERSON] if address else []
    if not hats:
        raise NotFound("FeedAddress")
    seen = set[str]()
    for hat in hats:
        for entry in entries_for(hat.seeing(PERSON)):
            if entry.key not in seen:
                seen.add(entry.key)
                yield entry


def calendar(entries: Iterable[Entry], site: str) -> bytes:
    """Write entries that have a due date as all-day events; ``site`` stands before each address."""
    book = Calendar()
    book.add("prodid", "-//bihuan//zh-CN//")
    book.add("version", "2.0")
    book.add("x-wr-calname", "闭环待办")
    stamp = timezone.now()
    dated = [entry for entry in entries if entry.due]
    for entry in dated[:LONGEST]:
        book.add_component(_event(entry, site, stamp))
    return bytes(book.to_ical())


def _event(entry: Entry, site: str, stamp: object) -> Event:
    assert entry.due is not None  # noqa: S101 only dated entries come here
    event = Event()
    event.add("uid", f"{hashlib.sha256(entry.key.encode()).hexdigest()[:32]}@bihuan")
    event.add("dtstamp", stamp)
    event.add("dtstart", entry.due)
    event.add("dtend", entry.due + timedelta(days=1))
    event.add("summary", entry.title)
    event.add("url", f"{site}{entry.url}")
    event.add("transp", "TRANSPARENT")
    return event


def site_address(given: str) -> str:
    """Give how people reach the site: the setting, or what the request came by."""
    return settings.SITE_ADDRESS or given.rstrip("/")
