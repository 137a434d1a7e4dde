"""Hats: the roles an account may act in on a day, from the posts its person holds and from grants."""

from collections.abc import Iterator
from datetime import date

from bihuan_site.accounts.models import Account, RoleGrant
from bihuan_site.organisations.models import Organisation, PostHolding
from bihuan_site.organisations.scoping import in_force
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.roles import ADMINISTRATORS, Role

SECRETARY = "书记"
ORDER = {role: place for place, role in enumerate(Role)}


def role_of_post(tier: str, post: str) -> Role | None:
    """Give the role that goes with a post of an organisation of a tier; None if it carries none."""
    match tier, post:
        case ("党组", "书记"):
            return Role.LEADING_SECRETARY
        case ("党组", _):
            return Role.LEADING_MEMBER
        case ("机关党委", "书记"):
            return Role.COMMITTEE_SECRETARY
        case ("机关党委", "专职副书记"):
            return Role.OFFICE
        case ("机关党委", _):
            return Role.DISCIPLINE if post.startswith("纪委") else Role.COMMITTEE_MEMBER
        case ("党委" | "党总支", _):
            return Role.SUB_COMMITTEE
        case ("党支部", "书记"):
            return Role.BRANCH_SECRETARY
        case ("党支部", _):
            return Role.BRANCH_MEMBER if "小组" not in post else None
        case _:
            return None


def hats_of(account: Account, day: date) -> tuple[Actor, ...]:
    """Give every hat of the account on ``day``, the highest role first; none for an account that is switched off.

    Whoever is in the register as a person never gets an administrator's hat, and two administrator roles on one
    account give none: such rows can only come from outside the program.
    """
    if not account.is_active:
        return ()
    grants = tuple(_grants(account, day))
    found = _administrators(account, grants) if account.person is None else _person_hats(account, day, grants)
    unique = {actor.hat: actor for actor in found}
    return tuple(sorted(unique.values(), key=lambda actor: (ORDER[actor.role], actor.organisation)))


def _grants(account: Account, day: date) -> Iterator[RoleGrant]:
    yield from RoleGrant.objects.filter(in_force(day), account=account).select_related("organisation")


def _administrators(account: Account, grants: tuple[RoleGrant, ...]) -> Iterator[Actor]:
    roles = {Role(grant.role) for grant in grants}
    if len(roles) == 1 and roles <= set(ADMINISTRATORS):
        role = roles.pop()
        yield Actor(account.pk, "", role.value, role)


def _person_hats(account: Account, day: date, grants: tuple[RoleGrant, ...]) -> Iterator[Actor]:
    person = account.person
    if person is None or person.erased or not (person.since <= day and (person.until is None or person.until >= day)):
        return
    holdings = PostHolding.objects.filter(in_force(day), person_id=person.pk).select_related("organisation")
    for holding in holdings:
        role = role_of_post(holding.organisation.tier, holding.post)
        if role:
            yield _hat(account, role, holding.organisation)
    for grant in grants:
        if Role(grant.role) not in ADMINISTRATORS and grant.organisation:
            yield _hat(account, Role(grant.role), grant.organisation)
    yield _hat(account, Role.MEMBER, person.organisation)


def _hat(account: Account, role: Role, where: Organisation) -> Actor:
    person = account.person
    assert person is not None  # noqa: S101 only called for persons
    return Actor(account.pk, person.pk, person.name, role, where.pk, where.name, where.path)


def wearing(hats: tuple[Actor, ...], chosen: str) -> Actor | None:
    """Give the hat named ``chosen`` if the account still has it; None if it is gone."""
    return next((actor for actor in hats if actor.hat == chosen), None)
