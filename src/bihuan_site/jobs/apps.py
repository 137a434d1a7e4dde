"""The room as a Django application."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """See the room's README."""

    name = "bihuan_site.jobs"
    label = "jobs"
