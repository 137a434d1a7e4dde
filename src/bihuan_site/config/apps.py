"""The room as a Django application: it holds the commands that need every other room."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Settings, addresses and commands."""

    name = "bihuan_site.config"
    label = "config"
