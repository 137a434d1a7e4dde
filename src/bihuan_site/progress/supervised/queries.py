"""Reads of supervised tasks."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from bihuan_site.organisations.models import Organisation, Person
from bihuan_site.organisations.scoping import get_one, organisations_in, within
from bihuan_site.progress.models import Source, SupervisedStep, SupervisedTask, TaskState
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day

LATE = "逾期"
STATES = (*TaskState.values, LATE)
SHOWN = 6
"""How many cards a column of the board shows."""


@dataclass(frozen=True, slots=True)
class ColumnOfBoard:
    """One column: its state, how many there are, the first of them."""

    state: str
    count: int
    cards: tuple[SupervisedTask, ...]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.cards)


@dataclass(frozen=True, slots=True)
class Group:
    """Organisations that can be chosen together: those directly under one parent."""

    id: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step with the name of who did it."""

    step: SupervisedStep
    who: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A task opened, with its steps and its sisters of the same order."""

    task: SupervisedTask
    steps: tuple[StepShown, ...]
    sisters: tuple[SupervisedTask, ...]
    is_own: bool
    is_late: bool


def listed(actor: Actor, filters: Mapping[str, str]) -> QuerySet[SupervisedTask]:
    """Give the tasks in scope, those due first on top, as the filters of the address leave them."""
    rows = within(actor, SupervisedTask.objects.all()).select_related("order", "order__issuer", "organisation")
    state = filters.get("state", "")
    if state == LATE:
        rows = rows.exclude(state=TaskState.CLOSED).filter(due__lt=business_day())
    elif state in TaskState.values:
        rows = rows.filter(state=state)
    if (source := filters.get("source", "")) in Source.values:
        rows = rows.filter(order__source=source)
    if branch := filters.get("branch"):
        rows = rows.filter(organisation_id=branch)
    if (order := filters.get("order", "")).isdecimal() and len(order) < 10:
        rows = rows.filter(order_id=int(order))
    if words := filters.get("q", "").strip()[:40]:
        rows = rows.filter(Q(order__title__icontains=words) | Q(organisation__name__icontains=words))
    return rows.order_by("-closed", "-due", "-id") if state == TaskState.CLOSED else rows.order_by("due", "id")


def counts(actor: Actor, filters: Mapping[str, str] | None = None) -> dict[str, int]:
    """Count by state word, from the very lists the words open."""
    given = dict(filters or {})
    return {state: listed(actor, given | {"state": state}).count() for state in STATES}


def board(actor: Actor, filters: Mapping[str, str]) -> list[ColumnOfBoard]:
    """Give the columns of the board."""
    found = []
    for state in TaskState.values:
        rows = listed(actor, {**filters, "state": state})
        found.append(ColumnOfBoard(state, rows.count(), tuple(rows[:SHOWN])))
    return found


def opened(actor: Actor, task: int) -> Shown:
    """Give one task of the actor's scope."""
    rows = SupervisedTask.objects.select_related("order", "order__issuer", "organisation")
    found = get_one(within(actor, rows), pk=task)
    steps = [*found.steps.select_related("upload")]
    names = dict(Person.objects.filter(id__in={one.by for one in steps}).values_list("id", "name"))
    sisters = within(actor, SupervisedTask.objects.filter(order=found.order_id).exclude(pk=found.pk))
    return Shown(
        found,
        tuple(StepShown(one, names.get(one.by, "")) for one in steps),
        tuple(sisters.select_related("organisation").order_by("organisation__code")[:20]),
        found.organisation_id == actor.organisation,
        found.is_late(business_day()),
    )


def receivers_in(actor: Actor) -> QuerySet[Organisation]:
    """Give the organisations below that a task may be issued to."""
    rows = organisations_in(actor).filter(active=True).exclude(tier="党小组").exclude(pk=actor.organisation)
    return rows.order_by("path")


def groups_in(actor: Actor) -> list[Group]:
    """Give the ways to choose several at once: all branches, and those under each committee."""
    places = [*receivers_in(actor).select_related("parent")]
    branches = [one for one in places if one.tier == "党支部"]
    found = [Group("all", "全部党支部", tuple(one.pk for one in branches))]
    parents = {one.parent_id: one.parent for one in branches if one.parent}
    for name, parent in parents.items():
        under = tuple(one.pk for one in branches if one.parent_id == name)
        if len(under) < len(branches):
            found.append(Group(parent.pk, f"{parent.name}所属支部", under))
    return [one for one in found if one.members]
