"""Who acts: a person in one role at one organisation, for the length of one request."""

from dataclasses import dataclass, replace

from bihuan_site.shared.roles import Allowed, Relation, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """One account wearing one hat. ``path`` is the organisation's place in the tree, ``/dz-01/jw-01/zb-001/``.

    Administrators have no person and no organisation: both are empty. ``relation`` is how far this actor sees on the
    route or in the action at hand; None sees nothing.
    """

    account: int
    person: str
    name: str
    role: Role
    organisation: str = ""
    organisation_name: str = ""
    path: str = ""
    relation: Relation | None = None

    def seeing(self, allowed: Allowed) -> "Actor":
        """Give the same actor with the relation ``allowed`` gives its role (None if the role is not there)."""
        return replace(self, relation=allowed.get(self.role))

    @property
    def hat(self) -> str:
        """The hat as one word for sessions and forms: role and organisation."""
        return f"{self.role.name}@{self.organisation}"
