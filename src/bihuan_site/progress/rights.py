"""Who may do what in this room, in one place."""

from bihuan_site.shared.roles import BRANCH, PERSON, SUPERIORS, Allowed

RECORDERS: Allowed = BRANCH
"""Those who write the records of their own branch."""

READERS: Allowed = {**SUPERIORS, **BRANCH}
"""Those who may look at records: the branch at its own with names, superiors at counts."""

MEMBERS: Allowed = PERSON
"""Every person, for what is their own."""
