"""The whole database as one value, to tell what a request changed."""

from typing import Any, TypeAlias

from django.apps import apps

Whole: TypeAlias = dict[str, dict[Any, tuple[Any, ...]]]
OF_NO_INTEREST = {"sessions.Session", "accounts.OpenSession"}
"""What any visit may touch: the session's own rows."""


def whole() -> Whole:
    """Every row of every table, by its key."""
    found: Whole = {}
    for model in apps.get_models():
        if model._meta.label not in OF_NO_INTEREST and model._meta.managed:
            names = [one.attname for one in model._meta.concrete_fields]
            rows = model._default_manager.values_list("pk", *names)
            found[model._meta.label] = {row[0]: tuple(map(str, row[1:])) for row in rows}
    return found


def changed(before: Whole, after: Whole) -> list[str]:
    """Say which rows came, went or changed."""
    found = []
    for table, rows in after.items():
        old = before[table]
        found += [f"{table} {pk} came" for pk in rows.keys() - old.keys()]
        found += [f"{table} {pk} went" for pk in old.keys() - rows.keys()]
        found += [f"{table} {pk} changed" for pk in rows.keys() & old.keys() if rows[pk] != old[pk]]
    return found
