"""Failed log-ins: a growing wait for one name from one address, a limit for one address that tries many names.

An attempt counts before the secret is compared, so that many at once get no further than one after another. Somebody
at another address is never made to wait, and a name nobody has waits exactly like one that exists.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Max, Sum
from django.utils import timezone
from django.utils.crypto import salted_hmac

from bihuan_site.accounts.models import Account, LastCode, SignInTrouble, plain_username

FREE = 5
FIRST_WAIT = 30
LONGEST_WAIT = 15 * 60
SPRAY_WINDOW = timedelta(minutes=10)
SPRAY_NAMES = 30
SPRAY_FAILURES = 90
SPRAY_WAIT = 60
KEPT = timedelta(days=1)


def wait_after(failures: int) -> int:
    """Give the seconds to wait after so many failures: none for the first five, then 30, 60, … up to 15 minutes."""
    over = failures - FREE
    return 0 if over < 0 else min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(over, 10))


def begin(name: str, address: str) -> int:
    """Count an attempt and give the seconds still to wait; 0 lets it go on. Say :func:`succeeded` if it did."""
    now = timezone.now()
    with transaction.atomic():
        SignInTrouble.objects.get_or_create(username=_key(name), address=address, defaults={"last": now})
        row = SignInTrouble.objects.select_for_update().get(username=_key(name), address=address)
        if now - row.last > KEPT:
            row.failures, row.wait_until = 0, None
        waiting = max(_left(row.wait_until, now), _spray(address, now))
        if not waiting:
            row.failures += 1
            row.last = now
            pause = wait_after(row.failures)
            row.wait_until = now + timedelta(seconds=pause) if pause else None
            row.save()
    return waiting


def succeeded(name: str, address: str) -> None:
    """Forget the failures of a name at an address; also clears away what is older than a day."""
    SignInTrouble.objects.filter(username=_key(name), address=address).delete()
    SignInTrouble.objects.filter(last__lt=timezone.now() - KEPT).delete()


def use_step(account: Account, steps: Iterable[int]) -> bool:
    """Use up the time step of a one-time code; False if it, or a later one, was used before on any worker."""
    with transaction.atomic():
        LastCode.objects.get_or_create(account=account)
        return any(LastCode.objects.filter(account=account, step__lt=step).update(step=step) for step in steps)


def wait_words(seconds: int) -> str:
    """Say how long to wait."""
    minutes = -(-seconds // 60)
    return f"试得太多了，请在 {minutes} 分钟后再试。" if seconds > 60 else f"试得太多了，请在 {seconds} 秒后再试。"


def _key(name: str) -> str:
    return salted_hmac("accounts.attempts", plain_username(name), algorithm="sha256").hexdigest()


def _left(until: datetime | None, now: datetime) -> int:
    return max(0, -(-int((until - now).total_seconds() * 1000) // 1000)) if until else 0


def _spray(address: str, now: datetime) -> int:
    recent = SignInTrouble.objects.filter(address=address, last__gte=now - SPRAY_WINDOW, failures__gt=0)
    seen = recent.aggregate(names=Count("id"), failures=Sum("failures"), last=Max("last"))
    if seen["names"] < SPRAY_NAMES or (seen["failures"] or 0) < SPRAY_FAILURES:
        return 0
    return _left(seen["last"] + timedelta(seconds=SPRAY_WAIT), now)
