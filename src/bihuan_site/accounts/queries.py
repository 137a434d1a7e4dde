"""What is read about accounts: one's own, and for the security administrator all of them (never business data)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from bihuan_site.accounts.hats import hats_of
from bihuan_site.accounts.models import Account, OpenSession, RoleGrant
from bihuan_site.organisations.models import Organisation, Person
from bihuan_site.organisations.scoping import get_one
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.roles import ADMINISTRATORS, Relation, Role

STATES = {"": "全部", "waiting": "未激活", "active": "在用", "off": "已停用", "admin": "管理员"}


def accounts_seen(actor: Actor, *, text: str = "", unit: str = "", state: str = "") -> QuerySet[Account]:
    """Give the accounts the actor may administer, filtered by words, unit (with everything below it) and state."""
    found = Account.objects.select_related("person__organisation").order_by("username")
    if actor.relation is not Relation.ACCOUNTS:
        return found.none()
    if text:
        found = found.filter(
            Q(username__icontains=text)
            | Q(person__name__icontains=text)
            | Q(person__organisation__name__icontains=text)
        )
    if unit:
        where = Organisation.objects.filter(pk=unit).values_list("path", flat=True).first()
        found = found.filter(person__organisation__path__startswith=where) if where else found.none()
    return _in_state(found, state)


def _in_state(found: QuerySet[Account], state: str) -> QuerySet[Account]:
    match state:
        case "waiting":
            return found.filter(is_active=True, password_set=None)
        case "active":
            return found.filter(is_active=True, password_set__isnull=False)
        case "off":
            return found.filter(is_active=False)
        case "admin":
            return found.filter(person=None)
        case _:
            return found


def state_of(account: Account) -> str:
    """Give the state of an account as a word."""
    if not account.is_active:
        return "已停用"
    return "在用" if account.activated else "未激活"


def account_for(actor: Actor, number: int) -> Account:
    """Give one account. Raises :class:`NotFound` outside the scope."""
    return get_one(accounts_seen(actor), pk=number)


def hats_and_grants(actor: Actor, number: int) -> tuple[tuple[Actor, ...], list[RoleGrant]]:
    """Give what an account may act as today, and which of it was granted."""
    account = account_for(actor, number)
    grants = account.grants.filter(until=None).select_related("organisation")
    return hats_of(account, business_day()), list(grants)


def administrators_in_force(account: Account) -> list[Role]:
    """Give the administrator roles an account has."""
    names = [role.value for role in ADMINISTRATORS]
    return [Role(one.role) for one in RoleGrant.objects.filter(account=account, role__in=names, until=None)]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit to choose when slips are made: its people, and how many have yet to activate."""

    id: str
    name: str
    tier: str
    people: int
    waiting: int


def units(actor: Actor, text: str = "") -> list[Unit]:
    """Give the branches with how many people they have and how many still need a slip."""
    if actor.relation is not Relation.ACCOUNTS:
        return []
    here = Q(people__until=None, people__erased=False)
    set_up = here & Q(people__account__password_set__isnull=False)
    rows = Organisation.objects.filter(active=True, name__icontains=text).annotate(
        all_people=Count("people", filter=here), ready=Count("people", filter=set_up)
    )
    return [
        Unit(row.pk, row.name, row.tier, row.all_people, row.all_people - row.ready)
        for row in rows.filter(all_people__gt=0).order_by("path")
    ]


def people_of_units(actor: Actor, chosen: Sequence[str]) -> list[Person]:
    """Give the people whose branch is one of ``chosen``, by unit and name."""
    if actor.relation is not Relation.ACCOUNTS:
        return []
    found = Person.objects.filter(organisation__in=list(chosen), until=None, erased=False)
    return list(found.select_related("organisation").order_by("organisation__path", "id"))


def places(actor: Actor) -> list[tuple[str, str]]:
    """Give the organisations at which a role can be granted: those above the branches."""
    if actor.relation is not Relation.ACCOUNTS:
        return []
    upper = Organisation.objects.filter(active=True, tier__in=("机关党委", "党委", "党总支")).order_by("path")
    return [(one.pk, one.name) for one in upper]


def own_sessions(actor: Actor) -> QuerySet[OpenSession]:
    """Give one's open sessions, the newest first."""
    return OpenSession.objects.filter(account_id=actor.account, expire_date__gt=timezone.now()).order_by("-began")


def own_account(actor: Actor) -> Account:
    """Give one's own account."""
    return Account.objects.select_related("person__organisation").get(pk=actor.account)
