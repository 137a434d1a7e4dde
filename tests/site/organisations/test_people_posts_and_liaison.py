"""People in and out of branches, posts and their handing over, liaison, study groups and task forces."""

from collections.abc import Callable
from datetime import date

import pytest

from bihuan_site.audit.models import AuditRow
from bihuan_site.organisations.ages import age_on, born_after
from bihuan_site.organisations.groups import queries as groups
from bihuan_site.organisations.groups import study_actions, task_force_actions
from bihuan_site.organisations.liaison import actions as liaison
from bihuan_site.organisations.liaison import queries as charges
from bihuan_site.organisations.models import (
    Handover,
    Liaison,
    Membership,
    Organisation,
    Person,
    PostHolding,
    StudyGroup,
    TaskForce,
    Term,
)
from bihuan_site.organisations.people import actions, queries
from bihuan_site.organisations.posts import actions as posts
from bihuan_site.organisations.tree import terms
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotAllowed, NotFound, Refused
from bihuan_site.shared.roles import OFFICE, Relation, Role
from tests.support.site_agency import Agency

Actors = Callable[..., Actor]
TODAY = date(2026, 6, 18)


@pytest.fixture
def office(actor_of: Actors) -> Actor:
    """Whoever keeps people and posts, seeing as on the office's routes."""
    return actor_of(Role.OFFICE).seeing(OFFICE)


def seeing(actor: Actor, relation: Relation) -> Actor:
    return actor.seeing({actor.role: relation})


def test_a_transfer_moves_the_person_the_numbers_and_the_interval(office: Actor, actor_of: Actors) -> None:
    actions.transfer_person(actor=office, person="ry-015", to="zb-002", day=date(2026, 6, 1), version=1)
    person = Person.objects.get(pk="ry-015")
    assert (person.organisation_id, person.group_id, person.since) == ("zb-002", None, date(2026, 6, 1))
    rows = Membership.objects.filter(person=person).order_by("since").values_list("organisation_id", "until")
    assert list(rows) == [("zb-001", date(2026, 5, 31)), ("zb-002", None)]
    members = {one.pk: one.members for one in Organisation.objects.filter(pk__in=["zb-001", "zb-002"])}
    assert members == {"zb-001": 7, "zb-002": 9}


def test_after_a_transfer_the_old_branch_keeps_the_days_and_the_new_sees_nothing_of_before(
    office: Actor, actor_of: Actors, agency: Agency
) -> None:
    actions.transfer_person(actor=office, person="ry-015", to="zb-002", day=date(2026, 6, 1), version=1)
    old = seeing(actor_of(Role.BRANCH_SECRETARY), Relation.OWN)
    new = seeing(actor_of(agency.secretary_of("zb-002"), Role.BRANCH_SECRETARY), Relation.OWN)
    with pytest.raises(NotFound):
        queries.profile(old, "ry-015")
    assert [row.person_id for row in queries.former(old)] == ["ry-015"]
    assert [row.organisation_id for row in queries.profile(new, "ry-015").memberships] == ["zb-002"]
    assert not queries.former(new).exists()


def test_the_new_branch_puts_the_person_into_a_group_of_its_own(office: Actor, actor_of: Actors) -> None:
    secretary = actor_of(Role.BRANCH_SECRETARY)
    actions.transfer_person(actor=office, person="ry-023", to="zb-001", day=date(2026, 6, 1), version=1)
    actions.set_group(actor=secretary, organisation="zb-001", people=["ry-023"], group="xz-02")
    assert Person.objects.get(pk="ry-023").group_id == "xz-02"
    with pytest.raises(Refused, match="不在本支部"):
        actions.set_group(actor=secretary, organisation="zb-001", people=["ry-031"], group="xz-02")


@pytest.mark.parametrize(
    ("to", "day", "words"),
    [
        ("zb-001", TODAY, "已在这个支部"),
        ("dw-01", TODAY, "要在党支部"),
        ("zb-002", date(2026, 7, 1), "不能晚于今天"),
        ("zb-002", date(2024, 1, 1), "要在那以后"),
    ],
)
def test_a_transfer_that_makes_no_sense_is_refused(office: Actor, to: str, day: date, words: str) -> None:
    with pytest.raises(Refused, match=words):
        actions.transfer_person(actor=office, person="ry-015", to=to, day=day, version=1)


def test_a_branch_does_not_transfer_anybody(actor_of: Actors) -> None:
    with pytest.raises(NotAllowed):
        actions.transfer_person(
            actor=actor_of(Role.BRANCH_SECRETARY), person="ry-015", to="zb-002", day=TODAY, version=1
        )


