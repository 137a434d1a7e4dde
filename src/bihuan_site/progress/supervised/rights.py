"""Who issues supervised tasks, who works at them, who sees them."""

from bihuan_site.shared.roles import BRANCH, COMMITTEE, LEADERS, SUPERIORS, Allowed, Relation, Role

ISSUERS: Allowed = {**LEADERS, **COMMITTEE}
"""Those who issue, accept, return, reopen and move."""

WORKERS: Allowed = {
    **BRANCH,
    Role.SUB_COMMITTEE: Relation.OWN,
    Role.OFFICE: Relation.OWN,
    Role.COMMITTEE_SECRETARY: Relation.OWN,
}
"""Those who receive and answer for the organisation they act for."""

READERS: Allowed = {**SUPERIORS, **BRANCH}
"""Those who see tasks: an organisation its own, superiors those below."""

DOERS: Allowed = {**WORKERS, **ISSUERS}
"""Everybody who does something on one task; the act itself looks at whose it is."""
