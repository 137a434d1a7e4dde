"""The room as a Django application."""

from django.apps import AppConfig


class ScoringConfig(AppConfig):
    """Has every act followed by an evaluation of the organisations it touched."""

    name = "bihuan_site.scoring"
    label = "scoring"

    def ready(self) -> None:
        """Listen to acts, and put what is due into the inbox."""
        from bihuan_site.audit.acting import on_touched
        from bihuan_site.inbox.sources import register
        from bihuan_site.jobs.registry import daily, periodic
        from bihuan_site.organisations.tree.open_work import tells_open_work
        from bihuan_site.organisations.tree.structure_queries import use_pack
        from bihuan_site.packs.in_force import pack_if_any
        from bihuan_site.scoring.daily import reckon_all
        from bihuan_site.scoring.inbox_source import Dues
        from bihuan_site.scoring.queries import open_obligations
        from bihuan_site.scoring.refreshing import refresh

        on_touched(refresh)
        use_pack(pack_if_any)
        tells_open_work(open_obligations)
        register(Dues())
        periodic("scoring.reckon_all", every=daily, run=reckon_all, title="重算全部党组织的得分和任务")
