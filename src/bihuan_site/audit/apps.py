"""The room as a Django application."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """See the room's README."""

    name = "bihuan_site.audit"
    label = "audit"
