"""Every form of the site, read from its page: fields it does not have change nothing, none is taken without its token.

The pages come from the permission table, so a new form is tried the day its page is declared.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client

from bihuan_site.shared.roles import Role
from bihuan_site.shared.routes import routes
from tests.support.site_forms import PageForm, bytes_of, posting
from tests.support.site_missing import missing
from tests.support.site_rows import Rows
from tests.support.site_sweep import Visit, visits
from tests.support.site_whole import Whole, changed, whole

ClientAs = Callable[[Role | str], Client]
FORBIDDEN: dict[str, Any] = {
    "organisation": "zb-002",
    "organisation_id": "zb-002",
    "branch": "zb-002",
    "role": "OFFICE",
    "roles": ["OFFICE", "SECURITY_ADMIN"],
    "is_staff": "1",
    "is_superuser": "1",
    "is_active": "1",
    "received": "2020-01-01",
    "claimed": "2020-01-01",
    "by": "ry-904",
    "asked_by": "ry-021",
    "decided_by": "ry-904",
    "issued_by": "ry-904",
    "person": "ry-021",
    "person_id": "ry-021",
    "account": "1",
    "actor": "ry-904",
    "created_by": "1",
    "state": "已批准",
    "stage": "published",
    "active": "1",
    "withdrawn": "1",
    "replaced": "1",
    "corrects": "hd-1",
    "score": "100",
    "total": "100",
    "id": "1",
    "pk": "1",
    "path": "/dz-01/",
    "parent": "dz-01",
    "version": "1",
}
"""What an attacker adds: owners, roles, dates, states, keys."""

TOLD = {name for name in FORBIDDEN if name not in ("id", "pk", "roles", "actor", "branch", "score", "created_by")} | {
    f"{name}_id" for name in ("organisation", "person", "by", "account", "parent")
}
"""Columns compared between a plain sending and one with everything added."""


NEW_ID = re.compile(r"-[0-9a-f]{10,12}\b")
"""Ids are drawn anew every time."""


@dataclass(frozen=True)
class Found:
    """One form on one page, with one of its buttons pressed."""

    visit: Visit
    address: str
    form: PageForm
    sent: dict[str, Any]


def every_form(rows: Rows, client_as: ClientAs) -> Iterator[tuple[Client, Found]]:
    """Every form that writes, on every page somebody opens, with everything filled; each once."""
    seen, clients = set[tuple[str, ...]](), dict[Role, Client]()
    for visit in visits(rows):
        if visit.who is None or visit.unfilled or visit.route.name.startswith(("account_", "mfa_")):
            continue
        client = clients.setdefault(visit.who, client_as(visit.who))
        answer = client.get(visit.address)
        content = bytes_of(answer)
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            continue
        for form in posting(content):
            address = form.action or visit.address
            for button in form.buttons():
                kind = (visit.who.name, address, button.value if button else "", *sorted(form.names))
                if kind not in seen:
                    seen.add(kind)
                    yield client, Found(visit, address, form, form.filled(button))


def told(before: Whole, after: Whole) -> Counter[tuple[str, ...]]:
    """What came or changed, by its owners, roles, dates and states."""
    found: Counter[tuple[str, ...]] = Counter()
    for model in apps.get_models():
        label = model._meta.label
        if label not in after:
            continue
        names = [one.attname for one in model._meta.concrete_fields]
        for pk, row in after[label].items():
            if before[label].get(pk) != row:
                kept = (
                    NEW_ID.sub("-new", f"{name}={value}")
                    for name, value in zip(names, row, strict=True)
                    if name in TOLD
                )
                found[label, *kept] += 1
    return found


def sent_and_undone(client: Client, found: Found, more: dict[str, Any]) -> tuple[int, Counter[tuple[str, ...]]]:
    """Send a form, look what it did, and undo it."""
    before, session = whole(), client.cookies["sessionid"].value
    with transaction.atomic():
        status = client.post(found.address, found.sent | more).status_code
        did = told(before, whole())
        transaction.set_rollback(True)
    client.cookies["sessionid"] = session  # changing the hat and logging out are undone too
    return status, did


@pytest.mark.long
def test_fields_a_form_does_not_have_change_nothing(rows: Rows, client_as: ClientAs) -> None:
    wrong, wrote = [], 0
    for client, found in every_form(rows, client_as):
        if "file" in {one.kind for one in found.form.controls}:
            continue  # a file can be sent once; the next test posts these
        status, plain = sent_and_undone(client, found, {})
        more = {name: value for name, value in FORBIDDEN.items() if name not in found.form.names}
        again, added = sent_and_undone(client, found, more)
        wrote += bool(plain)
        if (status, plain) != (again, added):
            moved = (added - plain) or (plain - added)
            wrong.append(f"{found.visit.route.name} {found.address}: {status}, {again}: {moved}")
    assert not wrong, "\n".join(wrong)
    assert wrote >= 20, f"{wrote}: too few of the filled forms were taken for this to mean anything"


def test_no_form_is_taken_without_its_token(rows: Rows, client_as: ClientAs) -> None:
    clients = {role: client_as(role) for role in Role}
    for one in clients.values():
        one.handler.enforce_csrf_checks = True
        one.get("/")
    before, wrong = whole(), []
    for route in routes():
        rights = route.rights
        roles = [role for role in Role if rights and role in rights.write]
        if not roles:
            continue
        sender = clients[roles[0]]
        for kind in ("application/x-www-form-urlencoded", "text/plain", "application/json"):
            status = sender.post(missing(route), "a=b", content_type=kind).status_code
            if status != 403:
                wrong.append(f"{route.name} as {roles[0]}, {kind}: {status}")
    assert not wrong, "\n".join(wrong)
    assert changed(before, whole()) == []


def test_every_page_that_writes_carries_its_token(rows: Rows, client_as: ClientAs) -> None:
    bare = [
        found.visit.route.name
        for _, found in every_form(rows, client_as)
        if not {"csrfmiddlewaretoken"} <= found.form.names
    ]
    assert bare == []
