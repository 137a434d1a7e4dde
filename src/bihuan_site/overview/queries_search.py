"""Search by one word over what an actor may see: organisations, people, duties and measures, activities."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse

from bihuan_site.ledger.models import Activity
from bihuan_site.organisations.models import Person
from bihuan_site.organisations.scoping import organisations_in, within
from bihuan_site.packs.in_force import pack_in_force, version_in_force
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.routes import may
from bihuan_site.shared.wording import date_words

MOST = 8
"""How many of a kind are shown; who needs more opens the list."""

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found; ``url`` is empty where the actor may know of it but has no page for it."""

    title: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Things of one kind."""

    name: str
    found: Sequence[Found]


def search(actor: Actor, asked: str) -> list[Kind]:
    """Give what matches ``asked`` (a part of a name or title, or a code), nothing for an empty question."""
    word = " ".join(asked.split())[:LONGEST]
    if not word:
        return []
    kinds = [
        Kind("党组织", [*_organisations(actor, word)]),
        Kind("人员", [*_people(actor, word)]),
        Kind("责任和指标", [*_rules(actor, word)]),
        Kind("活动", [*_activities(actor, word)]),
    ]
    return [kind for kind in kinds if kind.found]


def _organisations(actor: Actor, word: str) -> Iterable[Found]:
    rows = organisations_in(actor).filter(Q(name__icontains=word) | Q(code=word)).order_by("code")[:MOST]
    return [
        Found(one.name, f"{one.tier}，{one.kind}", _url(actor, "organisations:organisation", one.pk)) for one in rows
    ]


def _people(actor: Actor, word: str) -> Iterable[Found]:
    people: QuerySet[Person] = within(actor, Person.objects.filter(erased=False, name__icontains=word))
    rows = people.select_related("organisation").order_by("organisation__code", "id")[:MOST]
    return [Found(one.name, one.organisation.name, _url(actor, "organisations:person", one.pk)) for one in rows]


def _rules(actor: Actor, word: str) -> Iterable[Found]:
    if version_in_force() is None:
        return ()
    pack = pack_in_force()
    clauses = {source.source: source.title for source in pack.sources}
    duties = [
        Found(duty.duty, f"责任，《{clauses.get(basis.source, basis.source)}》{basis.clause}", _duty(actor, duty.id))
        for duty in pack.duties
        for basis in duty.basis[:1]
        if word in duty.duty or word == basis.clause
    ]
    measures = [
        Found(one.measure, f"指标，{one.section}", "")
        for one in pack.measures
        if word in one.measure or word in [basis.clause for basis in one.basis]
    ]
    return [*duties, *measures][:MOST]


def _activities(actor: Actor, word: str) -> Iterable[Found]:
    rows = within(actor, Activity.objects.filter(replaced=False, withdrawn=False, title__icontains=word))
    found = rows.select_related("organisation").order_by("-day", "-id")[:MOST]
    return [
        Found(one.title, f"{date_words(one.day)}，{one.organisation.name}", _url(actor, "progress:activity", one.pk))
        for one in found
    ]


def _duty(actor: Actor, duty: str) -> str:
    address = _url(actor, "responsibility:duties")
    return f"{address}?duty={duty}" if address else ""


def _url(actor: Actor, route: str, *arguments: str) -> str:
    try:
        return reverse(route, args=arguments) if may(actor.role, route) else ""
    except NoReverseMatch:
        return ""
