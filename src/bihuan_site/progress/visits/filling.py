"""Visits of the demonstration: comments beside those the ledger already names as sitting in."""

from datetime import date, timedelta

from bihuan_site.ledger.models import Participation
from bihuan_site.progress.activities.records import SITS_IN
from bihuan_site.progress.models import Visit, VisitState
from bihuan_site.progress.visits.queries import BRANCH_TIER, LOOK_BACK

COMMENTS = (
    "研讨结合了本处难题，下次可以少念材料，多留讨论时间。",
    "议程清楚，时间把握得好。建议会后两天内把记录补全。",
    "党课有案例、有互动，可以整理出来给别的支部用。",
    "到会率高，准备充分。发言可以再具体到下一步怎么做。",
    "联系业务紧，形式新。第一议题可以再聚焦一些。",
)
ANSWERS = ("下次先发讨论提纲，控制念稿时间。", "记录已补全，今后当天整理。", "")
MOST = 60


def fill(day: date) -> None:
    """Write a comment for up to sixty of the latest visits; the ledger itself stays as it is."""
    rows = Participation.objects.filter(
        role=SITS_IN,
        activity__replaced=False,
        activity__withdrawn=False,
        activity__organisation__tier=BRANCH_TIER,
        activity__day__gte=day - timedelta(days=LOOK_BACK),
        activity__day__lte=day,
    ).select_related("activity")
    Visit.objects.bulk_create(
        _visit(row, place, day) for place, row in enumerate(rows.order_by("-activity__day", "-id")[:MOST])
    )


def _visit(row: Participation, place: int, day: date) -> Visit:
    held, answer = row.activity, ANSWERS[place % len(ANSWERS)]
    return Visit(
        person_id=row.person_id,
        organisation_id=held.organisation_id,
        activity=held,
        day=held.day,
        about="、".join(held.kinds)[:200],
        state=VisitState.DONE,
        comment=COMMENTS[place % len(COMMENTS)],
        recorded=min(held.day + timedelta(days=1), day),
        answer=answer,
        answered=min(held.day + timedelta(days=3), day) if answer else None,
        version=2 if answer else 1,
    )
