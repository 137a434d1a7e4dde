"""The room as a Django application."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """See the room's README."""

    name = "bihuan_site.inbox"
    label = "inbox"
