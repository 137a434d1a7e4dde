"""The chain of audit rows: appending, verifying, and the head to keep outside."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives import hashes
from django.db import connection
from django.utils import timezone

from bihuan_site.audit.models import AuditRow

GENESIS = "0" * 64
LOCK = 0x62696875616E
"""The advisory lock on PostgreSQL under which acts happen and rows get their number; SQLite has its write lock."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where the chain does not hold."""

    sequence: int
    what: str


def sm3(text: str) -> str:
    """Give the SM3 digest (GB/T 32905-2016) of ``text`` in UTF-8 as 64 hexadecimal digits."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(text.encode())
    return digest.finalize().hex()


def canonical(details: Mapping[str, Any]) -> str:
    """Write details as sorted JSON without blanks, so that equal details have equal bytes."""
    return json.dumps(details, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(row: AuditRow) -> str:
    """Compute the digest a row must carry."""
    fields = [row.sequence, _instant(row.at), row.account, row.role, row.organisation, row.act, row.on, row.details]
    return sm3(json.dumps([*fields, row.key, row.previous], ensure_ascii=False, separators=(",", ":")))


def _instant(at: datetime) -> str:
    return at.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds")


def take_turn() -> None:
    """Wait until no other act is under way; call first in a transaction, before anything is read that it decides on.

    What is read from then on nobody changes until the end: two people deciding the same thing come one after the other.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def append(
    act: str,
    *,
    account: int | None = None,
    role: str = "",
    organisation: str = "",
    on: str = "",
    details: Mapping[str, Any] | None = None,
    key: str = "",
) -> AuditRow:
    """Append a row to the chain; call inside the transaction of the act it tells of."""
    take_turn()
    last = AuditRow.objects.order_by("-sequence").first()
    row = AuditRow(
        sequence=last.sequence + 1 if last else 1,
        at=timezone.now(),
        account=account,
        role=role,
        organisation=organisation,
        act=act,
        on=on,
        details=canonical(details or {}),
        key=key or None,
        previous=last.digest if last else GENESIS,
    )
    row.digest = digest_of(row)
    row.save(force_insert=True)
    return row


def head() -> tuple[int, str]:
    """Give (number, digest) of the last row: what a witness keeps outside."""
    last = AuditRow.objects.order_by("-sequence").first()
    return (last.sequence, last.digest) if last else (0, GENESIS)


def faults(rows: Iterable[AuditRow], kept: tuple[int, str] | None = None) -> list[Fault]:
    """Give every place where ``rows`` (in order of number) are not one unbroken chain; ``kept`` is an earlier head."""
    found: list[Fault] = []
    previous, number, kept_seen = GENESIS, 0, kept is None or kept[0] == 0
    for row in rows:
        if row.sequence != number + 1:
            found.append(Fault(row.sequence, f"第 {number + 1} 行不见了"))
        if row.previous != previous:
            found.append(Fault(row.sequence, "与上一行接不上"))
        if digest_of(row) != row.digest:
            found.append(Fault(row.sequence, "内容与摘要不符，被改动过"))
        if kept and row.sequence == kept[0]:
            kept_seen = True
            if row.digest != kept[1]:
                found.append(Fault(row.sequence, "与留存的链头不符，整条链被重写过"))
        previous, number = row.digest, row.sequence
    if kept and not kept_seen:
        found.append(Fault(kept[0], f"留存的链头是第 {kept[0]} 行，现在只有 {number} 行，尾部被截去"))
    return found
