"""Storing the rows of a checked workbook, set-wise, in few statements."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from bihuan_site.organisations.mirroring import mirrors, path_of
from bihuan_site.organisations.models import (
    Liaison,
    Membership,
    Organisation,
    OrganisationEvent,
    OrganisationState,
    Person,
    PostHolding,
)
from bihuan_site.organisations.standard_queries import TABLES, column, from_plain
from bihuan_site.shared.clock import business_day

BATCH = 1000


def store(plain: Mapping[str, list[dict[str, Any]]]) -> set[str]:
    """Store the rows and give the organisations they are about; call inside a transaction."""
    rows = {table: [from_plain(table, row) for row in plain.get(table, [])] for table in TABLES}
    states = [OrganisationState(**_values("organisations", row)) for row in rows["organisations"]]
    new = mirrors(states, business_day())
    parents = dict(Organisation.objects.values_list("pk", "parent_id")) | {one.pk: one.parent_id for one in new}
    for one in new:
        one.path = path_of(one.pk, parents)
    _create(Organisation, new)
    _create(OrganisationState, states)
    _store_people(rows["people"])
    events = [OrganisationEvent(**_values("organisation_events", row)) for row in rows["organisation_events"]]
    for event in events:
        event.received = event.received or business_day()
    _create(OrganisationEvent, events)
    _create(PostHolding, [PostHolding(**_values("posts", row)) for row in rows["posts"]])
    _create(Liaison, [Liaison(**_values("liaisons", row)) for row in rows["liaisons"]])
    return {row.organisation for table in rows.values() for row in table}


def _store_people(rows: Iterable[Any]) -> None:
    """One person for all their rows, with the branch of the last one; one membership a row."""
    ordered = sorted(rows, key=lambda row: (row.id, row.since))
    latest = {row.id: row for row in ordered}
    _create(
        Person,
        [
            Person(id=row.id, name=row.name, organisation_id=row.organisation, since=row.since, until=row.until)
            for row in latest.values()
        ],
    )
    _create(
        Membership,
        [
            Membership(person_id=row.id, organisation_id=row.organisation, since=row.since, until=row.until)
            for row in ordered
        ],
    )


def _create(model: Any, rows: list[Any]) -> None:
    model._default_manager.bulk_create(rows, batch_size=BATCH)


def _values(table: str, row: Any) -> dict[str, Any]:
    return {column(table, one.name): getattr(row, one.name) for one in fields(row)}
