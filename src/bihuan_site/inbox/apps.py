"""The room as a Django application."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """See the room's README."""

    name = "bihuan_site.inbox"
    label = "inbox"

    def ready(self) -> None:
        """Declare the reminding."""
        from bihuan_site.inbox.reminding import remind
        from bihuan_site.jobs.registry import minutes, periodic

        periodic("inbox.remind", every=minutes(10), run=remind, title="发送待办提醒")
