"""Reads of posts and of what is being handed over."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from bihuan_site.organisations.models import Handover, HandoverItem, PostHolding
from bihuan_site.organisations.posts.handover_items import WORDS
from bihuan_site.organisations.scoping import get_one, in_force, within
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day

COMMITTEE_POSTS = ("书记", "专职副书记", "副书记", "班子成员", "委员", "纪委书记", "纪委委员")
BRANCH_POSTS = ("书记", "副书记", "班子成员", "组织委员", "宣传委员", "纪检委员", "青年委员", "委员")
POSTS_OF = {
    "党组": ("书记", "班子成员"),
    "机关党委": COMMITTEE_POSTS,
    "党委": COMMITTEE_POSTS,
    "党总支": ("书记", "副书记", "班子成员", "委员"),
    "党支部": BRANCH_POSTS,
    "党小组": ("党小组长",),
}


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of a handing over with its words."""

    item: HandoverItem
    words: str


def posts_of(tier: str) -> list[tuple[str, str]]:
    """List the posts of a tier."""
    return [(post, post) for post in POSTS_OF.get(tier, ("书记", "委员"))]


def holding_for(actor: Actor, holding: str) -> PostHolding:
    """Give a running holding the actor sees. Raises ``NotFound``."""
    rows = PostHolding.objects.filter(in_force(business_day())).select_related("person", "organisation")
    return get_one(within(actor, rows), pk=holding)


def handovers(actor: Actor, state: str = "") -> QuerySet[Handover]:
    """List the handings over the actor sees, those in hand first."""
    rows = within(actor, Handover.objects.all(), "holding__organisation")
    rows = rows.select_related("holding__person", "holding__organisation", "receiver").prefetch_related("items")
    if state in ("open", "done"):
        rows = rows.filter(done__isnull=state == "open")
    return rows.order_by("done", "-opened", "-pk")


def handover_for(actor: Actor, pk: int) -> tuple[Handover, Sequence[ItemLine]]:
    """Give a handing over with its items. Raises ``NotFound``."""
    one = get_one(handovers(actor), pk=pk)
    return one, [ItemLine(item, WORDS.get(item.item, item.item)) for item in one.items.all()]
