"""What a duty costs a branch, reckoned from the fields of its form."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from bihuan_site.responsibility.duties.catalogue import catalogue
from bihuan_site.responsibility.load.queries import (
    burden_of,
    burdens,
    form_of,
    is_within_ceiling,
    items_a_year,
    monthly_minutes,
)
from bihuan_site.shared.burden import CHECKING, OPENING, SECONDS
from bihuan_site.shared.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]


@pytest.mark.parametrize(
    ("duty", "items"),
    [
        ("duty.branch.members_meeting", 4),
        ("duty.branch.theme_day", 12),
        ("duty.branch.organisation_life_meeting", 1),
        ("duty.branch_secretary.weekly_study", 52),
        ("duty.branch_secretary.lecture", 2),
        ("duty.branch_secretary.meetings", 24),
        ("duty.committee.integrity_message", 1),
        ("duty.branch_secretary.first", 0),
    ],
)
def test_items_a_year_follow_the_cadence(duty: str, items: int) -> None:
    book = catalogue()
    assert items_a_year(book.entry(duty), book) == items


def test_an_item_costs_what_its_fields_cost() -> None:
    book = catalogue()
    found = burden_of("duty.branch.theme_day", book)
    fields, prefilled = form_of(book.entry("duty.branch.theme_day"))
    to_fill = sum(SECONDS[kind] for name, kind in fields.items() if name not in prefilled)
    assert found.seconds == OPENING + to_fill + CHECKING * len(prefilled)


def test_a_record_another_duty_asks_for_costs_nothing_more() -> None:
    found = burden_of("duty.branch_secretary.meetings")
    assert (found.items, found.shared, found.own, found.minutes_a_year) == (24, 24, 0, 0)


def test_a_new_duty_costs_its_items() -> None:
    book = catalogue()
    known = book.entry("duty.branch.theme_day").duty
    new = known.model_copy(
        update={
            "id": "duty.branch.new",
            "requirement": known.requirement.model_copy(update={"records": ("走访慰问",)}),  # type: ignore[union-attr]  # this duty has a requirement
        }
    )
    found = burden_of(new, book)
    assert (found.items, found.shared) == (12, 0)
    assert found.minutes_a_year == -(-12 * found.seconds // 60)


def test_the_months_sum_counts_every_record_once() -> None:
    book = catalogue()
    found = burdens(book, "党支部")
    assert len(found) == 12
    assert monthly_minutes(found) == -(-sum(one.own * one.seconds for one in found) // 720)
    meetings = next(one for one in found if one.entry.id == "duty.branch_secretary.meetings")
    assert (meetings.items, meetings.own) == (24, 0)
    alone = sum(one.items for one in found)
    assert sum(one.own for one in found) < alone
    assert is_within_ceiling(60) and not is_within_ceiling(61)


def test_the_page_says_minutes_and_ceiling(client_as: Callable[[Role | str], Client]) -> None:
    for role in (Role.OFFICE, Role.COMMITTEE_SECRETARY, Role.BRANCH_SECRETARY):
        answer = client_as(role).get(reverse("responsibility:burden"))
        assert answer.status_code == 200
        assert "上限每月 60 分钟" in answer.content.decode()
