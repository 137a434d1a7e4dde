"""Reads of visits, from the ledger itself: whoever sat in counts, also where a branch wrote it down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet

from bihuan_site.ledger.models import Activity, Participation
from bihuan_site.organisations.models import Liaison, Organisation, Person
from bihuan_site.organisations.scoping import get_one, in_force, organisations_in, within
from bihuan_site.progress.activities.records import SITS_IN
from bihuan_site.progress.models import Notice, Visit, VisitState
from bihuan_site.progress.visits.halves import half_of, span_of
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day

BRANCH_TIER = "党支部"
LOOK_BACK = 92
MOST = 40
COMMENTED, PLAIN, ANSWERED = "有点评", "没有点评", "已回应"
STATES = (COMMENTED, PLAIN, ANSWERED)


@dataclass(frozen=True, slots=True)
class Line:
    """One person who sat in on one activity, with the comment if there is one."""

    participation: Participation
    visit: Visit | None

    @property
    def state(self) -> str:
        """Whether there is a comment, and an answer to it."""
        if self.visit is None:
            return PLAIN
        return ANSWERED if self.visit.answered else COMMENTED


@dataclass(frozen=True, slots=True)
class Covered:
    """One visitor in one half-year: branches in charge, times there, how many of the branches were visited."""

    person: Person
    charged: int
    times: int
    visited: int

    @property
    def gap(self) -> int:
        """How many branches in charge were not visited."""
        return self.charged - self.visited


def attended(actor: Actor, filters: Mapping[str, str]) -> QuerySet[Participation]:
    """Give who sat in on which branch activity, newest first, as the filters of the address leave it."""
    rows = Participation.objects.filter(
        role=SITS_IN, activity__replaced=False, activity__withdrawn=False, activity__organisation__tier=BRANCH_TIER
    )
    rows = within(actor, rows, "activity__organisation").select_related("activity", "activity__organisation", "person")
    if person := filters.get("person"):
        rows = rows.filter(person_id=person)
    if branch := filters.get("branch"):
        rows = rows.filter(activity__organisation_id=branch)
    if span := span_of(filters.get("half", "")):
        rows = rows.filter(activity__day__gte=span[0], activity__day__lte=span[1])
    if words := filters.get("q", "").strip()[:40]:
        rows = rows.filter(Q(activity__title__icontains=words) | Q(activity__organisation__name__icontains=words))
    return rows.order_by("-activity__day", "-id")


def with_visits(rows: list[Participation]) -> list[Line]:
    """Put the comment beside each row; a comment follows its activity through corrections."""
    people = {one.person_id for one in rows}
    places = {one.activity.organisation_id for one in rows}
    days = {one.activity.day for one in rows}
    found = Visit.objects.filter(
        state=VisitState.DONE, person_id__in=people, organisation_id__in=places, day__in=days
    ).select_related("activity")
    by_record: dict[tuple[str, str], Visit] = {}
    for one in found:
        if one.activity:
            by_record[(one.person_id, standing_record(one.activity).pk)] = one
    return [Line(one, by_record.get((one.person_id, one.activity_id))) for one in rows]


def standing_record(activity: Activity) -> Activity:
    """Give the row that stands for a record after its corrections."""
    found, seen = activity, 0
    while found.replaced and seen < 100:
        later = Activity.objects.filter(corrects=found.pk, organisation_id=found.organisation_id).first()
        if later is None:
            break
        found, seen = later, seen + 1
    return found


def planned(actor: Actor) -> QuerySet[Visit]:
    """Give the visits still to come (or to be recorded) in scope, the next first."""
    rows = within(actor, Visit.objects.filter(state=VisitState.PLANNED))
    return rows.select_related("organisation", "person", "notice").order_by("day", "id")


def visit_for(actor: Actor, visit: int) -> Visit:
    """Give one visit: in scope, or one's own."""
    rows = Visit.objects.select_related("organisation", "person", "activity", "notice")
    mine = rows.filter(person_id=actor.person, pk=visit).first() if actor.person else None
    return mine or get_one(within(actor, rows), pk=visit)


