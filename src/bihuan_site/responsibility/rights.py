"""Who may do what in this room, in one place."""

from bihuan_site.shared.roles import BRANCH, OFFICE, PERSON, WORKERS, Allowed, Relation, Role

READERS: Allowed = WORKERS
"""Those who may look at the list, the tasks and the programmes, each as far as they see."""

OWN_DUTIES: Allowed = {**PERSON, **BRANCH}
"""Every person for the posts they hold; secretaries and members of a branch for the whole branch."""

PLANNERS: Allowed = {Role.OFFICE: Relation.BELOW, Role.BRANCH_SECRETARY: Relation.OWN}
"""Those who may move a planned day."""

SIGNERS: Allowed = {Role.BRANCH_SECRETARY: Relation.OWN, Role.COMMITTEE_SECRETARY: Relation.OWN}
"""Secretaries of organisations that have duties of their own on the list."""

EXEMPTION_READERS: Allowed = {**OFFICE, Role.COMMITTEE_SECRETARY: Relation.BELOW, **BRANCH}
"""Those who ask, those who decide, and the secretary above them."""

BURDEN_READERS: Allowed = EXEMPTION_READERS
"""Those who issue duties and those who bear them."""
