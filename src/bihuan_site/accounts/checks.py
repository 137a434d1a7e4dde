"""System checks: no route without rights, no two routes under one name."""

from collections import Counter
from typing import Any

from django.core.checks import CheckMessage, Error

from bihuan_site.shared.routes import Route, routes


def routes_have_rights(app_configs: Any = None, **given: Any) -> list[CheckMessage]:
    """Refuse to start with a route that the permission table does not know."""
    return faults(routes())


def faults(found: list[Route]) -> list[CheckMessage]:
    """Give what is wrong with a list of routes."""
    wrong: list[CheckMessage] = [
        Error(f"the route {route.name or route.address} has no rights", hint="use page(…)", id="accounts.E001")
        for route in found
        if route.rights is None
    ]
    twice = [name for name, count in Counter(route.name for route in found).items() if count > 1]
    wrong += [Error(f"two routes are named {name}", id="accounts.E002") for name in twice]
    return wrong
