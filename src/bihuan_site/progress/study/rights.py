"""Who sees theory study, who keeps it, who sees attendance."""

from bihuan_site.shared.roles import BRANCH, COMMITTEE, LEADERS, Allowed, Relation, Role

READERS: Allowed = {**LEADERS, **COMMITTEE, Role.SUB_COMMITTEE: Relation.BELOW, Role.DISCIPLINE: Relation.BELOW}
"""Those who see plans and sessions of the groups in their scope."""

KEEPERS: Allowed = {
    **COMMITTEE,
    Role.LEADING_SECRETARY: Relation.BELOW,
    Role.SUB_COMMITTEE: Relation.BELOW,
}
"""Those who plan and record: the office for every group it serves, the others for their own group only."""

SEATED: Allowed = BRANCH
"""Branches whose people were invited to sit in."""

SECRETARIES = (Role.LEADING_SECRETARY, Role.COMMITTEE_SECRETARY, Role.SUB_COMMITTEE)
"""Roles that may see the attendance of their own group, if they hold the post of secretary there."""
