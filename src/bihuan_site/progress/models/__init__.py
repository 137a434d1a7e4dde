"""The room's tables, one module a matter."""

from bihuan_site.progress.models.attendance import (
    AgendaItem,
    Attendance,
    Correction,
    Draft,
    Evidence,
    Filling,
    Presence,
)
from bihuan_site.progress.models.checkin import CheckIn
from bihuan_site.progress.models.notices import (
    CatchUp,
    CatchUpState,
    Leave,
    LeaveReason,
    LeaveState,
    Notice,
    Reply,
)

__all__ = [
    "AgendaItem",
    "Attendance",
    "CatchUp",
    "CatchUpState",
    "CheckIn",
    "Correction",
    "Draft",
    "Evidence",
    "Filling",
    "Leave",
    "LeaveReason",
    "LeaveState",
    "Notice",
    "Presence",
    "Reply",
]
