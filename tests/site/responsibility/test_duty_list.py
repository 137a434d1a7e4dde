"""The responsibility list: its grid, its states, its sources, what each person sees of it."""

from collections.abc import Callable

import pytest

from bihuan_site.responsibility.duties.catalogue import catalogue
from bihuan_site.responsibility.duties.queries import duties_of, loop, tallies, total_of
from bihuan_site.responsibility.tasks.queries import Filter, sums, tasks
from bihuan_site.scoring.models import Obligation
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotFound
from bihuan_site.shared.roles import Relation, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]

ActorOf = Callable[..., Actor]
BELOW = dict.fromkeys(Role, Relation.BELOW)
OWN = dict.fromkeys(Role, Relation.OWN)
SELF = dict.fromkeys(Role, Relation.SELF)


def test_the_grid_counts_59_duties_by_tier_and_post() -> None:
    book = catalogue()
    assert [[count for _, count in cells] for _, cells in book.grid()] == [[8, 7, 7, 0], [11, 6, 0, 5], [8, 7, 0, 0]]
    assert len(book.own) == 59


def test_every_count_of_the_grid_is_the_length_of_its_list() -> None:
    book = catalogue()
    for tier, cells in book.grid():
        for post, count in cells:
            assert len(book.matching(tier, post)) == count


def test_duties_carry_the_number_of_their_article() -> None:
    numbers = {entry.title: entry.number for entry in catalogue().own}
    assert numbers["上半年、下半年各至少讲 1 次党课"] == 55
    assert [entry.number for entry in catalogue().own] == [*range(1, 60)]


def test_what_a_regulation_asks_directly_stands_beside_the_list() -> None:
    assert [entry.title for entry in catalogue().beside] == ["村和社区党支部任期届满按期换届", "党总支任期届满按期换届"]


def test_the_state_of_a_duty_counts_what_its_list_holds(actor_of: ActorOf) -> None:
    office = actor_of(Role.OFFICE).seeing(BELOW)
    book = catalogue()
    for duty, tally in tallies(office).items():
        assert tasks(office, book.year, Filter(duty=duty)).count() == tally.total
        assert tasks(office, book.year, Filter(duty=duty, state="逾期")).count() == tally.overdue
        assert tasks(office, book.year, Filter(duty=duty, state="临期")).count() == tally.near


def test_on_time_and_late_and_missed_are_what_was_owed(actor_of: ActorOf) -> None:
    office = actor_of(Role.OFFICE).seeing(BELOW)
    found = total_of(tallies(office).values())
    assert found.done + found.late + found.overdue == found.owed
    assert found.total == tasks(office, catalogue().year, Filter()).count()
    assert found == sums(tasks(office, catalogue().year, Filter())).__class__(
        **{name: getattr(found, name) for name in ("overdue", "near", "not_due", "done", "late")}
    )


def test_a_branch_counts_its_own_duties_only(actor_of: ActorOf) -> None:
    branch = actor_of(Role.BRANCH_SECRETARY).seeing(OWN)
    counted = sum(tally.total for tally in tallies(branch).values())
    assert counted == Obligation.objects.filter(organisation_id=branch.organisation).count() > 0


def test_a_quotation_is_verbatim_only_where_the_pack_has_the_words() -> None:
    book = catalogue()
    entry = book.entry("duty.branch_secretary.lecture")
    quoted = [book.citation(basis) for basis in entry.duty.basis]
    assert [one.is_verbatim for one in quoted] == [False, True]
    assert quoted[1].text == "机关各级党组织书记下半年至少讲1次党课"
    assert entry.duty.stricter_than is not None


def test_a_duty_nobody_knows_is_missing() -> None:
    with pytest.raises(NotFound):
        catalogue().entry("duty.nothing")


def test_a_secretary_sees_the_duties_of_each_post_with_its_holder(actor_of: ActorOf) -> None:
    secretary = actor_of(Role.BRANCH_SECRETARY).seeing(OWN)
    found = dict(duties_of(secretary, catalogue()))
    assert {post: len(rows) for post, rows in found.items()} == {"组织": 8, "书记": 7}
    assert {row.holders for row in found["书记"]} == {("林青",)}
    lecture = next(row for row in found["书记"] if row.entry.id == "duty.branch_secretary.lecture")
    assert lecture.next is not None and lecture.next.window == "上半年"


def test_a_leader_sees_the_duties_of_their_own_post(actor_of: ActorOf) -> None:
    member = actor_of(Role.LEADING_MEMBER).seeing(SELF)
    found = dict(duties_of(member, catalogue()))
    assert {post: len(rows) for post, rows in found.items()} == {"班子成员": 7}
    assert all(
        row.tally.total == Obligation.objects.filter(duty=row.entry.id, subject=member.person).count()
        for row in found["班子成员"]
    )


def test_a_plain_member_holds_no_post_and_no_duty(actor_of: ActorOf) -> None:
    assert duties_of(actor_of(Role.MEMBER).seeing(SELF), catalogue()) == []


def test_the_small_loop_counts_what_the_list_holds(actor_of: ActorOf) -> None:
    office = actor_of(Role.OFFICE).seeing(BELOW)
    book = catalogue()
    entry = book.entry("duty.branch_secretary.lecture")
    tally = tallies(office)[entry.id]
    found = loop(office, entry, tally, book)
    assert found.done + found.open == tally.total
    assert found.scored == 8
    assert [one.measure for one in book.measures(entry)]
