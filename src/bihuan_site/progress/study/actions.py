"""Writes of theory study: topics, sessions arranged, changed and called off, sessions recorded and corrected."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from django.urls import reverse

from bihuan_site.audit.acting import Done, action
from bihuan_site.inbox.posting import Notice, settle, tell_many
from bihuan_site.ledger.models import Activity, Participation
from bihuan_site.organisations.models import PostHolding
from bihuan_site.organisations.scoping import get_one, in_force
from bihuan_site.progress.activities.records import SITS_IN, Record, activity_from, participations_of
from bihuan_site.progress.activities.rolls_queries import due_on
from bihuan_site.progress.models import Attendance, Correction, Presence, StudySession, StudyTopic
from bihuan_site.progress.study.queries import KIND, observers_of, places_of, units_for
from bihuan_site.progress.study.rights import KEEPERS
from bihuan_site.progress.study.scoping import groups_in, kept_group, may_keep
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.locking import check_version
from bihuan_site.shared.problems import NotFound, Refused, Stale
from bihuan_site.shared.roles import Role
from bihuan_site.shared.wording import date_words


@dataclass(frozen=True, slots=True)
class Arranged:
    """A session as it is arranged."""

    title: str
    day: date
    begins: time | None = None
    place: str = ""
    topics: tuple[int, ...] = ()
    observing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A session as it was held. ``attendance`` maps members to 到会, 报备 or 缺席."""

    minutes: int
    chair: str
    text: str = ""
    attendance: Mapping[str, str] = field(default_factory=dict)
    observers: tuple[str, ...] = ()


@action("progress.study_topic_added", KEEPERS)
def add_topic(
    *, actor: Actor, organisation: str, year: int, text: str, source: str, month: int | None = None
) -> Done[StudyTopic]:
    """Put a topic into the year's plan, with the paper that asks for it."""
    where = kept_group(actor, organisation)
    if not text.strip() or not source.strip():
        raise Refused("请写专题，并写明依据哪份文件。")
    if StudyTopic.objects.filter(organisation=where, year=year, text=text.strip()).exists():
        raise Refused("这一年的计划里已有这个专题。")
    topic = StudyTopic.objects.create(
        organisation=where, year=year, text=text.strip()[:120], source=source.strip()[:200], month=month
    )
    return Done(topic, f"study_topic:{topic.pk}", (), {"year": year})


@action("progress.study_topic_removed", KEEPERS)
def remove_topic(*, actor: Actor, topic: int, version: int) -> Done[None]:
    """Take a topic that was not studied yet out of the plan."""
    found = get_one(StudyTopic.objects.filter(organisation__in=groups_in(actor)), pk=topic)
    kept_group(actor, found.organisation_id)
    check_version(found, version)
    if found.sessions.exists():
        raise Refused("这个专题已安排或学过，不能删。")
    found.delete()
    return Done(None, f"study_topic:{topic}")


@action("progress.study_arranged", KEEPERS)
def arrange(*, actor: Actor, organisation: str, session: Arranged) -> Done[StudySession]:
    """Arrange a session; members and the branches of those who sit in are told."""
    where = kept_group(actor, organisation)
    made = StudySession(organisation=where, arranged=business_day(), by=actor.person)
    _write(made, session)
    return Done(made, f"study_session:{made.pk}", (), {"day": f"{session.day}"})


@action("progress.study_changed", KEEPERS)
def change_session(*, actor: Actor, session: int, version: int, arranged: Arranged) -> Done[StudySession]:
    """Change what was arranged; whoever was told sees the new day."""
    found = _open(actor, session, version)
    settle(f"study:{found.pk}")
    _write(found, arranged)
    return Done(found, f"study_session:{found.pk}", (), {"day": f"{arranged.day}"})


@action("progress.study_cancelled", KEEPERS)
def cancel_session(*, actor: Actor, session: int, version: int) -> Done[StudySession]:
    """Call a session off."""
    found = _open(actor, session, version)
    found.cancelled = business_day()
    found.save()
    settle(f"study:{found.pk}")
    return Done(found, f"study_session:{found.pk}")


@action("progress.study_recorded", KEEPERS)
def record_session(*, actor: Actor, session: int, version: int, held: Held, reason: str = "") -> Done[Activity]:
    """Record that a session was held: it counts like any activity. Recording again corrects, with a reason."""
    found = _kept(actor, session)
    check_version(found, version)
    if found.cancelled:
        raise Refused("这次学习已取消。")
    old = found.activity
    if old and not reason.strip():
        raise Refused("更正请写一句原因。")
    made = _activity(actor, found, held, old)
    if old:
        if not Activity.objects.filter(pk=old.pk, replaced=False).update(replaced=True):
            raise Stale
        Correction.objects.create(activity=made, reason=reason.strip()[:200], changed=[])
    found.activity = made
    found.save()
    settle(f"study:{found.pk}")
    named = {one for one in (made.chair_id, *made.leaders) if one}
    posts = PostHolding.objects.filter(in_force(made.day), person_id__in=named).values_list(
        "organisation_id", flat=True
    )
    return Done(made, f"study_session:{found.pk}", {found.organisation_id, *posts}, {"activity": made.pk})


