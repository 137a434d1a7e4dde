"""Which database: SQLite in the data folder by default, PostgreSQL by address in production."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def database(address: str, data: Path) -> dict[str, Any]:
    """Read ``postgresql://user:password@host:port/name?option=value``; empty means SQLite in ``data``."""
    if not address:
        data.mkdir(parents=True, exist_ok=True)
        return sqlite(data / "bihuan.sqlite3")
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured("BIHUAN_DATABASE 要写成 postgresql://用户:口令@主机:端口/库名；用 SQLite 请留空。")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(path: Path) -> dict[str, Any]:
    """Give SQLite settings under which no acknowledged record is lost; see decision 0012."""
    return {
        "ENGINE": "bihuan_site.shared.sqlite",
        "NAME": path,
        "OPTIONS": {"timeout": 30, "transaction_mode": "IMMEDIATE"},
        "CONN_MAX_AGE": 0,
    }
