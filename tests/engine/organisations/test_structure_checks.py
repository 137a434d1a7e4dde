"""What is amiss with how organisations are set up is named with its article, on any day, and nothing else is."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bihuan import api
from bihuan.organisations import structure
from bihuan.organisations.structure import CODES, Article

DAY = date(2026, 6, 18)
COMMITTEE = api.OrganisationState("jw", "B", "机关党委", None, api.Tier.COMMITTEE, labels=("设机关纪委",))
BRANCH = api.OrganisationState(
    "zb", "1", "规划处党支部", "jw", since=date(2024, 3, 1), full_members=20, has_committee=True, committee_size=5
)
GROUP = api.OrganisationState("zb-1", "1-1", "第一党小组", "zb", api.Tier.PARTY_GROUP, since=date(2024, 3, 1))
PEOPLE = (
    api.Person("ry-1", "甲", "zb"),
    api.Person("ry-2", "乙", "zb"),
    api.Person("ry-3", "丙", "zb"),
)
POSTS = (
    api.PostHolding("rz-1", "ry-1", "zb", "书记", date(2024, 3, 1)),
    api.PostHolding("rz-2", "ry-2", "jw", "书记", date(2022, 6, 1)),
    api.PostHolding("rz-3", "ry-3", "jw", "专职副书记", date(2022, 6, 1)),
    api.PostHolding("rz-4", "ry-1", "zb-1", "组长", date(2024, 3, 1)),
)
ELECTED = (
    api.OrganisationEvent("sj-1", "jw", "换届", date(2022, 6, 1)),
    api.OrganisationEvent("sj-2", "zb", "换届", date(2024, 3, 1)),
)
SOUND: dict[str, Any] = {
    "states": (COMMITTEE, BRANCH, GROUP),
    "events": ELECTED,
    "posts": POSTS,
    "people": PEOPLE,
    "day": DAY,
}


@pytest.fixture(scope="module")
def regulations() -> api.Pack:
    """The pack that states what the regulations ask of every organisation."""
    return api.load_pack(Path(__file__).resolve().parents[3] / "packs/regulations-defaults").whole


def found(**changes: Any) -> list[tuple[str, str, str]]:
    """Code, organisation and sentence of everything found."""
    listed = api.check_structure(**{**SOUND, **changes})
    assert all(one.code in CODES and one.sentence and one.article.clause for one in listed)
    return [(one.code, one.organisation, one.sentence) for one in listed]


def test_a_sound_department_has_nothing_amiss(regulations: api.Pack) -> None:
    assert found(pack=regulations) == []


def test_a_term_is_announced_then_overdue_and_may_be_postponed_a_year() -> None:
    events = (*ELECTED[:1], api.OrganisationEvent("sj-2", "zb", "换届", date(2023, 7, 20)))
    told = "上届从 2023 年 7 月 20 日起，任期 3 年"
    assert found(events=events) == [("S102", "zb", f"{told}，2026 年 7 月 20 日届满，还有 32 天")]
    late = date(2026, 7, 30)
    assert found(events=events, day=late) == [("S101", "zb", f"{told}，2026 年 7 月 20 日届满，已过 10 天没有换届")]
    granted = (*events, api.OrganisationEvent("sj-3", "zb", "延期换届批准", date(2026, 6, 1)))
    assert found(events=granted, day=late) == []


def test_villages_and_committees_have_five_years() -> None:
    village = replace(BRANCH, labels=("村和社区",))
    events = (*ELECTED[:1], api.OrganisationEvent("sj-2", "zb", "换届", date(2022, 1, 10)))
    assert [one[0] for one in found(events=events)] == ["S101"]
    assert found(events=events, states=(COMMITTEE, village, GROUP)) == []


def test_a_term_nobody_recorded_is_unknown_and_not_overdue() -> None:
    old = replace(BRANCH, since=date(2012, 9, 1))
    (one,) = api.check_structure(**{**SOUND, "events": ELECTED[:1], "states": (COMMITTEE, old, GROUP)})
    assert (one.code, str(one.gravity)) == ("S103", "待核实")


def test_a_post_without_a_holder_is_named_since_when() -> None:
    left = replace(POSTS[0], until=date(2026, 5, 31))
    assert found(posts=(left, *POSTS[1:])) == [("S201", "zb", "没有书记，从 2026 年 6 月 1 日起空缺")]
    acting = api.PostHolding("rz-9", "ry-2", "zb", "书记", date(2026, 6, 1), acting=True)
    assert found(posts=(left, *POSTS[1:], acting)) == []


def test_a_holder_who_moved_away_and_a_group_without_leader_are_named() -> None:
    gone = replace(PEOPLE[0], until=date(2026, 5, 1))
    assert {one[0] for one in found(people=(gone, *PEOPLE[1:]))} == {"S202"}
    assert found(posts=POSTS[:3]) == [("S203", "zb-1", "没有登记党小组组长，党小组会由组长召集")]


def test_the_secretary_of_discipline_is_a_deputy_secretary() -> None:
    wrong = api.PostHolding("rz-5", "ry-1", "jw", "机关纪委书记", date(2022, 6, 1))
    assert [one[0] for one in found(posts=(*POSTS, wrong))] == ["S301"]
    assert found(posts=(*POSTS, replace(wrong, person="ry-3"))) == []


@pytest.mark.parametrize(("number", "codes"), [(0, ["S302"]), (1, []), (2, []), (3, ["S302"])])
def test_one_to_two_percent_work_full_time_on_party_affairs(number: int, codes: list[str]) -> None:
    assert [one[0] for one in found(staffing={"jw": api.Staffing(100, number)})] == codes


def test_the_young_have_a_group_and_every_branch_someone_in_charge() -> None:
    assert found(youths={"zb": 4}) == [("S401", "zb", "有 40 岁以下党员 4 名，没有编入青年理论学习小组")]
    assert [one[0] for one in found(liaisons=())] == ["S402"]
    assert found(liaisons=(api.Liaison("bl-1", "ry-3", "zb"),)) == []


def test_sizes_and_committees_come_from_the_pack_with_its_clause(regulations: api.Pack) -> None:
    small = replace(BRANCH, full_members=2, has_committee=False)
    large = replace(BRANCH, full_members=51, has_committee=False)
    plain = replace(COMMITTEE, labels=())
    assert [one[2] for one in found(states=(COMMITTEE, small, GROUP), pack=regulations)] == [
        "党支部正式党员不少于三人：现在没有达到（正式党员 2 名，预备党员 0 名，没有设支委会）"
    ]
    assert len(found(states=(COMMITTEE, large, GROUP), pack=regulations)) == 2
    (one,) = api.check_structure(**{**SOUND, "states": (plain, BRANCH, GROUP), "pack": regulations})
    assert str(one.article) == "《中国共产党党和国家机关基层组织工作条例》机关纪委一条（条号待核）"
    assert (one.article.checked, str(one.gravity)) == ("乙", "不符合")
    assert found(states=(COMMITTEE, small, GROUP)) == [], "without a pack nothing is said about sizes"


def test_articles_of_the_program_are_those_of_the_pack(regulations: api.Pack) -> None:
    articles = [value for value in vars(structure).values() if isinstance(value, Article) and value.source]
    assert len(articles) == 6
    for article in articles:
        source = next(one for one in regulations.sources if one.source == article.source)
        clause = next(one for one in source.clauses if one.clause == article.clause)
        assert (source.title, str(clause.checked or source.checked)) == (article.title, article.checked)
