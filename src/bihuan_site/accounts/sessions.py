"""Sessions in the database, each with the account it belongs to."""

from datetime import timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone

from bihuan_site.accounts.models import OpenSession, SignInTrouble

ADDRESS = "address"
AT_ONCE = 5
"""So many places may be logged in with one account; the oldest is logged out for the sixth."""


class SessionStore(DatabaseSessions):
    """Django's sessions in the database, kept in :class:`OpenSession`."""

    @classmethod
    def get_model_class(cls) -> type[OpenSession]:
        """Give the table."""
        return OpenSession

    def create_model_instance(self, data: dict[str, Any]) -> OpenSession:
        """Give the row to store, with account, beginning and address beside the data."""
        row: OpenSession = super().create_model_instance(data)  # type: ignore[assignment]  # it makes our own model
        owner = data.get("_auth_user_id")
        row.account_id = int(owner) if owner else None
        row.address = str(data.get(ADDRESS, ""))[:64]
        return row


def keep_newest(account: int, *, here: str) -> int:
    """End the oldest sessions of an account beyond :data:`AT_ONCE`; the one with key ``here`` stays."""
    others = OpenSession.objects.filter(account_id=account).exclude(session_key=here).order_by("-began", "session_key")
    extra = list(others.values_list("session_key", flat=True)[AT_ONCE - 1 :])
    ended, _ = OpenSession.objects.filter(session_key__in=extra).delete()
    return ended


def tidy() -> int:
    """Remove sessions that ran out and failed log-ins older than a day; returns how many rows."""
    now = timezone.now()
    sessions, _ = OpenSession.objects.filter(expire_date__lt=now).delete()
    troubles, _ = SignInTrouble.objects.filter(last__lt=now - timedelta(days=1)).delete()
    return sessions + troubles


def end_sessions(account: int, *, but: str = "") -> int:
    """End the sessions of an account, except the one with key ``but``; returns how many."""
    ended, _ = OpenSession.objects.filter(account_id=account).exclude(session_key=but or "").delete()
    return ended
