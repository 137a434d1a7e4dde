"""The room as a Django application."""

from django.apps import AppConfig


class ResponsibilityConfig(AppConfig):
    """See the room's README."""

    name = "bihuan_site.responsibility"
    label = "responsibility"
