"""The invented agency as it is known on one day: nothing that happens later is in it yet."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

LATER_FIELDS: Mapping[str, tuple[str, ...]] = {
    "findings": ("done", "closed", "reviewed", "reopened"),
    "appeals": ("answered",),
    "organisations": ("until",),
    "people": ("until",),
    "posts": ("until",),
    "liaisons": ("until",),
}
FIRST_DAY: Mapping[str, str] = {
    "organisations": "since",
    "organisation_events": "day",
    "people": "since",
    "posts": "since",
    "liaisons": "since",
    "activities": "day",
    "submissions": "day",
    "findings": "opened",
    "judgements": "day",
    "ballots": "day",
    "honours": "day",
    "externals": "day",
    "samples": "day",
    "appeals": "day",
}


def known_on(tables: Mapping[str, tuple[Any, ...]], day: date) -> dict[str, tuple[Any, ...]]:
    """Keep what had happened and been received by ``day``; dates that lie later in a kept row are not there yet."""
    kept = {
        name: tuple(_as_then(name, row, day) for row in rows if _is_known(name, row, day))
        for name, rows in tables.items()
    }
    people = {None} | {row.id for row in kept.get("people", ())}
    there = {row.organisation for row in kept.get("organisations", ())}
    return {
        name: tuple(row for row in rows if row.organisation in there and getattr(row, "person", None) in people)
        for name, rows in kept.items()
    }


def _is_known(name: str, row: Any, day: date) -> bool:
    happened = getattr(row, FIRST_DAY[name]) if name in FIRST_DAY else None
    received = getattr(row, "received", None)
    return (happened is None or happened <= day) and (received is None or received <= day)


def _as_then(name: str, row: Any, day: date) -> Any:
    later = {field: None for field in LATER_FIELDS.get(name, ()) if (getattr(row, field) or day) > day}
    if "answered" in later:
        later["result"] = None
    return replace(row, **later) if later else row
