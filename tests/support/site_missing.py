"""Addresses of objects nobody has."""

import re

from bihuan_site.shared.routes import Route

NOWHERE = {"int": "999999", "uuid": "00000000-0000-0000-0000-000000000000", "slug": "missing-0", "str": "missing-0"}
KEPT = {"period": "2026H1", "act": "phone"}
"""Parameters that name no object."""

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")


def missing(route: Route) -> str:
    """The address of a route with an object that does not exist."""
    return "/" + PARAMETER.sub(lambda found: KEPT.get(found[2]) or NOWHERE[found[1] or "str"], route.address)
