"""The tree through time: founding, renaming, moving, merging, splitting, suspending, dissolving, now and later."""

from collections.abc import Callable
from datetime import date

import pytest

from bihuan_site.audit.models import AuditRow
from bihuan_site.organisations.models import Organisation, OrganisationState, Person, PlannedChange, PostHolding
from bihuan_site.organisations.tree import actions
from bihuan_site.organisations.tree.planned import apply_due_changes
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotAllowed, NotFound, Refused, Stale
from bihuan_site.shared.roles import Role
from tests.support.site_agency import Agency

Actors = Callable[..., Actor]
TODAY = date(2026, 6, 18)
MARCH = date(2026, 3, 1)


@pytest.fixture
def office(actor_of: Actors) -> Actor:
    """Whoever keeps the tree."""
    return actor_of(Role.OFFICE)


def version_of(organisation: str) -> int:
    return Organisation.objects.get(pk=organisation).version


def names_by_day(organisation: str) -> list[tuple[str, date, date | None]]:
    rows = OrganisationState.objects.filter(organisation_id=organisation).order_by("since")
    return [(row.name, row.since, row.until) for row in rows]


def test_a_name_given_from_a_past_day_leaves_the_time_before_as_it_was(office: Actor) -> None:
    actions.rename_organisation(actor=office, organisation="zb-002", day=MARCH, version=1, name="财务审计处党支部")
    assert names_by_day("zb-002") == [
        ("财务处党支部", date(2024, 1, 1), date(2026, 2, 28)),
        ("财务审计处党支部", MARCH, None),
    ]
    assert Organisation.objects.get(pk="zb-002").name == "财务审计处党支部"


def test_a_name_recorded_late_goes_on_through_a_later_move_but_not_over_a_later_name(office: Actor) -> None:
    actions.move_organisation(actor=office, organisation="zb-002", day=date(2026, 5, 1), version=1, parent="dw-01")
    actions.rename_organisation(actor=office, organisation="zb-002", day=date(2026, 6, 1), version=2, name="丙")
    actions.rename_organisation(actor=office, organisation="zb-002", day=MARCH, version=3, name="乙")
    assert [name for name, _, _ in names_by_day("zb-002")] == ["财务处党支部", "乙", "乙", "丙"]


def test_whoever_opened_the_form_before_another_change_is_told(office: Actor) -> None:
    actions.rename_organisation(actor=office, organisation="zb-002", day=TODAY, version=1, name="甲")
    with pytest.raises(Stale):
        actions.rename_organisation(actor=office, organisation="zb-002", day=TODAY, version=1, name="乙")
    assert Organisation.objects.get(pk="zb-002").name == "甲"


def test_a_move_takes_everything_below_along(office: Actor) -> None:
    actions.move_organisation(actor=office, organisation="zb-001", day=TODAY, version=1, parent="dw-01")
    assert Organisation.objects.get(pk="zb-001").path == "/dz-01/jw-01/dw-01/zb-001/"
    assert Organisation.objects.get(pk="xz-01").path == "/dz-01/jw-01/dw-01/zb-001/xz-01/"
    assert OrganisationState.objects.filter(organisation_id="zb-001").count() == 2


def test_an_organisation_cannot_stand_under_itself(office: Actor) -> None:
    done = actions.found_organisation(
        actor=office, parent="dw-01", day=TODAY, tier="党委", code="D2", name="分党委", kind="直属单位"
    )
    assert done.result is not None
    with pytest.raises(Refused, match="不能作它的上级"):
        actions.move_organisation(
            actor=office, organisation="dw-01", day=TODAY, version=version_of("dw-01"), parent=done.result.pk
        )


def test_a_branch_cannot_stand_under_a_branch(office: Actor) -> None:
    with pytest.raises(Refused, match="党支部不能放在党支部下面"):
        actions.move_organisation(actor=office, organisation="zb-002", day=TODAY, version=1, parent="zb-003")


def test_two_organisations_cannot_have_one_code(office: Actor) -> None:
    with pytest.raises(Refused, match="zb-003"):
        actions.found_organisation(
            actor=office, parent="jw-01", day=TODAY, tier="党支部", code="zb-003", name="新支部", kind="机关"
        )


def test_a_merged_branch_hands_over_people_groups_and_numbers_and_ends(office: Actor) -> None:
    actions.merge_organisation(actor=office, organisation="zb-001", day=TODAY, version=1, into="zb-002")
    gone, heir = Organisation.objects.get(pk="zb-001"), Organisation.objects.get(pk="zb-002")
    assert (gone.active, heir.active, heir.members) == (False, True, 16)
    assert Person.objects.filter(organisation=heir).count() == 16
    assert Organisation.objects.get(pk="xz-01").parent_id == "zb-002"
    assert Person.objects.filter(group_id="xz-01", organisation=heir).exists()
    assert not PostHolding.objects.filter(organisation=gone, until__isnull=True).exists()
    event = gone.events.get()
    assert (event.event, event.day, event.successors) == ("合并", TODAY, ("zb-002",))


def test_a_branch_does_not_merge_into_a_committee(office: Actor) -> None:
    with pytest.raises(Refused, match="只能并入党支部"):
        actions.merge_organisation(actor=office, organisation="zb-001", day=TODAY, version=1, into="dw-01")