def branches_in(actor: Actor) -> QuerySet[Organisation]:
    """Give the branches the actor may visit or look at."""
    return organisations_in(actor).filter(active=True, tier=BRANCH_TIER)


def coming(actor: Actor) -> QuerySet[Notice]:
    """Give the announced branch activities one may plan to sit in on."""
    rows = Notice.objects.filter(cancelled=None, activity=None, day__gte=business_day())
    rows = within(actor, rows.filter(organisation__tier=BRANCH_TIER)).exclude(visits__person_id=actor.person)
    return rows.select_related("organisation").order_by("day", "begins")[:MOST]


def held(actor: Actor, words: str = "") -> list[Activity]:
    """Give the recorded branch activities of the last three months one may have sat in on."""
    first = business_day() - timedelta(days=LOOK_BACK)
    rows = Activity.objects.filter(replaced=False, withdrawn=False, day__gte=first, organisation__tier=BRANCH_TIER)
    rows = within(actor, rows).select_related("organisation").order_by("-day", "-id")
    if words := words.strip()[:40]:
        rows = rows.filter(Q(title__icontains=words) | Q(organisation__name__icontains=words))
    done = Visit.objects.filter(person_id=actor.person, state=VisitState.DONE, activity__isnull=False)
    return [*rows.exclude(pk__in=done.values("activity_id"))[:MOST]]


def held_one(actor: Actor, activity: str) -> Activity:
    """Give one recorded branch activity in scope."""
    rows = Activity.objects.filter(organisation__tier=BRANCH_TIER).select_related("organisation")
    return get_one(within(actor, rows), pk=activity)


def covered(actor: Actor, half: str) -> list[Covered]:
    """Count by visitor in a half-year, in the order of the register: nobody is ranked."""
    charges: dict[str, set[str]] = {}
    for person, branch in _charges(actor):
        charges.setdefault(person, set()).add(branch)
    times: dict[str, list[str]] = {}
    for one in attended(actor, {"half": half}):
        times.setdefault(one.person_id, []).append(one.activity.organisation_id)
    people = Person.objects.filter(id__in={*charges, *times}).order_by("id")
    return [
        Covered(
            one,
            len(charges.get(one.pk, ())),
            len(times.get(one.pk, ())),
            len({*times.get(one.pk, ())} & charges.get(one.pk, set())),
        )
        for one in people
    ]


def gaps(actor: Actor, half: str, person: str = "") -> QuerySet[Organisation]:
    """Give the branches not visited in a half-year: by whoever is charged with them, or with ``person`` by that one."""
    rows = branches_in(actor).order_by("path")
    if person:
        charged = {branch for who, branch in _charges(actor) if who == person}
        seen = attended(actor, {"half": half, "person": person}).values_list("activity__organisation_id", flat=True)
        return rows.filter(pk__in=charged - {*seen})
    seen = attended(actor, {"half": half}).values_list("activity__organisation_id", flat=True)
    return rows.exclude(pk__in=[*seen])


def charged_with(branches: list[Organisation]) -> dict[str, str]:
    """Give who is charged with each branch today."""
    found: dict[str, list[str]] = {}
    rows = Liaison.objects.filter(in_force(business_day()), organisation__in=branches).select_related("person")
    for one in rows:
        found.setdefault(one.organisation_id, []).append(one.person.name)
    return {branch: "、".join(names) for branch, names in found.items()}


def _charges(actor: Actor) -> list[tuple[str, str]]:
    rows = Liaison.objects.filter(in_force(business_day()), organisation__tier=BRANCH_TIER, organisation__active=True)
    return [*within(actor, rows).values_list("person_id", "organisation_id").distinct()]


def visitors_in(actor: Actor) -> QuerySet[Person]:
    """Give the people whose visits can be filtered by."""
    rows = attended(actor, {}).order_by().values("person_id")
    return Person.objects.filter(id__in=rows).order_by("id")


def this_half() -> str:
    """Give the half-year of the business day."""
    return half_of(business_day())
