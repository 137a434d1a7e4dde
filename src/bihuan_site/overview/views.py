"""The first page of each role."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from bihuan_site.overview import queries
from bihuan_site.overview.queries_search import search as find
from bihuan_site.packs.in_force import version_in_force
from bihuan_site.scoring.words import points
from bihuan_site.shared.roles import Role
from bihuan_site.shared.routes import Request

ELSEWHERE = {
    Role.MEMBER: "/my/",
    Role.SYSTEM_ADMIN: "/running/",
    Role.SECURITY_ADMIN: "/accounts/",
    Role.AUDIT_ADMIN: "/audit/",
}
"""Roles whose first page is a page of another room."""


def home(request: Request) -> HttpResponse:
    """Show what the actor has to do and where things stand."""
    actor = request.actor
    if actor.role in ELSEWHERE:
        return redirect(ELSEWHERE[actor.role])
    if version_in_force() is None:
        return render(request, "overview/not_ready.html")
    if actor.role in (Role.BRANCH_SECRETARY, Role.BRANCH_MEMBER):
        return _branch(request)
    if actor.role is Role.COMMITTEE_MEMBER:
        return render(request, "overview/liaison.html", {"rows": _charged(request)})
    return render(request, "overview/upper.html", {"home": queries.upper_home(actor)})


def _branch(request: Request) -> HttpResponse:
    show_done = request.GET.get("show") == "done"
    shown = {"home": queries.branch_home(request.actor, show_done=show_done), "show_done": show_done, "six": SIX}
    return render(request, "overview/branch.html", shown)


def _charged(request: Request) -> list[dict[str, object]]:
    return [
        {
            "organisation": organisation,
            "points": points(standing.total, standing.per_point) if standing and standing.total is not None else "",
            "standing": standing,
            "late": late,
        }
        for organisation, standing, late in queries.charged_branches(request.actor)
    ]


SIX = tuple(zip(queries.SIX, ("flag", "users", "users-group", "messages", "presentation", "notebook"), strict=True))


def search(request: Request) -> HttpResponse:
    """Find by one word what the actor may see."""
    asked = request.GET.get("q", "").strip()
    return render(request, "overview/search.html", {"asked": asked, "kinds": find(request.actor, asked)})


def help_page(request: Request) -> HttpResponse:
    """Say how the site is used, key by key and role by role."""
    return render(request, "overview/help.html")
