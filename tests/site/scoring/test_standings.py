"""Standings are what the engine says of the stored rows, and stay true after every act."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from django.db import IntegrityError

from bihuan import api
from bihuan_site.audit.acting import Done, action
from bihuan_site.audit.models import AuditRow
from bihuan_site.ledger.models import Activity
from bihuan_site.ledger.queries import whole_ledger
from bihuan_site.packs.models import PackVersion
from bihuan_site.scoring.evaluating import rules_in_force
from bihuan_site.scoring.models import Due, Obligation, Standing
from bihuan_site.scoring.refreshing import refresh, refresh_all
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.roles import BRANCH, OFFICE, Role
from tests.support.site_agency import Agency

DAY = date(2026, 6, 18)


def _hold(agency: Agency, number: int, kind: str, day: date) -> Activity:
    return Activity.objects.create(
        id=f"hd-{number}",
        organisation_id=agency.branch,
        kinds=(kind,),
        day=day,
        minutes=120,
        due=8,
        present=8,
        received=day,
        chair_id=agency.secretary_of(agency.branch),
    )


@action("tests.activity_held", BRANCH)
def hold(*, actor: Actor, agency: Agency, kind: str, day: date) -> Done[Activity]:
    """Hold an activity at the actor's branch."""
    made = _hold(agency, 500, kind, day)
    return Done(made, on=f"activity:{made.pk}", organisations={agency.branch})


def test_the_stored_standings_are_those_the_engine_gives_for_the_exported_ledger(
    agency: Agency, pack: PackVersion
) -> None:
    for month in range(1, 7):
        _hold(agency, month, "主题党日", date(2026, month, 10))
        _hold(agency, 10 + month, "支委会", date(2026, month, 12))
    refresh_all()

    rules = rules_in_force()
    run = api.score(rules.pack, whole_ledger(), rules.period, rules.as_of)

    stored = {one.organisation_id: (one.best, one.within_reach, one.total) for one in Standing.objects.all()}
    assert stored == {one.organisation: one.total for one in run.scores}
    assert len(stored) >= len(agency.branches)


def test_the_parts_of_a_score_are_its_full_mark(agency: Agency, pack: PackVersion) -> None:
    _hold(agency, 1, "主题党日", date(2026, 3, 10))
    refresh_all()

    for one in Standing.objects.all():
        assert one.earned + one.lost + one.not_due + one.not_judged == one.max


def test_an_act_changes_the_standing_in_its_own_transaction(
    agency: Agency, pack: PackVersion, actor_of: Callable[..., Actor]
) -> None:
    refresh_all()
    before = Standing.objects.get(organisation=agency.branch)
    assert Due.objects.filter(organisation=agency.branch, title="6 月主题党日").count() == 1

    hold(actor=actor_of(Role.BRANCH_SECRETARY), agency=agency, kind="主题党日", day=date(2026, 6, 16))

    after = Standing.objects.get(organisation=agency.branch)
    assert after.total is not None and before.total is not None
    assert after.total > before.total
    assert not Due.objects.filter(organisation=agency.branch, title="6 月主题党日").exists()
    assert AuditRow.objects.filter(act="tests.activity_held", on="activity:hd-500").count() == 1


def test_an_act_that_fails_after_its_write_leaves_nothing(
    agency: Agency, pack: PackVersion, actor_of: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh_all()
    rows = AuditRow.objects.count()

    with pytest.raises(IntegrityError):
        for _ in range(2):
            hold(actor=actor_of(Role.BRANCH_SECRETARY), agency=agency, kind="党课", day=date(2026, 6, 16))

    assert AuditRow.objects.count() == rows + 1
    assert Activity.objects.filter(pk="hd-500").count() == 1


def test_a_party_group_stands_with_its_branch(agency: Agency, pack: PackVersion) -> None:
    assert refresh({agency.groups[0]}) == 1
    assert Standing.objects.get().organisation_id == agency.branch
    assert not Standing.objects.filter(organisation__in=agency.groups).exists()


def test_reckoning_twice_gives_the_same_rows(agency: Agency, pack: PackVersion) -> None:
    refresh_all()
    first = list(Obligation.objects.order_by("pk").values())
    refresh_all()

    assert list(Obligation.objects.order_by("pk").values()) == first


def test_nothing_is_reckoned_while_no_pack_is_in_force(agency: Agency) -> None:
    assert refresh_all() == 0
    assert not Standing.objects.exists()


@action("tests.all_touched", OFFICE)
def touch_all(*, actor: Actor) -> Done[None]:
    """Touch more organisations than are looked at inside an act."""
    return Done(organisations=[f"none-{number}" for number in range(30)] + ["zb-001"])


def test_an_act_on_many_organisations_has_them_reckoned_after_its_commit(
    agency: Agency,
    pack: PackVersion,
    actor_of: Callable[..., Actor],
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[list[Callable[[], None]]]],
) -> None:
    with django_capture_on_commit_callbacks() as later:
        touch_all(actor=actor_of(Role.OFFICE))
    assert not Standing.objects.exists()

    for one in later:
        one()
    assert Standing.objects.get().organisation_id == "zb-001"
    assert len(later) == 2
