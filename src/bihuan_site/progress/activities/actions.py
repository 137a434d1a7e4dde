"""Writes of activities: record, correct, withdraw; save and discard drafts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bihuan_site.audit.acting import Done, action
from bihuan_site.documents.taking import Checked, take
from bihuan_site.ledger.models import Activity, Participation
from bihuan_site.organisations.models import Organisation
from bihuan_site.organisations.scoping import get_one, organisation_for, within
from bihuan_site.progress.activities.checking import check_record, free_until
from bihuan_site.progress.activities.comparing_queries import changes_between
from bihuan_site.progress.activities.records import Record, activity_from, new_id, participations_of
from bihuan_site.progress.activities.rolls_queries import Name, due_on
from bihuan_site.progress.models import (
    AgendaItem,
    Attendance,
    CatchUp,
    Correction,
    Draft,
    Evidence,
    Filling,
    Notice,
)
from bihuan_site.progress.rights import RECORDERS
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.problems import Refused, Stale

MOST_DRAFTS = 20
COPIED = ("group_id", "minutes", "due", "present", "leave", "chair_id", "speakers", "leaders", "observers", "topics")
KEPT = ("kinds", "others", "first_item", "makes_up", "title", "place", "begins", "text", "day")


@action("progress.activity_recorded", RECORDERS)
def record_activity(
    *,
    actor: Actor,
    organisation: str,
    record: Record,
    notice: int | None = None,
    draft: str = "",
    files: Sequence[Checked] = (),
    seconds: int = 0,
) -> Done[Activity]:
    """Take in one activity with its names; it counts at once for everything it meets."""
    where = organisation_for(actor, organisation)
    due = due_on(where.pk, record.day, record.group)
    check_record(where, record, due)
    announced = get_one(within(actor, Notice.objects.all()), pk=notice) if notice else None
    if announced and announced.activity_id:
        raise Refused("这次通知已经记过活动，请打开那条记录更正。")
    activity = _store(where, record, due, actor)
    if announced:
        Notice.objects.filter(pk=announced.pk).update(activity=activity)
    _keep_files(actor, activity, files)
    if draft:
        Draft.objects.filter(mark=draft, form="activity", person_id=actor.person).delete()
    Filling.objects.create(organisation=where, form="activity", day=business_day(), seconds=seconds)
    return Done(activity, f"activity:{activity.pk}", {where.pk}, {"kinds": [*record.kinds], "day": f"{record.day}"})


@action("progress.activity_corrected", RECORDERS)
def correct_activity(
    *, actor: Actor, activity: str, record: Record, reason: str = "", files: Sequence[Checked] = ()
) -> Done[Activity]:
    """Put a new row in the place of a record; the old one stays to be seen. After seven days a reason is needed."""
    old = _changeable(actor, activity)
    reason = _reason(old, reason, "更正")
    where = old.organisation
    due = due_on(where.pk, record.day, record.group)
    check_record(where, record, due)
    new = _store(where, record, due, actor, corrects=old.pk)
    _replace(old, new, reason, changes_between(old, new))
    _keep_files(actor, new, files)
    details = {"corrects": old.pk, "day": f"{record.day}"}
    return Done(new, f"activity:{new.pk}", {where.pk}, details)


@action("progress.activity_withdrawn", RECORDERS)
def withdraw_activity(*, actor: Actor, activity: str, reason: str) -> Done[Activity]:
    """Take a record back: it counts for nothing any more and stays to be seen. Always with a reason."""
    old = _changeable(actor, activity)
    if not reason.strip():
        raise Refused("请写一句为什么作废。")
    given: dict[str, Any] = {name: getattr(old, name) for name in (*COPIED, *KEPT)}
    today = business_day()
    new = Activity.objects.create(
        id=new_id(old.day),
        organisation=old.organisation,
        corrects=old.pk,
        withdrawn=True,
        received=today,
        claimed=today,
        by=actor.person,
        **given,
    )
    _replace(old, new, reason.strip(), [])
    Notice.objects.filter(activity=new).update(activity=None)
    return Done(new, f"activity:{new.pk}", {old.organisation_id}, {"withdraws": old.pk})


@action("progress.draft_saved", RECORDERS)
def save_draft(
    *, actor: Actor, organisation: str, form: str, mark: str, content: Mapping[str, Sequence[str]], title: str = ""
) -> Done[Draft]:
    """Keep what was begun; every saving of the same form (``mark``) goes to the same draft."""
    where = organisation_for(actor, organisation)
    own = Draft.objects.filter(person_id=actor.person)
    if not mark:
        raise Refused("这张表单打开太久了，请刷新后再存。")
    if not own.filter(form=form, mark=mark).exists() and own.count() >= MOST_DRAFTS:
        raise Refused(f"草稿已有 {MOST_DRAFTS} 份，请先提交或弃掉几份。")
    kept = {name: [*values] for name, values in content.items()}
    saved, _ = Draft.objects.update_or_create(
        person_id=actor.person,
        form=form,
        mark=mark[:80],
        defaults={"organisation": where, "content": kept, "title": title[:120]},
    )
    return Done(saved, f"draft:{saved.pk}")


@action("progress.draft_discarded", RECORDERS)
def discard_draft(*, actor: Actor, draft: int) -> Done[None]:
    """Throw a draft of one's own away."""
    get_one(Draft.objects.filter(person_id=actor.person), pk=draft).delete()
    return Done(None, f"draft:{draft}")


def _changeable(actor: Actor, activity: str) -> Activity:
    old = get_one(within(actor, Activity.objects.select_related("organisation")), pk=activity)
    if old.replaced:
        raise Stale
    if old.withdrawn:
        raise Refused("这条记录已作废，不能再改。")
    return old


def _reason(old: Activity, reason: str, act: str) -> str:
    reason = reason.strip()
    if business_day() > free_until(old) and not reason:
        raise Refused(f"已过 7 天，{act}请写一句原因。")
    return reason


def _store(where: Organisation, record: Record, due: list[Name], actor: Actor, **more: Any) -> Activity:
    activity = activity_from(where, record, due, business_day(), by=actor.person, **more)
    activity.save(force_insert=True)
    Participation.objects.bulk_create(participations_of(activity))
    AgendaItem.objects.bulk_create(
        AgendaItem(activity=activity, number=number, text=text) for number, text in enumerate(record.agenda, start=1)
    )
    Attendance.objects.bulk_create(
        Attendance(activity=activity, person_id=one.id, state=record.attendance[one.id], category=one.category)
        for one in due
    )
    return activity


def _replace(old: Activity, new: Activity, reason: str, changed: Iterable[str]) -> None:
    if not Activity.objects.filter(pk=old.pk, replaced=False).update(replaced=True):
        raise Stale
    Correction.objects.create(activity=new, reason=reason[:200], changed=[*changed])
    Notice.objects.filter(activity=old).update(activity=new)
    CatchUp.objects.filter(activity=old).update(activity=new)
    Evidence.objects.filter(activity=old).update(activity=new)


def _keep_files(actor: Actor, activity: Activity, files: Sequence[Checked]) -> None:
    for one in files:
        Evidence.objects.create(activity=activity, upload=take(actor, one, activity.organisation_id))
