"""Reading programmes, the pack's and those made here: headings, their duties, how far each has come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from bihuan_site.organisations.scoping import get_one
from bihuan_site.responsibility.duties.catalogue import Catalogue, Entry
from bihuan_site.responsibility.duties.queries import NOTHING, Tally, tallies, total_of
from bihuan_site.responsibility.models import Programme
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotFound


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its duties and their sums."""

    name: str
    duties: tuple[tuple[Entry, Tally], ...]
    tally: Tally
    id: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A programme as pages show it. ``key`` is its place in the address: the pack's id, or the number of our own."""

    key: str
    title: str
    years: str
    basis: tuple[str, ...]
    is_own: bool
    headings: tuple[Heading, ...]
    tally: Tally
    programme: Programme | None = None

    @property
    def duties(self) -> int:
        """How many duties stand under its headings."""
        return sum(len(one.duties) for one in self.headings)


def plans(actor: Actor, book: Catalogue) -> list[Plan]:
    """Give every programme, the pack's first."""
    stand = tallies(actor)
    packs = [_from_pack(one, book, stand) for one in book.pack.programme]
    return packs + [_from_row(one, book, stand) for one in programmes()]


def programmes() -> QuerySet[Programme]:
    """Give the programmes made here that still stand."""
    return Programme.objects.filter(withdrawn=False).prefetch_related("headings__duties").select_related("issuer")


def programme(number: int) -> Programme:
    """Give one programme made here. Raises ``NotFound``."""
    return get_one(programmes(), pk=number)


def plan(actor: Actor, book: Catalogue, key: str) -> Plan:
    """Give one programme by its key. Raises ``NotFound``."""
    stand = tallies(actor)
    if key.isdecimal():
        return _from_row(programme(int(key)), book, stand)
    found = next((one for one in book.pack.programme if one.id == key), None)
    if found is None:
        raise NotFound("Programme")
    return _from_pack(found, book, stand)


def _from_pack(found: Any, book: Catalogue, stand: Mapping[str, Tally]) -> Plan:
    headings = tuple(
        _heading(name, (one for one in book.own if one.duty.heading == name), stand) for name in found.headings
    )
    first = found.in_force_from.year if found.in_force_from else book.year.start.year
    last = found.in_force_to.year if found.in_force_to else first
    basis = tuple(f"{book.sources[one.source].title}，{one.clause}" for one in found.basis)
    return Plan(found.id, found.programme, _years(first, last), basis, False, headings, _sum(headings))


def _from_row(found: Programme, book: Catalogue, stand: Mapping[str, Tally]) -> Plan:
    headings = tuple(
        _heading(one.name, (book.by_id[row.duty] for row in one.duties.all() if row.duty in book.by_id), stand, one.pk)
        for one in found.headings.all()
    )
    basis = (found.basis,) if found.basis else ()
    years = _years(found.first_year, found.last_year)
    return Plan(str(found.pk), found.title, years, basis, True, headings, _sum(headings), found)


def _heading(name: str, entries: Iterable[Entry], stand: Mapping[str, Tally], number: int = 0) -> Heading:
    duties = tuple((one, stand.get(one.id, NOTHING)) for one in entries)
    return Heading(name, duties, total_of(tally for _, tally in duties), number)


def _sum(headings: Iterable[Heading]) -> Tally:
    """Add up every duty once, also one that stands under two headings."""
    seen = {entry.id: tally for heading in headings for entry, tally in heading.duties}
    return total_of(seen.values())


def _years(first: int, last: int) -> str:
    return f"{first} 年" if first == last else f"{first} 至 {last} 年"
