"""The room as a Django application."""

from django.apps import AppConfig


class ScoringConfig(AppConfig):
    """See the room's README."""

    name = "bihuan_site.scoring"
    label = "scoring"