def test_adding_and_making_full_keep_the_numbers_true(office: Actor) -> None:
    done = actions.add_person(
        actor=office, organisation="zb-002", name="新同志", since=date(2026, 5, 1), probationary=True
    )
    assert done.result is not None
    branch = Organisation.objects.get(pk="zb-002")
    assert (branch.full_members, branch.probationary) == (8, 1)
    actions.make_full(actor=office, person=done.result.pk, day=TODAY, version=1)
    branch.refresh_from_db()
    assert (branch.full_members, branch.probationary) == (9, 0)


def test_a_phone_is_masked_and_looking_at_it_stays_in_the_trail(office: Actor, actor_of: Actors) -> None:
    actions.set_phone(actor=actor_of(Role.BRANCH_SECRETARY), person="ry-015", phone="13812345678", version=1)
    assert queries.profile(office, "ry-015").phone == "138****5678"
    done = actions.show_phone(actor=office, person="ry-015", reason="通知开会")
    assert done.result == "13812345678"
    row = AuditRow.objects.get(act="organisations.phone_shown")
    assert row.on == "person:ry-015"
    assert "138" not in "".join(AuditRow.objects.values_list("details", flat=True))


def test_somebody_who_is_here_is_not_erased_and_somebody_who_left_is(office: Actor) -> None:
    with pytest.raises(Refused, match="还在本单位"):
        actions.erase_person(actor=office, person="ry-015", version=1)
    actions.let_leave(actor=office, person="ry-015", last_day=date(2026, 6, 10), version=1)
    actions.erase_person(actor=office, person="ry-015", version=2)
    person = Person.objects.get(pk="ry-015")
    assert (person.name, person.phone, person.born, person.joined) == ("已删除", "", None, None)
    assert Membership.objects.filter(person=person).exists()


def test_somebody_with_a_post_is_removed_before_leaving(office: Actor) -> None:
    with pytest.raises(Refused, match="请先免职"):
        actions.let_leave(actor=office, person="ry-011", last_day=date(2026, 6, 10), version=1)


def test_one_post_of_secretary_is_held_by_one_person_and_handed_over_item_by_item(office: Actor) -> None:
    with pytest.raises(Refused, match="现由林青担任"):
        posts.appoint(actor=office, organisation="zb-001", person="ry-013", post="书记", since=TODAY)
    holding = PostHolding.objects.get(organisation_id="zb-001", post="书记")
    posts.remove(actor=office, holding=holding.pk, last_day=date(2026, 6, 17))
    posts.appoint(actor=office, organisation="zb-001", person="ry-013", post="书记", since=TODAY)
    handover = Handover.objects.get()
    assert (handover.receiver_id, handover.items.count()) == ("ry-013", 10)
    items = list(handover.items.values_list("item", flat=True))
    posts.mark_handover(actor=office, handover=handover.pk, version=1, handed=items, received=items[:-1], not_there=[])
    handover.refresh_from_db()
    assert handover.done is None
    posts.mark_handover(
        actor=office, handover=handover.pk, version=2, handed=items, received=items[:-1], not_there=items[-1:]
    )
    handover.refresh_from_db()
    assert handover.done == TODAY
    assert {item.handed_by_id for item in handover.items.filter(received__isnull=False)} == {holding.person_id}


def test_acting_has_an_end(office: Actor) -> None:
    with pytest.raises(Refused, match="代管要写到哪一天"):
        posts.appoint(actor=office, organisation="zb-002", person="ry-013", post="书记", since=TODAY, acting=True)
    done = posts.appoint(
        actor=office,
        organisation="zb-002",
        person="ry-013",
        post="书记",
        since=TODAY,
        acting=True,
        until=date(2026, 9, 30),
    )
    assert done.result is not None
    assert done.result.acting


def test_a_term_follows_the_tier_and_is_extended_by_a_year_at_most(office: Actor) -> None:
    terms.hold_election(actor=office, organisation="zb-001", day=date(2023, 5, 10))
    terms.hold_election(actor=office, organisation="dw-01", day=date(2023, 5, 10))
    due = dict(Term.objects.values_list("organisation_id", "due"))
    assert due == {"zb-001": date(2026, 5, 10), "dw-01": date(2028, 5, 10)}
    given = {"organisation": "zb-001", "approver": "机关党委", "day": date(2026, 4, 1)}
    with pytest.raises(Refused, match="一般不超过 1 年"):
        terms.extend_term(actor=office, until=date(2027, 5, 11), **given)
    terms.extend_term(actor=office, until=date(2027, 5, 10), **given)
    assert Term.objects.get(organisation_id="zb-001").last_day == date(2027, 5, 10)
    events = Organisation.objects.get(pk="zb-001").events.order_by("day").values_list("event", flat=True)
    assert list(events) == ["换届", "延期换届批准"]


