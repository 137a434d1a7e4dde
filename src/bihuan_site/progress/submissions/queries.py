"""Reads of papers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from bihuan_site.inbox.models import Item
from bihuan_site.ledger.models import Submission
from bihuan_site.organisations.models import Organisation, Person
from bihuan_site.organisations.scoping import get_one, organisation_for, organisations_in, within
from bihuan_site.progress.models import Paper, PaperState
from bihuan_site.scoring.models import Due, Obligation
from bihuan_site.scoring.papers import PaperWindow, paper_title, paper_windows_of
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day

KEPT = "已入账"
"""A paper that came with an import: nobody signed for it here."""

LATE = "晚报"
STATES = (PaperState.HANDED, PaperState.RECEIVED, PaperState.RETURNED, LATE, KEPT)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a paper's history."""

    what: str
    day: date
    who: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A paper opened."""

    row: Submission
    paper: Paper | None
    state: str
    history: tuple[Step, ...]
    duties: tuple[Obligation, ...]
    newest: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Lacking:
    """One paper of one window that some organisations have not handed in."""

    kind: str
    window: str
    deadline: date
    count: int
    organisations: int
    reminded: int

    @property
    def title(self) -> str:
        """The paper with its window."""
        return paper_title(self.window, self.kind)


def listed(actor: Actor, filters: Mapping[str, str]) -> QuerySet[Submission]:
    """Give the papers in scope that stand, newest first, as the filters of the address leave them."""
    rows = within(actor, Submission.objects.filter(replaced=False, withdrawn=False))
    rows = rows.select_related("organisation", "person", "paper")
    if branch := filters.get("branch"):
        rows = rows.filter(organisation_id=branch)
    if kind := filters.get("kind"):
        rows = rows.filter(kind=kind[:60])
    match filters.get("state", ""):
        case "晚报":
            rows = rows.filter(paper__handed__gt=F("paper__deadline"))
        case "已入账":
            rows = rows.filter(paper=None, returned=False)
        case "已退回":
            rows = rows.filter(returned=True)
        case state if state in PaperState.values:
            rows = rows.filter(paper__state=state)
        case _:
            pass
    if words := filters.get("q", "").strip()[:40]:
        rows = rows.filter(Q(kind__icontains=words) | Q(organisation__name__icontains=words))
    return rows.order_by("-day", "-id")


def counts(actor: Actor) -> list[tuple[str, int]]:
    """Count by state, from the very lists the words open."""
    return [(str(one), listed(actor, {"state": str(one)}).count()) for one in STATES]


def kinds_in(actor: Actor) -> list[str]:
    """Give the kinds of paper in scope."""
    rows = within(actor, Submission.objects.filter(replaced=False, withdrawn=False))
    return sorted({*rows.order_by().values_list("kind", flat=True).distinct()})


def senders_in(actor: Actor) -> QuerySet[Organisation]:
    """Give the organisations whose papers the actor may filter by."""
    return organisations_in(actor).filter(active=True).exclude(tier="党小组")


def state_of(row: Submission) -> str:
    """Say how far a paper is."""
    paper = getattr(row, "paper", None)
    if paper is not None:
        return str(paper.state)
    return str(PaperState.RETURNED) if row.returned else KEPT


def sender(actor: Actor) -> Organisation:
    """Give the organisation the actor hands in for."""
    return organisation_for(actor, actor.organisation)


def windows_of(organisation: str) -> list[PaperWindow]:
    """Give what an organisation can hand in today; what cannot be made up any more is left out."""
    return paper_windows_of(organisation)


def window_for(organisation: str, mark: str) -> PaperWindow | None:
    """Give the window a form chose, None if it takes nothing any more."""
    return next((one for one in windows_of(organisation) if one.mark == mark), None)


def asked_again(old: Paper) -> PaperWindow:
    """Give the window a returned paper was for, also where it takes nothing any more."""
    row = old.submission
    mark = f"{row.kind}|{row.period or ''}|{row.person_id or ''}"
    found = window_for(row.organisation_id, mark)
    deadline = old.deadline or row.day
    kept = PaperWindow(
        row.kind, row.period or "", old.window, deadline, deadline, deadline, row.person_id or "", "", ()
    )
    return found or kept


def returned_paper(actor: Actor, paper: int) -> Paper:
    """Give a returned paper of the actor's organisation."""
    rows = Paper.objects.filter(state=PaperState.RETURNED).select_related("submission", "organisation")
    return get_one(within(actor, rows), pk=paper)


