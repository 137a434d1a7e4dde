"""The room as a Django application."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """See the room's README."""

    name = "bihuan_site.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Say who may fetch whose files: the room of documents lies below and cannot know."""
        from bihuan_site.documents.queries import use_scope
        from bihuan_site.organisations.scoping import within

        use_scope(within)
        self._declare_works()

    def _declare_works(self) -> None:
        """Have changes planned for a day made on that day."""
        from bihuan_site.jobs.registry import daily, periodic
        from bihuan_site.organisations.tree.planned import work_due_changes

        periodic("organisations.planned", every=daily, run=work_due_changes, title="组织变动生效")
