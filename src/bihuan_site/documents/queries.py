"""Who may fetch which file."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bihuan_site.documents.models import Upload
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotFound
from bihuan_site.shared.roles import Relation

Scope = Callable[..., "QuerySet[Any]"]
_scopes: list[Scope] = []


def use_scope(scope: Scope) -> None:
    """Take ``organisations.scoping.within`` as the measure of who sees whose files; before that nobody sees any."""
    _scopes[:] = [scope]


def uploads_for(actor: Actor) -> QuerySet[Upload]:
    """Give the files ``actor`` may fetch: one's own where only one's own is seen, else those of the organisations."""
    if actor.relation is Relation.SELF:
        return Upload.objects.filter(owner_id=actor.person) if actor.person else Upload.objects.none()
    found: QuerySet[Upload] = _scopes[0](actor, Upload.objects.all()) if _scopes else Upload.objects.none()
    return found


def upload_for(actor: Actor, upload: UUID | str) -> Upload:
    """Give one file. Raises :class:`NotFound` alike for a missing one and another's."""
    found = uploads_for(actor).filter(pk=upload).first()
    if found is None:
        raise NotFound("Upload")
    return found
