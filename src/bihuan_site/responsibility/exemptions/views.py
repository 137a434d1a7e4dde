"""Pages of exemptions: the list, asking, one request with its effect and its answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan_site.responsibility.duties.catalogue import catalogue
from bihuan_site.responsibility.exemptions import queries
from bihuan_site.responsibility.exemptions.actions import ask, end, grant, refuse, withdraw
from bihuan_site.responsibility.exemptions.forms import MINUTES, AnswerForm, AskForm
from bihuan_site.responsibility.models import RequestState
from bihuan_site.responsibility.no_list import needs_list
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.listing import Column, Listing
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.roles import BRANCH, Role
from bihuan_site.shared.routes import Request

COLUMNS = (
    Column("党组织", lambda row: row.organisation.name, "organisation__code"),
    Column("事项", lambda row: row.title, "target"),
    Column("情形", lambda row: row.ground),
    Column("从", lambda row: row.since, "since"),
    Column("到", lambda row: row.until, "until"),
    Column("申请日期", lambda row: row.asked, "asked"),
    Column("状态", lambda row: row.state, "state"),
)
ACTS = {"grant": grant, "refuse": refuse, "end": end, "withdraw": withdraw}
SAID = {
    "grant": "已批准，得分已随之重算。",
    "refuse": "已答复不同意，申请的支部会看到理由。",
    "end": "豁免已收回，得分已随之重算。",
    "withdraw": "申请已撤回。",
}


def exemptions(request: Request) -> HttpResponse:
    """List the requests in scope."""
    state = request.GET.get("state", "")
    rows = queries.requests(request.actor, state if state in RequestState.values else "")
    listing = Listing(request, rows, COLUMNS, name="豁免申请")
    if listing.is_export:
        return listing.export()
    context = {
        "listing": listing,
        "state": state,
        "states": RequestState.values,
        "may_ask": request.actor.role in BRANCH,
        "waiting": queries.requests(request.actor, RequestState.ASKED).count(),
    }
    return render(request, "responsibility/exemptions/list.html", context)


@needs_list
def new_exemption(request: Request) -> HttpResponse:
    """Ask for one."""
    targets = queries.targets(queries.own_tier(request.actor))
    chosen = request.POST.get("target", "") or request.GET.get("target", "")
    initial = {"target": chosen, "since": business_day(), "until": catalogue().year.end}
    form = AskForm(request.POST or None, targets=targets, chosen=chosen, initial=initial)
    if request.method == "POST" and request.POST.get("act") != "grounds" and form.is_valid():
        try:
            done = ask(actor=request.actor, **form.given())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "申请已提交，由机关党委办公室审批。")
            return _to(done.result.pk) if done.result else HttpResponseRedirect(reverse("responsibility:exemptions"))
    context = {"form": form, "minutes": MINUTES, "chosen": next((one for one in targets if one.id == chosen), None)}
    return render(request, "responsibility/exemptions/new.html", context)


@needs_list
def exemption(request: Request, request_id: int) -> HttpResponse:
    """One request: what it says, what granting it would change, what was answered; the acts on it."""
    found = queries.request_for(request.actor, request_id)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"version": found.version})
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, form, request_id)
        except Refused as problem:
            refused = str(problem)
            found = queries.request_for(request.actor, request_id)
        else:
            return _to(request_id)
    open_ = found.state == RequestState.ASKED
    own = request.actor.account == found.asked_account or request.actor.person == found.asked_by
    context = {
        "found": found,
        "form": form,
        "refused": refused,
        "names": queries.names(found.asked_by, found.decided_by),
        "effect": queries.effect(found) if open_ else None,
        "may_decide": request.actor.role is Role.OFFICE and open_,
        "is_own": own,
        "may_withdraw": request.actor.role in BRANCH and open_,
        "may_end": request.actor.role is Role.OFFICE and found.state == RequestState.GRANTED,
    }
    return render(request, "responsibility/exemptions/request.html", context)


def _decide(request: Request, form: AnswerForm, number: int) -> None:
    name = request.POST.get("act", "")
    if name not in ACTS:
        raise Refused("请选批准或者不同意。")
    given: dict[str, Any] = {"request": number, "version": form.cleaned_data["version"]}
    if name != "withdraw":
        given["answer"] = form.cleaned_data["answer"]
    ACTS[name](actor=request.actor, key=form.cleaned_data["key"], **given)
    messages.success(request, SAID[name])


def _to(number: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("responsibility:exemption", args=(number,)))
