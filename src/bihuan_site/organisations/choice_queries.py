"""Choices that forms offer: organisations, Party groups and people the actor sees."""

from django.db.models import QuerySet

from bihuan_site.organisations.models import Organisation, Person
from bihuan_site.organisations.placing import UNDER
from bihuan_site.organisations.scoping import in_force, organisation_for, organisations_in, within
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.problems import NotFound

GROUP = "党小组"


def parents_for(actor: Actor, tier: str = "", without: str = "") -> list[tuple[str, str]]:
    """List organisations that may stand above one of ``tier``; never ``without`` nor what is below it."""
    rows = organisations_in(actor).filter(active=True).exclude(tier=GROUP)
    rows = rows.filter(tier__in=UNDER[tier]) if tier else rows.exclude(tier="党支部")
    listed: QuerySet[Organisation] = rows
    return [(one.pk, f"{one.code} {one.name}") for one in listed if not without or f"/{without}/" not in one.path]


def branches_for(actor: Actor, without: str = "") -> list[tuple[str, str]]:
    """List the branches in being that the actor sees."""
    rows = organisations_in(actor).filter(active=True, tier="党支部").exclude(pk=without)
    return [(one.pk, f"{one.code} {one.name}") for one in rows]


def groups_of(actor: Actor, branch: str) -> list[tuple[str, str]]:
    """List the Party groups of a branch."""
    where = organisation_for(actor, branch)
    return [(one.pk, one.name) for one in where.children.filter(tier=GROUP, active=True)]


def kinds_in_use(actor: Actor) -> list[str]:
    """List the kinds of organisation in use."""
    return sorted(set(organisations_in(actor).values_list("kind", flat=True)))


def people_of(actor: Actor, branch: str) -> list[tuple[str, str]]:
    """List the people of a branch today."""
    rows = within(actor, Person.objects.filter(in_force(business_day()), organisation=branch, erased=False))
    return [(one.pk, one.name) for one in rows.order_by("name", "pk")]


def group_for(actor: Actor, group: str) -> Organisation:
    """Give a Party group the actor sees. Raises ``NotFound`` for anything else."""
    one = organisation_for(actor, group)
    if one.tier != GROUP or not one.active:
        raise NotFound(group)
    return one


def same_tier(actor: Actor, one: Organisation) -> list[tuple[str, str]]:
    """List the organisations of the same tier that ``one`` could be merged into."""
    rows = organisations_in(actor).filter(active=True, tier=one.tier).exclude(path__startswith=one.path)
    return [(other.pk, f"{other.code} {other.name}") for other in rows]
