"""Who is due at an activity on a day, and who may be named beside them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from bihuan_site.organisations.models import Liaison, Organisation, OrganisationState, Person, PostHolding
from bihuan_site.organisations.scoping import in_force

MOST_GUESTS = 60


@dataclass(frozen=True, slots=True)
class Name:
    """A person as a form shows them: ``note`` says the category (离退休) or the post of a guest."""

    id: str
    name: str
    category: str = "在职"
    note: str = ""

    @property
    def shown(self) -> str:
        """The name, with the category of those not in service: 王珂（离退休）."""
        return self.name if self.category in ("", "在职") else f"{self.name}（{self.category}）"


def due_on(branch: str, day: date, group: str = "") -> list[Name]:
    """Give the members of a branch (or of one of its Party groups) on ``day``; posts first, then by id.

    An organisation without members of its own (a committee) has the holders of its posts instead.
    """
    people = [*_members(branch, day, group).order_by("id")]
    if not people and not group:
        people = [*_holders(branch, day).order_by("id")]
    posts = _posts_at(branch, day)
    people.sort(key=lambda one: (one.id not in posts, one.id))
    return [Name(one.id, one.name, one.category, posts.get(one.id, "")) for one in people]


def is_due(person: str, branch: str, day: date, group: str = "") -> bool:
    """Whether one person is among :func:`due_on`, without reading the list."""
    if _members(branch, day, group).filter(pk=person).exists():
        return True
    return not group and _holders(branch, day).filter(pk=person).exists() and not _members(branch, day, "").exists()


def count_due(branch: str, day: date, group: str = "") -> int:
    """Count :func:`due_on`."""
    return _members(branch, day, group).count() or (0 if group else _holders(branch, day).count())


def _members(branch: str, day: date, group: str) -> QuerySet[Person]:
    where = Q(memberships__organisation_id=branch) & in_force(day, "memberships__")
    bare = Q(memberships__isnull=True, organisation_id=branch) & in_force(day)
    if group:
        where &= Q(memberships__group_id=group)
        bare &= Q(group_id=group)
    return Person.objects.filter(where | bare, erased=False).distinct()


def _holders(branch: str, day: date) -> QuerySet[Person]:
    held = PostHolding.objects.filter(in_force(day), organisation_id=branch).values("person_id")
    return Person.objects.filter(id__in=held, erased=False)


def guests_of(branch: Organisation, day: date) -> list[Name]:
    """Give those from above who may sit in: holders of posts above the branch, and who is charged with it."""
    above = [one for one in branch.path.strip("/").split("/") if one and one != branch.pk]
    holdings = (
        PostHolding.objects.filter(in_force(day), organisation_id__in=above)
        .exclude(organisation__tier="党支部")
        .select_related("person", "organisation")
        .order_by("organisation__path", "id")
    )
    found: dict[str, Name] = {}
    for one in holdings:
        found.setdefault(one.person_id, Name(one.person_id, one.person.name, note=_post(one)))
    charged = Liaison.objects.filter(in_force(day), organisation_id=branch.pk).select_related("person")
    for link in charged:
        found.setdefault(link.person_id, Name(link.person_id, link.person.name, note="包联"))
    return [*found.values()][:MOST_GUESTS]


def groups_of(branch: str, day: date) -> list[Organisation]:
    """Give the Party groups of a branch that existed on ``day``."""
    states = OrganisationState.objects.filter(in_force(day), parent_id=branch, tier="党小组").values("organisation_id")
    return [*Organisation.objects.filter(id__in=states).order_by("code")]


def founded_on(organisation: str) -> date | None:
    """Give the first day an organisation is known; None if nothing is known of it."""
    first = OrganisationState.objects.filter(organisation_id=organisation).order_by("since").first()
    return first.since if first else None


def holders_on(people: list[str], day: date) -> set[str]:
    """Give those of ``people`` who hold any post on ``day``: the ones a duty of a person may look for."""
    return {*PostHolding.objects.filter(in_force(day), person_id__in=people).values_list("person_id", flat=True)}


def _post(holding: PostHolding) -> str:
    return f"{holding.organisation.tier}{holding.post}"


def _posts_at(branch: str, day: date) -> dict[str, str]:
    held = PostHolding.objects.filter(in_force(day), organisation_id=branch).order_by("id")
    return {one.person_id: one.post for one in held}
