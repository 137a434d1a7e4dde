"""Acts on task forces: set up, change members, end, tasks with their days."""

from datetime import date, timedelta

from bihuan_site.audit.acting import Done, action
from bihuan_site.organisations.identifiers import new_id
from bihuan_site.organisations.models import Person, TaskForce, TaskForceMember, TaskForceTask
from bihuan_site.organisations.scoping import get_one, in_force, organisation_for, within
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.locking import check_version
from bihuan_site.shared.problems import NotFound, Refused
from bihuan_site.shared.roles import OFFICE

ONE_DAY = timedelta(days=1)


@action("organisations.task_force_set_up", OFFICE)
def set_up_task_force(
    *,
    actor: Actor,
    organisation: str,
    name: str,
    purpose: str,
    lead: str,
    since: date,
    members: list[str],
    until: date | None = None,
) -> Done[TaskForce]:
    """Set up a task force with its lead and members, who may come from any organisation below."""
    where = organisation_for(actor, organisation)
    if until is not None and until < since:
        raise Refused("结束日期早于成立日期。请改日期。")
    people = _people(actor, {lead, *members})
    one = TaskForce.objects.create(
        id=new_id("zx"), name=name, organisation=where, purpose=purpose, lead=people[lead], since=since, until=until
    )
    TaskForceMember.objects.bulk_create(
        TaskForceMember(task_force=one, person=person, since=since) for person in people.values()
    )
    return Done(one, on=f"task_force:{one.pk}", details={"members": len(people)})


@action("organisations.task_force_members_set", OFFICE)
def set_members(*, actor: Actor, task_force: str, version: int, members: list[str]) -> Done[TaskForce]:
    """Make these people the members from today on: who is new comes in, who is missing goes out with yesterday."""
    one = _task_force(actor, task_force)
    check_version(one, version)
    one.save()
    today = business_day()
    wanted = _people(actor, {one.lead_id, *members})
    running = TaskForceMember.objects.filter(task_force=one, until__isnull=True)
    leaving = running.exclude(person_id__in=wanted)
    leaving.filter(since=today).delete()
    leaving.update(until=today - ONE_DAY)
    there = set(running.values_list("person_id", flat=True))
    TaskForceMember.objects.bulk_create(
        TaskForceMember(task_force=one, person_id=pk, since=max(today, one.since)) for pk in sorted(set(wanted) - there)
    )
    return Done(one, on=f"task_force:{one.pk}", details={"members": len(wanted)})


@action("organisations.task_force_ended", OFFICE)
def end_task_force(*, actor: Actor, task_force: str, version: int, until: date) -> Done[TaskForce]:
    """End a task force; refused while it has tasks that are not done."""
    one = _task_force(actor, task_force)
    check_version(one, version)
    left = one.tasks.filter(done__isnull=True).count()
    if left:
        raise Refused(f"还有 {left} 项任务没有办完。请先办完或改期。")
    if until < one.since:
        raise Refused("结束日期早于成立日期。请改日期。")
    one.until = until
    one.save()
    TaskForceMember.objects.filter(task_force=one, until__isnull=True).update(until=until)
    return Done(one, on=f"task_force:{one.pk}", details={"until": until.isoformat()})


@action("organisations.task_force_task_added", OFFICE)
def add_task(*, actor: Actor, task_force: str, text: str, due: date, owner: str = "") -> Done[TaskForceTask]:
    """Give a task force a task with the day it is due; its owner is one of the members."""
    one = _task_force(actor, task_force)
    members = one.members.filter(in_force(business_day())).values("person_id")
    who = get_one(Person.objects.filter(pk__in=members), pk=owner) if owner else None
    task = TaskForceTask.objects.create(task_force=one, text=text, due=due, owner=who)
    return Done(task, on=f"task_force:{one.pk}", details={"due": due.isoformat()})


@action("organisations.task_force_task_done", OFFICE)
def finish_task(*, actor: Actor, task_force: str, task: int, version: int, done: date) -> Done[TaskForceTask]:
    """Mark a task as done on a day that is not to come."""
    one = _task_force(actor, task_force)
    found = get_one(one.tasks.filter(done__isnull=True), pk=task)
    check_version(found, version)
    if done > business_day():
        raise Refused("办完的日期不能晚于今天。请改日期。")
    found.done = done
    found.save()
    return Done(found, on=f"task_force:{one.pk}", details={"done": done.isoformat()})


def _task_force(actor: Actor, task_force: str) -> TaskForce:
    rows = TaskForce.objects.filter(until__isnull=True) | TaskForce.objects.filter(until__gte=business_day())
    return get_one(within(actor, rows.select_for_update()), pk=task_force)


def _people(actor: Actor, ids: set[str]) -> dict[str, Person]:
    found = within(actor, Person.objects.filter(in_force(business_day()), erased=False, pk__in=ids)).in_bulk()
    if set(found) != ids:
        raise NotFound("person")
    return found
