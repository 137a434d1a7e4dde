"""Rows as canonical lines of text, the same whichever database they come from."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from types import MappingProxyType
from typing import Any, TypeAlias
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connections, models
from django.utils import timezone

AnyModel: TypeAlias = type[models.Model]

LEFT_OUT = frozenset(
    {
        "accounts.lastcode",
        "accounts.opensession",
        "accounts.signintrouble",
        "auth.permission",
        "contenttypes.contenttype",
        "inbox.feedaddress",
        "jobs.worker",
        "sessions.session",
    }
)
"""What lives for the moment only (sessions, failed log-ins, secret addresses), and what Django makes anew."""

NOT_REVIVED: Mapping[str, tuple[dict[str, Any], dict[str, Any]]] = MappingProxyType(
    {
        "accounts.activationslip": ({"used_at__isnull": True}, {"withdrawn": True}),
        "inbox.channel": ({}, {"enabled": False, "since": None}),
        "mfa.authenticator": ({"type": "recovery_codes"}, {}),
    }
)
"""What a restore must not bring back to life: which rows, and what they become (nothing: they go)."""

BATCH = 500


def tables() -> list[AnyModel]:
    """Give every table that goes into an archive, by name; tables between two others among them."""
    found = [
        model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy
    ]
    return sorted((model for model in found if label_of(model) not in LEFT_OUT), key=label_of)


def label_of(model: AnyModel) -> str:
    """Give the name of a table in an archive: ``ledger.activity``."""
    return model._meta.label_lower


def lines_of(model: AnyModel, alias: str) -> Iterator[bytes]:
    """Give the rows of a table in order of their key, each a line of JSON."""
    fields = model._meta.concrete_fields
    for row in model._base_manager.using(alias).order_by("pk").iterator(chunk_size=2000):
        values = {field.attname: _plain(getattr(row, field.attname)) for field in fields}
        yield json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def digest_of(model: AnyModel, alias: str) -> str:
    """Give the SHA-256 of a table's lines: equal tables have equal digests on either database."""
    digest = hashlib.sha256()
    for line in lines_of(model, alias):
        digest.update(line)
    return digest.hexdigest()


def load(model: AnyModel, lines: Iterable[bytes], alias: str) -> int:
    """Write lines back as rows, values as they were (no column is set anew); returns how many."""
    fields = model._meta.concrete_fields
    size = min(BATCH, max(1, connections[alias].ops.bulk_batch_size(list(fields), [None] * BATCH)))
    rows = (_row(model, json.loads(line)) for line in lines)
    count = 0
    while batch := list(islice(rows, size)):
        rows_of = model._base_manager.using(alias)
        rows_of._insert(batch, fields=fields, using=alias, raw=True)  # type: ignore[attr-defined]  # what loaddata uses
        count += len(batch)
    return count


def reset_sequences(alias: str) -> None:
    """Let new rows take numbers after those that came in."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)


def put_to_rest(alias: str) -> None:
    """End what must not come back to life."""
    for label, (which, become) in NOT_REVIVED.items():
        rows = apps.get_model(label)._base_manager.using(alias).filter(**which)
        if become:
            rows.update(**become)
        else:
            rows.delete()


def _row(model: AnyModel, values: Mapping[str, Any]) -> models.Model:
    row = model()
    for field in model._meta.concrete_fields:
        setattr(row, field.attname, _value(field, values[field.attname]))
    return row


def _value(field: Any, value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    return (field.target_field if field.is_relation else field).to_python(value)


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case datetime():
            return value.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds")
        case date() | time():
            return value.isoformat()
        case Fraction() | UUID() | Decimal():
            return str(value)
        case bytes() | bytearray() | memoryview():
            return base64.b64encode(bytes(value)).decode("ascii")
        case list() | tuple():
            return [_plain(one) for one in value]
        case dict():
            return {str(name): _plain(one) for name, one in value.items()}
        case float():
            return value
    raise TypeError(f"no canonical form for {type(value).__name__}")
