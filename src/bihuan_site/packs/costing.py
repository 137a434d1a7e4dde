"""What a duty costs a branch: a room above knows, and says so here."""

from collections.abc import Callable

from bihuan import api
from bihuan_site.packs.in_force import version_in_force

Cost = Callable[[api.Duty], int]
_known: list[Cost] = []


def tell_cost(cost: Cost) -> None:
    """Have ``cost`` asked for the minutes a month that a duty, as it is written, takes an organisation of its tier."""
    if cost not in _known:
        _known.append(cost)


def minutes_of(duty: api.Duty) -> int | None:
    """Give the minutes a month, None where nobody can tell: while nothing is in force there is no list to add to."""
    return _known[0](duty) if _known and version_in_force() else None
