"""Who hands papers in, and who takes them."""

from bihuan_site.shared.roles import BRANCH, SUPERIORS, Allowed, Relation, Role

SUBMITTERS: Allowed = {**BRANCH, Role.SUB_COMMITTEE: Relation.OWN, Role.OFFICE: Relation.OWN}
"""Those who hand in for the organisation they act for."""

READERS: Allowed = {**SUPERIORS, **BRANCH}
"""Those who see papers: a branch its own, superiors those below."""

RECEIVERS: Allowed = {Role.OFFICE: Relation.BELOW, Role.LEADING_SECRETARY: Relation.BELOW}
"""Those who receive and return; never what their own organisation handed in."""

REMINDERS: Allowed = {Role.OFFICE: Relation.BELOW}
"""Those who remind whoever has not handed in."""
