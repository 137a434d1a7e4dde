"""The gate: every request gets its actor, and the permission table decides before any view runs."""

import time
from collections.abc import Callable
from typing import Any, TypeAlias

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from bihuan_site.accounts import failures
from bihuan_site.accounts.hats import hats_of, wearing
from bihuan_site.accounts.models import Account, LastHat
from bihuan_site.accounts.permission_table import rights_of
from bihuan_site.accounts.sessions import ADDRESS
from bihuan_site.accounts.signs import address_of
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.problems import NotAllowed, NotFound, Refused
from bihuan_site.shared.routes import Rights

HAT, BEGAN, SEEN = "hat", "began", "seen"
STAMP_SECONDS = 60
PASSWORD_PAGES = frozenset({"account_change_password", "account_logout"})
"""The only doors while a new password is due."""

FACTOR_PAGES = PASSWORD_PAGES | {"account_reauthenticate", "mfa_activate_totp", "mfa_add_webauthn"}
"""The only doors for an administrator who has yet to switch a second factor on, where one is asked for."""

Answer: TypeAlias = HttpResponse | None


class ActorMiddleware:
    """Puts ``request.actor`` on the request and refuses what the table does not allow."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request; pages behind the log-in are never kept by browsers or proxies."""
        request.actor = None  # type: ignore[attr-defined]  # views get the request as shared.routes.Request
        request.hats = ()  # type: ignore[attr-defined]  # as above
        response = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            response.setdefault("Cache-Control", "no-store")
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, given: Any) -> Answer:
        """Decide: by the log-in, the hat and the table, in this order, before the view looks anything up."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        rights = rights_of(name)
        if rights is None:
            raise ImproperlyConfigured(f"the route {name} has no rights")
        user = request.user
        if isinstance(user, Account):
            answer = _lock_if_idle(request) or _put_on_hat(request, user)
            if answer and not rights.anyone:
                return answer
        return None if rights.anyone else self._decide(request, name, rights)

    def _decide(self, request: HttpRequest, name: str, rights: Rights) -> Answer:
        allowed = rights.of(request.method or "")
        if allowed is None:
            return HttpResponseNotAllowed([method for method in ("GET", "HEAD", "POST") if rights.of(method)])
        user = request.user
        if not isinstance(user, Account):
            return _to_log_in(request)
        if (user.must_change_password or user.password_expired) and name not in PASSWORD_PAGES:
            return _go(request, reverse("account_change_password"))
        if settings.ADMINISTRATORS_NEED_FACTOR and _lacks_factor(user) and name not in FACTOR_PAGES:
            return _go(request, reverse("mfa_activate_totp"))
        actor: Actor | None = request.actor  # type: ignore[attr-defined]  # set above
        lost = request.method == "POST" and getattr(request, "hat_lost", False) and name != "account_logout"
        if actor is None or actor.role not in allowed or lost:
            return failures.no_right(request, tuple(rights.read or rights.write))
        request.actor = actor.seeing(allowed)  # type: ignore[attr-defined]  # as above
        return None

    def process_exception(self, request: HttpRequest, problem: Exception) -> Answer:
        """Show the page for what is missing (or foreign: the same page) and for what is not allowed or refused."""
        if isinstance(problem, NotFound | Http404):
            return failures.missing(request)
        if isinstance(problem, NotAllowed | PermissionDenied):
            return failures.no_right(request, ())
        if isinstance(problem, Refused):
            return failures.refused(request, str(problem))
        return None


def _lacks_factor(account: Account) -> bool:
    return account.person_id is None and not is_mfa_enabled(account)


def _lock_if_idle(request: HttpRequest) -> Answer:
    now = int(time.time())
    session = request.session
    began, seen = session.get(BEGAN), session.get(SEEN)
    if began is None or seen is None:
        session[BEGAN], session[SEEN], session[ADDRESS] = now, now, address_of(request)
    elif now - seen > settings.IDLE_SECONDS or now - began > settings.SESSION_SECONDS or now < began - STAMP_SECONDS:
        logout(request)
        return _to_log_in(request, locked=True)
    elif now - seen >= STAMP_SECONDS:
        session[SEEN] = now
    return None


def _put_on_hat(request: HttpRequest, account: Account) -> Answer:
    hats = hats_of(account, business_day())
    chosen = request.session.get(HAT)
    actor = wearing(hats, chosen) if chosen else _last_or_first(account, hats)
    request.hats = hats  # type: ignore[attr-defined]  # set in __call__
    request.actor = actor or (hats[0] if hats else None)  # type: ignore[attr-defined]  # as above
    request.hat_lost = bool(chosen) and actor is None  # type: ignore[attr-defined]  # a lost hat writes nothing as another
    if request.actor and request.actor.hat != chosen:  # type: ignore[attr-defined]  # as above
        request.session[HAT] = request.actor.hat  # type: ignore[attr-defined]  # as above
    return None


def _last_or_first(account: Account, hats: tuple[Actor, ...]) -> Actor | None:
    last = LastHat.objects.filter(account=account).first() if len(hats) > 1 else None
    return wearing(hats, last.hat) if last else None


def _to_log_in(request: HttpRequest, *, locked: bool = False) -> HttpResponse:
    back = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    if request.headers.get("HX-Request"):
        back = "/"
    target = redirect_to_login(back, reverse("account_login")).url
    return _go(request, f"{target}&locked=1" if locked else target)


def _go(request: HttpRequest, target: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(target)
    response = HttpResponse(status=302)
    response["Location"] = target
    return response
