"""Telling somebody once, settling it, and who finds it in the list."""

from datetime import date

import pytest

from bihuan_site.inbox import queries, sources
from bihuan_site.inbox.models import Item
from bihuan_site.inbox.posting import Notice, settle, tell, tell_many
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.roles import Role
from tests.support.site_agency import DAY, Agency


def titles(actor: Actor, *, done: bool = False) -> list[str]:
    return [entry.title for entry in queries.entries_for(actor, done=done)]


def tell_branch(key: str = "leave:1", **changed: object) -> None:
    given: dict[str, object] = {"kind": "报备待同意", "title": "王珂学前报备", "url": "/activities/1/leave/"}
    given |= {"organisation": "zb-001", "role": Role.BRANCH_SECRETARY}
    tell(key=key, **(given | changed))  # type: ignore[arg-type]  # a builder


def test_those_who_wear_the_role_there_find_it_and_nobody_else(agency: Agency) -> None:
    tell_branch()
    assert titles(agency.actor(Role.BRANCH_SECRETARY)) == ["王珂学前报备"]
    for other in (Role.BRANCH_MEMBER, Role.MEMBER, Role.OFFICE, Role.SUB_COMMITTEE):
        assert titles(agency.actor(other)) == []
    assert titles(agency.actor(agency.secretary_of("zb-002"))) == []


def test_without_a_role_it_is_for_all_who_act_there_but_not_for_plain_members(agency: Agency) -> None:
    tell_branch(role=None)
    assert queries.open_count(agency.actor(Role.BRANCH_SECRETARY)) == 1
    assert queries.open_count(agency.actor(Role.BRANCH_MEMBER)) == 1
    assert queries.open_count(agency.actor(Role.MEMBER)) == 0


def test_a_person_finds_their_own_under_every_hat(agency: Agency) -> None:
    tell(key="notice:1", kind="通知", title="补学通知", url="/my/", person="ry-011")
    assert titles(agency.actor(Role.BRANCH_SECRETARY)) == ["补学通知"]
    assert titles(agency.actor("ry-011", Role.MEMBER)) == ["补学通知"]
    assert titles(agency.actor(Role.BRANCH_MEMBER)) == []


def test_nobody_is_told_the_same_thing_twice(agency: Agency) -> None:
    tell_branch()
    tell_branch(title="王珂学前报备（改期）", due=date(2026, 6, 20))
    item = Item.objects.get()
    assert (item.title, item.due) == ("王珂学前报备（改期）", date(2026, 6, 20))
    settle("leave:1")
    tell_branch()
    assert titles(agency.actor(Role.BRANCH_SECRETARY)) == []


def test_settling_a_key_settles_its_parts_and_no_other_key(agency: Agency) -> None:
    tell_many(
        Notice(key=f"supervised:3/{branch}", kind="督办", title="督办", url="/supervised/3/", organisation=branch)
        for branch in agency.branches
    )
    tell_branch("supervised:30")
    assert settle("supervised:3/zb-002") == 1
    assert settle("supervised:3") == len(agency.branches) - 1
    assert settle("supervised:3") == 0
    assert [item.key for item in Item.objects.filter(done__isnull=True)] == ["supervised:30"]


def test_what_is_settled_is_listed_as_done_on_the_business_day(agency: Agency) -> None:
    tell_branch()
    settle("leave:1")
    (entry,) = queries.entries_for(agency.actor(Role.BRANCH_SECRETARY), done=True)
    assert entry.done == DAY


@pytest.mark.parametrize("url", ["https://example.com/", "//example.com/", "javascript:alert(1)"])
def test_an_address_outside_the_site_is_refused(agency: Agency, url: str) -> None:
    with pytest.raises(ValueError, match="out of the site"):
        tell_branch(url=url)


def test_a_thing_for_nobody_is_refused(agency: Agency) -> None:
    with pytest.raises(ValueError, match="for nobody"):
        tell(key="x", kind="通知", title="x", url="/")


def test_open_things_stand_under_late_this_week_this_month_and_later() -> None:
    days = {"逾期": [10, 17], "本周": [18, 21], "本月": [22, 30]}
    entries = [
        sources.Entry(key=str(day), kind="x", title="x", url="/", due=date(2026, 6, day))
        for listed in days.values()
        for day in listed
    ]
    entries.append(sources.Entry(key="7", kind="x", title="x", url="/", due=date(2026, 7, 1)))
    entries.append(sources.Entry(key="0", kind="x", title="x", url="/"))
    groups = queries.groups_of(entries, DAY)
    assert [(group.name, len(group.entries)) for group in groups] == [
        ("逾期", 2),
        ("本周", 2),
        ("本月", 2),
        ("以后", 1),
        ("不限期", 1),
    ]


class TwoDues:
    """A room above that knows of two things due."""

    def entries(self, actor: Actor, *, done: bool) -> list[sources.Entry]:
        dues = [] if done else [date(2026, 6, 19), date(2026, 6, 1)]
        return [sources.Entry(key=f"due:{day}", kind="应办", title=str(day), url="/", due=day) for day in dues]

    def count(self, actor: Actor) -> int:
        return 2


def test_what_rooms_above_know_stands_in_the_same_list(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_sources", [])
    sources.register(TwoDues())
    tell_branch(due=date(2026, 6, 10))
    actor = agency.actor(Role.BRANCH_SECRETARY)
    assert titles(actor) == ["2026-06-01", "王珂学前报备", "2026-06-19"]
    assert queries.open_count(actor) == 3
