"""One's own account and hats, activation, and the site's pages for what cannot be shown."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from bihuan_site.accounts import failures, queries
from bihuan_site.accounts.actions import activate as activate_account
from bihuan_site.accounts.actions import end_other_sessions, put_on
from bihuan_site.accounts.forms import ActivateForm
from bihuan_site.accounts.middleware import HAT
from bihuan_site.shared.problems import Refused
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
    sessions = queries.own_sessions(request.actor)
    given = {"account": queries.own_account(request.actor), "sessions": sessions, "here": request.session.session_key}
    return render(request, "accounts/own.html", given)


def end_sessions(request: Request) -> HttpResponse:
    """Log out everywhere but here."""
    done = end_other_sessions(
        actor=request.actor, keep=request.session.session_key or "", key=request.POST.get("key", "")
    )
    messages.success(request, f"已退出其他 {done.result or 0} 处登录。")
    return redirect("accounts:own")


def hats(request: Request) -> HttpResponse:
    """Choose the hat to act in; the session gets a new key with it."""
    if request.method == "POST":
        chosen = request.POST.get("hat", "")
        put_on(actor=request.actor, hat=chosen)
        request.session[HAT] = chosen
        request.session.cycle_key()
        return HttpResponseRedirect("/")
    return render(request, "accounts/hats.html", {"hats": request.hats})


@sensitive_post_parameters()
def activate(request: HttpRequest) -> HttpResponse:
    """Set a password with an activation slip; logging in is the next step."""
    form = ActivateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            activate_account(request, given["username"], given["code"], given["password"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "口令已设好，请登录。")
            return redirect("account_login")
    return render(request, "accounts/activate.html", {"form": form})