def test_liaison_is_given_ended_and_its_gaps_are_counted(office: Actor) -> None:
    before = [gap for gap in charges.gaps(office) if gap.kind == "支部没有人包联"]
    assert {gap.organisation.pk for gap in before} == {"zb-002", "zb-004", "zb-005", "zb-006", "zb-007", "zb-008"}
    liaison.assign_liaison(actor=office, person="ry-905", since=TODAY, branches=["zb-004", "zb-005"])
    liaison.assign_liaison(actor=office, person="ry-906", since=TODAY, branches=["zb-001"])
    assert Liaison.objects.get(organisation_id="zb-001", person_id="ry-905").until == date(2026, 6, 17)
    after = [gap for gap in charges.gaps(office) if gap.kind == "支部没有人包联"]
    assert len(after) == len(before) - 2
    running = Liaison.objects.filter(organisation_id__in=["zb-004", "zb-005"])
    liaison.end_liaison(actor=office, liaisons=[row.pk for row in running], last_day=TODAY)
    assert set(running.values_list("until", flat=True)) == {TODAY}


def test_nobody_is_charged_with_the_own_branch_but_the_secretary_covers_it(office: Actor) -> None:
    with pytest.raises(Refused, match="不能包联自己所在支部"):
        liaison.assign_liaison(actor=office, person="ry-905", since=TODAY, branches=["zb-002"])
    liaison.secretary_covers_own_branches(actor=office, since=TODAY)
    mine = Liaison.objects.filter(person_id="ry-903", until__isnull=True).values_list("organisation_id", flat=True)
    assert set(mine) == {"zb-002", "zb-006"}


def test_only_members_of_the_committee_are_charged(office: Actor) -> None:
    with pytest.raises(NotFound):
        liaison.assign_liaison(actor=office, person="ry-015", since=TODAY, branches=["zb-004"])


def test_forty_counts_until_the_day_before_the_forty_first_birthday() -> None:
    assert age_on(date(1985, 6, 19), TODAY) == 40
    assert age_on(date(1985, 6, 18), TODAY) == 41
    assert born_after(TODAY, 40) == date(1985, 6, 19)
    assert born_after(date(2024, 2, 29), 40) == date(1983, 3, 1)


def test_a_study_group_takes_the_young_only_and_coverage_adds_up(actor_of: Actors, office: Actor) -> None:
    secretary = actor_of(Role.BRANCH_SECRETARY)
    young = [pk for pk, _ in groups.young_people(office, "zb-001")]
    old = Person.objects.filter(organisation_id="zb-001").exclude(pk__in=young).first()
    assert old is not None
    with pytest.raises(Refused, match="超过 40 岁"):
        study_actions.found_study_group(
            actor=secretary, organisation="zb-001", name="小组", since=TODAY, members=[old.pk]
        )
    before = groups.coverage(office)
    study_actions.found_study_group(
        actor=secretary, organisation="zb-001", name="小组", since=TODAY, members=young, mentor=old.pk
    )
    after = groups.coverage(office)
    assert (after.young, after.covered) == (before.young, before.covered + len(young))
    assert groups.uncovered(office).count() == after.missing
    one = StudyGroup.objects.get()
    study_actions.set_observers(actor=office, study_group=one.pk, batch=1, people=young[:1])
    with pytest.raises(Refused, match="本组成员"):
        study_actions.set_observers(actor=office, study_group=one.pk, batch=2, people=[old.pk])


def test_a_task_force_ends_when_its_tasks_are_done(office: Actor) -> None:
    task_force_actions.set_up_task_force(
        actor=office,
        organisation="jw-01",
        name="治超专班",
        purpose="治理超限运输",
        lead="ry-011",
        since=TODAY,
        members=["ry-023"],
    )
    one = TaskForce.objects.get()
    task_force_actions.add_task(actor=office, task_force=one.pk, text="摸底", due=date(2026, 7, 1), owner="ry-023")
    task = one.tasks.get()
    with pytest.raises(Refused, match="还有 1 项任务"):
        task_force_actions.end_task_force(actor=office, task_force=one.pk, version=1, until=TODAY)
    task_force_actions.finish_task(actor=office, task_force=one.pk, task=task.pk, version=1, done=TODAY)
    task_force_actions.end_task_force(actor=office, task_force=one.pk, version=1, until=TODAY)
    assert not one.members.filter(until__isnull=True).exists()
