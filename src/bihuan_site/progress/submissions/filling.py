"""Papers of the demonstration: the latest wait to be signed for, earlier ones are, returned ones say why."""

import re
from datetime import date, timedelta

from bihuan_site.inbox.posting import Notice, tell_many
from bihuan_site.ledger.models import Submission
from bihuan_site.organisations.models import Organisation
from bihuan_site.progress.models import Paper, PaperState
from bihuan_site.scoring.papers import paper_title
from bihuan_site.shared.roles import Role

WAITING, WEEKS = 12, 12
REASON = "缺本期的数据和落实情况，请补齐后重报。"


def fill(day: date) -> None:
    """Stand papers beside the rows the ledger holds already; the ledger itself stays as it is."""
    rows = Submission.objects.filter(organisation__tier="党支部", replaced=False, day__gte=day - timedelta(weeks=WEEKS))
    papers, waiting = [], 0
    for row in rows.order_by("-day", "-id"):
        state = PaperState.RETURNED if row.returned else PaperState.RECEIVED
        if not row.returned and waiting < WAITING:
            state, waiting = PaperState.HANDED, waiting + 1
        papers.append(_paper(row, state, day))
    Paper.objects.bulk_create(papers)
    _tell_office()


def _paper(row: Submission, state: PaperState, day: date) -> Paper:
    label = label_of(row.period or "")
    decided = None if state == PaperState.HANDED else min(row.day + timedelta(days=2), day)
    return Paper(
        submission=row,
        organisation_id=row.organisation_id,
        title=paper_title(label, row.kind),
        window=label,
        deadline=last_day_of(row.period or ""),
        state=state,
        handed=row.day,
        decided=decided,
        reason=REASON if state == PaperState.RETURNED else "",
        version=1 if decided is None else 2,
    )


def label_of(period: str) -> str:
    """Write a period of the ledger as the pages do: 上半年, 2季度, 6月."""
    if found := re.fullmatch(r"\d{4}H([12])", period):
        return "上半年" if found[1] == "1" else "下半年"
    if found := re.fullmatch(r"\d{4}Q([1-4])", period):
        return f"{found[1]}季度"
    if found := re.fullmatch(r"\d{4}-(\d\d)", period):
        return f"{int(found[1])}月"
    return f"{period}年" if period else ""


def last_day_of(period: str) -> date | None:
    """Give the last day of a half-year or quarter as the ledger names it, None for any other period."""
    ends = {"H1": (6, 30), "H2": (12, 31), "Q1": (3, 31), "Q2": (6, 30), "Q3": (9, 30), "Q4": (12, 31)}
    year, part = period[:4], period[4:]
    return date(int(year), *ends[part]) if year.isdecimal() and part in ends else None


def _tell_office() -> None:
    committee = Organisation.objects.filter(tier="机关党委").first()
    if committee is None:
        return
    waiting = Paper.objects.filter(state=PaperState.HANDED).select_related("organisation")
    tell_many(
        Notice(
            key=f"paper:{one.pk}",
            kind="报送",
            title=f"{one.organisation.name}报来{one.title}",
            url=f"/submissions/{one.submission_id}/",
            organisation=committee.pk,
            role=Role.OFFICE,
            source=one.organisation.name,
        )
        for one in waiting
    )
