"""Which theory-study groups an actor sees. The committee's office serves the leading group above it too."""

from django.db.models import Q, QuerySet

from bihuan_site.organisations.models import Organisation, PostHolding
from bihuan_site.organisations.scoping import get_one, in_force, organisations_in
from bihuan_site.progress.study.rights import SECRETARIES
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.problems import NotFound
from bihuan_site.shared.roles import Role

TIERS = ("党组", "机关党委", "党委")


def groups_in(actor: Actor) -> QuerySet[Organisation]:
    """Give the organisations with a theory-study group that ``actor`` sees, the highest first."""
    seen = Q(pk__in=organisations_in(actor).values("pk"))
    if actor.role is Role.OFFICE:
        seen |= Q(pk__in=[one for one in actor.path.split("/") if one], tier="党组")
    return Organisation.objects.filter(seen, tier__in=TIERS, active=True).order_by("path")


def group_for(actor: Actor, organisation: str) -> Organisation:
    """Give one of them. Raises :class:`NotFound`."""
    return get_one(groups_in(actor), pk=organisation)


def may_keep(actor: Actor, where: Organisation) -> bool:
    """Whether the actor plans and records for this group."""
    return actor.role is Role.OFFICE or (actor.role in SECRETARIES and actor.organisation == where.pk)


def kept_group(actor: Actor, organisation: str) -> Organisation:
    """Give a group the actor keeps. Raises :class:`NotFound`."""
    where = group_for(actor, organisation)
    if not may_keep(actor, where):
        raise NotFound("Organisation")
    return where


def may_count(actor: Actor, where: Organisation) -> bool:
    """Whether the actor sees each member's attendance: the office, and the group's own secretary."""
    if actor.role is Role.OFFICE:
        return True
    if actor.role not in SECRETARIES or actor.organisation != where.pk:
        return False
    held = PostHolding.objects.filter(in_force(business_day()), organisation=where, person_id=actor.person)
    return held.filter(post="书记").exists()
