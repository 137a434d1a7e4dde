"""Pages of papers handed upward."""

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan_site.progress.models import Paper, PaperState
from bihuan_site.progress.submissions import queries
from bihuan_site.progress.submissions.actions import give_back, hand_in, receive, remind
from bihuan_site.progress.submissions.forms import MINUTES, SECONDS, PaperForm, ReturnForm
from bihuan_site.progress.submissions.rights import RECEIVERS, REMINDERS, SUBMITTERS
from bihuan_site.scoring.papers import paper_title
from bihuan_site.shared.listing import Column, Listing
from bihuan_site.shared.problems import NotFound, Refused
from bihuan_site.shared.routes import Request

COLUMNS = (
    Column("报送日期", lambda row: row.day, "day"),
    Column("党组织", lambda row: row.organisation.name, "organisation__code"),
    Column("材料", lambda row: row.kind, "kind"),
    Column("所属期", lambda row: paper_title(row.paper.window, "") if hasattr(row, "paper") else row.period),
    Column("个人", lambda row: row.person.name if row.person else ""),
    Column("晚报", lambda row: f"晚 {row.paper.days_late} 天" if hasattr(row, "paper") and row.paper.days_late else ""),
    Column("状态", queries.state_of),
)
MISSING = (
    Column("党组织", lambda row: row.organisation.name, "organisation__code"),
    Column("材料", lambda row: row.kinds),
    Column("所属期", lambda row: paper_title(row.window, "")),
    Column("个人", lambda row: row.subject_name),
    Column("截止", lambda row: row.deadline, "deadline"),
    Column("最迟补报", lambda row: row.late_until),
)
FILTERS = ("kind", "state", "branch", "q")


def submissions(request: Request) -> HttpResponse:
    """List the papers in scope; a POST signs for those ticked."""
    if request.method == "POST":
        return _receive(request, [int(one) for one in request.POST.getlist("paper") if one.isdecimal()])
    actor = request.actor
    listing = Listing(request, queries.listed(actor, request.GET.dict()), COLUMNS, name="报送")
    if listing.is_export:
        return listing.export()
    senders = [*queries.senders_in(actor)]
    state = request.GET.get("state", "")
    context = {
        "listing": listing,
        "counts": queries.counts(actor),
        "state": state,
        "states": queries.STATES,
        "kinds": queries.kinds_in(actor),
        "senders": senders if len(senders) > 1 else [],
        "filtered": any(request.GET.get(name) for name in FILTERS),
        "may_submit": actor.role in SUBMITTERS,
        "may_receive": actor.role in RECEIVERS and state == PaperState.HANDED,
        "is_above": len(senders) > 1,
        "lacking": sum(one.count for one in queries.lacking(actor)) if len(senders) > 1 else 0,
    }
    return render(request, "progress/submissions/list.html", context)


def _receive(request: Request, papers: list[int]) -> HttpResponse:
    try:
        done = receive(actor=request.actor, key=request.POST.get("key", ""), papers=papers)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"已签收 {len(done.result or papers)} 份。")
    return HttpResponseRedirect(f"{reverse('progress:submissions')}?{urlencode({'state': PaperState.HANDED})}")


def new_submission(request: Request) -> HttpResponse:
    """Hand a paper in; ``?kind=`` chooses it, ``?again=`` hands a returned one in again."""
    where = queries.sender(request.actor)
    given = request.GET.get("again", "")
    old = queries.returned_paper(request.actor, int(given)) if given.isdecimal() else None
    try:
        windows = queries.windows_of(where.pk)
        refused = ""
    except Refused as problem:
        windows, refused = [], str(problem)
    kind = request.GET.get("kind", "")
    first = next((one.mark for one in windows if one.kind == kind), "")
    posted = request.method == "POST"
    form = PaperForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial={"window": first},
        windows=windows,
        fixed=old is not None,
    )
    if posted and form.is_valid():
        try:
            return _hand_in(request, form, where.pk, old)
        except Refused as problem:
            form.refuse(problem)
    context = {
        "form": form,
        "where": where,
        "windows": windows,
        "old": old,
        "again": queries.asked_again(old) if old else None,
        "kind": kind,
        "is_met": bool(kind) and not first,
        "minutes": MINUTES,
        "refused": refused,
    }
    return render(request, "progress/submissions/form.html", context, status=422 if posted else 200)


