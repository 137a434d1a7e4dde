"""Settings of log-in, passwords and second factors; taken over whole by ``config.settings``."""

import os

from django.core.exceptions import ImproperlyConfigured

from bihuan_site.accounts.passwords import PROFILES


def _flag(name: str) -> bool:
    return os.environ.get(f"BIHUAN_{name}", "0") in ("1", "true", "yes", "是")


AUTHENTICATION_BACKENDS = ["bihuan_site.accounts.backends.AccountBackend"]
SESSION_ENGINE = "bihuan_site.accounts.sessions"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

IDLE_SECONDS = 15 * 60
"""A session unused for so long is locked."""

SESSION_SECONDS = 12 * 60 * 60
"""A session ends after so long, used or not."""

PASSWORD_PROFILE = os.environ.get("BIHUAN_PASSWORD_PROFILE", "dengbao")
if PASSWORD_PROFILE not in PROFILES:
    raise ImproperlyConfigured(f"BIHUAN_PASSWORD_PROFILE 只能是 {'、'.join(PROFILES)}。")
AUTH_PASSWORD_VALIDATORS, PASSWORD_DAYS = PROFILES[PASSWORD_PROFILE]
PASSWORD_HASHERS = ["bihuan_site.accounts.hashers.BoundedArgon2"]

ACCOUNT_ADAPTER = "bihuan_site.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_FORMS = {
    "login": "bihuan_site.accounts.sign_in_forms.LogInForm",
    "change_password": "bihuan_site.accounts.sign_in_forms.ChangeForm",
    "reauthenticate": "bihuan_site.accounts.sign_in_forms.ConfirmForm",
}
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None, "change_password": None, "reauthenticate": None}
"""The limits of this room replace them: they are kept in the database and hold for every worker; see attempts.py."""

ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _flag("BEHIND_PROXY") else 0

MFA_ADAPTER = "bihuan_site.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
if _flag("HTTPS"):
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    MFA_SUPPORTED_TYPES.append("webauthn")  # browsers offer passkeys on secure origins only
ADMINISTRATORS_NEED_FACTOR = _flag("ADMINISTRATORS_NEED_FACTOR")
"""Whether the three administrators must switch a second factor on before they can do anything else."""

MFA_TOTP_ISSUER = "闭环"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "bihuan_site.accounts.sign_in_forms.CodeForm",
    "reauthenticate": "bihuan_site.accounts.sign_in_forms.CodeAgainForm",
    "activate_totp": "bihuan_site.accounts.sign_in_forms.ActivateCodeForm",
}
