"""Writes about coming activities: announce, change, call off; answer, ask and grant leave; catch up and confirm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from bihuan_site.audit.acting import Done, action
from bihuan_site.inbox.posting import settle, tell
from bihuan_site.organisations.models import Organisation
from bihuan_site.organisations.scoping import get_one, organisation_for, within
from bihuan_site.progress.activities.filling_queries import kinds_of
from bihuan_site.progress.activities.rolls_queries import due_on, groups_of, is_due
from bihuan_site.progress.models import (
    Attendance,
    CatchUp,
    CatchUpState,
    Leave,
    LeaveReason,
    LeaveState,
    Notice,
    Presence,
    Reply,
)
from bihuan_site.progress.notices.queries import notice_for_member
from bihuan_site.progress.rights import MEMBERS, RECORDERS
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.locking import check_version
from bihuan_site.shared.problems import NotFound, Refused
from bihuan_site.shared.roles import Role
from bihuan_site.shared.wording import date_words

LEAVE_ITEM = "leave"
CATCH_UP_ITEM = "catch_up"


@dataclass(frozen=True, slots=True)
class Coming:
    """What is announced."""

    kinds: tuple[str, ...]
    title: str
    day: date
    begins: time
    minutes: int
    place: str = ""
    group: str = ""
    chair: str = ""
    speakers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    materials: str = ""


@action("progress.notice_announced", RECORDERS)
def announce(*, actor: Actor, organisation: str, coming: Coming) -> Done[Notice]:
    """Announce a coming activity to the members it is for."""
    where = organisation_for(actor, organisation)
    _check(where, coming)
    notice = Notice(organisation=where, announced=business_day(), by=actor.person)
    _write(notice, coming)
    return Done(notice, f"notice:{notice.pk}", (), {"kinds": [*coming.kinds], "day": f"{coming.day}"})


@action("progress.notice_changed", RECORDERS)
def change_notice(*, actor: Actor, notice: int, version: int, coming: Coming) -> Done[Notice]:
    """Change what was announced; leave already asked for stays."""
    old = _open_notice(actor, notice)
    check_version(old, version)
    _check(old.organisation, coming)
    _write(old, coming)
    return Done(old, f"notice:{old.pk}", (), {"day": f"{coming.day}"})


@action("progress.notice_cancelled", RECORDERS)
def cancel_notice(*, actor: Actor, notice: int) -> Done[Notice]:
    """Call a coming activity off."""
    old = _open_notice(actor, notice)
    old.cancelled = business_day()
    old.version += 1
    old.save()
    for leave in old.leaves.all():
        settle(f"{LEAVE_ITEM}:{leave.pk}")
    return Done(old, f"notice:{old.pk}")


@action("progress.coming_said", MEMBERS)
def say_coming(*, actor: Actor, notice: int) -> Done[Reply]:
    """Say that one is coming; takes back a request for leave that is still open."""
    coming = _answerable(actor, notice)
    Leave.objects.filter(notice=coming, person_id=actor.person).exclude(state=LeaveState.REFUSED).update(
        state=LeaveState.WITHDRAWN
    )
    _settle_leave(coming, actor.person)
    reply, _ = Reply.objects.get_or_create(notice=coming, person_id=actor.person)
    return Done(reply, f"notice:{coming.pk}")


@action("progress.leave_asked", MEMBERS)
def ask_leave(*, actor: Actor, notice: int, reason: str, text: str = "") -> Done[Leave]:
    """Ask leave from one announced activity (报备). Asking again replaces what was taken back or refused."""
    coming = _answerable(actor, notice)
    if reason not in LeaveReason.values:
        raise Refused("请选一个原因。")
    known = Leave.objects.filter(notice=coming, person_id=actor.person).first()
    if known and known.state in (LeaveState.ASKED, LeaveState.AGREED):
        raise Refused("你已经报备过了，不用再报。")
    leave = known or Leave(notice=coming, person_id=actor.person)
    leave.version = leave.version + 1 if known else 1
    leave.reason, leave.text, leave.state = reason, text.strip()[:60], LeaveState.ASKED
    leave.asked, leave.answered, leave.answered_by = business_day(), None, ""
    leave.save()
    Reply.objects.filter(notice=coming, person_id=actor.person).delete()
    tell(
        key=f"{LEAVE_ITEM}:{leave.pk}:{leave.version}",
        kind="报备",
        title=f"{actor.name}报备：{coming.title}",
        url=f"/activities/notices/{coming.pk}/",
        organisation=coming.organisation_id,
        role=Role.BRANCH_SECRETARY,
        due=coming.day,
        source=f"{date_words(coming.day)}，{leave.reason}",
    )
    return Done(leave, f"leave:{leave.pk}", (), {"notice": coming.pk})


@action("progress.leave_taken_back", MEMBERS)
def take_back_leave(*, actor: Actor, notice: int) -> Done[Leave]:
    """Take one's own request back."""
    coming = _answerable(actor, notice)
    leave = get_one(Leave.objects.filter(notice=coming), person_id=actor.person)
    leave.state = LeaveState.WITHDRAWN
    leave.version += 1
    leave.save()
    _settle_leave(coming, actor.person)
    return Done(leave, f"leave:{leave.pk}")


