"""Pages of programmes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan_site.organisations.scoping import get_one
from bihuan_site.responsibility.duties.catalogue import catalogue
from bihuan_site.responsibility.no_list import needs_list
from bihuan_site.responsibility.programmes import queries
from bihuan_site.responsibility.programmes.actions import (
    change_programme,
    make_programme,
    place_duties,
    withdraw_programme,
)
from bihuan_site.responsibility.programmes.forms import MINUTES, ChangeForm, DutiesForm, ProgrammeForm
from bihuan_site.shared.listing import Column, Listing
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.roles import Role
from bihuan_site.shared.routes import Request

COLUMNS = (
    Column("标题", lambda row: row[0]),
    Column("序号", lambda row: row[1].number, number=True),
    Column("责任", lambda row: row[1].title),
    Column("责任主体", lambda row: row[1].subject),
    Column("应办", lambda row: row[2].owed, number=True),
    Column("按期", lambda row: row[2].done, number=True),
    Column("补办", lambda row: row[2].late, number=True),
    Column("逾期未办", lambda row: row[2].overdue, number=True),
    Column("还没到期", lambda row: row[2].open, number=True),
)


@needs_list
def programmes(request: Request) -> HttpResponse:
    """List the plans, the pack's and our own."""
    found = queries.plans(request.actor, catalogue())
    context = {"plans": found, "may_make": request.actor.role is Role.OFFICE}
    return render(request, "responsibility/programmes/list.html", context)


@needs_list
def programme(request: Request, key: str) -> HttpResponse:
    """One plan: headings, duties, how far each has come."""
    plan = queries.plan(request.actor, catalogue(), key)
    flat = [(heading.name, entry, tally) for heading in plan.headings for entry, tally in heading.duties]
    listing = Listing(request, flat, COLUMNS, name=plan.title)
    if listing.is_export:
        return listing.export()
    may = request.actor.role is Role.OFFICE and plan.is_own
    return render(request, "responsibility/programmes/plan.html", {"plan": plan, "may_change": may})


@needs_list
def new_programme(request: Request) -> HttpResponse:
    """Make one."""
    year = catalogue().year.start.year
    form = ProgrammeForm(request.POST or None, initial={"first_year": year, "last_year": year + 2})
    if request.method == "POST" and form.is_valid():
        try:
            done = make_programme(actor=request.actor, **form.given())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "计划已建。下一步把责任放到各标题下。")
            number = done.result.pk if done.result else done.on.partition(":")[2]
            return _to(number)
    return render(request, "responsibility/programmes/form.html", {"form": form, "minutes": MINUTES})


@needs_list
def change(request: Request, number: int) -> HttpResponse:
    """Change one's words, years and headings, or take it off the list."""
    found = queries.programme(number)
    initial = {
        "title": found.title,
        "first_year": found.first_year,
        "last_year": found.last_year,
        "basis": found.basis,
        "headings": "\n".join(one.name for one in found.headings.all()),
        "version": found.version,
    }
    form = ChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and request.POST.get("act") == "withdraw":
        return _withdraw(request, number)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.given()
            change_programme(actor=request.actor, programme=number, version=form.cleaned_data["version"], **given)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "计划已改。")
            return _to(number)
    context = {"form": form, "found": found, "minutes": MINUTES}
    return render(request, "responsibility/programmes/form.html", context)


def _withdraw(request: Request, number: int) -> HttpResponse:
    try:
        version = int(request.POST.get("version", "0") or 0)
        withdraw_programme(actor=request.actor, key=request.POST.get("key", ""), programme=number, version=version)
    except Refused as refused:
        messages.error(request, str(refused))
        return _to(number)
    messages.success(request, "计划已撤下，责任和进展不受影响。")
    return HttpResponseRedirect(reverse("responsibility:programmes"))


@needs_list
def heading(request: Request, number: int, heading: int) -> HttpResponse:
    """Say which duties stand under a heading."""
    book = catalogue()
    found = queries.programme(number)
    where = get_one(found.headings.all(), pk=heading)
    chosen = [one.duty for one in where.duties.all()]
    form = DutiesForm(request.POST or None, book=book, initial={"duties": chosen, "version": found.version})
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = form.given()
        try:
            place_duties(
                actor=request.actor, programme=number, heading=heading, version=form.cleaned_data["version"], **given
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"“{where.name}”下的责任已更新。")
            return _to(number)
    context = {"form": form, "found": found, "where": where}
    return render(request, "responsibility/programmes/heading.html", context)


def _to(number: int | str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("responsibility:programme", args=(str(number),)))
