"""Who may do what in this room, in one place."""

from bihuan_site.shared.roles import COMMITTEE, LEADERS, OFFICE, WORKERS, Allowed, Relation, Role

EDITORS: Allowed = OFFICE
"""Those who install, write, publish and put in force."""

REVIEWERS: Allowed = COMMITTEE
"""Those who review what another has written; the office too, for it has more than one person."""

READERS: Allowed = {**COMMITTEE, **LEADERS, Role.DISCIPLINE: Relation.BELOW}
"""Those who see the list of versions; drafts only those who write or review them."""

EVERY_WORKER: Allowed = WORKERS
"""Those who may read the rules in force."""