@action("progress.leaves_answered", RECORDERS)
def answer_leaves(*, actor: Actor, leaves: Iterable[int], agree: bool) -> Done[list[Leave]]:
    """Agree to requests, one or all at once, or refuse them."""
    asked = within(actor, Leave.objects.select_related("notice"), "notice__organisation")
    found = [get_one(asked, pk=one) for one in sorted({*leaves})]
    if not found:
        raise Refused("没有选到报备，请先选人。")
    for leave in found:
        if leave.state != LeaveState.ASKED:
            raise Refused("其中有人的报备已处理或撤回，请刷新后再看。")
        leave.state = LeaveState.AGREED if agree else LeaveState.REFUSED
        leave.answered, leave.answered_by = business_day(), actor.person
        leave.version += 1
        leave.save()
        settle(f"{LEAVE_ITEM}:{leave.pk}:{leave.version - 1}")
        if not agree:
            tell(
                key=f"leave_refused:{leave.pk}:{leave.version}",
                kind="报备",
                title=f"报备没有同意：{leave.notice.title}",
                url=f"/my/activities/{leave.notice_id}/",
                person=leave.person_id,
                due=leave.notice.day,
            )
    return Done(found, f"notice:{found[0].notice_id}", (), {"leaves": len(found), "agree": agree})


@action("progress.caught_up", MEMBERS)
def log_catch_up(*, actor: Actor, activity: str, day: date, text: str = "") -> Done[CatchUp]:
    """Say that one made up for a missed activity on a day of one's own (补学)."""
    missed = Attendance.objects.filter(activity_id=activity, person_id=actor.person).select_related("activity").first()
    if missed is None or missed.activity.replaced or missed.activity.withdrawn:
        raise NotFound("Activity")
    if missed.state == Presence.PRESENT:
        raise Refused("这次活动你到会了，不用补学。")
    if not missed.activity.day <= day <= business_day():
        raise Refused(f"补学日期要在{date_words(missed.activity.day)}之后、今天之前。")
    known = CatchUp.objects.filter(activity=missed.activity, person_id=actor.person).first()
    if known and known.state != CatchUpState.REFUSED:
        raise Refused("这一次已经记过补学。")
    entry = known or CatchUp(activity=missed.activity, person_id=actor.person)
    entry.version = entry.version + 1 if known else 1
    entry.day, entry.text, entry.state, entry.answered = day, text.strip()[:200], CatchUpState.ASKED, None
    entry.save()
    tell(
        key=f"{CATCH_UP_ITEM}:{entry.pk}:{entry.version}",
        kind="补学",
        title=f"{actor.name}补学，待核对",
        url="/activities/coverage/",
        organisation=missed.activity.organisation_id,
        role=Role.BRANCH_SECRETARY,
        source=f"{date_words(missed.activity.day)}{'、'.join(missed.activity.kinds)}",
    )
    return Done(entry, f"catch_up:{entry.pk}")


