"""The room as a Django application."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """See the room's README."""

    name = "bihuan_site.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Declare the room's own work."""
        from bihuan_site.jobs import leasing
        from bihuan_site.jobs.registry import daily, periodic

        periodic("jobs.tidy", every=daily, run=lambda run: f"删去 {leasing.tidy()} 条旧记录", title="清理旧的运行记录")
