"""The room's tables. Those the exchange standard knows carry its field names: ``ledger.rows`` turns them into rows."""

from bihuan_site.organisations.models.groups import (
    StudyGroup,
    StudyGroupMember,
    StudyObserver,
    TaskForce,
    TaskForceMember,
    TaskForceTask,
)
from bihuan_site.organisations.models.importing import SheetMapping, StagedImport
from bihuan_site.organisations.models.people import (
    Handover,
    HandoverItem,
    Liaison,
    Membership,
    Person,
    PostHolding,
)
from bihuan_site.organisations.models.tree import (
    LONG_AGO,
    Organisation,
    OrganisationEvent,
    OrganisationState,
    PlannedChange,
    Term,
)

__all__ = [
    "LONG_AGO",
    "Handover",
    "HandoverItem",
    "Liaison",
    "Membership",
    "Organisation",
    "OrganisationEvent",
    "OrganisationState",
    "Person",
    "PlannedChange",
    "PostHolding",
    "SheetMapping",
    "StagedImport",
    "StudyGroup",
    "StudyGroupMember",
    "StudyObserver",
    "TaskForce",
    "TaskForceMember",
    "TaskForceTask",
    "Term",
]