@action("progress.catch_ups_answered", RECORDERS)
def answer_catch_ups(*, actor: Actor, entries: Iterable[int], agree: bool) -> Done[list[CatchUp]]:
    """Confirm that members caught up, or give it back."""
    asked = within(actor, CatchUp.objects.all(), "activity__organisation")
    found = [get_one(asked, pk=one) for one in sorted({*entries})]
    if not found:
        raise Refused("没有选到补学，请先选人。")
    for entry in found:
        if entry.state != CatchUpState.ASKED:
            raise Refused("其中有的补学已核对，请刷新后再看。")
        entry.state = CatchUpState.CONFIRMED if agree else CatchUpState.REFUSED
        entry.answered, entry.answered_by = business_day(), actor.person
        entry.version += 1
        entry.save()
        settle(f"{CATCH_UP_ITEM}:{entry.pk}:{entry.version - 1}")
    return Done(found, f"catch_up:{found[0].pk}", (), {"entries": len(found), "agree": agree})


def _check(where: Organisation, coming: Coming) -> None:
    if not coming.kinds or {*coming.kinds} - {*kinds_of(where)}:
        raise Refused("请选活动类型，至少一种。")
    if coming.day < business_day():
        raise Refused("通知的日子已经过了。开过的活动请直接记。")
    if not coming.title.strip():
        raise Refused("写上主题，党员好准备。")
    if not 0 < coming.minutes <= 1440:
        raise Refused("时长写分钟数，1 到 1440 之间。")
    if coming.group and coming.group not in {one.pk for one in groups_of(where.pk, coming.day)}:
        raise Refused("这个党小组当天不在本支部，请重选。")
    named = {one for one in (coming.chair, *coming.speakers) if one}
    if named - {one.id for one in due_on(where.pk, coming.day)}:
        raise Refused("主持人和主讲人要在本支部党员里选。")


def _write(notice: Notice, coming: Coming) -> None:
    notice.kinds, notice.title, notice.day, notice.begins = (
        coming.kinds,
        coming.title.strip(),
        coming.day,
        coming.begins,
    )
    notice.minutes, notice.place, notice.group_id = coming.minutes, coming.place.strip(), coming.group or None
    notice.chair_id, notice.speakers = coming.chair or None, coming.speakers
    notice.topics, notice.agenda, notice.materials = coming.topics, coming.agenda, coming.materials.strip()
    notice.save()


def _open_notice(actor: Actor, notice: int) -> Notice:
    old = get_one(within(actor, Notice.objects.select_related("organisation")), pk=notice)
    if old.cancelled:
        raise Refused("这次活动已取消。")
    if old.activity_id:
        raise Refused("这次活动已记录，请打开记录更正。")
    return old


def _answerable(actor: Actor, notice: int) -> Notice:
    coming = notice_for_member(actor, notice)
    if coming.cancelled:
        raise Refused("这次活动已取消，不用报备。")
    if coming.activity_id or coming.day < business_day():
        raise Refused("这次活动已开过。没能到会的，可以补学。")
    if not is_due(actor.person, coming.organisation_id, coming.day, coming.group_id or ""):
        raise NotFound("Notice")
    return coming


def _settle_leave(notice: Notice, person: str) -> None:
    for leave in Leave.objects.filter(notice=notice, person_id=person):
        settle(f"{LEAVE_ITEM}:{leave.pk}:{leave.version}")
        settle(f"{LEAVE_ITEM}:{leave.pk}:{leave.version - 1}")