def opened(actor: Actor, submission: str) -> Shown:
    """Give one paper of the actor's scope, with its history."""
    rows = Submission.objects.select_related("organisation", "person", "paper", "paper__upload")
    row = get_one(within(actor, rows), pk=submission)
    chain = _chain(row)
    newest = chain[-1]
    paper = getattr(row, "paper", None)
    near = within(actor, Obligation.objects.filter(organisation_id=row.organisation_id)).select_related("organisation")
    return Shown(
        row=row,
        paper=paper,
        state=state_of(row) if not row.replaced else "已换下",
        history=tuple(_history(chain)),
        duties=tuple(one for one in near if row.pk in one.records),
        newest=newest.pk if newest.pk != row.pk else "",
        is_own=row.organisation_id == actor.organisation,
    )


def _chain(row: Submission) -> list[Submission]:
    """Give every row that stood for this paper, oldest first."""
    own = Submission.objects.filter(organisation_id=row.organisation_id, kind=row.kind)
    chain = [row]
    while chain[0].corrects and len(chain) < 100:
        earlier = own.filter(pk=chain[0].corrects).first()
        if earlier is None:
            break
        chain.insert(0, earlier)
    while (later := own.filter(corrects=chain[-1].pk).first()) and len(chain) < 100:
        chain.append(later)
    return chain


def _history(chain: list[Submission]) -> Iterator[Step]:
    """Tell the steps of a paper: handed in, returned, handed in again, received."""
    papers = {one.submission_id: one for one in Paper.objects.filter(submission__in=chain)}
    people = {one.by for one in chain} | {one.decided_by for one in papers.values()}
    names = dict(Person.objects.filter(id__in=people).values_list("id", "name"))
    for place, row in enumerate(chain):
        if row.returned:
            paper = papers.get(row.pk)
            reason = paper.reason if paper else ""
            yield Step("退回", row.received or row.day, names.get(row.by, ""), reason)
            continue
        yield Step("重报" if place else "报送", row.received or row.day, names.get(row.by, ""))
        paper = papers.get(row.pk)
        if paper and paper.state == PaperState.RECEIVED and paper.decided:
            yield Step("签收", paper.decided, names.get(paper.decided_by, ""))


def missing(actor: Actor) -> QuerySet[Due]:
    """Give what organisations in scope can hand in now and have not, the nearest deadline first."""
    today = business_day()
    return (
        within(actor, Due.objects.filter(is_paper=True, start__lte=today))
        .select_related("organisation")
        .order_by("deadline", "organisation__code", "id")
    )


def missing_of(actor: Actor, kind: str, window: str, deadline: date) -> list[Due]:
    """Give who has not handed in one paper of one window."""
    rows = missing(actor).filter(window=window, deadline=deadline)
    return [one for one in rows if kind in one.kinds]


def lacking(actor: Actor) -> list[Lacking]:
    """Sum up what has not been handed in: a line for every paper and window."""
    found: dict[tuple[str, str, date], list[str]] = {}
    for one in missing(actor):
        if one.organisation_id != actor.organisation:
            found.setdefault((one.kinds[0], one.window, one.deadline), []).append(one.organisation_id)
    told = [*Item.objects.filter(key__startswith="paper_due:", done=None).values_list("key", flat=True)]
    lines = []
    for (kind, window, deadline), who in found.items():
        key = due_key(kind, window, deadline)
        reminded = sum(f"{key}/{one}" in told for one in {*who})
        lines.append(Lacking(kind, window, deadline, len(who), len({*who}), reminded))
    return lines


def due_key(kind: str, window: str, deadline: date) -> str:
    """Name a paper of a window for the inbox: nobody is reminded of it twice."""
    return f"paper_due:{kind}:{deadline.year}:{window}"
