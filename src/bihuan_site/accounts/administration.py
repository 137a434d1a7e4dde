"""Acts of the security administrator: slips, resets, roles, switching accounts off and on. Never on oneself."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from bihuan_site.accounts import slips
from bihuan_site.accounts.models import GRANTABLE, Account, RoleGrant, plain_username
from bihuan_site.accounts.queries import account_for, administrators_in_force, people_of_units
from bihuan_site.accounts.sessions import end_sessions
from bihuan_site.audit.acting import Done, action
from bihuan_site.organisations.models import Organisation, Person
from bihuan_site.organisations.scoping import get_one
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.locking import check_version
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.roles import ADMINISTRATORS, SECURITY, Role

ONESELF = "不能对自己的账号做这件事，请由另一名安全管理员办理。"
LAST = "这是最后一个{role}，停用以后就没有人能做他的事。请先增加一名。"


@action("accounts.slips_issued", SECURITY)
def issue_slips(*, actor: Actor, units: Sequence[str], again: bool = False) -> Done[list[slips.Printed]]:
    """Make activation slips for the people of units; ``again`` also for those who have set a password already."""
    people = people_of_units(actor, units)
    accounts = [account for account in _with_accounts(people) if again or not account.activated]
    if not accounts:
        raise Refused("所选单位没有需要激活单的人：要么都已激活，要么没有人员。")
    printed = slips.issue(accounts, by=actor.account)
    return Done(printed, on="slips", details={"units": len(set(units)), "slips": len(printed), "again": again})


def _with_accounts(people: Sequence[Person]) -> list[Account]:
    """Give the accounts of people, making those that are missing; the username is the person's id."""
    ids = [person.pk for person in people]
    have: set[str] = set()
    for start in range(0, len(ids), 500):
        have.update(
            str(one)
            for one in Account.objects.filter(person__in=ids[start : start + 500]).values_list("person", flat=True)
        )
    missing = [Account(username=plain_username(one.pk), person=one) for one in people if one.pk not in have]
    for account in missing:
        account.set_unusable_password()
    Account.objects.bulk_create(missing, batch_size=500)
    found: dict[str, Account] = {}
    for start in range(0, len(ids), 500):
        rows = Account.objects.filter(person__in=ids[start : start + 500], is_active=True)
        found.update({str(one.person_id): one for one in rows.select_related("person__organisation")})
    return [found[one] for one in ids if one in found]


@action("accounts.reset", SECURITY)
def reset(*, actor: Actor, account: int, witness: str, factors: bool = False) -> Done[slips.Printed]:
    """Take the password (and with ``factors`` the second factors) away and make a slip, before a witness.

    The witness is another account in force, neither the administrator nor whoever is reset; the row names both.
    """
    chosen = _other(actor, account)
    seen_by = _witness(actor, witness, chosen)
    chosen.set_unusable_password()
    chosen.password_set = None
    chosen.version += 1
    chosen.save(update_fields=["password", "password_set", "must_change_password", "version"])
    removed = _remove_factors(chosen) if factors else 0
    ended = end_sessions(chosen.pk)
    printed = slips.issue([chosen], by=actor.account)
    details = {"witness": seen_by.pk, "sessions_ended": ended, "factors_removed": removed}
    return Done(printed[0], on=f"account:{chosen.pk}", details=details)


def _remove_factors(account: Account) -> int:
    from allauth.mfa.models import Authenticator

    removed, _ = Authenticator.objects.filter(user=account).delete()
    return int(removed)


def _witness(actor: Actor, username: str, chosen: Account | None) -> Account:
    found = Account.objects.filter(username=plain_username(username), is_active=True).first()
    if found is None or not found.activated:
        raise Refused("见证人要写一个在用账号的用户名。")
    if found.pk == actor.account or (chosen and found.pk == chosen.pk):
        raise Refused("见证人不能是你自己，也不能是被办理的人。")
    return found


