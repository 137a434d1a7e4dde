"""The doors other rooms write through, inside their own acts: tell somebody, and settle what was told.

They open no transaction and leave no audit row of their own; the act they belong to does both.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from bihuan_site.inbox.models import Item
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What to tell whom. ``url`` is the path of the very form, inside this site.

    ``key`` names the thing and the round it is in (``leave:17``, ``submission:9:2``). A key may end in parts after a
    slash, one a receiver (``supervised:3/zb-001``); settling ``supervised:3`` settles all of them.
    """

    key: str
    kind: str
    title: str
    url: str
    person: str = ""
    organisation: str = ""
    role: Role | None = None
    due: date | None = None
    source: str = ""


def tell(
    *,
    key: str,
    kind: str,
    title: str,
    url: str,
    person: str = "",
    organisation: str = "",
    role: Role | None = None,
    due: date | None = None,
    source: str = "",
) -> None:
    """Put a thing before a person, or before those who hold ``role`` at an organisation (None: all who act for it).

    A key that was used before tells nobody again: an open item takes the new words and date, a settled one stays.
    Raises ``ValueError`` if it is for nobody or its address leads out of the site.
    """
    notice = Notice(
        key=key,
        kind=kind,
        title=title,
        url=url,
        person=person,
        organisation=organisation,
        role=role,
        due=due,
        source=source,
    )
    tell_many([notice])
    Item.objects.filter(key=key, done__isnull=True).update(title=title, url=url, due=due, source=source)


def tell_many(notices: Iterable[Notice]) -> None:
    """Tell many at once, as :func:`tell` does; what was told before is left as it is."""
    today = business_day()
    Item.objects.bulk_create([_item(one, today) for one in notices], batch_size=500, ignore_conflicts=True)


def settle(key: str) -> int:
    """Mark what was told under ``key`` (and under its parts) as done today; returns how many were open."""
    told = Q(key=key) | Q(key__startswith=f"{key}/")
    return Item.objects.filter(told, done__isnull=True).update(done=business_day())


def _item(notice: Notice, today: date) -> Item:
    if not (notice.person or notice.organisation):
        raise ValueError(f"{notice.key} is for nobody")
    if not notice.url.startswith("/") or notice.url.startswith("//"):
        raise ValueError(f"{notice.key} leads out of the site: {notice.url}")
    return Item(
        key=notice.key,
        kind=notice.kind,
        title=notice.title[:200],
        url=notice.url,
        source=notice.source[:200],
        for_person_id=notice.person or None,
        for_organisation_id=notice.organisation or None,
        for_role=notice.role.value if notice.role else "",
        due=notice.due,
        created=today,
    )
