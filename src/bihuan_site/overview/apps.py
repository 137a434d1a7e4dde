"""The room as a Django application."""

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """See the room's README."""

    name = "bihuan_site.overview"
    label = "overview"
