"""Storing a whole ledger at once: for an import, a demonstration, a move from another system."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from bihuan import api
from bihuan_site.ledger.models import Activity, Participation
from bihuan_site.ledger.rows import MODELS, stored_from
from bihuan_site.organisations.mirroring import mirrors
from bihuan_site.organisations.models import Membership, Organisation, Person

BATCH = 1000
ROLES = (("主讲", "speakers"), ("出席", "leaders"), ("列席", "observers"))


def participations(activity: Activity) -> list[Participation]:
    """Build the rows that name the people of one activity by role."""
    named = {("主持", activity.chair_id)} if activity.chair_id else set()
    named |= {(role, person) for role, field in ROLES for person in getattr(activity, field)}
    return [Participation(activity_id=activity.id, person_id=person, role=role) for role, person in sorted(named)]


def store_ledger(tables: api.LedgerTables, day: date) -> dict[str, int]:
    """Store every table into an empty site, organisations as they stand on ``day``; give the rows stored by table.

    Call inside a transaction; nothing is checked here, read the ledger through the engine first.
    """
    counts: dict[str, int] = {}
    states = stored_from("organisations", tables.get("organisations", ()))
    Organisation.objects.bulk_create(mirrors(states, day), batch_size=BATCH)
    counts["people"] = _store_people(tables.get("people", ()))
    for name, model in MODELS.items():
        if name == "people":
            continue
        rows = states if name == "organisations" else stored_from(name, tables.get(name, ()))
        model._default_manager.bulk_create(rows, batch_size=BATCH)
        counts[name] = len(rows)
        if name == "activities":
            _store_participations(rows)
        if name in ("activities", "submissions"):
            _mark_replaced(model, rows)
    return counts


def _store_participations(activities: Iterable[Activity]) -> None:
    rows = [one for activity in activities for one in participations(activity)]
    Participation.objects.bulk_create(rows, batch_size=BATCH)


def _store_people(rows: Iterable[api.PersonRow]) -> int:
    """Store one person for all rows of the same id, as the latest says, and one membership a row."""
    in_order = sorted(rows, key=lambda row: (row.id, row.since))
    latest = {row.id: row for row in in_order}
    Person.objects.bulk_create(
        [
            Person(id=row.id, name=row.name, organisation_id=row.organisation, since=row.since, until=row.until)
            for row in latest.values()
        ],
        batch_size=BATCH,
    )
    Membership.objects.bulk_create(
        [
            Membership(person_id=row.id, organisation_id=row.organisation, since=row.since, until=row.until)
            for row in in_order
        ],
        batch_size=BATCH,
    )
    return len(in_order)


def _mark_replaced(model: Any, rows: Iterable[Any]) -> None:
    replaced = [row.corrects for row in rows if row.corrects]
    for start in range(0, len(replaced), BATCH):
        model.objects.filter(id__in=replaced[start : start + BATCH]).update(replaced=True)
