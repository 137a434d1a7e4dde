"""An object of another branch looks exactly like a missing one, on every route, and nothing can be done to it.

The rows of tests/support/site_rows.py belong to zb-001; the one who tries them is the secretary of zb-004, a branch
none of them touches. The routes come from the permission table: one whose parameter nobody placed fails the first test.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponseBase
from django.test import Client

from bihuan_site.shared.roles import Role
from bihuan_site.shared.routes import Route, routes
from tests.support.site_forms import bytes_of, posting
from tests.support.site_missing import missing
from tests.support.site_pages import body_of
from tests.support.site_rows import Rows
from tests.support.site_sweep import PARAMETER
from tests.support.site_whole import Whole, changed, whole

ClientAs = Callable[[Role | str], Client]
STRANGER = "ry-041"
"""The secretary of zb-004."""

OPEN_TO_ALL = {
    "responsibility:duty": "duties are of the pack in force, which everyone reads",
    "responsibility:plan": "as above; what is planned is one's own",
    "responsibility:source": "as above",
    "responsibility:programme": "programmes are published by the office for all",
    "responsibility:signing_round": "a round is issued to every branch; each sees its own line",
    "responsibility:sign": "as above; one signs for one's own branch",
    "progress:scan": "a signed code is a proof of having seen the wall, and its page tells nothing of the meeting",
}
"""Routes whose object is nobody's own, and why."""

POSTED_ONLY = {"responsibility:sign": "responsibility:signing_round"}
"""Routes without a page of their own: the one whose row stands in their address."""


def with_an_object(role: Role = Role.BRANCH_SECRETARY) -> Iterator[Route]:
    """Routes a role may take whose address names an object."""
    for route in routes():
        rights = route.rights
        if rights and PARAMETER.search(route.address) and (role in rights.read or role in rights.write):
            yield route


def address(route: Route, rows: Rows) -> str:
    """The address of the object of zb-001."""
    like = POSTED_ONLY.get(route.name, route.name)
    return "/" + PARAMETER.sub(lambda found: rows.fill(like, found[1]) or "missing-0", route.address)


def looks(answer: HttpResponseBase, asked: str) -> tuple[int, str, str]:
    """Status, place it leads to and text, without the address asked for."""
    return answer.status_code, answer.headers.get("Location", "").replace(asked, ""), body_of(bytes_of(answer), asked)


def headers(answer: HttpResponseBase) -> dict[str, str]:
    """The headers, but for the length, in which the address itself counts."""
    return {name: value for name, value in answer.headers.items() if name != "Content-Length"}


def test_every_object_of_a_route_is_placed(rows: Rows) -> None:
    lacking = [
        f"{route.name}: {name}"
        for route in with_an_object()
        for name in PARAMETER.findall(route.address)
        if not rows.fill(POSTED_ONLY.get(route.name, route.name), name)
    ]
    assert lacking == [], "say in tests/support/site_rows.py what stands for these"
    assert set(OPEN_TO_ALL) <= {route.name for route in with_an_object()}


def test_the_branch_itself_reaches_its_objects(rows: Rows, client_as: ClientAs) -> None:
    client = client_as(Role.BRANCH_SECRETARY)
    lost = [
        route.name
        for route in with_an_object()
        if route.rights and Role.BRANCH_SECRETARY in route.rights.read and route.name not in OF_ANOTHER_PERSON
        if looks(client.get(address(route, rows)), "")[0] not in (200, 302)
    ]
    assert lost == []


OF_ANOTHER_PERSON = {"progress:catch_up", "progress:here", "organisations:handover"}
"""Objects of the plain member and of zb-002."""


