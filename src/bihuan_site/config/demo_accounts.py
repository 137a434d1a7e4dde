"""One account a role for the demonstration, with random passwords that are shown once."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from bihuan_site.accounts.models import Account, RoleGrant
from bihuan_site.audit.chain import append
from bihuan_site.organisations.models import Organisation, Person, PostHolding
from bihuan_site.organisations.scoping import in_force
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.roles import Role

LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that look unlike each other on paper."""

MODEL_BRANCH = "zb-001"
POSTS: tuple[tuple[Role, str, str, str], ...] = (
    (Role.LEADING_SECRETARY, "dangzu", "党组", "书记"),
    (Role.LEADING_MEMBER, "dangzu2", "党组", "班子成员"),
    (Role.COMMITTEE_SECRETARY, "jiguan", "机关党委", "书记"),
    (Role.OFFICE, "bangong", "机关党委", "专职副书记"),
    (Role.COMMITTEE_MEMBER, "weiyuan", "机关党委", "委员"),
    (Role.SUB_COMMITTEE, "jiceng", "党委", "书记"),
    (Role.BRANCH_SECRETARY, "shuji", "党支部", "书记"),
    (Role.BRANCH_MEMBER, "zhiwei", "党支部", "班子成员"),
)
ADMINISTRATORS = ((Role.SYSTEM_ADMIN, "xitong"), (Role.SECURITY_ADMIN, "anquan"), (Role.AUDIT_ADMIN, "shenji"))


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account as it is printed."""

    role: str
    username: str
    password: str
    who: str


@transaction.atomic
def make_accounts() -> list[DemoAccount]:
    """Make (or give a new password to) one account a role; the three administrators are no persons."""
    found = list(_all())
    append("accounts.demo_made", details={"accounts": len(found)})
    return found


def _all() -> Iterator[DemoAccount]:
    for role, username, tier, post in POSTS:
        holding = _holding(tier, post)
        if holding:
            yield _account(role, username, holding.person, holding.organisation.name)
    member = Person.objects.filter(organisation_id=MODEL_BRANCH, posts=None, name="李若水").first()
    member = member or Person.objects.filter(organisation_id=MODEL_BRANCH, posts=None).order_by("id").first()
    if member:
        yield _account(Role.MEMBER, "dangyuan", member, member.organisation.name)
    committee = Organisation.objects.filter(tier="机关党委").first()
    clerk = (
        Person.objects.filter(organisation__parent=committee, posts=None).exclude(organisation_id=MODEL_BRANCH).first()
    )
    if clerk and committee:
        made = _account(Role.DISCIPLINE, "jiwei", clerk, committee.name)
        _grant(Account.objects.get(username="jiwei"), Role.DISCIPLINE, committee)
        yield made
    for role, username in ADMINISTRATORS:
        made = _account(role, username, None, "")
        _grant(Account.objects.get(username=username), role, None)
        yield made


def _holding(tier: str, post: str) -> PostHolding | None:
    day = business_day()
    holders = PostHolding.objects.filter(in_force(day), organisation__tier=tier, post=post).order_by(
        "organisation_id", "id"
    )
    return holders.filter(person__account=None).first() or holders.first()


def _account(role: Role, username: str, person: Person | None, where: str) -> DemoAccount:
    account = Account.objects.filter(username=username).first() or Account(username=username, person=person)
    password = "".join(secrets.choice(LETTERS) for _ in range(10)) + "-Aa1"
    account.set_password(password)
    account.save()
    who = f"{account.person.name}，{where}" if account.person else "不兼任业务角色"
    return DemoAccount(str(role), username, password, who)


def _grant(account: Account, role: Role, where: Organisation | None) -> None:
    there = RoleGrant.objects.filter(account=account, role=role.value, until=None)
    if not there.exists():
        RoleGrant.objects.create(account=account, role=role.value, organisation=where, since=business_day())
