"""Slips for a whole agency at once."""

import time

import pytest

from bihuan_site.accounts import administration
from bihuan_site.accounts.models import Account
from bihuan_site.organisations.models import Person
from bihuan_site.shared.roles import Role
from tests.support.site_agency import SINCE, Agency


@pytest.mark.long
def test_five_thousand_people_get_their_slips_in_one_go(agency: Agency) -> None:
    Person.objects.bulk_create(
        Person(id=f"x-{number:05}", name="某某", organisation_id=agency.branches[number % 8], since=SINCE)
        for number in range(5000)
    )
    started = time.monotonic()
    done = administration.issue_slips(actor=agency.actor(Role.SECURITY_ADMIN), units=list(agency.branches))
    assert len(done.result or []) == 5000
    assert len({slip.code for slip in done.result or []}) == 5000
    assert Account.objects.filter(person__id__startswith="x-").count() == 5000
    assert time.monotonic() - started < 20
