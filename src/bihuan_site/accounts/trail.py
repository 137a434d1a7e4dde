"""Audit rows of log-ins and second factors, which happen before anybody wears a hat."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest

from bihuan_site.accounts.signs import address_of
from bihuan_site.audit.chain import append


def note(act: str, account: int | None, request: HttpRequest | None = None, **details: Any) -> None:
    """Write a row about an account; the details hold words and numbers only."""
    with transaction.atomic():
        append(
            f"accounts.{act}",
            account=account,
            on=f"account:{account}" if account else "",
            details={"address": address_of(request), **details},
        )
