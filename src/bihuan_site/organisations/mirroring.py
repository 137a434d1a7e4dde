"""What an organisation is today, taken from its history: name, kind and numbers, and its place in the tree."""

from collections.abc import Iterable, Mapping
from datetime import date

from bihuan_site.organisations.models import Organisation, OrganisationState

MIRRORED = (
    "code",
    "name",
    "parent_id",
    "tier",
    "kind",
    "labels",
    "full_members",
    "probationary",
    "has_committee",
    "committee_size",
)
SLASH = "/"


def mirrors(states: Iterable[OrganisationState], day: date) -> list[Organisation]:
    """Build the organisations as they stand on ``day`` (or stood last, or will first stand), with their paths."""
    by_id: dict[str, list[OrganisationState]] = {}
    for state in states:
        by_id.setdefault(state.organisation_id, []).append(state)
    found = {name: _mirror(name, sorted(rows, key=lambda row: row.since), day) for name, rows in by_id.items()}
    for one in found.values():
        one.path = path_of(one.id, {name: other.parent_id for name, other in found.items()})
    return list(found.values())


def _mirror(name: str, states: list[OrganisationState], day: date) -> Organisation:
    begun = [state for state in states if state.since <= day] or states[:1]
    latest = begun[-1]
    active = latest.since <= day and (latest.until is None or day <= latest.until)
    return Organisation(id=name, active=active, **{field: getattr(latest, field) for field in MIRRORED})


def path_of(organisation: str, parents: Mapping[str, str | None]) -> str:
    """Give the chain of ids from the top. Raises ``ValueError`` if the parents run in a circle."""
    chain: list[str] = []
    here: str | None = organisation
    while here:
        if here in chain:
            raise ValueError(f"上下级成了圈：{'、'.join([*chain, here])}")
        chain.append(here)
        here = parents.get(here)
    return SLASH + "".join(f"{one}{SLASH}" for one in reversed(chain))
