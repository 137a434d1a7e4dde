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
from bihuan_site.progress.models.study import StudySession, StudyTopic
from bihuan_site.progress.models.submissions import Paper, PaperState
from bihuan_site.progress.models.supervised import Source, SupervisedOrder, SupervisedStep, SupervisedTask, TaskState
from bihuan_site.progress.models.visits import Visit, VisitState

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
    "Paper",
    "PaperState",
    "Presence",
    "Reply",
    "Source",
    "StudySession",
    "StudyTopic",
    "SupervisedOrder",
    "SupervisedStep",
    "SupervisedTask",
    "TaskState",
    "Visit",
    "VisitState",
]
