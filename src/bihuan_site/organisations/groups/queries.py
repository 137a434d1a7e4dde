"""Reads of task forces and youth study groups: lists, one, who is of age and in no group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from bihuan_site.organisations.ages import AGE_LIMIT, age_on, born_after
from bihuan_site.organisations.models import (
    Person,
    StudyGroup,
    StudyGroupMember,
    StudyObserver,
    TaskForce,
    TaskForceMember,
    TaskForceTask,
)
from bihuan_site.organisations.scoping import get_one, in_force, organisation_for, organisations_in, within
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day


def study_groups(actor: Actor) -> QuerySet[StudyGroup]:
    """List the study groups in being that the actor sees, with the number of members."""
    rows = within(actor, StudyGroup.objects.filter(in_force(business_day())))
    running = Count("members", Q(members__until__isnull=True) | Q(members__until__gte=business_day()))
    return (
        rows.select_related("organisation", "leader", "mentor")
        .annotate(number=running)
        .order_by("organisation__code", "pk")
    )


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many people are young enough for a study group, and how many of them are in one."""

    young: int
    covered: int

    @property
    def missing(self) -> int:
        """How many are in no group."""
        return self.young - self.covered


def _young(actor: Actor) -> QuerySet[Person]:
    today = business_day()
    rows = Person.objects.filter(in_force(today), erased=False, born__gte=born_after(today, AGE_LIMIT))
    return within(actor, rows)


def _in_groups() -> QuerySet[StudyGroupMember]:
    today = business_day()
    return StudyGroupMember.objects.filter(in_force(today), in_force(today, "study_group__"))


def coverage(actor: Actor) -> Coverage:
    """Count the young and those of them in a group."""
    young = _young(actor)
    covered = young.filter(pk__in=_in_groups().values("person_id"))
    return Coverage(young.count(), covered.count())


def uncovered(actor: Actor) -> QuerySet[Person]:
    """List who is young enough and in no group."""
    rows = _young(actor).exclude(pk__in=_in_groups().values("person_id"))
    return rows.select_related("organisation").order_by("organisation__code", "pk")


@dataclass(frozen=True, slots=True)
class YoungMember:
    """A member of a study group with their age today."""

    person: Person
    since: date
    age: int | None
    over: bool


@dataclass(frozen=True, slots=True)
class StudyGroupPortrait:
    """Everything the page of a study group shows."""

    group: StudyGroup
    members: Sequence[YoungMember]
    batches: Sequence[tuple[int, list[StudyObserver]]]
    charged: Sequence[str]

    @property
    def over_age(self) -> int:
        """How many members have grown older than the limit."""
        return sum(one.over for one in self.members)


def study_group(actor: Actor, pk: str) -> StudyGroupPortrait:
    """Gather one study group. Raises ``NotFound``."""
    rows = within(actor, StudyGroup.objects.select_related("organisation", "leader", "mentor"))
    one, today = get_one(rows, pk=pk), business_day()
    members = [
        YoungMember(row.person, row.since, *_age(row.person, today, one.age_limit))
        for row in one.members.filter(in_force(today)).select_related("person__organisation")
    ]
    batches: dict[int, list[StudyObserver]] = {}
    for seat in one.observers.select_related("person"):
        batches.setdefault(seat.batch, []).append(seat)
    charged = one.liaisons.filter(in_force(today)).values_list("person__name", flat=True)
    return StudyGroupPortrait(one, members, sorted(batches.items()), list(charged))


def _age(person: Person, today: date, limit: int) -> tuple[int | None, bool]:
    if person.born is None:
        return None, False
    age = age_on(person.born, today)
    return age, age > limit


def young_people(actor: Actor, organisation: str) -> list[tuple[str, str]]:
    """List who could belong to a study group of an organisation: its people, and those below, young enough."""
    where, today = organisation_for(actor, organisation), business_day()
    rows = _young(actor).filter(organisation__path__startswith=where.path).select_related("organisation")
    return [(one.pk, f"{one.name}，{age_on(one.born, today)} 岁") for one in rows.order_by("name") if one.born]


def hosts(actor: Actor) -> list[tuple[str, str]]:
    """List the organisations at which a study group or task force may be set up."""
    rows = organisations_in(actor).filter(active=True).exclude(tier="党小组")
    return [(one.pk, f"{one.code} {one.name}") for one in rows]


# --- task forces ------------------------------------------------------------------------------------------------------


def task_forces(actor: Actor, state: str = "") -> QuerySet[TaskForce]:
    """List the task forces the actor sees, those at work first."""
    today = business_day()
    rows = within(actor, TaskForce.objects.select_related("organisation", "lead"))
    if state == "已结束":
        rows = rows.filter(until__lt=today)
    elif state != "全部":
        rows = rows.filter(Q(until__isnull=True) | Q(until__gte=today))
    running = Q(members__until__isnull=True) | Q(members__until__gte=today)
    return rows.order_by("-since", "pk").annotate(
        number=Count("members", running, distinct=True),
        open_tasks=Count("tasks", Q(tasks__done__isnull=True), distinct=True),
        late_tasks=Count("tasks", Q(tasks__done__isnull=True, tasks__due__lt=today), distinct=True),
    )


def task_force(actor: Actor, pk: str) -> tuple[TaskForce, Sequence[TaskForceMember], Sequence[TaskForceTask]]:
    """Give one task force with members and tasks. Raises ``NotFound``."""
    one = get_one(task_forces(actor, "全部"), pk=pk)
    members = one.members.filter(in_force(business_day())).select_related("person__organisation")
    return one, list(members), list(one.tasks.select_related("owner"))
