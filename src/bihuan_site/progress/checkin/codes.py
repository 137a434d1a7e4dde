"""The code on the wall: made of a notice, the minute and a signature, good for a minute or two."""

import hmac
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from bihuan_site.progress.models import Notice
from bihuan_site.shared.clock import business_day

SALT = "progress.checkin"
STEP = 60
"""Seconds after which the code on the wall changes."""

GOOD_FOR = 3
"""Steps in which a code is taken: its own and those after it, for slow phones."""

SIGNATURE = 12
EARLY = timedelta(minutes=30)
LATE = timedelta(minutes=30)


def code_of(notice: int, moment: datetime | None = None) -> str:
    """Give the code of a notice for the minute of ``moment`` (now)."""
    return _code(notice, _step(moment))


def notice_of(code: str, moment: datetime | None = None) -> int | None:
    """Read which notice a code is of, if it is genuine and fresh; None otherwise."""
    head, dash, _ = code.partition("-")
    if not dash or not 1 <= len(head) <= 10 or len(code) > 40 or not head.isalnum() or not head.isascii():
        return None
    try:
        notice = base36_to_int(head)
    except ValueError:
        return None
    now = _step(moment)
    fresh = any(hmac.compare_digest(_code(notice, now - back), code) for back in range(GOOD_FOR))
    return notice if fresh else None


def seal_of(notice: int, account: int, moment: datetime | None = None) -> str:
    """Give the seal that a page carries after a fresh code was shown to it: for one account, ten minutes."""
    return _seal(notice, account, _step(moment) // 10)


def is_sealed(seal: str, notice: int, account: int, moment: datetime | None = None) -> bool:
    """Whether ``seal`` was given to this account for this notice in the last ten to twenty minutes."""
    now = _step(moment) // 10
    return any(hmac.compare_digest(_seal(notice, account, now - back), seal) for back in range(2))


def there_now() -> datetime:
    """Give the business day at the clock's time of day: what meetings of a demonstration go by."""
    return timezone.make_aware(datetime.combine(business_day(), timezone.localtime().time()))


def is_open(notice: Notice, moment: datetime | None = None) -> bool:
    """Whether one may check in: from half an hour before to half an hour after, not called off, not recorded."""
    if notice.cancelled or notice.activity_id:
        return False
    return notice.start - EARLY <= (moment or there_now()) <= notice.end + LATE


def _step(moment: datetime | None) -> int:
    return int((moment or timezone.now()).timestamp()) // STEP


def _code(notice: int, step: int) -> str:
    signature = salted_hmac(SALT, f"{notice}:{step}", algorithm="sha256").hexdigest()[:SIGNATURE]
    return f"{int_to_base36(notice)}-{signature}"


def _seal(notice: int, account: int, step: int) -> str:
    return salted_hmac(f"{SALT}.seal", f"{notice}:{account}:{step}", algorithm="sha256").hexdigest()[:24]
