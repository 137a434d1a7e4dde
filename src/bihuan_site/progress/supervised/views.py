"""Pages of supervised tasks."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan_site.progress.models import Source, TaskState
from bihuan_site.progress.supervised import queries
from bihuan_site.progress.supervised.actions import answer, close, give_back, issue, move, receive, reopen
from bihuan_site.progress.supervised.forms import (
    ANSWER_MINUTES,
    ANSWER_SECONDS,
    ISSUE_MINUTES,
    AnswerForm,
    OrderForm,
    WordsForm,
)
from bihuan_site.progress.supervised.rights import ISSUERS, WORKERS
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.forms import ActForm
from bihuan_site.shared.listing import Column, Listing
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.routes import Request

COLUMNS = (
    Column("文号", lambda row: f"{row.order.year} 年第 {row.order.number} 号", "order__number"),
    Column("事项", lambda row: row.order.title),
    Column("党组织", lambda row: row.organisation.name, "organisation__code"),
    Column("来源", lambda row: row.order.source),
    Column("发出", lambda row: row.order.issued, "order__issued"),
    Column("到期", lambda row: row.due, "due"),
    Column("状态", lambda row: row.state, "state"),
    Column("逾期", lambda row: f"逾期 {(business_day() - row.due).days} 天" if row.is_late(business_day()) else ""),
)
FILTERS = ("state", "source", "branch", "q", "order")
ACTS = {"close": close, "return": give_back, "reopen": reopen, "move": move}
SAID = {
    "receive": "已签收，请按期办理。",
    "answer": "已答复，等上级验收。",
    "close": "已办结。",
    "return": "已退回，承办单位会看到原因。",
    "reopen": "已重新打开。",
    "move": "期限已改，原来的期限留在经过里。",
}


def supervised(request: Request) -> HttpResponse:
    """Show the tasks in scope as a board, or as a table."""
    actor, given = request.actor, request.GET.dict()
    listing = Listing(request, queries.listed(actor, given), COLUMNS, name="督办")
    if listing.is_export:
        return listing.export()
    plain = {name: given[name] for name in ("source", "branch", "q", "order") if given.get(name)}
    places = [*queries.receivers_in(actor)]
    counts = queries.counts(actor, plain)
    as_table = given.get("view") == "table" or bool(given.get("state"))
    context = {
        "listing": listing,
        "as_table": as_table,
        "board": [] if as_table else queries.board(actor, plain),
        "counts": counts,
        "total": sum(counts[state] for state in TaskState.values),
        "open": counts[TaskState.ISSUED] + counts[TaskState.AT_WORK] + counts[TaskState.ANSWERED],
        "states": queries.STATES,
        "sources": Source.values,
        "places": places if len(places) > 1 else [],
        "filtered": any(given.get(name) for name in FILTERS),
        "may_issue": actor.role in ISSUERS,
        "today": business_day(),
    }
    return render(request, "progress/supervised/list.html", context)


def new_supervised(request: Request) -> HttpResponse:
    """Issue an order."""
    places, groups = [*queries.receivers_in(request.actor)], queries.groups_in(request.actor)
    given = {"title": request.GET.get("title", ""), "organisations": request.GET.getlist("organisation")}
    data = request.POST if request.method == "POST" else None
    form = OrderForm(data, initial=given, places=places, groups=groups)
    if request.method == "POST" and form.is_valid():
        try:
            done = issue(actor=request.actor, key=form.cleaned_data["key"], order=form.order())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "督办已发出，承办单位在待办里能看到。")
            number = done.on.removeprefix("supervised_order:")
            return HttpResponseRedirect(f"{reverse('progress:supervised')}?order={number}&view=table")
    context = {"form": form, "minutes": ISSUE_MINUTES, "places": places}
    return render(request, "progress/supervised/form.html", context, status=422 if form.is_bound else 200)


def supervised_task(request: Request, task: int) -> HttpResponse:
    """Show one task with its steps; a POST does the next one."""
    shown = queries.opened(request.actor, task)
    first = {"version": shown.task.version}
    forms: dict[str, Any] = {"answer": AnswerForm(initial=first), "words": WordsForm(initial=first)}
    if request.method == "POST":
        name = request.POST.get("act", "")
        kind = "answer" if name == "answer" else "words"
        form = forms[kind] = (AnswerForm if kind == "answer" else WordsForm)(request.POST, request.FILES)
        if form.is_valid():
            try:
                _act(request, name, task, form)
            except Refused as refused:
                form.refuse(refused)
                shown = queries.opened(request.actor, task)
            else:
                messages.success(request, SAID[name])
                return HttpResponseRedirect(reverse("progress:supervised_task", args=[task]))
    state = shown.task.state
    is_above = request.actor.role in ISSUERS and not shown.is_own
    is_worker = request.actor.role in WORKERS and shown.is_own
    context = {
        "shown": shown,
        "task": shown.task,
        "order": shown.task.order,
        "forms": forms,
        "may_receive": is_worker and state == TaskState.ISSUED,
        "may_answer": is_worker and state == TaskState.AT_WORK,
        "may_decide": is_above and state == TaskState.ANSWERED,
        "may_reopen": is_above and state == TaskState.CLOSED,
        "may_move": is_above and state in (TaskState.ISSUED, TaskState.AT_WORK),
        "minutes": ANSWER_MINUTES,
    }
    is_wrong = any(form.is_bound and form.errors for form in forms.values())
    return render(request, "progress/supervised/one.html", context, status=422 if is_wrong else 200)


def _act(request: Request, name: str, task: int, form: ActForm) -> None:
    given = form.cleaned_data
    same: dict[str, Any] = {"actor": request.actor, "key": given["key"], "task": task, "version": given["version"]}
    if name == "receive":
        receive(**same)
    elif name == "answer":
        answer(**same, text=given["text"], file=given["file"], seconds=ANSWER_SECONDS)
    elif name in ("reopen", "move"):
        if given["due"] is None:
            raise Refused("请选新的期限。")
        ACTS[name](**same, text=given["text"], due=given["due"])
    elif name in ACTS:
        ACTS[name](**same, text=given["text"])
    else:
        raise Refused("请选一个办法：办结或者退回。")
