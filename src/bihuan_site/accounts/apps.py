"""The room as a Django application."""

from django.apps import AppConfig
from django.core.checks import Tags, register


class AccountsConfig(AppConfig):
    """See the room's README."""

    name = "bihuan_site.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register the checks and the daily tidying, and write the trail of log-ins and second factors."""
        from bihuan_site.accounts import checks, sessions, signals
        from bihuan_site.accounts.wearers import Wearers
        from bihuan_site.inbox.knowing import use_register
        from bihuan_site.jobs.registry import daily, periodic

        use_register(Wearers())
        register(checks.routes_have_rights, Tags.urls)
        signals.connect()
        tidying = "清理过期的登录"
        periodic("accounts.tidy", every=daily, run=lambda run: f"删去 {sessions.tidy()} 行", title=tidying)
