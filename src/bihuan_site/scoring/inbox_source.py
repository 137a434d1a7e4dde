"""What is due by itself, as lines of the one inbox: a branch's dues of the month."""

from collections.abc import Iterable

from bihuan_site.inbox.sources import Entry
from bihuan_site.scoring.models import Due
from bihuan_site.scoring.queries import address_of, dues_of_branch
from bihuan_site.scoring.words import points
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.roles import Role

BRANCH = (Role.BRANCH_SECRETARY, Role.BRANCH_MEMBER)


class Dues:
    """The dues of the actor's own branch up to the end of the month."""

    def entries(self, actor: Actor, *, done: bool) -> Iterable[Entry]:
        """Give them as lines; what is done is found in the ledger, not here."""
        if done or actor.role not in BRANCH:
            return ()
        return [_entry(due) for due in dues_of_branch(actor)]

    def count(self, actor: Actor) -> int:
        """Count them."""
        return dues_of_branch(actor).count() if actor.role in BRANCH else 0


def _entry(due: Due) -> Entry:
    late = due.deadline < business_day()
    worth = f"{'可挽回' if late else '计'} {points(due.worth, due.per_point)} 分" if due.worth else ""
    return Entry(
        key=f"due:{due.pk}",
        kind="任务",
        title=f"补开{due.title}" if late else due.title,
        url=address_of(due),
        due=due.deadline,
        note=due.subject_name,
        worth=worth,
        verb="补开" if late else ("报送" if due.is_paper else "记活动"),
    )
