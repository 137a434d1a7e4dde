"""The room as a Django application."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """See the room's README."""

    name = "bihuan_site.organisations"
    label = "organisations"
