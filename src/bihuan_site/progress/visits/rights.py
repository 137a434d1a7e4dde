"""Who visits, who answers, who sees coverage."""

from bihuan_site.shared.roles import BRANCH, COMMITTEE, LEADERS, LIAISON, SUPERIORS, Allowed, Relation, Role

VISITORS: Allowed = {**LIAISON, **COMMITTEE}
"""Those who visit: committee members the branches in their charge, the committee's secretary and office any below."""

ANSWERERS: Allowed = {Role.BRANCH_SECRETARY: Relation.OWN}
"""Those who answer a comment."""

READERS: Allowed = {**SUPERIORS, **BRANCH}
"""Those who see visits: a branch those to itself."""

COUNTERS: Allowed = {**LEADERS, **COMMITTEE}
"""Those who see how often each member visited, and which branches nobody did."""
