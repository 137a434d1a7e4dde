"""The room as a Django application."""

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """See the room's README."""

    name = "bihuan_site.progress"
    label = "progress"
