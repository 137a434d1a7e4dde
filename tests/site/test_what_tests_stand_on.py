"""The ground of the site's tests: the agency has somebody in every role, and the browser sees what no page may do."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import BrowserContext, Page

from bihuan_site.organisations.models import Organisation
from bihuan_site.packs.in_force import pack_in_force
from bihuan_site.packs.models import PackVersion
from bihuan_site.shared.roles import Role
from tests.support import site_settings
from tests.support.site_agency import MEMBERS, Agency


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for() -> None:
    assert connection.vendor == site_settings.database()


def test_a_test_that_does_not_ask_gets_no_database() -> None:
    with pytest.raises(RuntimeError, match="not allowed"):
        Organisation.objects.count()


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=1)


@pytest.mark.parametrize("role", list(Role))
def test_somebody_acts_in_every_role(agency: Agency, role: Role) -> None:
    assert agency.actor(role).role == role


def test_every_branch_has_eight_people_and_a_secretary(agency: Agency) -> None:
    for branch in agency.branches:
        assert len(agency.people(branch)) == MEMBERS
        assert agency.secretary_of(branch) in agency.people(branch)


def test_the_demo_pack_is_in_force(pack: PackVersion) -> None:
    assert pack_in_force().duties
    assert pack.active


BARE = "<!doctype html><html lang='zh'><title>页</title><main><h1>页</h1>{}</main></html>"


@pytest.mark.browser
def test_a_field_without_a_label_is_a_fault(
    new_visitor: Callable[..., BrowserContext], axe: Callable[[Page], None]
) -> None:
    page = new_visitor().new_page()
    page.set_content(BARE.format("<label>姓名 <input></label>"))
    axe(page)
    page.set_content(BARE.format("<input>"))
    with pytest.raises(AssertionError, match="label"):
        axe(page)
