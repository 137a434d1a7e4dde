"""Reads of people: lists, one person, one's own data, what is kept and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from bihuan_site.organisations.models import Membership, Organisation, Person, PostHolding
from bihuan_site.organisations.scoping import get_one, in_force, organisation_for, organisations_in, within
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day

RETENTION = (
    "在本单位期间：姓名、出生日期、入党日期、类别、电话，用来记组织生活和核对年龄。",
    "转出以后：原支部只看得到姓名和起止日期；记录里的编号保留，分数才接得上。",
    "本人要求删除：转出以后由机关党委办公室办理，姓名、电话、日期都替换掉，编号保留。",
    "没有收集：身份证号、住址、位置、照片、在线时长。",
)


def masked(phone: str) -> str:
    """Give a phone number with its middle hidden."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) > 7 else "****" if phone else ""


def people(actor: Actor, *, q: str = "", organisation: str = "", state: str = "") -> QuerySet[Person]:
    """List the people the actor sees today; ``state`` 预备 or 未分组 narrows."""
    rows = within(actor, Person.objects.filter(in_force(business_day()), erased=False))
    if q:
        rows = rows.filter(name__contains=q) | rows.filter(pk=q)
    if organisation:
        rows = rows.filter(organisation=organisation_for(actor, organisation))
    if state == "预备":
        rows = rows.filter(probationary=True)
    if state == "未分组":
        rows = rows.filter(group__isnull=True, organisation__children__tier="党小组").distinct()
    return rows.select_related("organisation", "group")


def former(actor: Actor, *, q: str = "", organisation: str = "") -> QuerySet[Membership]:
    """List who was in the actor's branches once and is no longer: names and days, nothing else."""
    rows = within(actor, Membership.objects.filter(until__lt=business_day(), person__erased=False))
    rows = rows.exclude(person__organisation_id=F("organisation_id"), person__until__isnull=True)
    if q:
        rows = rows.filter(person__name__contains=q)
    if organisation:
        rows = rows.filter(organisation=organisation_for(actor, organisation))
    return rows.select_related("person", "organisation").order_by("-until", "pk")


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything the page of one person shows to this actor."""

    person: Person
    phone: str
    memberships: Sequence[Membership]
    posts: Sequence[PostHolding]


def profile(actor: Actor, pk: str) -> Profile:
    """Gather one person; the intervals and posts only of organisations the actor sees. Raises ``NotFound``."""
    one = get_one(within(actor, Person.objects.filter(erased=False).select_related("organisation", "group")), pk=pk)
    memberships = within(actor, one.memberships.all()).select_related("organisation", "group").order_by("-since")
    posts = within(actor, one.posts.all()).select_related("organisation").order_by("-since")
    return Profile(one, masked(one.phone), list(memberships), list(posts))


def branch_people(actor: Actor, branch: str) -> tuple[Organisation, Sequence[Person], Sequence[Organisation]]:
    """Give a branch, its people and its Party groups, for grouping. Raises ``NotFound``."""
    where = get_one(organisations_in(actor), pk=branch, tier="党支部")
    rows = within(actor, Person.objects.filter(in_force(business_day()), organisation=where, erased=False))
    return (
        where,
        list(rows.select_related("group").order_by("group", "name")),
        list(where.children.filter(tier="党小组", active=True)),
    )


def own_data(actor: Actor, person: str = "") -> dict[str, Any]:
    """Give everything this room keeps about one person, whole: for the person, or for the office on their asking."""
    if person:
        one = get_one(within(actor, Person.objects.all()), pk=person)
    else:
        one = get_one(Person.objects.all(), pk=actor.person)
    return {
        "编号": one.pk,
        "姓名": one.name,
        "支部": one.organisation.name,
        "党小组": one.group.name if one.group else "",
        "出生日期": one.born,
        "入党日期": one.joined,
        "预备党员": one.probationary,
        "类别": one.category,
        "电话": one.phone,
        "组织关系": [(row.organisation.name, row.since, row.until) for row in one.memberships.all()],
        "岗位": [(row.organisation.name, row.post, row.since, row.until) for row in one.posts.all()],
        "包联": [(row.organisation.name, row.since, row.until) for row in one.liaisons.all()],
        "专班": [(row.task_force.name, row.since, row.until) for row in one.task_forces.all()],
        "青年学习小组": [(row.study_group.name, row.since, row.until) for row in one.study_groups.all()],
    }