def _hand_in(request: Request, form: PaperForm, where: str, old: Paper | None) -> HttpResponse:
    done = hand_in(
        actor=request.actor,
        key=form.cleaned_data["key"],
        organisation=where,
        window=form.cleaned_data.get("window", ""),
        text=form.cleaned_data["text"],
        file=form.cleaned_data["file"],
        again=old.pk if old else None,
        seconds=SECONDS,
    )
    messages.success(request, "已报送，得分已随之重算。上级签收后这里会显示。")
    return HttpResponseRedirect(reverse("progress:submission", args=[done.on.removeprefix("submission:")]))


def submission(request: Request, submission: str) -> HttpResponse:
    """Show one paper; a POST signs for it or returns it."""
    shown = queries.opened(request.actor, submission)
    form = ReturnForm(None, initial={"version": shown.paper.version if shown.paper else 0})
    if request.method == "POST":
        if shown.paper is None:
            raise NotFound("Paper")
        if request.POST.get("act") == "receive":
            return _receive_one(request, shown.paper)
        form = ReturnForm(request.POST)
        if form.is_valid():
            try:
                done = give_back(actor=request.actor, paper=shown.paper.pk, **form.cleaned_data)
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, "已退回，报送单位会看到原因。退回的不算报送。")
                return HttpResponseRedirect(_address(done.on))
    waiting = shown.paper is not None and shown.paper.state == PaperState.HANDED and not shown.row.replaced
    returned = shown.paper is not None and shown.paper.state == PaperState.RETURNED and not shown.row.replaced
    context = {
        "shown": shown,
        "row": shown.row,
        "paper": shown.paper,
        "form": form,
        "may_decide": waiting and request.actor.role in RECEIVERS and not shown.is_own,
        "may_again": returned and shown.is_own and request.actor.role in SUBMITTERS,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "progress/submissions/one.html", context, status=status)


def _receive_one(request: Request, paper: Paper) -> HttpResponse:
    try:
        receive(actor=request.actor, key=request.POST.get("key", ""), papers=[paper.pk])
        messages.success(request, "已签收。")
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(_address(f"submission:{paper.submission_id}"))


def _address(on: str) -> str:
    return reverse("progress:submission", args=[on.removeprefix("submission:")])


def missing(request: Request) -> HttpResponse:
    """Show who has not handed in; a POST reminds them, each once."""
    actor = request.actor
    if request.method == "POST":
        return _remind(request)
    rows = queries.missing(actor).exclude(organisation_id=actor.organisation)
    if (kind := request.GET.get("kind")) and (day := _day(request.GET.get("deadline", ""))):
        chosen = queries.missing_of(actor, kind, request.GET.get("window", ""), day)
        rows = rows.filter(pk__in=[one.pk for one in chosen])
    listing = Listing(request, rows, MISSING, name="未报送")
    if listing.is_export:
        return listing.export()
    context = {
        "listing": listing,
        "lines": queries.lacking(actor),
        "filtered": bool(request.GET.get("kind")),
        "may_remind": actor.role in REMINDERS,
    }
    return render(request, "progress/submissions/missing.html", context)


def _remind(request: Request) -> HttpResponse:
    posted = request.POST
    try:
        done = remind(
            actor=request.actor,
            key=posted.get("key", ""),
            kind=posted.get("kind", ""),
            window=posted.get("window", ""),
            deadline=_day(posted.get("deadline", "")) or date.min,
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        told = done.result or 0
        messages.success(request, f"已提醒 {told} 个党组织。" if told else "都已提醒过，没有再发。")
    return HttpResponseRedirect(reverse("progress:missing_submissions"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
