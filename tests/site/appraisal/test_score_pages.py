"""The score of a branch, opened; and who may open it."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from bihuan_site.packs.models import PackVersion
from bihuan_site.scoring.explaining import SectionShown
from bihuan_site.scoring.models import Standing
from bihuan_site.scoring.queries import class_average
from bihuan_site.scoring.refreshing import refresh_all
from bihuan_site.shared.roles import Role
from tests.support.site_agency import Agency
from tests.support.site_pages import body_of


@pytest.fixture
def reckoned(pack: PackVersion) -> None:
    """Every standing reckoned."""
    refresh_all()


def test_a_branch_opens_its_own_score_down_to_clause_and_arithmetic(
    agency: Agency, reckoned: None, client_as: Callable[..., Client]
) -> None:
    address = f"/branches/{agency.branch}/score/2026H1/"
    answer = client_as(Role.BRANCH_SECRETARY).get(address, {"section": "基本制度落实好"})
    page = answer.content.decode()

    assert "二、基本制度落实好" in page
    assert "支委会" in page and "每月 1 次" in page and "怎么算" in page
    shown = answer.context["page"]
    assert [one.section for one in shown.measures] == ["基本制度落实好"] * len(shown.measures)


def test_the_filters_count_what_they_show(agency: Agency, reckoned: None, client_as: Callable[..., Client]) -> None:
    client = client_as(Role.BRANCH_SECRETARY)
    for show in ("", "lost", "open"):
        shown = client.get(f"/branches/{agency.branch}/score/2026H1/", {"show": show}).context["page"]
        assert shown.counts[show] == len(shown.measures)


def test_another_branchs_score_looks_like_one_that_does_not_exist(
    agency: Agency, reckoned: None, client_as: Callable[..., Client]
) -> None:
    client = client_as(Role.BRANCH_SECRETARY)
    foreign = client.get(f"/branches/{agency.other_branch}/score/2026H1/")
    missing = client.get("/branches/zb-999/score/2026H1/")

    assert foreign.status_code == missing.status_code == 404
    assert body_of(foreign.content, agency.other_branch) == body_of(missing.content, "zb-999")


@pytest.mark.parametrize("period", ["2027H1", "2026Q1", "soon", "2026-06"])
def test_a_period_that_is_none_of_the_packs_is_missing(
    period: str, agency: Agency, reckoned: None, client_as: Callable[..., Client]
) -> None:
    assert client_as(Role.OFFICE).get(f"/branches/{agency.branch}/score/{period}/").status_code == 404


def test_a_member_has_no_right_to_scores(agency: Agency, reckoned: None, client_as: Callable[..., Client]) -> None:
    assert client_as(Role.MEMBER).get("/scores/").status_code == 403


def test_the_list_holds_the_scope_and_its_workbook_the_same_rows(
    agency: Agency, reckoned: None, client_as: Callable[..., Client]
) -> None:
    client = client_as(Role.SUB_COMMITTEE)
    listed = client.get("/scores/").context["listing"]
    book = load_workbook(BytesIO(client.get("/scores/", {"export": "xlsx"}).content))

    names = [row[1].value for row in book.active.iter_rows(min_row=2)]
    assert sorted(names) == sorted(row.organisation.name for row in listed.rows)
    assert {row.organisation.pk for row in listed.rows} == {"dw-01", "zb-007", "zb-008"} & {
        one.organisation_id for one in Standing.objects.all()
    }


def test_a_class_of_fewer_than_five_shows_no_average(agency: Agency, reckoned: None) -> None:
    small = Standing.objects.get(organisation="zb-007").organisation
    large = Standing.objects.get(organisation=agency.branch).organisation

    assert class_average(small, "2026H1") is None
    assert class_average(large, "2026H1") is not None


def test_the_changes_add_up_to_what_is_lost_and_won(
    agency: Agency, reckoned: None, client_as: Callable[..., Client]
) -> None:
    client = client_as(Role.BRANCH_SECRETARY)
    shown = client.get(f"/branches/{agency.branch}/score/2026H1/changes/").context["changes"]
    lines = [one.explanation.line for part in _sections(client, agency) for one in part.measures]

    changed = sum(Fraction(one.points.replace("−", "-")) for one in shown)
    expected = sum(one.earned if not one.max else -one.lost for one in lines)
    assert changed == Fraction(expected, Standing.objects.get(organisation=agency.branch, period="2026H1").per_point)
    assert shown and [one.day for one in shown] == sorted((one.day for one in shown), reverse=True)


def _sections(client: Client, agency: Agency) -> Sequence[SectionShown]:
    page = client.get(f"/branches/{agency.branch}/score/2026H1/").context["page"]
    found: Sequence[SectionShown] = page.score.sections
    return found
