"""Activation slips: making codes, keeping only their digests, using one once."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac

from bihuan_site.accounts.models import Account, ActivationSlip

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
GROUPS, GROUP = 3, 4
LASTS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Printed:
    """One slip as it is printed; the code exists on paper only."""

    name: str
    unit: str
    username: str
    code: str
    expires: datetime


def new_code() -> str:
    """Make a code of twelve letters and digits that cannot be mixed up (60 bits)."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def digest_of(code: str) -> str:
    """Give the digest kept of a code, however it was typed."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return salted_hmac("accounts.slip", plain, algorithm="sha256").hexdigest()


def issue(accounts: Sequence[Account], *, by: int | None) -> list[Printed]:
    """Make a slip for each account; earlier slips of these accounts are withdrawn."""
    now = timezone.now()
    numbers = [account.pk for account in accounts]
    for start in range(0, len(numbers), 500):
        chunk = numbers[start : start + 500]
        ActivationSlip.objects.filter(account__in=chunk, used_at=None, withdrawn=False).update(withdrawn=True)
    printed = [_printed(account, new_code(), now + LASTS) for account in accounts]
    ActivationSlip.objects.bulk_create(_rows(accounts, printed, by), batch_size=500)
    return printed


def _printed(account: Account, code: str, expires: datetime) -> Printed:
    person = account.person
    name, unit = (person.name, person.organisation.name) if person else (account.username, "")
    return Printed(name, unit, account.username, code, expires)


def _rows(accounts: Sequence[Account], printed: Iterable[Printed], by: int | None) -> list[ActivationSlip]:
    return [
        ActivationSlip(account=account, digest=digest_of(slip.code), expires=slip.expires, issued_by_id=by)
        for account, slip in zip(accounts, printed, strict=True)
    ]


def find(account: Account, code: str) -> ActivationSlip | None:
    """Give the usable slip of an account that carries the code."""
    found = ActivationSlip.objects.filter(account=account, digest=digest_of(code)).first()
    return found if found and found.usable(timezone.now()) else None
