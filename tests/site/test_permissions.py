"""The permission table: whole, written down, and kept at every route."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, path

from bihuan_site.accounts.checks import faults, routes_have_rights
from bihuan_site.accounts.permission_table import cells, declared, page_text
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.roles import ADMINISTRATORS, Relation, Role
from bihuan_site.shared.routes import RIGHTS, Route, page, routes
from tests.support.site_agency import Agency

ClientAs = Callable[[Role | str], Client]
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "reference" / "permissions.md"
OF_ADMINISTRATORS = {Relation.ACCOUNTS, Relation.TRAIL, Relation.RUNNING}
LEAVES = {"account_logout"}
"""Routes after which the client is somebody else."""


def test_every_route_declares_its_rights() -> None:
    assert routes_have_rights() == []


def test_a_route_without_rights_fails_the_build() -> None:
    bare = Route("progress:new_page", "new/", None)
    assert [fault.id for fault in faults([bare])] == ["accounts.E001"]


def test_two_routes_of_one_name_fail_the_build() -> None:
    one = declared()[0]
    assert [fault.id for fault in faults([one, one])] == ["accounts.E002"]


def test_a_route_nobody_may_take_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="nobody"):
        page("x/", lambda request: None, "x")  # type: ignore[arg-type,return-value]  # it never gets that far


def test_rights_hang_on_the_pattern_not_on_the_name() -> None:
    assert all(isinstance(pattern, URLPattern) for pattern in RIGHTS)
    assert path("login/", lambda request: None, name="account_login") not in RIGHTS  # type: ignore[arg-type,return-value]  # never called


def test_the_table_in_the_documentation_is_the_table_of_the_program() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == page_text(), "run: bihuan-site permissions"


def test_an_administrator_reads_no_business_data_and_nobody_else_administers() -> None:
    for cell in cells():
        if cell.relation is None or cell.relation is Relation.SELF:
            continue
        assert (cell.role in ADMINISTRATORS) == (cell.relation in OF_ADMINISTRATORS), cell


def test_each_administrator_has_their_own_relation_only() -> None:
    theirs = {
        Role.SYSTEM_ADMIN: Relation.RUNNING,
        Role.SECURITY_ADMIN: Relation.ACCOUNTS,
        Role.AUDIT_ADMIN: Relation.TRAIL,
    }
    for cell in cells():
        if cell.relation in OF_ADMINISTRATORS:
            assert theirs[cell.role] is cell.relation, cell


def test_a_plain_member_sees_only_what_is_their_own() -> None:
    assert {cell.relation for cell in cells() if cell.role is Role.MEMBER} <= {None, Relation.SELF}


def test_a_branch_sees_no_further_than_itself() -> None:
    for cell in cells():
        if cell.role in (Role.BRANCH_SECRETARY, Role.BRANCH_MEMBER):
            assert cell.relation in (None, Relation.SELF, Relation.OWN), cell


@pytest.mark.parametrize("role", list(Role))
def test_every_cell_says_what_the_gate_does(agency: Agency, role: Role) -> None:
    actor: Actor = agency.actor(role)
    for route in declared():
        for verb in ("GET", "POST"):
            allowed = route.rights.of(verb) if route.rights else None
            if allowed is not None:
                assert actor.seeing(allowed).relation == allowed.get(role)


def test_only_the_first_pages_are_open_to_anyone() -> None:
    unguarded = {route.name for route in declared() if route.rights and route.rights.anyone}
    assert unguarded <= {"account_login", "mfa_authenticate", "accounts:activate", *OPEN_ELSEWHERE}


OPEN_ELSEWHERE = {"jobs:health", "inbox:feed", "shared:large_text"}
"""Open routes of other rooms, each with a guard of its own (a secret in the address) or nothing to guard."""


def address_of(route: Route, agency: Agency) -> str:
    """The address with parameters filled: ids of the agency where the name says which, a missing one elsewhere."""
    known = {"branch": agency.branch, "organisation": agency.branch, "person": agency.person(Role.MEMBER)}
    return "/" + fill_in(route.address, known)


@pytest.mark.parametrize("role", list(Role))
def test_one_request_a_route_and_role(client_as: ClientAs, agency: Agency, pack: object, role: Role) -> None:
    client, wrong = client_as(role), []
    client.raise_request_exception = False  # every route is tried, and all faults told together
    for route in routes():
        if route.rights is None or route.rights.anyone or route.name in LEAVES:
            continue
        for verb, send in (("GET", client.get), ("POST", client.post)):
            allowed, address = route.rights.of(verb), address_of(route, agency)
            status = send(address).status_code
            if allowed is None:
                good = status == 405
            elif role in allowed:
                good = status not in (403, 405) and status < 500
            else:
                good = status == 403
            if not good:
                wrong.append(f"{verb} {address} ({route.name}) as {role.value}: {status}")
    assert not wrong, "\n".join(wrong)


def test_nobody_gets_anywhere_without_logging_in(agency: Agency) -> None:
    client = Client()
    for route in routes():
        if route.rights and not route.rights.anyone and route.rights.read:
            answer = client.get(address_of(route, agency))
            assert answer.status_code == 302, route.name
            assert answer["Location"].startswith("/login/?next="), route.name


PARTS_THAT_DIFFER = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"|name="next" value="[^"]*"'
)


def looks(answer: object) -> tuple[int, str]:
    """Status and body, without tokens and without the address itself."""
    text = answer.content.decode()  # type: ignore[attr-defined]  # an answer of the test client
    return answer.status_code, PARTS_THAT_DIFFER.sub("", text)  # type: ignore[attr-defined]  # as above


FOREIGN = {
    Role.BRANCH_SECRETARY: {"branch": "zb-002", "organisation": "zb-002", "person": "ry-021"},
    Role.BRANCH_MEMBER: {"branch": "zb-002", "organisation": "zb-002", "person": "ry-021"},
    Role.COMMITTEE_MEMBER: {"branch": "zb-002", "organisation": "zb-002", "person": "ry-021"},
    Role.SUB_COMMITTEE: {"branch": "zb-001", "organisation": "zb-001", "person": "ry-015"},
    Role.MEMBER: {"branch": "zb-002", "organisation": "zb-002", "person": "ry-021"},
}


@pytest.mark.long
@pytest.mark.parametrize("role", list(FOREIGN))
def test_a_foreign_object_looks_exactly_like_a_missing_one(
    client_as: ClientAs, agency: Agency, pack: object, role: Role
) -> None:
    client, wrong = client_as(role), []
    client.raise_request_exception = False  # as above
    for route in routes():
        names = set(re.findall(r"<(?:\w+:)?(\w+)>", route.address)) & set(FOREIGN[role])
        for verb, send in (("GET", client.get), ("POST", client.post)):
            allowed = route.rights.of(verb) if route.rights else None
            if not names or not allowed or role not in allowed:
                continue
            foreign, missing = (
                send("/" + fill_in(route.address, {name: value[name] for name in names}))
                for value in (FOREIGN[role], dict.fromkeys(names, "missing-0"))
            )
            if looks(foreign) != looks(missing):
                wrong.append(f"{verb} {route.address} as {role.value}: {foreign.status_code}, {missing.status_code}")
    assert not wrong, "\n".join(wrong)


def fill_in(address: str, given: dict[str, str]) -> str:
    """The address with some parameters given and the others missing."""
    missing = {"int": "999999", "uuid": "00000000-0000-0000-0000-000000000000"}

    def fill(found: re.Match[str]) -> str:
        kind, _, name = found[1].rpartition(":")
        return given.get(name) or missing.get(kind, "missing-0")

    return re.sub(r"<([^>]+)>", fill, address)
