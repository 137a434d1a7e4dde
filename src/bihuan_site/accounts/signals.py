"""What the log-in library tells of, written to the trail."""

from typing import Any

from allauth.account.signals import password_changed, user_logged_in
from allauth.mfa import signals as second_factor
from django.contrib.auth.signals import user_logged_out

from bihuan_site.accounts.models import Account
from bihuan_site.accounts.sessions import end_sessions, keep_newest
from bihuan_site.accounts.trail import note


def connect() -> None:
    """Listen to log-in, log-out, password change and second factors."""
    user_logged_in.connect(_logged_in, dispatch_uid="accounts.logged_in")
    user_logged_out.connect(_logged_out, dispatch_uid="accounts.logged_out")
    password_changed.connect(_password_changed, dispatch_uid="accounts.password_changed")
    second_factor.authenticator_added.connect(_added, dispatch_uid="accounts.factor_added")
    second_factor.authenticator_removed.connect(_removed, dispatch_uid="accounts.factor_removed")
    second_factor.authenticator_reset.connect(_reset, dispatch_uid="accounts.factor_reset")
    second_factor.authentication_failed.connect(_code_failed, dispatch_uid="accounts.code_failed")


def _logged_in(request: Any, user: Account, **given: Any) -> None:
    note("logged_in", user.pk, request, sessions_ended=keep_newest(user.pk, here=request.session.session_key or ""))


def _logged_out(request: Any, user: Account | None, **given: Any) -> None:
    if user is not None:
        note("logged_out", user.pk, request)


def _password_changed(request: Any, user: Account, **given: Any) -> None:
    ended = end_sessions(user.pk, but=request.session.session_key or "")
    note("password_changed", user.pk, request, sessions_ended=ended)


def _added(request: Any, user: Account, authenticator: Any, **given: Any) -> None:
    note("factor_added", user.pk, request, kind=authenticator.type)


def _removed(request: Any, user: Account, authenticator: Any, **given: Any) -> None:
    note("factor_removed", user.pk, request, kind=authenticator.type)


def _reset(request: Any, user: Account, authenticator: Any, **given: Any) -> None:
    note("factor_reset", user.pk, request, kind=authenticator.type)


def _code_failed(request: Any, user: Account, **given: Any) -> None:
    note("code_failed", user.pk, request)
