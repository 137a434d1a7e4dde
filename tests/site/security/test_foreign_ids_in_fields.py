"""Ids of another branch in forms and filters: nothing foreign is given, and a bulk act with one of them is refused."""

from collections.abc import Callable

import pytest
from django.test import Client

from bihuan_site.progress.models import Draft, Leave, LeaveState, Notice
from bihuan_site.progress.notices.actions import announce, ask_leave
from bihuan_site.shared.roles import Relation, Role
from tests.support.site_activities import a_coming, a_record, posted
from tests.support.site_agency import Agency
from tests.support.site_rows import Rows
from tests.support.site_whole import changed, whole

ClientAs = Callable[[Role | str], Client]
STRANGER = "ry-041"


@pytest.fixture
def own_leave(rows: Rows, agency: Agency) -> Leave:
    """A request for leave in zb-004, beside the one in zb-001."""
    secretary = agency.actor(STRANGER, Role.BRANCH_SECRETARY).seeing({Role.BRANCH_SECRETARY: Relation.OWN})
    notice = announce(actor=secretary, organisation="zb-004", coming=a_coming(chair="")).result
    assert notice
    leave = ask_leave(actor=agency.actor("ry-043"), notice=notice.pk, reason="出差").result
    assert leave
    return leave


def test_one_foreign_request_among_several_refuses_them_all(own_leave: Leave, client_as: ClientAs) -> None:
    foreign = Leave.objects.exclude(pk=own_leave.pk).get(state=LeaveState.ASKED)
    client = client_as(STRANGER)
    client.get("/")
    before = whole()
    answers = [
        client.post("/activities/notices/answer/", {"leave": [own_leave.pk, other], "act": act, "key": f"{other}{act}"})
        for other in (foreign.pk, 999_999)
        for act in ("agree", "refuse")
    ]
    assert {one.status_code for one in answers} == {404}
    assert changed(before, whole()) == []
    assert client.post("/activities/notices/answer/", {"leave": [own_leave.pk], "act": "agree"}).status_code == 302


def test_a_record_of_a_foreign_notice_is_not_taken(rows: Rows, client_as: ClientAs) -> None:
    client, foreign = client_as(STRANGER), Notice.objects.filter(organisation="zb-001").first()
    assert foreign is not None
    own = {f"att_{person}": "到会" for person in ("ry-041", "ry-042", "ry-043")}
    form = {name: value for name, value in posted(a_record()).items() if not name.startswith("att_")}
    before = whole()
    for number in (foreign.pk, 999_999):
        assert client.get(f"/activities/new/?notice={number}").status_code == 404
        sent = form | own | {"notice": number, "chair": "ry-041", "organisation": "zb-001", "key": f"n{number}"}
        assert client.post("/activities/new/", sent).status_code in (404, 422)
    moved = [one for one in changed(before, whole()) if not one.startswith("accounts.")]
    assert moved == []


def test_a_foreign_draft_is_not_to_be_had(rows: Rows, client_as: ClientAs) -> None:
    client, foreign = client_as(STRANGER), Draft.objects.get()
    client.get("/")
    before = whole()
    for number in (foreign.pk, 999_999):
        assert client.get(f"/activities/new/?draft={number}").status_code == 404
        assert client.post("/activities/drafts/", {"draft": number}).status_code == 404
    assert changed(before, whole()) == []


FILTERS = (
    "/activities/?branch=zb-001",
    "/activities/?branch=zb-004&branch=zb-001",
    "/activities/?q=养护一线",
    "/people/?organisation=zb-001",
    "/people/?organisation=zb-004&organisation=zb-001",
    "/people/?q=林青",
    "/tasks/?organisation=zb-001",
    "/tasks/?branch=zb-001",
    "/exemptions/?organisation=zb-001",
    "/scores/?organisation=zb-001",
    "/submissions/?organisation=zb-001",
    "/search/?q=林青",
    "/search/?q=ry-011",
    "/search/?q=养护一线",
    "/handovers/?organisation=zb-002",
    "/study-groups/?organisation=zb-001",
)
SECRET = ("林青", "许安", "ry-011", "规划处第", "规划处青年小组")
"""What only zb-001 and those above it may read."""


@pytest.mark.parametrize("address", FILTERS)
def test_a_filter_gives_nothing_foreign(rows: Rows, client_as: ClientAs, address: str) -> None:
    client = client_as(STRANGER)
    for more in ("", "&export=xlsx"):
        answer = client.get(address + more)
        assert answer.status_code < 500
        asked = address.rpartition("=")[2]
        text = answer.content.decode("utf-8", "ignore")
        assert [one for one in SECRET if one in text and one != asked] == []
    listed = client.get(address, headers={"accept": "text/html"}).content.decode()
    assert "/people/ry-011/" not in listed and "/organisations/zb-001/" not in listed
