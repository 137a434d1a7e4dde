"""Optimistic locking: what was changed after the form was opened is not overwritten."""

from typing import Protocol

from bihuan_site.shared.problems import Stale


class Versioned(Protocol):
    """Anything that counts its changes."""

    version: int


def check_version(thing: Versioned, version: int) -> None:
    """Raise :class:`Stale` unless ``thing`` still has the version the form carried; else count this change."""
    if thing.version != version:
        raise Stale
    thing.version += 1
