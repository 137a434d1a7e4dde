"""Duties that are a person's own: counted for the post, wherever they were done."""

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan_site.ledger.models import Activity
from bihuan_site.organisations.models import PostHolding
from bihuan_site.organisations.scoping import in_force
from bihuan_site.scoring.models import Obligation
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day


@dataclass(frozen=True, slots=True)
class Own:
    """One dated duty of a person, with the activities it was met by: where and when."""

    obligation: Obligation
    records: tuple[Activity, ...]

    @property
    def places(self) -> list[str]:
        """Where it was done, in words: 6 月 18 日 规划处党支部."""
        return [f"{one.day.month} 月 {one.day.day} 日 {one.organisation.name}" for one in self.records]


def posts_of(actor: Actor) -> list[PostHolding]:
    """Give the posts the person holds today."""
    rows = PostHolding.objects.filter(in_force(business_day()), person_id=actor.person)
    return [*rows.select_related("organisation").order_by("organisation__path", "id")]


def duties_of(actor: Actor) -> Sequence[Own]:
    """Give the person's own duties of the year, what is open first."""
    rows = [*Obligation.objects.filter(subject=actor.person).select_related("organisation").order_by("deadline", "id")]
    ids = {record for one in rows for record in one.records}
    found = {one.pk: one for one in Activity.objects.filter(id__in=ids).select_related("organisation")}
    own = [Own(one, tuple(found[pk] for pk in one.records if pk in found)) for one in rows]
    today = business_day()
    return sorted(own, key=lambda one: (_rank(one.obligation), abs((one.obligation.deadline - today).days)))


def _rank(one: Obligation) -> int:
    return {"可补": 0, "缺": 1, "未到期": 2}.get(one.state, 3)
