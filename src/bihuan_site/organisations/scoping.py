"""Who sees which organisations: the one way every query narrows what it gives to the one who asks."""

from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, Q, QuerySet

from bihuan_site.organisations.models import Liaison, Organisation
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.problems import NotFound
from bihuan_site.shared.roles import Relation

M = TypeVar("M", bound=Model)


def within(actor: Actor, rows: QuerySet[M], field: str = "organisation") -> QuerySet[M]:
    """Keep the rows whose organisation (at ``field``, a foreign key) lies inside what ``actor`` sees.

    OWN is the actor's organisation with its Party groups, BELOW everything under it too, LIAISON the branches the
    person is charged with today, SELF the actor's own branch. Any other relation sees no organisation's rows.
    """
    return rows.filter(_condition(actor, f"{field}__"))


def organisations_in(actor: Actor) -> QuerySet[Organisation]:
    """Give the organisations inside what ``actor`` sees."""
    return Organisation.objects.filter(_condition(actor, ""))


def _condition(actor: Actor, prefix: str) -> Q:
    match actor.relation:
        case Relation.OWN | Relation.SELF:
            own = Q(**{f"{prefix}id": actor.organisation})
            return own | Q(**{f"{prefix}parent_id": actor.organisation, f"{prefix}tier": "党小组"})
        case Relation.BELOW if actor.path:
            return Q(**{f"{prefix}path__startswith": actor.path})
        case Relation.LIAISON:
            charged = Liaison.objects.filter(in_force(business_day()), person_id=actor.person).values("organisation_id")
            return Q(**{f"{prefix}id__in": charged}) | Q(
                **{f"{prefix}parent_id__in": charged, f"{prefix}tier": "党小组"}
            )
        case _:
            return Q(pk__in=[])


def in_force(day: date, prefix: str = "") -> Q:
    """The condition that an interval ``since``…``until`` contains ``day``."""
    ended = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": day})
    return Q(**{f"{prefix}since__lte": day}) & ended


def get_one(rows: QuerySet[M], **lookup: Any) -> M:
    """Give the one row; raises :class:`NotFound` alike for what does not exist and for what is out of scope."""
    try:
        return rows.get(**lookup)
    except (ObjectDoesNotExist, ValueError):
        raise NotFound(rows.model.__name__) from None


def organisation_for(actor: Actor, organisation: str) -> Organisation:
    """Give one organisation inside what ``actor`` sees. Raises :class:`NotFound`."""
    return get_one(organisations_in(actor), pk=organisation)
