"""Reads of check-in."""

from bihuan_site.organisations.scoping import get_one
from bihuan_site.progress.activities.rolls_queries import count_due, is_due
from bihuan_site.progress.models import CheckIn, Notice
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotFound


def notice_due(actor: Actor, notice: int) -> Notice:
    """Give a notice the actor is due at, as a person. Raises ``NotFound`` for a missing one and another branch's."""
    found = get_one(Notice.objects.select_related("chair", "organisation"), pk=notice)
    if not is_due(actor.person, found.organisation_id, found.day, found.group_id or ""):
        raise NotFound("Notice")
    return found


def heads(notice: Notice) -> tuple[int, int]:
    """Give how many checked in and how many are due; no names."""
    due = count_due(notice.organisation_id, notice.day, notice.group_id or "")
    return CheckIn.objects.filter(notice=notice).count(), due


def has_checked_in(actor: Actor, notice: Notice) -> bool:
    """Whether the actor did so already."""
    return CheckIn.objects.filter(notice=notice, person_id=actor.person).exists()