def test_a_split_makes_a_new_branch_with_the_people_chosen(office: Actor) -> None:
    people = list(Person.objects.filter(organisation_id="zb-002").order_by("pk").values_list("pk", flat=True)[:3])
    parts = [{"name": "财务二处党支部", "code": "C2", "people": people}]
    actions.split_organisation(actor=office, organisation="zb-002", day=TODAY, version=1, parts=parts)
    new = Organisation.objects.get(code="C2")
    assert (new.members, Organisation.objects.get(pk="zb-002").members) == (3, 5)
    assert set(Person.objects.filter(organisation=new).values_list("pk", flat=True)) == set(people)


def test_a_branch_with_members_is_dissolved_only_with_a_place_for_them(office: Actor) -> None:
    with pytest.raises(Refused, match="还有 8 名党员"):
        actions.dissolve_organisation(actor=office, organisation="zb-003", day=TODAY, version=1)
    actions.dissolve_organisation(actor=office, organisation="zb-003", day=TODAY, version=1, people_to="zb-002")
    assert not Organisation.objects.get(pk="zb-003").active
    assert Organisation.objects.get(pk="zb-002").members == 16
    with pytest.raises(Refused, match="已经撤销"):
        actions.rename_organisation(
            actor=office, organisation="zb-003", day=TODAY, version=version_of("zb-003"), name="又来"
        )


def test_a_committee_with_branches_below_is_not_dissolved(office: Actor) -> None:
    with pytest.raises(Refused, match="下面还有 2 个组织"):
        actions.dissolve_organisation(actor=office, organisation="dw-01", day=TODAY, version=1)


def test_activity_stops_and_resumes_once_each(office: Actor) -> None:
    actions.suspend_organisation(actor=office, organisation="zb-004", day=MARCH, version=1)
    assert Organisation.objects.get(pk="zb-004").suspended
    with pytest.raises(Refused, match="已经停止"):
        actions.suspend_organisation(actor=office, organisation="zb-004", day=TODAY, version=2)
    actions.resume_organisation(actor=office, organisation="zb-004", day=TODAY, version=2)
    assert not Organisation.objects.get(pk="zb-004").suspended


def test_a_change_for_a_day_to_come_waits_for_that_day_and_is_made_once(office: Actor) -> None:
    day = date(2026, 7, 1)
    actions.rename_organisation(actor=office, organisation="zb-002", day=day, version=1, name="以后的名字")
    assert Organisation.objects.get(pk="zb-002").name == "财务处党支部"
    assert [apply_due_changes(date(2026, 6, 30)), apply_due_changes(day), apply_due_changes(day)] == [0, 1, 0]
    assert names_by_day("zb-002")[-1] == ("以后的名字", day, None)


def test_a_planned_change_that_cannot_be_made_says_why(office: Actor) -> None:
    day = date(2026, 7, 1)
    actions.move_organisation(actor=office, organisation="zb-002", day=day, version=1, parent="dw-01")
    actions.move_organisation(actor=office, organisation="zb-002", day=TODAY, version=2, parent="dw-01")
    assert apply_due_changes(day) == 0
    assert "已在示范中心党委下面" in PlannedChange.objects.get().failed


def test_a_planned_change_can_be_given_up(office: Actor) -> None:
    day = date(2026, 7, 1)
    actions.rename_organisation(actor=office, organisation="zb-002", day=day, version=1, name="以后的名字")
    actions.cancel_planned(actor=office, organisation="zb-002", planned=PlannedChange.objects.get().pk)
    assert apply_due_changes(day) == 0


def test_sending_the_form_twice_does_it_once(office: Actor) -> None:
    given = {"parent": "jw-01", "day": TODAY, "tier": "党支部", "code": "N1", "name": "新支部", "kind": "机关"}
    first = actions.found_organisation(actor=office, key="k1", **given)
    again = actions.found_organisation(actor=office, key="k1", **given)
    assert (first.again, again.again, first.on == again.on) == (False, True, True)
    assert Organisation.objects.filter(name="新支部").count() == 1
    assert AuditRow.objects.filter(act="organisations.founded").count() == 1


def test_what_stands_above_or_does_not_exist_is_equally_missing(office: Actor) -> None:
    for name in ("dz-01", "zb-999"):
        with pytest.raises(NotFound):
            actions.rename_organisation(actor=office, organisation=name, day=TODAY, version=1, name="x")
        with pytest.raises(NotFound):
            actions.move_organisation(actor=office, organisation="zb-002", day=TODAY, version=1, parent=name)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICE])
def test_nobody_but_the_office_changes_the_tree(role: Role, actor_of: Actors) -> None:
    with pytest.raises(NotAllowed):
        actions.rename_organisation(actor=actor_of(role), organisation="zb-001", day=TODAY, version=1, name="x")


def test_a_branch_keeps_its_own_party_groups(actor_of: Actors, agency: Agency) -> None:
    secretary = actor_of(Role.BRANCH_SECRETARY)
    done = actions.found_group(actor=secretary, organisation=agency.branch, name="第三党小组", day=TODAY)
    assert done.result is not None
    assert done.result.path == "/dz-01/jw-01/zb-001/" + done.result.pk + "/"
    actions.rename_group(actor=secretary, group="xz-01", name="综合党小组", version=1)
    actions.dissolve_group(actor=secretary, group="xz-02", version=1)
    assert not Person.objects.filter(group_id="xz-02").exists()
    with pytest.raises(NotFound):
        actions.found_group(actor=secretary, organisation=agency.other_branch, name="别家小组", day=TODAY)
