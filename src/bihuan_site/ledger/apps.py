"""The room as a Django application."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """See the room's README."""

    name = "bihuan_site.ledger"
    label = "ledger"
