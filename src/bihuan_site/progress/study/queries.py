"""Reads of theory study."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from bihuan_site.ledger.models import Activity
from bihuan_site.organisations.models import Organisation, Person, StudyGroup
from bihuan_site.organisations.scoping import get_one, in_force
from bihuan_site.progress.activities.rolls_queries import Name, due_on
from bihuan_site.progress.models import Attendance, StudySession, StudyTopic
from bihuan_site.progress.study.scoping import groups_in
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.problems import NotFound

KIND = "中心组学习"
GROUP, BRANCH = "group:", "branch:"


@dataclass(frozen=True, slots=True)
class TopicShown:
    """A topic of the plan, with the days it was studied and the day it is arranged for."""

    topic: StudyTopic
    studied: tuple[StudySession, ...]
    arranged: StudySession | None

    @property
    def state(self) -> str:
        """已学, 已安排 or 未学."""
        return "已学" if self.studied else "已安排" if self.arranged else "未学"


@dataclass(frozen=True, slots=True)
class SessionShown:
    """A session held, arranged here or known from the ledger only."""

    activity: Activity
    session: StudySession | None


@dataclass(frozen=True, slots=True)
class Unit:
    """Who can be invited to sit in: a youth study group or a branch; how often it was, and when last."""

    id: str
    name: str
    times: int
    last: date | None


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the group: how many sessions there were while they were in it, and how many they came to."""

    name: Name
    due: int
    present: int


def default_group(actor: Actor, asked: str) -> Organisation | None:
    """Give the group asked for, or the one most likely meant: for the office the leading group, else one's own."""
    groups = groups_in(actor)
    if asked:
        return get_one(groups, pk=asked)
    return groups.filter(tier="党组").first() or groups.filter(pk=actor.organisation).first() or groups.first()


def topics_of(where: Organisation, year: int) -> list[TopicShown]:
    """Give the plan of a year: what was studied, what is arranged, what is open."""
    rows = StudySession.objects.filter(cancelled=None).select_related("activity").order_by("day")
    found = []
    for topic in StudyTopic.objects.filter(organisation=where, year=year).prefetch_related(
        Prefetch("sessions", queryset=rows, to_attr="standing")
    ):
        sessions: list[StudySession] = topic.standing
        coming = next((one for one in sessions if one.activity_id is None), None)
        found.append(TopicShown(topic, tuple(one for one in sessions if one.activity_id), coming))
    return found


def held_in(where: Organisation, year: int) -> list[SessionShown]:
    """Give the sessions held in a year, newest first, from the ledger."""
    rows = Activity.objects.filter(organisation=where, day__year=year, replaced=False, withdrawn=False)
    found = [one for one in rows.order_by("-day", "-id") if KIND in one.kinds]
    known = {one.activity_id: one for one in StudySession.objects.filter(activity__in=found)}
    return [SessionShown(one, known.get(one.pk)) for one in found]


def arranged_of(where: Organisation) -> QuerySet[StudySession]:
    """Give the sessions arranged and not yet recorded, the next first."""
    rows = StudySession.objects.filter(organisation=where, cancelled=None, activity=None)
    return rows.prefetch_related("topics").order_by("day", "id")


def attendance_of(where: Organisation, year: int) -> list[Member]:
    """Count how often each of today's members came, in the order of the register: nobody is ranked."""
    held = held_in(where, year)
    members = due_on(where.pk, business_day())
    since: dict[str, date] = {}
    for person, day in where.posts.filter(in_force(business_day())).values_list("person_id", "since"):
        since[person] = min(day, since.get(person, day))
    found = []
    for one in members:
        due = [shown.activity for shown in held if shown.activity.day >= since.get(one.id, date.min)]
        found.append(Member(one, len(due), sum(one.id in activity.leaders for activity in due)))
    return found


def units_for(where: Organisation) -> list[Unit]:
    """Give whom one can invite to sit in, those invited least and longest ago first (轮流)."""
    times: dict[str, list[date]] = {}
    for observing, day in StudySession.objects.filter(organisation=where, cancelled=None).values_list(
        "observing", "day"
    ):
        for one in observing:
            times.setdefault(one, []).append(day)
    groups = StudyGroup.objects.filter(in_force(business_day()), organisation__path__startswith=where.path)
    near = [where.pk, *where.children.filter(tier="机关党委").values_list("pk", flat=True)]
    branches = Organisation.objects.filter(parent_id__in=near, tier="党支部", active=True)
    named = [(f"{GROUP}{pk}", name) for pk, name in groups.order_by("name").values_list("pk", "name")]
    named += [(f"{BRANCH}{pk}", name) for pk, name in branches.order_by("code").values_list("pk", "name")]
    units = [Unit(one, name, len(times.get(one, ())), max(times.get(one, ()), default=None)) for one, name in named]
    return sorted(units, key=lambda one: (one.times, one.last or date.min))


def unit_names(found: StudySession) -> list[str]:
    """Give the names of those invited to sit in."""
    groups = [one.removeprefix(GROUP) for one in found.observing if one.startswith(GROUP)]
    branches = [one.removeprefix(BRANCH) for one in found.observing if one.startswith(BRANCH)]
    return [
        *StudyGroup.objects.filter(pk__in=groups).order_by("name").values_list("name", flat=True),
        *Organisation.objects.filter(pk__in=branches).order_by("code").values_list("name", flat=True),
    ]


def places_of(found: StudySession) -> list[str]:
    """Give the organisations whose people are invited to sit in."""
    groups = [one.removeprefix(GROUP) for one in found.observing if one.startswith(GROUP)]
    places = {one.removeprefix(BRANCH) for one in found.observing if one.startswith(BRANCH)}
    places |= {*StudyGroup.objects.filter(pk__in=groups).values_list("organisation_id", flat=True)}
    return sorted(places)


def observers_of(found: StudySession) -> list[Person]:
    """Give the people of those invited, to be ticked when the session is recorded."""
    groups = [one.removeprefix(GROUP) for one in found.observing if one.startswith(GROUP)]
    branches = [one.removeprefix(BRANCH) for one in found.observing if one.startswith(BRANCH)]
    during = in_force(found.day, "study_groups__")
    people = {one.pk: one for one in Person.objects.filter(during, study_groups__study_group_id__in=groups)}
    now = in_force(found.day, "memberships__")
    people |= {one.pk: one for one in Person.objects.filter(now, memberships__organisation_id__in=branches)}
    return sorted(people.values(), key=lambda one: (one.organisation_id, one.pk))


def session_for(actor: Actor, session: int) -> StudySession:
    """Give one session of a group the actor sees."""
    rows = StudySession.objects.filter(organisation__in=groups_in(actor)).select_related("organisation", "activity")
    return get_one(rows.prefetch_related("topics"), pk=session)


def seat_for(actor: Actor, session: int) -> StudySession:
    """Give a session the actor's branch is invited to. Raises ``NotFound`` alike for any other."""
    rows = StudySession.objects.select_related("organisation").prefetch_related("topics")
    found = get_one(rows, pk=session)
    if actor.organisation not in places_of(found):
        raise NotFound("StudySession")
    return found


def presence_of(found: StudySession) -> list[Attendance]:
    """Give who was there, for those who may see names."""
    return [*Attendance.objects.filter(activity_id=found.activity_id).select_related("person")]
