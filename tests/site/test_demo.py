"""The invented agency: what make demo opens, in small."""

import pytest
from django.test import Client

from bihuan_site.accounts.models import Account
from bihuan_site.audit.chain import faults
from bihuan_site.audit.models import AuditRow
from bihuan_site.config.demo import DAY, fill
from bihuan_site.config.demo_accounts import make_accounts
from bihuan_site.organisations.models import Organisation, Person
from bihuan_site.progress.models import Attendance
from bihuan_site.scoring.models import Due, Standing
from bihuan_site.shared.problems import Refused


@pytest.fixture
def demo(db: None) -> dict[str, int]:
    """An agency of twelve branches as it stands on the day of the demonstration."""
    return fill(DAY, 12, tell=lambda _: None)


def test_the_demonstration_is_filled_once_and_every_account_finds_its_first_page(demo: dict[str, int]) -> None:
    accounts = {one.username: one for one in make_accounts()}

    assert len({one.password for one in accounts.values()}) == len(accounts) >= 10
    for username, account in accounts.items():
        client = Client()
        client.force_login(Account.objects.get(username=username))
        assert client.get("/", follow=True).status_code == 200, account.role
    with pytest.raises(Refused, match="已有组织"):
        fill(DAY, 12, tell=lambda _: None)


def test_the_model_branch_stands_as_the_ledger_known_that_day_says(demo: dict[str, int]) -> None:
    standing = Standing.objects.get(organisation="zb-001", period="2026H1")

    assert (standing.total, standing.per_point, standing.forecast, standing.at_best) == (90_600, 1_000, "良", "优")
    assert Due.objects.filter(organisation="zb-001", title="5 月党小组会", state="可补", worth=500).count() == 1
    assert Standing.objects.filter(period="2025H2").count() > 0
    named = Person.objects.filter(organisation="zb-001", until=None)
    assert {"林晓岚", "李若水"} <= set(named.values_list("name", flat=True))
    assert Organisation.objects.get(pk="zb-001").members == 23
    assert Attendance.objects.count() == demo["attendance"] > 0
    assert faults(AuditRow.objects.order_by("sequence")) == []
