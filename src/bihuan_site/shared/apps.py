"""The room as a Django application."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """The room everything stands on."""

    name = "bihuan_site.shared"
    label = "shared"
