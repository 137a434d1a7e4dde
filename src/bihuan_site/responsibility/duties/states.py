"""The states of an obligation in the site's words, as conditions of the database and as words of a row."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from bihuan_site.scoring.models import Obligation
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.wording import SOON

NOT_DUE, NEAR, OVERDUE, DONE, LATE = "未到期", "临期", "逾期", "已办", "补办"
STATES = (OVERDUE, NEAR, NOT_DUE, DONE, LATE)
MISSING = ("缺", "可补")


def condition(state: str, today: date | None = None) -> Q:
    """The condition of the database for a state word; the five words part all obligations among them."""
    soon = (today or business_day()) + timedelta(days=SOON)
    match state:
        case "逾期":
            return Q(state__in=MISSING)
        case "临期":
            return Q(state="未到期", deadline__lte=soon)
        case "未到期":
            return Q(state="未到期", deadline__gt=soon)
        case _:
            return Q(state=state)


def word(row: Obligation, today: date | None = None) -> str:
    """The state word of one obligation."""
    if row.state in MISSING:
        return OVERDUE
    if row.state == "未到期" and row.deadline <= (today or business_day()) + timedelta(days=SOON):
        return NEAR
    return row.state


def counts(today: date | None = None) -> dict[str, Any]:
    """Aggregates that count every state, for ``aggregate`` and ``annotate``."""
    return {name: Count("id", filter=condition(state, today)) for name, state in NAMES.items()}


NAMES = {"overdue": OVERDUE, "near": NEAR, "not_due": NOT_DUE, "done": DONE, "late": LATE}
