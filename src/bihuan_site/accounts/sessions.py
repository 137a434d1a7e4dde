"""Sessions in the database, each with the account it belongs to."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

from bihuan_site.accounts.models import OpenSession

ADDRESS = "address"


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


def end_sessions(account: int, *, but: str = "") -> int:
    """End the sessions of an account, except the one with key ``but``; returns how many."""
    ended, _ = OpenSession.objects.filter(account_id=account).exclude(session_key=but or "").delete()
    return ended
