"""The room as a Django application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """See the room's README."""

    name = "bihuan_site.accounts"
    label = "accounts"
