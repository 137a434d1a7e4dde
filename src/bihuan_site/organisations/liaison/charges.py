"""Who can be charged with organisations, and with which; gaps in the coverage."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from bihuan_site.organisations.models import Liaison, Organisation, Person, PostHolding, StudyGroup
from bihuan_site.organisations.scoping import in_force, organisations_in, within
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day

COMMITTEE_TIER = "机关党委"


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where nobody is charged, or the wrong one: what kind, where, what to do."""

    kind: str
    organisation: Organisation
    words: str


def _holdings(actor: Actor) -> QuerySet[PostHolding]:
    rows = PostHolding.objects.filter(in_force(business_day()), organisation__tier=COMMITTEE_TIER)
    return within(actor, rows.filter(organisation__active=True))


def committee_members(actor: Actor) -> QuerySet[Person]:
    """Give the people who hold a post of the committee today."""
    return Person.objects.filter(pk__in=_holdings(actor).values("person_id")).order_by("pk")


def secretary(actor: Actor) -> Person | None:
    """Give the committee's secretary; None while there is none."""
    held = _holdings(actor).filter(post="书记").select_related("person").order_by("acting", "-since").first()
    return held.person if held else None


def own_branches(actor: Actor) -> set[str]:
    """Give the branches in which committee members other than the secretary are."""
    first = secretary(actor)
    others = committee_members(actor).exclude(pk=first.pk if first else "")
    return set(others.filter(organisation__active=True).values_list("organisation_id", flat=True))


def gaps(actor: Actor) -> list[Gap]:
    """List every gap: branches and study groups without anybody, members' own branches, charges of former members."""
    today = business_day()
    running = Liaison.objects.filter(in_force(today))
    covered = running.filter(organisation=OuterRef("pk"), kind="党支部")
    branches = organisations_in(actor).filter(tier="党支部", active=True)
    found = [Gap("支部没有人包联", one, "指定一名委员") for one in branches.filter(~Exists(covered))]
    groups = within(actor, StudyGroup.objects.filter(in_force(today)).select_related("organisation"))
    guided = running.filter(study_group=OuterRef("pk"))
    by_branch = running.filter(organisation=OuterRef("organisation"), kind="青年理论学习小组", study_group=None)
    for group in groups.filter(~Exists(guided), ~Exists(by_branch)):
        found.append(Gap("学习小组没有人包联", group.organisation, f"为{group.name}指定一名委员"))
    members = committee_members(actor).values("pk")
    for row in within(actor, running.exclude(person__in=members)).select_related("organisation", "person"):
        found.append(Gap("包联人已不是委员", row.organisation, f"{row.person.name}已不任委员，换人包联"))
    first = secretary(actor)
    own = own_branches(actor)
    mine = running.filter(organisation=OuterRef("pk"), kind="党支部", person_id=first.pk if first else "")
    for one in branches.filter(~Exists(mine), Exists(covered), pk__in=own):
        found.append(Gap("委员所在支部未由书记包联", one, "由书记包联"))
    return found
