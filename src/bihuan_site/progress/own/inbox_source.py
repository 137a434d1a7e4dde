"""What a member finds in the list of things to do: announced activities of the week that want an answer."""

from collections.abc import Iterable

from django.urls import reverse

from bihuan_site.inbox.sources import Entry
from bihuan_site.progress.own.queries import open_count, this_week
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.roles import Role


class OwnActivities:
    """The member's week, as a source of the inbox."""

    def entries(self, actor: Actor, *, done: bool) -> Iterable[Entry]:
        """Give what still wants an answer; what was answered is no finished work and is not listed."""
        if done or actor.role is not Role.MEMBER:
            return []
        return [
            Entry(
                key=f"notice:{one.notice.pk}",
                kind="活动",
                title=one.notice.title,
                url=reverse("progress:my_notice", args=[one.notice.pk]),
                due=one.notice.day,
                note="、".join(one.notice.kinds),
                verb="答复",
            )
            for one in this_week(actor)
            if one.is_open
        ]

    def count(self, actor: Actor) -> int:
        """Count the same."""
        return open_count(actor) if actor.role is Role.MEMBER else 0


OWN_ACTIVITIES = OwnActivities()
