"""Sums over all obligations, added up once and kept until anything they rest on changes."""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

from bihuan_site.responsibility.queries import plans_mark
from bihuan_site.scoring.queries import standings_mark
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.roles import Relation

T = TypeVar("T")
KEPT_SECONDS = 3600


def remembered(actor: Actor, name: str, asked: object, make: Callable[[], T]) -> T:
    """Give what ``make`` gives, from memory if nothing changed since: standings, planned days, the business day.

    What is kept belongs to all who see the same organisations; the liaison of a person may change by itself, so theirs
    is not kept.
    """
    if actor.relation is Relation.LIAISON:
        return make()
    parts = (name, asked, actor.path, actor.relation, business_day(), standings_mark(), plans_mark())
    key = f"responsibility:{hashlib.sha256(repr(parts).encode()).hexdigest()}"
    return cache.get_or_set(key, make, KEPT_SECONDS)  # type: ignore[return-value]  # never None: make gives a value