@action("accounts.role_granted", SECURITY)
def grant_role(*, actor: Actor, account: int, role: Role, organisation: str) -> Done[RoleGrant]:
    """Give a person 机关党委办公室 or 机关纪委 at an organisation, from today."""
    chosen = _other(actor, account)
    if role not in GRANTABLE or chosen.person is None:
        raise Refused("这个身份不能这样授予：管理员账号不能有业务身份，其他身份由任职得来。")
    where = get_one(Organisation.objects.filter(active=True), pk=organisation)
    if RoleGrant.objects.filter(account=chosen, role=role, organisation=where, until=None).exists():
        raise Refused("这个人已经有这个身份。")
    grant = RoleGrant.objects.create(
        account=chosen, role=role, organisation=where, since=business_day(), granted_by_id=actor.account
    )
    return Done(grant, on=f"account:{chosen.pk}", details={"role": role.name, "organisation": where.pk})


@action("accounts.role_withdrawn", SECURITY)
def withdraw_role(*, actor: Actor, account: int, grant: int) -> Done[RoleGrant]:
    """Take a granted business role away; it is gone with the person's next request."""
    chosen = _other(actor, account)
    found = get_one(RoleGrant.objects.filter(account=chosen, role__in=GRANTABLE, until=None), pk=grant)
    found.until = business_day() - timedelta(days=1)
    found.save(update_fields=["until"])
    return Done(found, on=f"account:{chosen.pk}", details={"role": Role(found.role).name, "since": str(found.since)})


@action("accounts.administrator_made", SECURITY)
def make_administrator(*, actor: Actor, username: str, role: Role, witness: str) -> Done[slips.Printed]:
    """Make an account of its own for one administrator's role, before a witness."""
    if role not in ADMINISTRATORS:
        raise Refused("这里只增加三类管理员。")
    seen_by = _witness(actor, witness, None)
    name = plain_username(username)
    if Account.objects.filter(Q(username=name) | Q(person__id__iexact=name)).exists():
        raise Refused("这个用户名已经有人用，请换一个。")
    account = Account(username=name)
    account.set_unusable_password()
    account.password_set = None
    account.save()
    RoleGrant.objects.create(account=account, role=role, since=business_day(), granted_by_id=actor.account)
    printed = slips.issue([account], by=actor.account)
    return Done(printed[0], on=f"account:{account.pk}", details={"role": role.name, "witness": seen_by.pk})


@action("accounts.switched_off", SECURITY)
def switch_off(*, actor: Actor, account: int, version: int) -> Done[Account]:
    """Disable an account: its sessions end at once, its slips are void."""
    chosen = _other(actor, account)
    check_version(chosen, version)
    for role in administrators_in_force(chosen):
        others = RoleGrant.objects.filter(role=role, until=None, account__is_active=True).exclude(account=chosen)
        if not others.exists():
            raise Refused(LAST.format(role=role.value))
    chosen.is_active = False
    chosen.save(update_fields=["is_active", "version"])
    chosen.slips.filter(used_at=None).update(withdrawn=True)
    return Done(chosen, on=f"account:{chosen.pk}", details={"sessions_ended": end_sessions(chosen.pk)})


@action("accounts.switched_on", SECURITY)
def switch_on(*, actor: Actor, account: int, version: int) -> Done[Account]:
    """Enable an account again."""
    chosen = _other(actor, account)
    check_version(chosen, version)
    chosen.is_active = True
    chosen.save(update_fields=["is_active", "version"])
    return Done(chosen, on=f"account:{chosen.pk}", details={"at": timezone.localdate().isoformat()})


@action("accounts.list_exported", SECURITY)
def tell_exported(*, actor: Actor, rows: int) -> Done[None]:
    """Leave a row that the list of accounts was taken out."""
    return Done(on="accounts", details={"rows": rows})


def _other(actor: Actor, account: int) -> Account:
    chosen = account_for(actor, account)
    if chosen.pk == actor.account:
        raise Refused(ONESELF)
    return chosen
