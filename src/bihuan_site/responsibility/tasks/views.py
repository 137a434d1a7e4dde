"""Pages of dated obligations: the list, one of them, the year by month, the planned day."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan_site.organisations.scoping import organisation_for
from bihuan_site.responsibility.duties.catalogue import Catalogue, Entry, catalogue
from bihuan_site.responsibility.duties.states import word
from bihuan_site.responsibility.no_list import needs_list
from bihuan_site.responsibility.rights import PLANNERS
from bihuan_site.responsibility.tasks import queries
from bihuan_site.responsibility.tasks.actions import plan_date, take_plan_back
from bihuan_site.responsibility.tasks.chart import chart, view_named
from bihuan_site.responsibility.tasks.forms import MINUTES, PlanForm, TakeBackForm
from bihuan_site.responsibility.tasks.listing import asked_of, columns_for, count_of, filters_shown, sum_parts
from bihuan_site.responsibility.tasks.spans import VIEWS
from bihuan_site.shared.listing import Listing
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.roles import Relation
from bihuan_site.shared.routes import Request


@needs_list
def tasks(request: Request) -> HttpResponse:
    """List the obligations that pass the filter, with their sums; every sum opens its list."""
    book = catalogue()
    asked = asked_of(request.GET)
    rows = queries.tasks(request.actor, book.year, asked)
    found = queries.sums_of(request.actor, book.year, asked_of(request.GET, without_state=True))
    name = f"{book.year.label} 年任务台账"
    listing = Listing(request, rows, columns_for(), name=name, total=count_of(found, asked))
    if listing.is_export:
        return listing.export()
    page = list(listing.page)
    names = queries.holders_of(page)
    shown = [(row, word(row), "、".join(names.get(one, "") for one in row.who)) for row in page]
    context = {
        "book": book,
        "listing": listing,
        "shown": shown,
        "parts": sum_parts(found, request.GET),
        "sums": found,
        "filters": filters_shown(request.actor, book, asked),
        "asked": asked,
        "only_own": request.actor.relation in (Relation.OWN, Relation.SELF),
        "filtered": bool(request.GET),
    }
    return render(request, "responsibility/tasks/list.html", context)


@needs_list
def task(request: Request, task: int) -> HttpResponse:
    """One obligation: its window, its state, what was done for it, its planned day."""
    book = catalogue()
    row = queries.task(request.actor, book.year, task)
    entry = book.entry(row.duty)
    names = queries.holders_of([row])
    context = {
        "row": row,
        "entry": entry,
        "word": word(row),
        "holders": [names.get(one, "") for one in row.who],
        "measures": book.measures(entry),
        "citations": [book.citation(basis) for basis in entry.duty.basis],
        "history": queries.plan_history(request.actor, book.year, row.duty).filter(window=row.window),
        "may_plan": request.actor.role in PLANNERS and row.state == "未到期",
    }
    return render(request, "responsibility/tasks/task.html", context)


@needs_list
def decomposition(request: Request) -> HttpResponse:
    """The year by month (quarter, week): every duty, for everybody in scope or one organisation."""
    book = catalogue()
    view = view_named(request.GET.get("view", ""))
    unit = queries.unit(request.actor, request.GET.get("unit", ""))
    tier = request.GET.get("tier", "")
    entries = [one for one in book.entries if one.has_cadence and tier in ("", one.duty.tier)]
    drawn = chart(request.actor, book, entries, view, unit.pk if unit else "")
    context = {
        "book": book,
        "chart": drawn,
        "entries": {line.url: entry for line, entry in zip(drawn.lines, _of(drawn.lines, entries), strict=True)},
        "lines": list(zip(drawn.lines, _of(drawn.lines, entries), strict=True)),
        "views": VIEWS,
        "view": view,
        "unit": unit,
        "units": queries.units(request.actor),
        "tier": tier,
        "tiers": [name for name, _ in book.grid()],
        "total": sum(mark.number for line in drawn.lines for mark in line.marks),
        "only_own": request.actor.relation in (Relation.OWN, Relation.SELF),
    }
    return render(request, "responsibility/tasks/decomposition.html", context)


def _of(lines: Any, entries: list[Entry]) -> list[Entry]:
    by_url = {reverse("responsibility:duty", args=(one.id,)): one for one in entries}
    return [by_url[line.url] for line in lines]


@needs_list
def plan(request: Request, duty: str) -> HttpResponse:
    """Move the planned day of a window of a duty: of one organisation, or of all."""
    book = catalogue()
    entry = book.entry(duty)
    wanted = request.POST.get("organisation", "") or request.GET.get("organisation", "")
    if request.actor.relation is Relation.OWN:
        wanted = request.actor.organisation
    where = organisation_for(request.actor, wanted) if wanted else None
    windows = queries.windows(request.actor, book.year, duty, where.pk if where else "")
    back = request.POST.get("act") == "back"
    if request.method == "POST":
        form = PlanForm(request.POST, windows=windows)
        answer = _take_back(request, entry, wanted, windows) if back else _plan(request, form, entry, wanted, windows)
        if answer:
            return answer
    else:
        form = PlanForm(initial={"window": request.GET.get("window", "")}, windows=windows)
    return render(request, "responsibility/tasks/plan.html", _plan_page(request, book, entry, form, windows, where))


def _plan_page(
    request: Request, book: Catalogue, entry: Entry, form: PlanForm, windows: list[dict[str, Any]], where: Any
) -> dict[str, Any]:
    return {
        "entry": entry,
        "form": form,
        "windows": windows,
        "where": where,
        "history": queries.plan_history(request.actor, book.year, entry.id),
        "minutes": MINUTES,
    }


def _seen(windows: list[dict[str, Any]], window: str, posted: Any) -> int:
    """The plan the form was opened on, as the form carries it for the chosen window."""
    return int(posted.get(f"seen_{[one['window'] for one in windows].index(window)}", "0") or 0)


def _plan(
    request: Request, form: PlanForm, entry: Entry, wanted: str, windows: list[dict[str, Any]]
) -> HttpResponse | None:
    if not form.is_valid():
        return None
    given = form.given()
    try:
        seen = _seen(windows, given["window"], request.POST)
        plan_date(actor=request.actor, duty=entry.id, organisation=wanted, seen=seen, **given)
    except Refused as refused:
        form.refuse(refused)
        return None
    messages.success(request, "计划日期已改，理由已留痕。规则的截止日没有变。")
    return HttpResponseRedirect(request.get_full_path())


def _take_back(request: Request, entry: Entry, wanted: str, windows: list[dict[str, Any]]) -> HttpResponse | None:
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有收回：请写明理由。")
        return HttpResponseRedirect(request.get_full_path())
    given = form.given()
    try:
        seen = int(request.POST.get("seen", "0") or 0)
        take_plan_back(actor=request.actor, duty=entry.id, organisation=wanted, seen=seen, **given)
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(request.get_full_path())
    messages.success(request, "计划日期已收回，按规则的截止日办。")
    return HttpResponseRedirect(request.get_full_path())
