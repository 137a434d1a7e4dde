"""Acts on people: add, transfer, group, phone, from probationary to full, correct a name, leave, erase."""

from datetime import date

from bihuan_site.audit.acting import Done, action
from bihuan_site.organisations.ages import age_on as years_between
from bihuan_site.organisations.history import recount, state_on
from bihuan_site.organisations.identifiers import new_id
from bihuan_site.organisations.models import Membership, Organisation, Person
from bihuan_site.organisations.people.moving import move_people, set_groups, take_out
from bihuan_site.organisations.scoping import get_one, in_force, organisations_in, within
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.locking import check_version
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.roles import BRANCH, OFFICE

ERASED = "已删除"
OLD_ENOUGH = 18


@action("organisations.person_added", OFFICE)
def add_person(
    *,
    actor: Actor,
    organisation: str,
    name: str,
    since: date,
    group: str = "",
    probationary: bool = False,
    born: date | None = None,
    joined: date | None = None,
    category: str = "在职",
    phone: str = "",
) -> Done[Person]:
    """Add a member to a branch; the branch's numbers grow by one from that day."""
    branch = _branch(actor, organisation)
    _check_day(branch, since)
    into = _group_of(branch, group)
    one = Person.objects.create(
        id=new_id("ry"),
        name=name.strip(),
        organisation=branch,
        group=into,
        since=since,
        born=born,
        joined=joined,
        probationary=probationary,
        category=category,
        phone=phone,
    )
    Membership.objects.create(person=one, organisation=branch, group=into, since=since)
    for where in (branch, into):
        if where:
            recount(where, since, int(not probationary), int(probationary))
    return Done(one, on=f"person:{one.pk}", organisations={branch.pk}, details={"since": since.isoformat()})


@action("organisations.person_transferred", OFFICE)
def transfer_person(*, actor: Actor, person: str, to: str, day: date, version: int, group: str = "") -> Done[Person]:
    """Move a member to another branch from ``day`` on: intervals, group, and the numbers of both branches."""
    one = _person(actor, person)
    check_version(one, version)
    branch = _branch(actor, to)
    if branch.pk == one.organisation_id:
        raise Refused("已在这个支部。请选另一个支部。")
    _check_day(branch, day)
    if day <= one.since:
        raise Refused(f"{one.name}从 {one.since:%Y-%m-%d} 起在原支部，转移日期要在那以后。请改日期。")
    into = _group_of(branch, group)
    old = one.organisation_id
    one.save()
    move_people(Person.objects.filter(pk=one.pk), branch, day, keep_groups=False)
    if into:
        set_groups(Person.objects.filter(pk=one.pk), into, day)
    one.refresh_from_db()
    details = {"from": old, "to": branch.pk, "day": day.isoformat()}
    return Done(one, on=f"person:{one.pk}", organisations={old, branch.pk}, details=details)


@action("organisations.person_left", OFFICE)
def let_leave(*, actor: Actor, person: str, last_day: date, version: int) -> Done[Person]:
    """End a membership with ``last_day``: transferred out of the agency, died, or no longer a member."""
    one = _person(actor, person)
    check_version(one, version)
    if not one.since <= last_day <= business_day():
        raise Refused("最后一天要在转入以后、今天或以前。请改日期。")
    held = one.posts.filter(in_force(last_day)).exclude(until=last_day).select_related("organisation").first()
    if held:
        raise Refused(f"还任{held.organisation.name}{held.post}。请先免职，再办转出。")
    one.until = last_day
    one.save()
    take_out(one, last_day)
    details = {"last_day": last_day.isoformat()}
    return Done(one, on=f"person:{one.pk}", organisations={one.organisation_id}, details=details)


@action("organisations.group_set", {**OFFICE, **BRANCH})
def set_group(*, actor: Actor, organisation: str, people: list[str], group: str = "") -> Done[int]:
    """Put people of one branch into one of its Party groups, or into none, from today on."""
    branch = _branch(actor, organisation)
    chosen = within(actor, Person.objects.filter(in_force(business_day()), organisation=branch, pk__in=people))
    if not people:
        raise Refused("还没有选人。请勾选要分组的党员。")
    if chosen.count() != len(set(people)):
        raise Refused("选的人里有不在本支部的。请刷新页面后再选。")
    number = set_groups(
        Person.objects.filter(pk__in=list(chosen.values_list("pk", flat=True))),
        _group_of(branch, group),
        business_day(),
    )
    return Done(number, on=f"organisation:{branch.pk}", organisations={branch.pk}, details={"people": number})