def test_a_foreign_object_reads_like_a_missing_one(rows: Rows, client_as: ClientAs) -> None:
    client, wrong = client_as(STRANGER), []
    client.get("/")
    before = whole()
    for route in with_an_object():
        if route.name in OPEN_TO_ALL or not route.rights or Role.BRANCH_SECRETARY not in route.rights.read:
            continue
        here, nowhere = address(route, rows), missing(route)
        for query in ("", "?export=xlsx", "?page=2", "?organisation=zb-004", "?version=1"):
            foreign, none = client.get(here + query), client.get(nowhere + query)
            if looks(foreign, here) != looks(none, nowhere) or foreign.status_code == 200:
                wrong.append(f"GET {here}{query}: {foreign.status_code}, missing {none.status_code}")
        head, no_head = client.head(here), client.head(nowhere)
        if (head.status_code, headers(head)) != (no_head.status_code, headers(no_head)):
            wrong.append(f"HEAD {here}: {headers(head)}, missing {headers(no_head)}")
    assert not wrong, "\n".join(wrong)
    assert changed(before, whole()) == []


def sent_by_owner(route: Route, rows: Rows, owner: Client) -> Iterator[dict[str, Any]]:
    """What the branch's own people could send there: the filled forms of the page, and nothing at all."""
    yield {}
    if route.rights and Role.BRANCH_SECRETARY in route.rights.read:
        answer = owner.get(address(route, rows), follow=True)
        if answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]:
            for form in posting(answer.content):
                if form.action not in ("", address(route, rows)):
                    continue
                yield from (form.filled(button) for button in form.buttons())


def test_nothing_can_be_done_to_a_foreign_object(rows: Rows, client_as: ClientAs) -> None:
    owner, client, wrong = client_as(Role.BRANCH_SECRETARY), client_as(STRANGER), []
    client.get("/")
    before = whole()
    for route in with_an_object():
        if route.name in OPEN_TO_ALL or not route.rights or Role.BRANCH_SECRETARY not in route.rights.write:
            continue
        here, nowhere = address(route, rows), missing(route)
        for sent in sent_by_owner(route, rows, owner):
            foreign, none = client.post(here, sent), client.post(nowhere, sent)
            if looks(foreign, here) != looks(none, nowhere):
                wrong.append(f"POST {here} {sent}: {foreign.status_code}, missing {none.status_code}")
    assert not wrong, "\n".join(wrong)
    assert changed(before, whole()) == []


def test_what_is_open_to_all_writes_for_oneself_only(rows: Rows, client_as: ClientAs) -> None:
    owner, client, before = client_as(Role.BRANCH_SECRETARY), client_as(STRANGER), whole()
    for route in with_an_object():
        if route.name in OPEN_TO_ALL and route.rights and Role.BRANCH_SECRETARY in route.rights.write:
            for sent in sent_by_owner(route, rows, owner):
                assert client.post(address(route, rows), sent).status_code < 500
    assert of_the_branch(whole()) == of_the_branch(before)


def of_the_branch(found: Whole) -> list[tuple[Any, ...]]:
    """Every row that names zb-001."""
    return [row for table in found.values() for row in table.values() if "zb-001" in row]


OTHER_VERBS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")


def test_no_other_verb_is_taken_anywhere(rows: Rows, client_as: ClientAs) -> None:
    client, wrong = client_as(Role.BRANCH_SECRETARY), []
    client.get("/")
    before = whole()
    for route in routes():
        if route.rights and not route.rights.anyone:
            there = missing(route)
            for verb in OTHER_VERBS:
                status = client.generic(verb, there).status_code
                if status != 405:
                    wrong.append(f"{verb} {there}: {status}")
    assert not wrong, "\n".join(wrong)
    assert changed(before, whole()) == []


def test_a_verb_cannot_be_named_by_a_header_or_a_field(rows: Rows, client_as: ClientAs) -> None:
    client = client_as(STRANGER)
    route = next(one for one in with_an_object() if one.name == "progress:withdraw_activity")
    own = client_as(Role.BRANCH_SECRETARY)
    here, before = address(route, rows), whole()
    for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        for verb in ("DELETE", "PUT", "POST"):
            assert client.get(here, headers={name: verb}).status_code == 404
            assert client.post(here, {"_method": verb, "reason": "x"}, headers={name: verb}).status_code == 404
    assert own.get(here + "?_method=POST&reason=x").status_code == 200
    assert changed(before, whole()) == []
