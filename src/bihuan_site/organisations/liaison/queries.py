"""Reads of liaison: by member, by branch, gaps, and a member's own branches."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from bihuan_site.organisations.liaison.charges import committee_members, gaps, secretary
from bihuan_site.organisations.models import Liaison, Organisation, Person, PostHolding, StudyGroup
from bihuan_site.organisations.scoping import in_force, organisations_in, within
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.roles import Relation

__all__ = ["branches_with_liaison", "by_member", "gaps", "member_choices", "my_charges", "secretary"]


@dataclass(slots=True)
class MemberCharges:
    """A committee member with the branches and study groups they are charged with."""

    person: Person
    post: str
    branches: list[Liaison] = field(default_factory=list)
    study_groups: list[Liaison] = field(default_factory=list)


def running(actor: Actor) -> QuerySet[Liaison]:
    """List the charges in force today that the actor sees."""
    rows = within(actor, Liaison.objects.filter(in_force(business_day())))
    return rows.select_related("person", "organisation", "study_group").order_by("organisation__code", "pk")


def by_member(actor: Actor) -> Sequence[MemberCharges]:
    """List every committee member with their charges; those with none too."""
    held = PostHolding.objects.filter(in_force(business_day()), organisation__tier="机关党委")
    posts = dict(held.order_by("-post").values_list("person_id", "post"))
    found = {one.pk: MemberCharges(one, posts.get(one.pk, "")) for one in committee_members(actor)}
    for row in running(actor):
        one = found.setdefault(row.person_id, MemberCharges(row.person, "已不任委员"))
        (one.branches if row.kind == "党支部" else one.study_groups).append(row)
    return sorted(found.values(), key=lambda one: (one.post != "书记", one.person.pk))


def branches_with_liaison(actor: Actor, q: str = "", above: str = "", who: str = "") -> QuerySet[Organisation]:
    """List the branches with who is charged with each; narrowed by name, superior or member ("none": nobody)."""
    today = in_force(business_day())
    rows = organisations_in(actor).filter(tier="党支部", active=True)
    if q:
        rows = rows.filter(name__contains=q)
    if above:
        rows = rows.filter(parent_id=above)
    charged = Liaison.objects.filter(today, kind="党支部")
    if who == "none":
        rows = rows.exclude(pk__in=charged.values("organisation_id"))
    elif who:
        rows = rows.filter(pk__in=charged.filter(person_id=who).values("organisation_id"))
    shown = Prefetch("liaisons", queryset=Liaison.objects.filter(today).select_related("person"), to_attr="charged")
    return rows.select_related("parent").prefetch_related(shown)


def member_choices(actor: Actor) -> list[tuple[str, str]]:
    """List the committee members."""
    return [(one.pk, one.name) for one in committee_members(actor)]


def uppers(actor: Actor) -> list[tuple[str, str]]:
    """List the organisations right above branches."""
    above = organisations_in(actor).filter(tier="党支部", active=True).values("parent_id")
    return [(one.pk, one.name) for one in Organisation.objects.filter(pk__in=above)]


def study_groups_for(actor: Actor) -> QuerySet[StudyGroup]:
    """List the study groups in being, for charging somebody with them."""
    return within(actor, StudyGroup.objects.filter(in_force(business_day())).select_related("organisation"))


def my_charges(actor: Actor) -> Sequence[Liaison]:
    """List what the actor is charged with; only for somebody who sees by liaison."""
    if actor.relation is not Relation.LIAISON:
        return []
    return list(running(actor).filter(person_id=actor.person))
