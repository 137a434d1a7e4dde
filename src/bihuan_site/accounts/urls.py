"""Addresses of log-in, password and second factor (named as the log-in library names them), and of the room's pages."""

from allauth.account import views as log_in
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.cache import never_cache

from bihuan_site.shared.roles import EVERYONE
from bihuan_site.shared.routes import View, page


def _own(address: str, view: View, name: str, *, write: bool = True) -> URLPattern:
    return page(address, view, name, read=EVERYONE, write=EVERYONE if write else None)


_passkeys: list[URLPattern | URLResolver] = [
    _own("account/passkeys/", passkeys.list_webauthn, "mfa_list_webauthn", write=False),
    _own("account/passkeys/add/", passkeys.add_webauthn, "mfa_add_webauthn"),
    _own("account/passkeys/confirm/", passkeys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    _own("account/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, "mfa_remove_webauthn"),
    _own("account/passkeys/<int:pk>/edit/", passkeys.edit_webauthn, "mfa_edit_webauthn"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    page("login/", log_in.login, "account_login", anyone=True),
    page("login/code/", never_cache(factors.authenticate), "mfa_authenticate", anyone=True),
    page("logout/", log_in.logout, "account_logout", write=EVERYONE),
    _own("account/password/", log_in.password_change, "account_change_password"),
    _own("account/confirm/", log_in.reauthenticate, "account_reauthenticate"),
    _own("account/factors/", factors.index, "mfa_index", write=False),
    _own("account/factors/confirm/", factors.reauthenticate, "mfa_reauthenticate"),
    _own("account/factors/code/", totp.activate_totp, "mfa_activate_totp"),
    _own("account/factors/code/off/", totp.deactivate_totp, "mfa_deactivate_totp"),
    _own("account/factors/recovery/", recovery.view_recovery_codes, "mfa_view_recovery_codes", write=False),
    _own("account/factors/recovery/new/", recovery.generate_recovery_codes, "mfa_generate_recovery_codes"),
    _own(
        "account/factors/recovery/file/", recovery.download_recovery_codes, "mfa_download_recovery_codes", write=False
    ),
    *(_passkeys if settings.SECURE else []),
    path("", include("bihuan_site.accounts.account_urls")),
]
