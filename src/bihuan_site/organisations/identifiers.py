"""Permanent ids of what is made on the site."""

from uuid import uuid4

PREFIXES = {
    "党支部": "zb",
    "党小组": "xz",
    "党总支": "zz",
    "党委": "dw",
    "机关党委": "jw",
    "党组": "dz",
    "机关工委": "gw",
}


def new_id(prefix: str) -> str:
    """Give an id nobody used before; imported ids of other shapes live beside it."""
    return f"{prefix}-{uuid4().hex[:12]}"


def organisation_id(tier: str) -> str:
    """Give an id for a new organisation of a tier."""
    return new_id(PREFIXES[tier])
