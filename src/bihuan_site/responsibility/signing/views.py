"""Pages of sign-off: the rounds, one round with who has signed, the acts on it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan_site.responsibility.duties.catalogue import catalogue
from bihuan_site.responsibility.duties.queries import duties_of
from bihuan_site.responsibility.no_list import needs_list
from bihuan_site.responsibility.rights import SIGNERS
from bihuan_site.responsibility.signing import queries
from bihuan_site.responsibility.signing.actions import close_round, issue_round, remind, sign
from bihuan_site.responsibility.signing.forms import MINUTES, IssueForm
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.listing import Column, Listing
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.roles import Role
from bihuan_site.shared.routes import Request

FORTNIGHT = timedelta(days=14)


@needs_list
def rounds(request: Request) -> HttpResponse:
    """Every round in scope; the office sends a new one out here."""
    form = IssueForm(request.POST or None, initial={"due": business_day() + FORTNIGHT})
    if request.method == "POST" and form.is_valid():
        try:
            done = issue_round(actor=request.actor, **form.given())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "清单已发出签认，各党组织书记在待办里会看到。")
            if done.result is None:
                return HttpResponseRedirect(reverse("responsibility:signing"))
            return HttpResponseRedirect(reverse("responsibility:signing_round", args=(done.result.pk,)))
    context = {
        "rounds": queries.rounds(request.actor),
        "form": form,
        "may_issue": request.actor.role is Role.OFFICE,
        "book": catalogue(),
        "minutes": MINUTES,
    }
    return render(request, "responsibility/signing/rounds.html", context)


COLUMNS = (
    Column("党组织", lambda row: row.organisation.name, "organisation__code"),
    Column("层级", lambda row: row.organisation.tier),
    Column("责任条数", lambda row: row.duties, number=True),
    Column("签认日期", lambda row: row.signed, "signed"),
    Column("状态", lambda row: queries.SIGNED if row.signed else queries.MISSING),
)


@needs_list
def round_page(request: Request, round: int) -> HttpResponse:
    """One round: counts, who has signed, who has not, and for a secretary the list to sign."""
    found = queries.signatures(request.actor, round)
    state = request.GET.get("state", "")
    listing = Listing(request, queries.sign_offs(request.actor, round, state), COLUMNS, name=found.round.title)
    if listing.is_export:
        return listing.export()
    own = queries.own_sign_off(request.actor, round) if request.actor.role in SIGNERS else None
    context = {
        "found": found,
        "listing": listing,
        "state": state,
        "own": own,
        "groups": duties_of(request.actor, catalogue()) if own else [],
        "is_office": request.actor.role is Role.OFFICE,
        "is_open": found.round.closed is None,
    }
    return render(request, "responsibility/signing/round.html", context)


def sign_round(request: Request, round: int) -> HttpResponse:
    """Sign for one's own organisation."""
    return _act(request, round, sign, "已签认。")


def remind_round(request: Request, round: int) -> HttpResponse:
    """Remind those missing, once."""
    return _act(request, round, remind, "已提醒还没有签认的党组织。")


def end_round(request: Request, round: int) -> HttpResponse:
    """End the round."""
    return _act(request, round, close_round, "这一轮签认已结束。")


def _act(request: Request, round: int, act: Callable[..., Any], said: str) -> HttpResponse:
    try:
        act(actor=request.actor, key=request.POST.get("key", ""), round=round)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("responsibility:signing_round", args=(round,)))
