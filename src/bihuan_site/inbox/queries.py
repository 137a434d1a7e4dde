"""What an actor finds in the list of things to do."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from django.db.models import F, Q, QuerySet

from bihuan_site.inbox.models import Item
from bihuan_site.inbox.sources import Entry, registered
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotFound
from bihuan_site.shared.roles import Role

FAR = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading: 逾期, 本周, 本月, 以后; ``total`` counts those on other pages too."""

    name: str
    entries: Sequence[Entry]
    total: int


def items_for(actor: Actor, *, done: bool = False) -> QuerySet[Item]:
    """Give what was told to ``actor``: to the person under any hat, to the role at the organisation under this one."""
    return Item.objects.filter(_addressed(actor), done__isnull=not done).order_by(
        *(["-done", "-id"] if done else [F("due").asc(nulls_last=True), "id"])
    )


def item_for(actor: Actor, item: int) -> Item:
    """Give one item, open or done. Raises :class:`NotFound` alike for a missing one and for another's."""
    found = Item.objects.filter(_addressed(actor), pk=item).first()
    if found is None:
        raise NotFound("Item")
    return found


def entries_for(actor: Actor, *, done: bool = False, kind: str = "") -> list[Entry]:
    """Give everything of ``actor`` as lines of one list: what was told, and what is due by itself."""
    told = (entry_of(item) for item in items_for(actor, done=done))
    due = (one.entries(actor, done=done) for one in registered())
    found = [one for one in chain(told, *due) if not kind or one.kind == kind]
    if done:
        return sorted(found, key=lambda one: one.done or date.min, reverse=True)
    return sorted(found, key=lambda one: one.due or FAR)


def open_count(actor: Actor) -> int:
    """Count what is open for ``actor``: the number beside 待办."""
    return items_for(actor).count() + sum(one.count(actor) for one in registered())


def groups_of(entries: Iterable[Entry], today: date, whole: Iterable[Entry] | None = None) -> list[Group]:
    """Put open entries under 逾期, 本周, 本月, 以后 and 不限期, leaving out what is empty.

    ``whole`` is the whole list where ``entries`` are one page of it.
    """
    named: dict[str, list[Entry]] = {"逾期": [], "本周": [], "本月": [], "以后": [], "不限期": []}
    sunday = today + timedelta(days=6 - today.weekday())
    for one in entries:
        named[_group(one.due, today, sunday)].append(one)
    totals = Counter(_group(one.due, today, sunday) for one in whole or ())
    return [Group(name, listed, totals[name] or len(listed)) for name, listed in named.items() if listed]


def entry_of(item: Item) -> Entry:
    """Give an item as a line of the list; its button leads to its stable address."""
    return Entry(
        key=item.key,
        kind=item.kind,
        title=item.title,
        url=f"/inbox/{item.pk}/",
        due=item.due,
        done=item.done,
        note=item.source,
    )


def _group(due: date | None, today: date, sunday: date) -> str:
    if due is None:
        return "不限期"
    if due < today:
        return "逾期"
    if due <= sunday:
        return "本周"
    return "本月" if (due.year, due.month) == (today.year, today.month) else "以后"


def _addressed(actor: Actor) -> Q:
    mine = Q(for_person_id=actor.person) if actor.person else Q(pk__in=[])
    if not actor.organisation:
        return mine
    roles = [actor.role.value] if actor.role is Role.MEMBER else [actor.role.value, ""]
    there = Q(for_person__isnull=True, for_organisation_id=actor.organisation, for_role__in=roles)
    return mine | there
