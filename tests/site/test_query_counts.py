"""How many queries a page costs: a ceiling for every page, and none that grows with the number of branches.

The ceilings were measured (tests/support/site_queries.py) and leave a little room. A page over its own has grown: find
the query that is asked once a row before raising the number.
"""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bihuan_site.organisations.models import Membership, Organisation, OrganisationState, Person
from bihuan_site.scoring.refreshing import refresh_all
from bihuan_site.shared.roles import Role
from tests.support.site_agency import MEMBERS, SINCE, Agency, publish_demo_pack
from tests.support.site_queries import MEASURED
from tests.support.site_rows import Rows
from tests.support.site_sweep import Visit, visits

ClientAs = Callable[[Role | str], Client]
COMMON = 30
"""What a page nobody has measured yet may ask."""

ROOM = 2
"""What a page may ask above what was measured: a cookie renewed, a cache begun anew."""

LISTS = (
    "/",
    "/duties/",
    "/decomposition/",
    "/tasks/",
    "/activities/",
    "/scores/",
    "/organisations/",
    "/organisations/?view=list",
    "/organisations/structure/",
    "/people/",
    "/liaison/",
    "/liaison/?view=branches",
    "/handovers/",
    "/study-groups/",
    "/task-forces/",
    "/exemptions/",
    "/signing/",
    "/programmes/",
    "/inbox/",
    "/search/?q=党支部",
)
TIMES = 10


def queries_of(client: Client, address: str) -> int:
    """How many queries an address costs once what is kept in memory is there."""
    read(client, address)
    with CaptureQueriesContext(connection) as asked:
        read(client, address)
    return len(asked)


def read(client: Client, address: str) -> None:
    """Ask for an address and read the answer to its end, a file too."""
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)  # type: ignore[arg-type]  # a file answer gives bytes


def test_no_page_asks_more_than_its_ceiling(rows: Rows, client_as: ClientAs) -> None:
    clients: dict[Role | None, Client] = {None: Client()}
    over = []
    for visit in visits(rows):
        if visit.unfilled:
            continue
        client = clients.get(visit.who) or clients.setdefault(visit.who, client_as(visit.who or ""))
        asked = queries_of(client, visit.address)
        if asked > ceiling(visit):
            over.append(f"{visit.route.name} {visit.address}: {asked}, not {ceiling(visit)}")
    assert not over, "\n".join(over)


def ceiling(visit: Visit) -> int:
    """The most a page may ask."""
    return MEASURED.get(visit.route.name, COMMON) + ROOM


def test_every_ceiling_is_of_a_page_that_exists(rows: Rows) -> None:
    assert set(MEASURED) <= {visit.route.name for visit in visits(rows)}


def test_no_list_asks_more_with_ten_times_the_branches(agency: Agency, client_as: ClientAs) -> None:
    publish_demo_pack()
    refresh_all()
    office = client_as(Role.OFFICE)
    few = {address: queries_of(office, address) for address in LISTS}
    more_branches(agency)
    refresh_all()
    many = {address: queries_of(office, address) for address in LISTS}
    grown = [f"{address}: {few[address]} to {many[address]}" for address in LISTS if many[address] > few[address] + 2]
    assert not grown, "\n".join(grown)


def more_branches(agency: Agency) -> None:
    """Nine more of each branch, with its people."""
    for old in Organisation.objects.filter(pk__in=agency.branches):
        for copy in range(1, TIMES):
            add_branch(old.parent_id or "", old.path.replace(old.pk, f"{old.pk}-{copy}"), f"{old.pk}-{copy}", old)


def add_branch(parent: str, path: str, code: str, like: Organisation) -> None:
    """A branch like another, with as many people."""
    shared = {
        "code": code,
        "name": f"{like.name}{code}",
        "parent_id": parent,
        "tier": like.tier,
        "kind": like.kind,
        "labels": (),
        "full_members": MEMBERS,
        "has_committee": True,
        "committee_size": 3,
    }
    Organisation.objects.create(id=code, path=path, **shared)
    OrganisationState.objects.create(organisation_id=code, since=SINCE, **shared)
    people = [
        Person(id=f"{code}-{place}", name=f"新人{place}", organisation_id=code, since=SINCE) for place in range(MEMBERS)
    ]
    Person.objects.bulk_create(people)
    Membership.objects.bulk_create(Membership(person=one, organisation_id=code, since=SINCE) for one in people)
