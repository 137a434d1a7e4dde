"""The room as a Django application."""

from django.apps import AppConfig


class PacksConfig(AppConfig):
    """See the room's README."""

    name = "bihuan_site.packs"
    label = "packs"
