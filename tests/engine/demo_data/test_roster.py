"""The invented members are as many as the rows of organisations say, and the lists of those present fit the records."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from bihuan.packs.grammar import Pack
from bihuan.runners.demo_data import DemoData, Roster, make_demo, make_roster

JUNE = date(2026, 6, 18)
PICTURED = (
    "林晓岚 赵一鸣 郑凯 钱文 李若水 冯雪 陈曦 褚良 卫国平 蒋欣 沈舟 韩冬梅 杨帆 朱颖 秦峰 尤佳 许南 何田 吕正 施宁 "
    "王珂 孙志远 张帅"
)


@pytest.fixture(scope="module")
def roster(demo: DemoData) -> Roster:
    """The members of the department of these tests."""
    return make_roster(demo)


def test_every_branch_has_as_many_members_as_its_row_says_on_every_day(demo: DemoData, roster: Roster) -> None:
    homes = Counter(row.organisation for row in demo.tables["people"])
    days = [date(2025, 7, 1) + timedelta(days=nth) for nth in range(0, 545, 4)]
    for state in demo.tables["organisations"]:
        is_crowded = homes[state.organisation] > state.full_members + state.probationary
        for day in days if state.tier == "党支部" and not is_crowded else ():
            if state.since <= day <= (state.until or day):
                there = roster.on(state.organisation, day)
                new = sum(member.is_probationary for member in there)
                assert (len(there) - new, new) == (state.full_members, state.probationary), (state, day)


def test_post_holders_are_among_the_members_of_their_branch(demo: DemoData, roster: Roster) -> None:
    for row in demo.tables["people"]:
        if row.since <= JUNE <= (row.until or JUNE) and any(roster.on(row.organisation, JUNE)):
            assert (row.id, row.name) in {(one.person, one.name) for one in roster.on(row.organisation, JUNE)}


def test_a_member_is_in_one_branch_at_a_time_and_grown_up_on_joining(roster: Roster) -> None:
    for member in roster.members:
        assert member.age_on(member.joined) >= 18, member
        assert member.until is None or member.since <= member.until
    spans: dict[str, list[tuple[date, date]]] = {}
    for member in roster.members:
        spans.setdefault(member.person, []).append((member.since, member.until or date.max))
    for found in spans.values():
        found.sort()
        assert all(first[1] < second[0] for first, second in pairwise(found))


def test_study_groups_of_the_young_have_young_members(demo: DemoData, roster: Roster) -> None:
    seen = 0
    for state in demo.tables["organisations"]:
        if "有青年学习小组" in state.labels and state.since <= JUNE <= (state.until or JUNE):
            there = roster.on(state.organisation, JUNE)
            assert sum(member.age_on(JUNE) <= 40 for member in there) == max(3, len(there) // 3)
            seen += 1
    assert seen > 20


def test_the_branch_of_the_pictures_has_its_twenty_three(roster: Roster) -> None:
    there = roster.on("zb-001", JUNE)
    assert [member.name for member in there] == PICTURED.split()
    assert Counter(member.group for member in there) == {"zb-001-1": 11, "zb-001-2": 12}
    assert [member.name for member in there if member.is_probationary] == ["张帅"]


def test_lists_of_those_present_have_the_numbers_of_the_record(demo: DemoData, roster: Roster) -> None:
    looked_at = 0
    for row in demo.tables["activities"][::3]:
        listed = roster.attendance_of(row)
        wanted = Counter({"到会": row.present, "请假": row.leave}) + Counter(dict(row.others))
        wanted["缺席"] = row.due - wanted.total()
        assert Counter(state for _, state in listed) == +wanted, row
        assert len(dict(listed)) == len(listed)
        if row.organisation.startswith("zb-"):
            named = {row.chair, *row.speakers, *row.leaders}
            away = [one for one, state in listed if one in named and state != "到会"]
            assert not away or len(named) > row.present, row
            looked_at += bool(named)
    assert looked_at > 1000


def test_a_group_meeting_is_attended_by_the_group(demo: DemoData, roster: Roster) -> None:
    rows = [row for row in demo.tables["activities"] if row.organisation == "zb-001" and row.group == "zb-001-2"]
    group = {member.person for member in roster.on("zb-001", JUNE) if member.group == "zb-001-2"}
    assert rows and all({one for one, _ in roster.attendance_of(row)} == group for row in rows)


def test_the_same_seed_gives_the_same_members_and_another_gives_others(pack: Pack) -> None:
    small = make_demo(pack, branches=12)
    assert make_roster(small) == make_roster(small)
    assert make_roster(small, seed=2).members != make_roster(small).members
