"""Acts on youth study groups: found, change, members by the age rule, end; batches of observers."""

from datetime import date, timedelta

from bihuan_site.audit.acting import Done, action
from bihuan_site.organisations.ages import age_on, born_after
from bihuan_site.organisations.identifiers import new_id
from bihuan_site.organisations.models import Person, StudyGroup, StudyGroupMember, StudyObserver
from bihuan_site.organisations.scoping import get_one, in_force, organisation_for, within
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.locking import check_version
from bihuan_site.shared.problems import NotFound, Refused
from bihuan_site.shared.roles import BRANCH, OFFICE

ONE_DAY = timedelta(days=1)
KEEPERS = {**OFFICE, **BRANCH}


@action("organisations.study_group_founded", KEEPERS)
def found_study_group(
    *,
    actor: Actor,
    organisation: str,
    name: str,
    since: date,
    members: list[str],
    leader: str = "",
    mentor: str = "",
    age_limit: int = 40,
) -> Done[StudyGroup]:
    """Found a study group at an organisation; every member must be within the age limit on the day it begins."""
    where = organisation_for(actor, organisation)
    if since > business_day():
        raise Refused("成立日期不能晚于今天。请改日期。")
    if StudyGroup.objects.filter(in_force(since), organisation=where, name=name).exists():
        raise Refused(f"已有“{name}”。请换一个名称。")
    one = StudyGroup(id=new_id("xx"), name=name, organisation=where, age_limit=age_limit, since=since)
    _lead(actor, one, leader, mentor)
    people = _young(actor, {*members, *({leader} if leader else set())}, age_limit, since)
    one.save(force_insert=True)
    StudyGroupMember.objects.bulk_create(
        StudyGroupMember(study_group=one, person_id=pk, since=since) for pk in sorted(people)
    )
    return Done(one, on=f"study_group:{one.pk}", details={"members": len(people)})


@action("organisations.study_group_changed", KEEPERS)
def change_study_group(
    *, actor: Actor, study_group: str, version: int, name: str, members: list[str], leader: str = "", mentor: str = ""
) -> Done[StudyGroup]:
    """Change name, leader, mentor and members from today on."""
    one = _study_group(actor, study_group)
    check_version(one, version)
    one.name = name
    _lead(actor, one, leader, mentor)
    one.save()
    today = business_day()
    running = StudyGroupMember.objects.filter(study_group=one, until__isnull=True)
    wanted = {*members, *({leader} if leader else set())}
    leaving = running.exclude(person_id__in=wanted)
    leaving.filter(since=today).delete()
    leaving.update(until=today - ONE_DAY)
    there = set(running.values_list("person_id", flat=True))
    coming = _young(actor, wanted - there, one.age_limit, today)
    StudyGroupMember.objects.bulk_create(
        StudyGroupMember(study_group=one, person_id=pk, since=today) for pk in sorted(coming)
    )
    return Done(one, on=f"study_group:{one.pk}", details={"members": len(wanted)})


@action("organisations.study_group_ended", KEEPERS)
def end_study_group(*, actor: Actor, study_group: str, version: int, until: date) -> Done[StudyGroup]:
    """End a study group with ``until`` as its last day."""
    one = _study_group(actor, study_group)
    check_version(one, version)
    if not one.since <= until <= business_day():
        raise Refused("最后一天要在成立以后、今天或以前。请改日期。")
    one.until = until
    one.save()
    StudyGroupMember.objects.filter(study_group=one, until__isnull=True).update(until=until)
    one.liaisons.filter(until__isnull=True).update(until=until)
    return Done(one, on=f"study_group:{one.pk}", details={"until": until.isoformat()})


@action("organisations.observers_set", OFFICE)
def set_observers(
    *, actor: Actor, study_group: str, batch: int, people: list[str], day: date | None = None
) -> Done[int]:
    """Make these members the batch that sits in on a session; each person once a batch."""
    one = _study_group(actor, study_group)
    members = set(one.members.filter(in_force(business_day())).values_list("person_id", flat=True))
    if not set(people) <= members:
        raise Refused("列席人员要从本组成员里选。请重选。")
    StudyObserver.objects.filter(study_group=one, batch=batch).delete()
    taken = StudyObserver.objects.filter(batch=batch, person_id__in=people).select_related("person").first()
    if taken:
        raise Refused(f"{taken.person.name}已在第 {batch} 批。请重选。")
    StudyObserver.objects.bulk_create(
        StudyObserver(study_group=one, person_id=pk, batch=batch, day=day) for pk in sorted(set(people))
    )
    return Done(len(set(people)), on=f"study_group:{one.pk}", details={"batch": batch, "people": len(set(people))})


def _study_group(actor: Actor, study_group: str) -> StudyGroup:
    return get_one(
        within(actor, StudyGroup.objects.filter(in_force(business_day())).select_for_update()), pk=study_group
    )


def _lead(actor: Actor, one: StudyGroup, leader: str, mentor: str) -> None:
    rows = Person.objects.filter(in_force(business_day()), erased=False)
    one.leader = get_one(within(actor, rows), pk=leader) if leader else None
    one.mentor = get_one(within(actor, rows), pk=mentor) if mentor else None
    if leader and leader == mentor:
        raise Refused("组长和导师要是两个人。请改选。")


def _young(actor: Actor, ids: set[str], limit: int, day: date) -> set[str]:
    found = within(actor, Person.objects.filter(in_force(business_day()), erased=False, pk__in=ids)).in_bulk()
    if set(found) != ids:
        raise NotFound("person")
    for person in found.values():
        if person.born is None:
            raise Refused(f"{person.name}没有登记出生日期，不能核对年龄。请机关党委办公室先补登。")
        if person.born < born_after(day, limit):
            raise Refused(f"{person.name}已满 {age_on(person.born, day)} 岁，超过 {limit} 岁。请取消勾选。")
    return set(found)
