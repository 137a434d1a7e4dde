"""One's own account and hats, and the site's pages for what cannot be shown."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from bihuan_site.accounts import failures
from bihuan_site.accounts.actions import put_on
from bihuan_site.shared.routes import Request


def no_right(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Answer 403."""
    return failures.no_right(request)


def missing(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Answer 404."""
    return failures.missing(request)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500."""
    return failures.broken(request)


def own(request: Request) -> HttpResponse:
    """Show one's account: password, second factor, sessions."""
    return render(request, "accounts/own.html", {})


def hats(request: Request) -> HttpResponse:
    """Choose the hat to act in."""
    if request.method == "POST":
        put_on(actor=request.actor, hat=request.POST.get("hat", ""))
        request.session["hat"] = request.POST.get("hat", "")
        request.session.cycle_key()
        return HttpResponseRedirect("/")
    return render(request, "accounts/hats.html", {"hats": request.hats})
