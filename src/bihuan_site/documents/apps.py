"""The room as a Django application."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """See the room's README."""

    name = "bihuan_site.documents"
    label = "documents"
