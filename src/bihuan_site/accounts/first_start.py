"""The first start: three administrators with one-time codes, and a new code when one of them is lost."""

from django.db import transaction

from bihuan_site.accounts import slips
from bihuan_site.accounts.models import Account, RoleGrant
from bihuan_site.accounts.sessions import end_sessions
from bihuan_site.accounts.trail import note
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.roles import ADMINISTRATORS, Role

USERNAMES = {Role.SYSTEM_ADMIN: "xitong", Role.SECURITY_ADMIN: "anquan", Role.AUDIT_ADMIN: "shenji"}


def make_administrators() -> list[tuple[Role, slips.Printed]]:
    """Make one account for each administrator's role. Raises :class:`Refused` if any administrator exists."""
    with transaction.atomic():
        if RoleGrant.objects.filter(role__in=[role.value for role in ADMINISTRATORS]).exists():
            raise Refused("三类管理员已经有了。丢了口令，用 init --again 角色 重发激活码。")
        made = []
        for role in ADMINISTRATORS:
            account = Account(username=USERNAMES[role])
            account.set_unusable_password()
            account.save()
            RoleGrant.objects.create(account=account, role=role, since=business_day())
            made.append((role, slips.issue([account], by=None)[0]))
            note("first_started", account.pk, role=role.name)
    return made


def renew_code(role: Role) -> list[tuple[Role, slips.Printed]]:
    """Make new codes for the administrators of a role, from the server's own terminal; the trail keeps it."""
    with transaction.atomic():
        rows = RoleGrant.objects.filter(role=role.value, until=None, account__is_active=True).select_related("account")
        if not rows:
            raise Refused(f"没有在用的{role.value}。")
        made = []
        for row in rows:
            account = row.account
            account.set_unusable_password()
            account.password_set = None
            account.save(update_fields=["password", "password_set"])
            ended = end_sessions(account.pk)
            made.append((role, slips.issue([account], by=None)[0]))
            note("code_renewed", account.pk, role=role.name, sessions_ended=ended)
    return made
