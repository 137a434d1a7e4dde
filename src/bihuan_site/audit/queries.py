"""What is read of the trail, by the audit administrator only."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone

from bihuan_site.audit.models import AuditRow
from bihuan_site.audit.wording import act_words
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.roles import Relation


@dataclass(frozen=True, slots=True)
class Asked:
    """What the audit administrator looks for; empty is everything."""

    act: str = ""
    account: str = ""
    on: str = ""
    since: date | None = None
    until: date | None = None


def trail(actor: Actor, asked: Asked | None = None) -> QuerySet[AuditRow]:
    """Give the rows, the newest first."""
    rows = AuditRow.objects.order_by("-sequence")
    if actor.relation is not Relation.TRAIL:
        return rows.none()
    wanted = asked or Asked()
    if wanted.act:
        rows = rows.filter(act__startswith=wanted.act)
    if wanted.account:
        found = get_user_model().objects.filter(username=wanted.account.lower()).values_list("pk", flat=True).first()
        rows = rows.filter(account=found) if found else rows.none()
    if wanted.on:
        rows = rows.filter(on__startswith=wanted.on)
    if wanted.since:
        rows = rows.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def names_of(rows: list[AuditRow]) -> dict[int, str]:
    """Give the usernames of the accounts in some rows."""
    numbers = {row.account for row in rows if row.account}
    return dict(get_user_model().objects.filter(pk__in=numbers).values_list("pk", "username"))


def words_of(row: AuditRow) -> str:
    """Give what was done, in words."""
    return act_words(row.act)


def details_of(row: AuditRow) -> str:
    """Give the details as one line."""
    found = json.loads(row.details or "{}")
    return "，".join(f"{name} {value}" for name, value in sorted(found.items()))
