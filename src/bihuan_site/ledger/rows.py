"""From stored rows to the engine's rows and back, by the field names both share."""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from typing import Any

from django.db import models

from bihuan import api
from bihuan_site.ledger import models as stored
from bihuan_site.organisations import models as people

MODELS: Mapping[str, type[models.Model]] = {
    "organisations": people.OrganisationState,
    "organisation_events": people.OrganisationEvent,
    "people": people.Membership,
    "posts": people.PostHolding,
    "liaisons": people.Liaison,
    "activities": stored.Activity,
    "submissions": stored.Submission,
    "exemptions": stored.Exemption,
    "findings": stored.Finding,
    "judgements": stored.Judgement,
    "ballots": stored.BallotCount,
    "honours": stored.Honour,
    "externals": stored.ExternalResult,
    "samples": stored.Sample,
    "appeals": stored.Appeal,
}
"""The model of every table of the exchange standard, by the table's English name."""

PERSON = {"id": "person_id", "name": "person__name"}
"""A person is one row of the standard for every branch they were in: the standard's id and name are the person's."""

TABLE_OF = {described.name: described for described in api.TABLES}


def _column(model: type[models.Model], name: str) -> str:
    """The model's column for a row's field: ``chair`` is stored as ``chair_id``."""
    if model is people.Membership and name in PERSON:
        return PERSON[name]
    found = model._meta.get_field(name)
    return str(found.attname) if isinstance(found, models.ForeignKey) else name


COLUMNS: Mapping[str, tuple[tuple[str, str], ...]] = {
    table: tuple((one.name, _column(model, one.name)) for one in fields(TABLE_OF[table].row))
    for table, model in MODELS.items()
}
"""For every table the pairs (field of the engine's row, column of the model)."""


def rows_of(table: str, found: models.QuerySet[Any]) -> tuple[Any, ...]:
    """Turn a queryset of the table's model into the engine's rows, in the queryset's order."""
    pairs = COLUMNS[table]
    make = TABLE_OF[table].row
    return tuple(make(*values) for values in found.values_list(*(column for _, column in pairs)))


def values_of(table: str, row: Any) -> dict[str, Any]:
    """Give the model's column values that store one of the engine's rows."""
    return {column: getattr(row, name) for name, column in COLUMNS[table]}


def stored_from(table: str, rows: Iterable[Any], **extra: Any) -> list[Any]:
    """Build unsaved model instances from the engine's rows; ``extra`` goes into each."""
    model = MODELS[table]
    return [model(**values_of(table, row), **extra) for row in rows]


def row_of(table: str, instance: models.Model) -> Any:
    """Turn one model instance, saved or not, into the engine's row."""
    make = TABLE_OF[table].row
    given: dict[str, Any] = {}
    for one in fields(make):
        value = getattr(instance, _column(MODELS[table], one.name))
        if value is None and one.default is not MISSING and one.default is not None:
            value = one.default
        given[one.name] = value
    return make(**given)
