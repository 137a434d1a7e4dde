"""Pages of liaison: a member's own branches; for the office by member, by branch, gaps, and charging in bulk."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bihuan_site.organisations.act_pages import run_or_say
from bihuan_site.organisations.liaison import actions, queries
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.listing import Column, Listing
from bihuan_site.shared.roles import Role
from bihuan_site.shared.routes import Request


def liaison(request: Request) -> HttpResponse:
    """Show the member their branches, everybody else who is charged with what."""
    if request.actor.role is Role.COMMITTEE_MEMBER:
        given: dict[str, Any] = {"charges": queries.my_charges(request.actor)}
        return render(request, "organisations/my_liaison.html", given)
    view = request.GET.get("view", "members")
    found = queries.gaps(request.actor)
    given = {"view": view, "gaps": found, "today": business_day()}
    if view == "branches":
        asked = {name: request.GET.get(name, "") for name in ("q", "above", "who")}
        listing = Listing(request, queries.branches_with_liaison(request.actor, **asked), _columns(), name="包联")
        if listing.is_export:
            return listing.export()
        members, uppers = queries.member_choices(request.actor), queries.uppers(request.actor)
        given |= {"listing": listing, "members": members, "uppers": uppers, **asked}
        given["study_groups"] = queries.study_groups_for(request.actor)
    elif view == "members":
        given["by_member"] = queries.by_member(request.actor)
    return render(request, "organisations/liaison.html", given)


def _columns() -> list[Column]:
    return [
        Column("党支部", lambda one: one.name, sort="code"),
        Column("上级", lambda one: one.parent.name if one.parent else ""),
        Column("包联委员", lambda one: "、".join(dict.fromkeys(row.person.name for row in one.charged))),
        Column("党员", lambda one: one.members, number=True),
    ]


def assign(request: Request) -> HttpResponse:
    """Charge a member with the branches ticked."""
    chosen, groups = request.POST.getlist("branches"), request.POST.getlist("study_groups")
    return run_or_say(
        request,
        reverse("organisations:liaison") + "?view=branches",
        "已指定包联。",
        lambda: actions.assign_liaison(
            actor=request.actor,
            person=request.POST.get("person", ""),
            since=_day(request),
            branches=chosen,
            study_groups=groups,
            key=request.POST.get("key", ""),
        ),
    )


def end(request: Request) -> HttpResponse:
    """End the charges ticked."""
    return run_or_say(
        request,
        reverse("organisations:liaison"),
        "已结束。",
        lambda: actions.end_liaison(
            actor=request.actor,
            liaisons=request.POST.getlist("liaisons"),
            last_day=_day(request),
            key=request.POST.get("key", ""),
        ),
    )


def by_secretary(request: Request) -> HttpResponse:
    """Let the secretary cover the members' own branches."""
    return run_or_say(
        request,
        reverse("organisations:liaison"),
        "委员所在支部已由书记包联。",
        lambda: actions.secretary_covers_own_branches(
            actor=request.actor, since=business_day(), key=request.POST.get("key", "")
        ),
    )


def _day(request: Request) -> date:
    try:
        return date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        return business_day()
