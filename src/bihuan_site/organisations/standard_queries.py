"""The room's own tables of the exchange standard: rows of the engine from the database, to JSON and back."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum

from bihuan import api
from bihuan_site.organisations.models import (
    Liaison,
    Membership,
    Organisation,
    OrganisationEvent,
    OrganisationState,
    Person,
    PostHolding,
)
from bihuan_site.organisations.scoping import within
from bihuan_site.shared.actor import Actor

TABLES = {
    one.name: one
    for one in api.TABLES
    if one.name in ("organisations", "organisation_events", "people", "posts", "liaisons")
}
MODELS: Mapping[str, Any] = {
    "organisations": OrganisationState,
    "organisation_events": OrganisationEvent,
    "people": Membership,
    "posts": PostHolding,
    "liaisons": Liaison,
}
OWN_NAMES = {"organisation": "organisation_id", "parent": "parent_id", "person": "person_id"}
PEOPLE = {"id": "person_id", "name": "person__name"}


def column(table: str, name: str) -> str:
    """Give the model's column of a field of the standard; a person's intervals are those of membership."""
    return PEOPLE.get(name) or OWN_NAMES.get(name, name) if table == "people" else OWN_NAMES.get(name, name)


def rows_of(table: str, found: QuerySet[Any]) -> tuple[Any, ...]:
    """Turn stored rows into the engine's rows."""
    make = TABLES[table].row
    names = [column(table, one.name) for one in fields(make)]
    return tuple(make(*values) for values in found.values_list(*names))


def tables_for(actor: Actor | None, *, holders_only: bool = False) -> dict[str, tuple[Any, ...]]:
    """Give the tables an actor sees; without an actor everybody's, which reading needs to know every id there is.

    ``holders_only`` leaves out people who never held a post, as the exchange standard does.
    """
    found = {}
    for table, model in MODELS.items():
        rows = model._default_manager.order_by("pk")
        if table == "people":
            rows = rows.filter(person__erased=False) if actor else rows
            rows = rows.filter(person_id__in=PostHolding.objects.values("person_id")) if holders_only else rows
        found[table] = rows_of(table, within(actor, rows) if actor else rows)
    return found


def as_plain(row: Any) -> dict[str, Any]:
    """Give a row as JSON can keep it."""
    plain: dict[str, Any] = {}
    for one in fields(row):
        value = getattr(row, one.name)
        plain[one.name] = (
            value.isoformat() if isinstance(value, date) else list(value) if type(value) is tuple else value
        )
    return plain


def from_plain(table: str, plain: Mapping[str, Any]) -> Any:
    """Give the row back."""
    types = {one.name: one.type for one in TABLES[table].columns}
    values: dict[str, Any] = {}
    for name, value in plain.items():
        kind = types[name]
        is_day = kind == "date" and value is not None
        values[name] = date.fromisoformat(value) if is_day else tuple(value) if kind == "tuple" else value
    return TABLES[table].row(**values)


def state_of_data() -> str:
    """Give a short text that changes whenever organisations, people, posts or liaison change."""
    told: list[object] = []
    counted: tuple[Any, ...] = (Organisation, Person)
    ended: tuple[Any, ...] = (OrganisationState, Membership, PostHolding, Liaison)
    for model in counted:
        told.append(sorted(model._default_manager.aggregate(Count("pk"), Sum("version"), Max("pk")).items()))
    for model in ended:
        told.append(
            sorted(model._default_manager.aggregate(Count("pk"), Count("until"), Max("until")).items(), key=str)
        )
    told.append(OrganisationEvent.objects.count())
    return hashlib.sha256(repr(told).encode()).hexdigest()
