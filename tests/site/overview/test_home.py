"""The first page of each role: its numbers agree with each other and with the lists they open."""

from collections.abc import Callable

import pytest
from django.test import Client

from bihuan_site.overview.queries import branch_home, upper_home
from bihuan_site.packs.models import PackVersion
from bihuan_site.scoring.refreshing import refresh_all
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.roles import Relation, Role
from tests.support.site_agency import Agency

UPPER = (
    Role.LEADING_SECRETARY,
    Role.LEADING_MEMBER,
    Role.COMMITTEE_SECRETARY,
    Role.OFFICE,
    Role.DISCIPLINE,
    Role.SUB_COMMITTEE,
)


@pytest.fixture
def reckoned(pack: PackVersion) -> None:
    """Every standing reckoned."""
    refresh_all()


def test_a_branch_sees_as_many_dues_as_the_heading_says(
    agency: Agency, reckoned: None, actor_of: Callable[..., Actor], client_as: Callable[..., Client]
) -> None:
    home = branch_home(actor_of(Role.BRANCH_SECRETARY).seeing({Role.BRANCH_SECRETARY: Relation.OWN}), show_done=False)

    assert home.count == sum(len(band.dues) for band in home.bands) > 0
    assert all(line.due.organisation_id == agency.branch for band in home.bands for line in band.dues)
    assert home.year_due == sum(month.due for month in home.months)
    page = client_as(Role.BRANCH_SECRETARY).get("/").content.decode()
    assert f"还有 {home.count} 件要办" in page


def test_the_score_is_the_same_on_the_first_page_and_on_its_own(
    agency: Agency, reckoned: None, client_as: Callable[..., Client]
) -> None:
    client = client_as(Role.BRANCH_SECRETARY)
    home = client.get("/")
    score = client.get(f"/branches/{agency.branch}/score/2026H1/")

    assert home.context["home"].score.total == score.context["page"].score.total
    assert score.context["page"].score.total in score.content.decode()


@pytest.mark.parametrize("role", UPPER)
def test_those_above_see_sums_that_add_up(
    role: Role, agency: Agency, reckoned: None, actor_of: Callable[..., Actor], client_as: Callable[..., Client]
) -> None:
    home = upper_home(actor_of(role).seeing({role: Relation.BELOW}))

    assert home.on_time + home.late + home.overdue == home.due
    assert sum(count for _, count in home.forecasts) == home.branches
    assert client_as(role).get("/").status_code == 200


def test_a_sub_committee_sees_its_own_branches_only(
    agency: Agency, reckoned: None, actor_of: Callable[..., Actor]
) -> None:
    home = upper_home(actor_of(Role.SUB_COMMITTEE).seeing({Role.SUB_COMMITTEE: Relation.BELOW}))

    assert {unit.organisation.pk for unit in home.units} <= {"dw-01", "zb-007", "zb-008"}


def test_a_committee_member_sees_the_branches_in_their_charge(
    agency: Agency, reckoned: None, client_as: Callable[..., Client]
) -> None:
    rows = client_as(Role.COMMITTEE_MEMBER).get("/").context["rows"]

    assert tuple(sorted(row["organisation"].pk for row in rows)) == agency.liaison_branches


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.MEMBER, "/my/"),
        (Role.SYSTEM_ADMIN, "/running/"),
        (Role.SECURITY_ADMIN, "/accounts/"),
        (Role.AUDIT_ADMIN, "/audit/"),
    ],
)
def test_others_are_led_to_their_own_first_page(
    role: Role, address: str, agency: Agency, pack: PackVersion, client_as: Callable[..., Client]
) -> None:
    client = client_as(role)
    answer = client.get("/")

    assert answer.headers["Location"] == address
    assert client.get(address).status_code == 200


def test_without_a_pack_in_force_the_page_says_what_to_do(agency: Agency, client_as: Callable[..., Client]) -> None:
    assert "还没有启用规则包" in client_as(Role.BRANCH_SECRETARY).get("/").content.decode()
