"""What a form costs the one who fills it: documented seconds a field, never observed time.

The table and where it comes from stand in docs/reference/burden.md.
"""

from collections.abc import Collection, Mapping

SECONDS: Mapping[str, int] = {
    "choice": 5,
    "choices": 8,
    "day": 8,
    "number": 5,
    "line": 15,
    "person": 8,
    "names": 30,
    "lines": 30,
    "text": 90,
    "file": 25,
}
"""Seconds for one field of a kind, by somebody who knows the answer."""

OPENING = 20
"""Seconds to find a form, read it over and hand it in."""

CHECKING = 2
"""Seconds to look at a field that is already filled in."""

MONTHLY_MINUTES = 60
"""What the committee promises not to exceed for a branch in a month."""


def seconds_of(fields: Mapping[str, str], prefilled: Collection[str] = ()) -> int:
    """Give the seconds a form costs; ``fields`` maps its fields to their kinds, ``prefilled`` need only be checked."""
    known = set(prefilled)
    return OPENING + sum(CHECKING if name in known else SECONDS[kind] for name, kind in fields.items())


def minutes_of(seconds: int) -> int:
    """Give whole minutes, begun ones counted, at least one."""
    return max(1, -(-seconds // 60))
