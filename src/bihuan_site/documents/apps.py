"""The room as a Django application."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """See the room's README."""

    name = "bihuan_site.documents"
    label = "documents"

    def ready(self) -> None:
        """Declare the daily sweep."""
        from bihuan_site.documents.sweeping import sweep
        from bihuan_site.jobs.registry import daily, periodic

        periodic("documents.sweep", every=daily, run=sweep, title="清理无主文件")