@action("organisations.phone_set", {**OFFICE, **BRANCH})
def set_phone(*, actor: Actor, person: str, phone: str, version: int) -> Done[Person]:
    """Change a person's phone number; the number itself never goes into the audit trail."""
    one = _person(actor, person)
    check_version(one, version)
    one.phone = phone
    one.save()
    return Done(one, on=f"person:{one.pk}", details={"has_phone": bool(phone)})


@action("organisations.phone_shown", OFFICE)
def show_phone(*, actor: Actor, person: str, reason: str) -> Done[str]:
    """Give the whole phone number, and keep in the trail that it was looked at and why."""
    one = get_one(within(actor, Person.objects.all()), pk=person)
    return Done(one.phone, on=f"person:{one.pk}", details={"reason": reason})


@action("organisations.became_full", OFFICE)
def make_full(*, actor: Actor, person: str, day: date, version: int) -> Done[Person]:
    """Turn a probationary member into a full one from ``day`` on."""
    one = _person(actor, person)
    check_version(one, version)
    if not one.probationary:
        raise Refused(f"{one.name}已是正式党员。")
    if not one.since <= day <= business_day():
        raise Refused("转正日期要在转入本支部以后、今天或以前。请改日期。")
    one.probationary = False
    one.save()
    for where in (one.organisation, one.group):
        if where:
            recount(where, day, 1, -1)
    details = {"day": day.isoformat()}
    return Done(one, on=f"person:{one.pk}", organisations={one.organisation_id}, details=details)


@action("organisations.name_corrected", OFFICE)
def correct_name(*, actor: Actor, person: str, name: str, version: int) -> Done[Person]:
    """Correct a misspelt name; the id stays, so nothing recorded is lost."""
    one = _person(actor, person)
    check_version(one, version)
    one.name = name.strip()
    one.save()
    return Done(one, on=f"person:{one.pk}")


@action("organisations.person_erased", OFFICE)
def erase_person(*, actor: Actor, person: str, version: int) -> Done[Person]:
    """Replace the personal values of someone who left; ids and intervals stay, so that counts remain true."""
    one = get_one(within(actor, Person.objects.filter(erased=False).select_for_update()), pk=person)
    check_version(one, version)
    if one.until is None or one.until >= business_day():
        raise Refused("还在本单位，要用这些资料记组织生活。请在转出以后再删除。")
    one.name, one.phone, one.born, one.joined, one.category, one.erased = ERASED, "", None, None, "", True
    one.save()
    return Done(one, on=f"person:{one.pk}")


def _person(actor: Actor, person: str) -> Person:
    rows = Person.objects.filter(in_force(business_day()), erased=False).select_for_update()
    return get_one(within(actor, rows), pk=person)


def _branch(actor: Actor, organisation: str) -> Organisation:
    branch = get_one(organisations_in(actor), pk=organisation)
    if branch.tier != "党支部" or not branch.active:
        raise Refused("党员的组织关系要在党支部。请选一个党支部。")
    return branch


def _group_of(branch: Organisation, group: str) -> Organisation | None:
    return get_one(branch.children.filter(tier="党小组", active=True), pk=group) if group else None


def _check_day(branch: Organisation, day: date) -> None:
    if day > business_day():
        raise Refused("日期不能晚于今天。请改日期。")
    if state_on(branch.pk, day) is None:
        raise Refused(f"{branch.name}在 {day:%Y-%m-%d} 还没有成立。请改日期。")


@action("organisations.person_described", OFFICE)
def describe_person(
    *, actor: Actor, person: str, version: int, born: date | None, joined: date | None, category: str
) -> Done[Person]:
    """Change the days of birth and of joining, and the category."""
    one = _person(actor, person)
    check_version(one, version)
    if born and joined and years_between(born, joined) < OLD_ENOUGH:
        raise Refused("入党时不满 18 周岁，请核对出生日期和入党日期。")
    one.born, one.joined, one.category = born, joined, category
    one.save()
    return Done(one, on=f"person:{one.pk}")
