"""Organisations through time: founded, suspended, moved; posts handed over; conditions on a named day."""

from datetime import date
from typing import Any

import pytest

from bihuan.organisations.rows import OrganisationEvent, OrganisationState
from bihuan.organisations.standing import standing_of
from tests.support.small import MONTHLY, line_of, measure, pack_of, score_of

PLAIN = {"组织编号": "甲", "代码": "1", "名称": "甲"}


def _state(since: str, until: str | None = None, **changes: Any) -> OrganisationState:
    last = date.fromisoformat(until) if until else None
    return OrganisationState("甲", "1", "甲", since=date.fromisoformat(since), until=last, **changes)


def test_rows_that_touch_are_one_stretch_of_being() -> None:
    standing = standing_of("甲", [_state("2020-01-01", "2025-12-31"), _state("2026-01-01")])
    assert standing.being == ((date(2020, 1, 1), date(9999, 12, 31)),)


def test_a_suspended_stretch_is_not_in_being_from_the_first_to_the_day_before_resuming() -> None:
    events = [
        OrganisationEvent("1", "甲", "停止活动", date(2026, 2, 1)),
        OrganisationEvent("2", "甲", "恢复活动", date(2026, 4, 1)),
    ]
    standing = standing_of("甲", [_state("2020-01-01")], events)
    assert standing.on(date(2026, 1, 31)) is not None
    assert standing.on(date(2026, 2, 1)) is None
    assert standing.on(date(2026, 3, 31)) is None
    assert standing.on(date(2026, 4, 1)) is not None


def test_a_branch_founded_in_march_owes_its_months_from_april() -> None:
    line = line_of(pack_of(measure()), {"支委会": MONTHLY}, organisation={"生效日期": "2026-03-15"})
    assert (line.due, line.missing) == (3, 0)


@pytest.mark.parametrize(("choice", "due"), [("整窗", 3), ("窗末", 4), ("任一日", 4)])
def test_how_much_of_a_month_a_branch_must_be_there_is_a_choice(choice: str, due: int) -> None:
    pack = pack_of(measure(), 口径={"存续口径": choice})
    assert line_of(pack, {}, organisation={"生效日期": "2026-03-15"}).due == due


def test_a_suspended_branch_owes_nothing_meanwhile() -> None:
    stopped = {"组织变动": [{"事件": "停止活动", "日期": "2026-04-01"}]}
    assert line_of(pack_of(measure()), {"支委会": MONTHLY[:3], **stopped}).due == 3


def test_a_branch_that_was_there_too_short_gets_no_grade_if_the_pack_says_so() -> None:
    choices = {"年中单位": "不定等次", "存续不足": "6 个月"}
    pack = pack_of(measure(), 口径=choices, 等次={"等次表": [{"等次名": "好"}]})
    assert score_of(pack, {}, organisation={"生效日期": "2026-03-15"}).part_period
    assert not score_of(pack, {}).part_period


def test_a_total_is_scaled_to_the_months_a_branch_was_there() -> None:
    pack = pack_of(measure(), 口径={"缺次": "总数", "年中单位": "折算"})
    line = line_of(pack, {"支委会": MONTHLY[3:]}, organisation={"生效日期": "2026-03-15"})
    assert (line.due, line.missing) == (3, 0)


def test_an_exemption_takes_away_the_windows_it_covers_and_no_others() -> None:
    exempt = {
        "豁免": [{"事项编号": "m.one", "理由": "抗洪", "批准人": "机关党委", "起": "2026-03-01", "止": "2026-04-30"}]
    }
    line = line_of(pack_of(measure()), {"支委会": MONTHLY[:2] + MONTHLY[4:], **exempt})
    assert (line.due, line.missing, line.earned) == (4, 0, 3000)


@pytest.mark.parametrize(("members", "applies"), [("6", False), ("7", True)])
def test_seven_members_is_the_line_for_a_committee(members: str, applies: bool) -> None:
    pack = pack_of(measure(), measure(编号="m.two", 适用={"正式党员": {"以上": "7"}}))
    line = score_of(pack, {}, organisation={"正式党员": members}).lines[1]
    assert (str(line.state) != "不适用") == applies


def test_above_leaves_the_number_out_if_the_pack_says_so() -> None:
    two = measure(编号="m.two", 适用={"正式党员": {"以上": "7"}})
    pack = pack_of(measure(), two, 口径={"以上以下含本数": "否"})
    assert str(score_of(pack, {}, organisation={"正式党员": "7"}).lines[1].state) == "不适用"


def test_a_post_left_vacant_for_exactly_three_months_counts_from_the_next_day() -> None:
    vacancy = {"名称": "空缺", "空缺": {"岗位人员": ["书记"], "久于": "3 个月"}, "扣分": {"凡": "有", "扣": "2"}}
    pack = pack_of(measure(满分="4", 计分=vacancy))
    before = {"人员编号": "书记", "岗位": "书记", "任职日期": "2020-01-01", "免职日期": "2026-02-28"}

    def lost(filled: str) -> int:
        after = {"人员编号": "新书记", "岗位": "书记", "任职日期": filled}
        return line_of(pack, {"任职": [before, after]}).lost

    assert lost("2026-06-01") == 0
    assert lost("2026-06-02") == 2000


def test_whether_a_post_is_filled_and_how_large_the_committee_is_can_be_conditions() -> None:
    filled = measure(编号="m.two", 适用={"有岗位": "组织委员"})
    small = measure(编号="m.three", 适用={"委员数": {"不超过": "5"}})
    pack = pack_of(measure(), filled, small)
    organisation = {"委员数": "7", "岗位": {"书记": "1"}}
    assert [str(line.state) for line in score_of(pack, {}, organisation=organisation).lines[1:]] == ["不适用", "不适用"]
    organisation = {"委员数": "5", "岗位": {"书记": "1", "组织委员": "1"}}
    assert [str(line.state) for line in score_of(pack, {}, organisation=organisation).lines[1:]] == ["已定", "已定"]