def _activity(actor: Actor, found: StudySession, held: Held, old: Activity | None) -> Activity:
    due = due_on(found.organisation_id, found.day)
    known = {one.id for one in due}
    _check_held(found, held, known)
    record = Record(
        kinds=(KIND,),
        day=found.day,
        title=found.title,
        begins=found.begins,
        minutes=held.minutes,
        place=found.place,
        chair=held.chair,
        topics=tuple(found.topics.values_list("text", flat=True)),
        text=held.text.strip(),
        attendance=held.attendance,
        guests=dict.fromkeys(held.observers, SITS_IN),
    )
    made = activity_from(
        found.organisation, record, due, business_day(), by=actor.person, corrects=old.pk if old else None
    )
    made.save(force_insert=True)
    Participation.objects.bulk_create(participations_of(made))
    Attendance.objects.bulk_create(
        Attendance(activity=made, person_id=one.id, state=held.attendance[one.id], category=one.category) for one in due
    )
    return made


def _check_held(found: StudySession, held: Held, known: set[str]) -> None:
    if found.day > business_day():
        raise Refused(f"{date_words(found.day)}还没到，学过再记。")
    if not known:
        raise Refused("这个党组织还没有登记班子成员，请先在组织里补上任职。")
    if {*held.attendance} != known or {*held.attendance.values()} - {*Presence.values}:
        raise Refused("成员名单有变动，请按最新名单重新点到。")
    there = {one for one, state in held.attendance.items() if state == Presence.PRESENT}
    if not there:
        raise Refused("没有人到会，不能记成一次学习。")
    if held.chair not in there:
        raise Refused("主持人要在到会的成员里。")
    if not 0 < held.minutes <= 1440:
        raise Refused("时长写分钟数，1 到 1440 之间。")
    if {*held.observers} - {one.pk for one in observers_of(found)}:
        raise Refused("列席旁听的人不在这次安排的批次里，请重选。")


def _write(found: StudySession, arranged: Arranged) -> None:
    if not arranged.title.strip():
        raise Refused("请写这次学什么。")
    topics = StudyTopic.objects.filter(organisation_id=found.organisation_id, pk__in=arranged.topics)
    if topics.count() != len({*arranged.topics}):
        raise Refused("选的专题不在本计划里，请刷新后重选。")
    known = {one.id for one in units_for(found.organisation)}
    if {*arranged.observing} - known:
        raise Refused("选的列席批次已不在，请刷新后重选。")
    found.title, found.day, found.begins = arranged.title.strip(), arranged.day, arranged.begins
    found.place, found.observing = arranged.place.strip(), tuple(arranged.observing)
    found.save()
    found.topics.set(topics)
    if found.day >= business_day():
        tell_many([*_to_members(found), *_to_seats(found)])


def _to_members(found: StudySession) -> Iterable[Notice]:
    for one in due_on(found.organisation_id, found.day):
        yield Notice(
            key=f"study:{found.pk}/{found.version}/{one.id}",
            kind="中心组学习",
            title=f"{date_words(found.day)}中心组学习：{found.title}",
            url=reverse("progress:study_session", args=(found.pk,)),
            person=one.id,
            due=found.day,
            source=found.organisation.name,
        )


def _to_seats(found: StudySession) -> Iterable[Notice]:
    for place in places_of(found):
        yield Notice(
            key=f"study:{found.pk}/{found.version}/seat/{place}",
            kind="列席旁听",
            title=f"{date_words(found.day)}列席旁听中心组学习：{found.title}",
            url=reverse("progress:study_seat", args=(found.pk,)),
            organisation=place,
            role=Role.BRANCH_SECRETARY,
            due=found.day,
            source=found.organisation.name,
        )


def _kept(actor: Actor, session: int) -> StudySession:
    rows = StudySession.objects.filter(organisation__in=groups_in(actor)).select_related("organisation", "activity")
    found = get_one(rows, pk=session)
    if not may_keep(actor, found.organisation):
        raise NotFound("StudySession")
    return found


def _open(actor: Actor, session: int, version: int) -> StudySession:
    found = _kept(actor, session)
    check_version(found, version)
    if found.cancelled or found.activity_id:
        raise Refused("这次学习已记录或取消，不能再改安排。")
    return found
