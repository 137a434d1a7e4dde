"""Writes of visits: plan, call off, record with a comment, change the comment, answer."""

from datetime import timedelta

from django.urls import reverse

from bihuan_site.audit.acting import Done, action
from bihuan_site.inbox.posting import settle, tell
from bihuan_site.ledger.models import Activity, Participation
from bihuan_site.organisations.models import PostHolding
from bihuan_site.organisations.scoping import get_one, in_force, within
from bihuan_site.progress.activities.records import SITS_IN
from bihuan_site.progress.activities.rolls_queries import due_on
from bihuan_site.progress.models import Notice, Visit, VisitState
from bihuan_site.progress.visits.queries import BRANCH_TIER, LOOK_BACK, standing_record
from bihuan_site.progress.visits.rights import ANSWERERS, VISITORS
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.locking import check_version
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.roles import Role
from bihuan_site.shared.wording import date_words


@action("progress.visit_planned", VISITORS)
def plan_visit(*, actor: Actor, notice: int) -> Done[Visit]:
    """Say that one will sit in on an announced activity; the branch is told."""
    rows = Notice.objects.filter(organisation__tier=BRANCH_TIER).select_related("organisation")
    coming = get_one(within(actor, rows), pk=notice)
    if coming.cancelled or coming.activity_id or coming.day < business_day():
        raise Refused("这次活动已经开过或取消，请在已开的活动里选。")
    if Visit.objects.filter(person_id=actor.person, notice=coming).exists():
        raise Refused("这次活动你已经计划列席。")
    visit = Visit.objects.create(
        person_id=actor.person,
        organisation=coming.organisation,
        notice=coming,
        day=coming.day,
        about=_about(coming.kinds, coming.title),
        recorded=business_day(),
    )
    _tell(visit, f"{actor.name}将列席{date_words(visit.day)}的{'、'.join(coming.kinds)}")
    return Done(visit, f"visit:{visit.pk}", (), {"notice": coming.pk})


@action("progress.visit_dropped", VISITORS)
def drop_visit(*, actor: Actor, visit: int, version: int) -> Done[None]:
    """Call a planned visit of one's own off."""
    found = _own(actor, visit, version)
    if found.state != VisitState.PLANNED:
        raise Refused("已经列席的不能取消。")
    settle(f"visit:{found.pk}")
    found.delete()
    return Done(None, f"visit:{visit}")


@action("progress.visit_recorded", VISITORS)
def record_visit(*, actor: Actor, activity: str, comment: str) -> Done[Visit]:
    """Record that one sat in, with a comment: one is named as sitting in, nothing else of the record changes."""
    rows = Activity.objects.filter(organisation__tier=BRANCH_TIER).select_related("organisation")
    held = get_one(within(actor, rows), pk=activity)
    _check_held(held)
    comment = _checked(held, comment)
    visit = _visit_to(actor, held)
    if visit.pk and visit.state == VisitState.DONE:
        raise Refused("这次活动你已经记过列席，请在原来那条里改点评。")
    visit.activity, visit.day, visit.about = held, held.day, _about(held.kinds, held.title)
    visit.state, visit.comment, visit.recorded = VisitState.DONE, comment, business_day()
    visit.version = visit.version + 1 if visit.pk else 1
    visit.save()
    _name_in(held, actor.person)
    settle(f"visit:{visit.pk}")
    _tell(visit, f"{actor.name}列席点评，可以回应")
    posts = PostHolding.objects.filter(in_force(held.day), person_id=actor.person)
    touched = {held.organisation_id, *posts.values_list("organisation_id", flat=True)}
    return Done(visit, f"visit:{visit.pk}", touched, {"activity": held.pk})


@action("progress.visit_comment_changed", VISITORS)
def change_comment(*, actor: Actor, visit: int, version: int, comment: str) -> Done[Visit]:
    """Write one's comment anew, as long as the branch has not answered."""
    found = _own(actor, visit, version)
    if found.state != VisitState.DONE or found.activity is None:
        raise Refused("还没有列席，开过以后再点评。")
    if found.answered:
        raise Refused("支部已经回应，点评不再改。")
    found.comment = _checked(found.activity, comment)
    found.save()
    return Done(found, f"visit:{found.pk}")


@action("progress.visit_answered", ANSWERERS)
def answer_visit(*, actor: Actor, visit: int, version: int, text: str) -> Done[Visit]:
    """Answer a comment for the branch."""
    found = get_one(within(actor, Visit.objects.select_related("organisation")), pk=visit)
    check_version(found, version)
    if found.state != VisitState.DONE:
        raise Refused("还没有列席，没有点评可以回应。")
    if not text.strip():
        raise Refused("请写一句怎么改、改到哪一步。")
    found.answer, found.answered, found.answered_by = text.strip()[:1000], business_day(), actor.person
    found.save()
    settle(f"visit:{found.pk}")
    tell(
        key=f"visit_answer:{found.pk}",
        kind="列席",
        title=f"{found.organisation.name}回应了列席点评",
        url=reverse("progress:visit", args=(found.pk,)),
        person=found.person_id,
        source=found.organisation.name,
    )
    return Done(found, f"visit:{found.pk}")


def _own(actor: Actor, visit: int, version: int) -> Visit:
    rows = Visit.objects.filter(person_id=actor.person).select_related("activity", "organisation")
    found = get_one(rows, pk=visit)
    check_version(found, version)
    return found


def _visit_to(actor: Actor, held: Activity) -> Visit:
    """Give the visit that was planned to this activity, or the one recorded before a correction, or a new one."""
    own = Visit.objects.filter(person_id=actor.person, organisation_id=held.organisation_id)
    for one in own.filter(state=VisitState.DONE, day=held.day).select_related("activity"):
        if one.activity and standing_record(one.activity).pk == held.pk:
            return one
    planned = own.filter(state=VisitState.PLANNED, notice__activity=held).first()
    return planned or Visit(person_id=actor.person, organisation=held.organisation, recorded=business_day())


def _check_held(held: Activity) -> None:
    if held.replaced or held.withdrawn:
        raise Refused("这条记录已更正或作废，请选最新的一条。")
    if held.day < business_day() - timedelta(days=LOOK_BACK):
        raise Refused(f"只补记近 {LOOK_BACK} 天的列席，更早的请与支部核对后由支部更正记录。")


def _checked(held: Activity, comment: str) -> str:
    comment = comment.strip()[:1000]
    if not comment:
        raise Refused("请写一句点评：活动好在哪里，还可以怎么改。")
    named = [one.name for one in due_on(held.organisation_id, held.day) if len(one.name) > 1 and one.name in comment]
    if named:
        raise Refused("点评写活动，不写人。请去掉党员姓名后再提交。")
    return comment


def _name_in(held: Activity, person: str) -> None:
    if person not in held.observers:
        held.observers = (*held.observers, person)
        held.save(update_fields=["observers"])
    Participation.objects.get_or_create(activity=held, person_id=person, role=SITS_IN)


def _about(kinds: tuple[str, ...], title: str) -> str:
    words = "、".join(kinds)
    return f"{words}：{title}"[:200] if title else words[:200]


def _tell(visit: Visit, words: str) -> None:
    tell(
        key=f"visit:{visit.pk}/{visit.version}",
        kind="列席",
        title=words,
        url=reverse("progress:visit", args=(visit.pk,)),
        organisation=visit.organisation_id,
        role=Role.BRANCH_SECRETARY,
        due=visit.day if visit.state == VisitState.PLANNED else None,
        source=visit.about[:120],
    )
