"""Settings: everything a deployment may set comes from environment variables that start with ``BIHUAN_``.

Each is described, with its default, in docs/reference/settings.md.
"""

import os
from datetime import date
from pathlib import Path
from typing import Any

from bihuan_site.config.databases import database
from bihuan_site.config.secret import secret_key


def _text(name: str, default: str = "") -> str:
    return os.environ.get(f"BIHUAN_{name}", default)


def _flag(name: str, default: bool = False) -> bool:
    return _text(name, "1" if default else "0") in ("1", "true", "yes", "是")


def _listed(name: str, default: str = "") -> list[str]:
    return [one.strip() for one in _text(name, default).split(",") if one.strip()]


PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(_text("DATA", "site-data")).resolve()
DEBUG = _flag("DEBUG")
TESTING = _flag("TESTING")
SECRET_KEY = secret_key(_text("SECRET_KEY"), DATA)
ALLOWED_HOSTS = _listed("HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = _listed("ORIGINS")
SECURE = _flag("HTTPS")
"""Whether people reach the site through https; it makes cookies secure and turns on passkeys."""

DEMO_DAY: date | None = date.fromisoformat(_text("DEMO_DAY")) if _text("DEMO_DAY") else None
"""Fixes the business day of a demonstration; log-ins, codes and the audit trail keep the real clock."""

INSTALLED_APPS = [
    "bihuan_site.config",
    "bihuan_site.overview",
    "bihuan_site.appraisal",
    "bihuan_site.progress",
    "bihuan_site.responsibility",
    "bihuan_site.scoring",
    "bihuan_site.packs",
    "bihuan_site.accounts",
    "bihuan_site.ledger",
    "bihuan_site.organisations",
    "bihuan_site.documents",
    "bihuan_site.inbox",
    "bihuan_site.jobs",
    "bihuan_site.audit",
    "bihuan_site.shared",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "bihuan_site.accounts.middleware.ActorMiddleware",
]

ROOT_URLCONF = "bihuan_site.config.urls"
WSGI_APPLICATION = "bihuan_site.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bihuan_site.config.menu.frame",
            ],
            "builtins": ["bihuan_site.shared.templatetags.bihuan"],
        },
    }
]

DATABASES = {"default": database(_text("DATABASE"), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Account"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "files"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MIMETYPES = {".mjs": "text/javascript"}

SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _flag("BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
UPLOAD_QUOTA_MB = int(_text("UPLOAD_QUOTA_MB", "1024"))
"""How much one organisation's attachments may take."""

REMINDER_HOSTS = _listed("REMINDER_HOSTS")
"""The only hosts reminders may be sent to; empty: none."""

SITE_ADDRESS = _text("ADDRESS").rstrip("/")
"""How people reach the site, for links in reminders and calendars: ``https://dangjian.example``."""

FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

from bihuan_site.accounts.settings import *  # noqa: E402, F403  (log-in, passwords and second factors are set in their room)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
