"""The room as a Django application."""

from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    """See the room's README."""

    name = "bihuan_site.appraisal"
    label = "appraisal"
