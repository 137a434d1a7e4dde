"""The room as a Django application."""

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """See the room's README."""

    name = "bihuan_site.progress"
    label = "progress"

    def ready(self) -> None:
        """Put what members are asked to into the inbox."""
        from bihuan_site.inbox.sources import register
        from bihuan_site.progress.own.inbox_source import OWN_ACTIVITIES

        register(OWN_ACTIVITIES)
