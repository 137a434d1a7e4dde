"""Acts on posts: appoint, remove, have someone act for a time, hand over."""

from datetime import date

from bihuan_site.audit.acting import Done, action
from bihuan_site.organisations.history import ONE_DAY, state_on
from bihuan_site.organisations.identifiers import new_id
from bihuan_site.organisations.models import Handover, HandoverItem, Organisation, Person, PostHolding
from bihuan_site.organisations.posts.handover_items import items_for
from bihuan_site.organisations.scoping import get_one, in_force, organisation_for, within
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.locking import check_version
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.roles import BRANCH, OFFICE

SINGLE = ("书记", "专职副书记", "纪委书记", "党小组长")
"""Posts that one person at a time holds."""


@action("organisations.appointed", OFFICE)
def appoint(
    *,
    actor: Actor,
    organisation: str,
    person: str,
    post: str,
    since: date,
    acting: bool = False,
    until: date | None = None,
) -> Done[PostHolding]:
    """Give a person a post from ``since`` on; ``acting`` (代管) needs the day it ends."""
    where = organisation_for(actor, organisation)
    who = get_one(within(actor, Person.objects.filter(in_force(business_day()), erased=False)), pk=person)
    _check_interval(where, since, acting, until)
    _check_free(where, who, post, since, until, acting)
    one = PostHolding.objects.create(
        id=new_id("rz"), person=who, organisation=where, post=post, since=since, until=until, acting=acting
    )
    if not acting:
        waiting = Handover.objects.filter(
            holding__organisation=where, holding__post=post, receiver__isnull=True, done__isnull=True
        )
        waiting.update(receiver=who)
    details = {"post": post, "since": since.isoformat(), "acting": acting}
    return Done(one, on=f"post:{one.pk}", organisations={where.pk}, details=details)


@action("organisations.removed", OFFICE)
def remove(*, actor: Actor, holding: str, last_day: date, receiver: str = "") -> Done[PostHolding]:
    """End a holding with ``last_day`` as its last day, and open the handing over where the post has one."""
    one = get_one(
        within(actor, PostHolding.objects.filter(in_force(business_day())).select_related("organisation")), pk=holding
    )
    if last_day < one.since:
        raise Refused(f"任职从 {one.since:%Y-%m-%d} 开始，免职日期不能更早。请改日期。")
    one.until = last_day
    one.save()
    items = items_for(one.post) if not one.acting else ()
    if items:
        taker = get_one(within(actor, Person.objects.filter(erased=False)), pk=receiver) if receiver else None
        handover = Handover.objects.create(holding=one, receiver=taker, opened=business_day())
        HandoverItem.objects.bulk_create(HandoverItem(handover=handover, item=item.id) for item in items)
    details = {"post": one.post, "last_day": last_day.isoformat(), "items": len(items)}
    return Done(one, on=f"post:{one.pk}", organisations={one.organisation_id}, details=details)


@action("organisations.handover_marked", {**OFFICE, **BRANCH})
def mark_handover(
    *,
    actor: Actor,
    handover: int,
    version: int,
    handed: list[str],
    received: list[str],
    not_there: list[str],
    receiver: str = "",
) -> Done[Handover]:
    """Mark which items were handed, received or do not exist here; with every item settled the handing over is done.

    The giver is the one who held the post, the taker the receiver named; each item keeps the day it was first marked.
    """
    one = get_one(within(actor, Handover.objects.select_for_update(), "holding__organisation"), pk=handover)
    check_version(one, version)
    if one.done:
        raise Refused("这份交接已经办完。")
    if receiver:
        one.receiver = get_one(within(actor, Person.objects.filter(erased=False)), pk=receiver)
    if received and one.receiver is None:
        raise Refused("还没有接收人。请先选接收人，再勾选已接收的项目。")
    today = business_day()
    for item in one.items.all():
        item.not_there = item.item in not_there
        item.handed = (item.handed or today) if item.item in handed or item.item in received else None
        item.handed_by_id = one.holding.person_id if item.handed else None
        item.received = (item.received or today) if item.item in received else None
        item.received_by = one.receiver if item.received else None
        item.save()
    left = one.items.filter(not_there=False, received__isnull=True).count()
    one.done = today if not left else None
    one.save()
    details = {"left": left, "done": not left}
    return Done(one, on=f"handover:{one.pk}", details=details)


def _check_interval(where: Organisation, since: date, acting: bool, until: date | None) -> None:
    if acting and until is None:
        raise Refused("代管要写到哪一天为止。请填结束日期。")
    if until is not None and until < since:
        raise Refused("结束日期早于开始日期。请改日期。")
    if state_on(where.pk, since) is None:
        raise Refused(f"{where.name}在 {since:%Y-%m-%d} 还没有成立，或已经撤销。请改日期。")


def _check_free(where: Organisation, who: Person, post: str, since: date, until: date | None, acting: bool) -> None:
    later = where.posts.filter(post=post, since__lte=until) if until else where.posts.filter(post=post)
    clashing = later.exclude(until__lt=since).select_related("person")
    if clashing.filter(person=who).exists():
        raise Refused(f"{who.name}这段时间已任{post}。不用再办。")
    holder = clashing.filter(acting=acting).first() if post in SINGLE else None
    if holder:
        ends = f"，到 {holder.until:%Y-%m-%d}" if holder.until else ""
        free = f"（{(since - ONE_DAY):%Y-%m-%d} 为最后一天）"
        raise Refused(f"{post}现由{holder.person.name}担任{ends}。请先免职{free}，再任新人。")
