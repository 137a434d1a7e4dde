"""The room as a Django application."""

from django.apps import AppConfig


class ResponsibilityConfig(AppConfig):
    """See the room's README."""

    name = "bihuan_site.responsibility"
    label = "responsibility"

    def ready(self) -> None:
        """Tell those who write rules what a duty costs."""
        from bihuan_site.packs.costing import tell_cost
        from bihuan_site.responsibility.load.queries import minutes_a_month

        tell_cost(minutes_a_month)
