"""What no single cell can tell: rows are held against each other, and every contradiction is named."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bihuan.appraisal.rows import BallotCount, Judgement, Sample
from bihuan.ledger import check_tables, stamp
from bihuan.organisations.rows import OrganisationState, Person
from bihuan.progress.rows import Activity, Exemption, Finding, Submission

JANUARY, FEBRUARY, MARCH = date(2026, 1, 10), date(2026, 2, 10), date(2026, 3, 10)
TOP = OrganisationState("DW", "001", "机关党委", tier="机关党委")
ONE = OrganisationState("ZB1", "00101", "第一党支部", "DW")
TWO = OrganisationState("ZB2", "00102", "第二党支部", "DW")
ACTIVITY = Activity("A1", "ZB1", ("支委会",), FEBRUARY, due=10, present=8, leave=1)
BALLOT = BallotCount("B1", "ZB1", "民主测评", FEBRUARY)


def tables(*rows: Any) -> dict[str, tuple[Any, ...]]:
    """Sort rows into a ledger with two branches; organisations given replace those of the same id."""
    names = {
        OrganisationState: "organisations",
        Person: "people",
        Activity: "activities",
        Submission: "submissions",
        Exemption: "exemptions",
        Finding: "findings",
        Judgement: "judgements",
        BallotCount: "ballots",
        Sample: "samples",
    }
    ledger: dict[str, list[Any]] = {name: [] for name in names.values()}
    given = {row.organisation for row in rows if isinstance(row, OrganisationState)}
    ledger["organisations"] = [row for row in (TOP, ONE, TWO) if row.organisation not in given]
    for row in rows:
        ledger[names[type(row)]].append(row)
    return {name: tuple(found) for name, found in ledger.items()}


def found(*rows: Any) -> list[tuple[str, str]]:
    """Give the codes found, each with the id of the row and the heading of the column."""
    return [(problem.code, problem.place.path) for problem in check_tables(tables(*rows))]


def votes(**counts: int) -> list[BallotCount]:
    return [
        replace(BALLOT, id=f"B{at}", option=option, votes=count) for at, (option, count) in enumerate(counts.items())
    ]


def test_a_sound_ledger_has_no_problem() -> None:
    people = Person("P1", "张三", "ZB1"), Person("P1", "张三", "ZB2", since=MARCH)
    moved = replace(people[0], until=FEBRUARY), people[1]
    renamed = replace(ONE, until=FEBRUARY), replace(ONE, name="综合党支部", since=MARCH)
    assert found(ACTIVITY, *moved, *renamed, *votes(发出=10, 收回=9, 有效=9, 优秀=5, 称职=4)) == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([ACTIVITY, replace(ACTIVITY, day=MARCH)], [("L401", "A1 活动编号")]),
        ([ACTIVITY, ACTIVITY], [("L401", "A1 活动编号")]),
        ([ACTIVITY, replace(ACTIVITY, id="A2")], [("L402", "A2 活动编号")]),
        ([replace(ACTIVITY, organisation="ZB7")], [("L301", "A1 组织编号")]),
        ([replace(ACTIVITY, speakers=("P7", "P8"))], [("L301", "A1 主讲人"), ("L301", "A1 主讲人")]),
        ([replace(ONE, parent="DX")], [("L301", "ZB1 上级编号")]),
        ([ONE, replace(ONE, since=JANUARY)], [("L403", "ZB1 生效日期")]),
        ([Person("P1", "张三", "ZB1"), Person("P1", "张三", "ZB2", since=MARCH)], [("L403", "P1 转入日期")]),
        ([replace(ONE, since=MARCH, until=FEBRUARY)], [("L404", "ZB1 失效日期")]),
        ([replace(TOP, parent="ZB1")], [("L405", "ZB1 上级编号"), ("L405", "DW 上级编号")]),
        ([replace(ONE, parent="ZB1")], [("L405", "ZB1 上级编号")]),
        ([replace(TWO, name="第—党支部")], [("L406", "ZB2 名称")]),
        ([replace(TWO, name="第一 党支部")], [("L406", "ZB2 名称")]),
        ([replace(TWO, name="第ｌ党支部"), replace(ONE, name="第1党支部")], [("L406", "ZB1 名称")]),
        ([replace(TWO, code="００１０１")], [("L406", "ZB2 代码")]),
        ([replace(TWO, code="00101")], [("L407", "ZB2 代码")]),
        ([replace(TWO, code="ZB1")], [("L407", "ZB2 代码")]),
        ([replace(ACTIVITY, corrects="A0")], [("L408", "A1 更正")]),
        (
            [
                ACTIVITY,
                replace(ACTIVITY, id="A2", corrects="A1", due=11),
                replace(ACTIVITY, id="A3", corrects="A1", due=12),
            ],
            [("L409", "A3 更正")],
        ),
        ([replace(ACTIVITY, corrects="A1")], [("L410", "A1 更正")]),
        ([replace(ACTIVITY, present=11)], [("L411", "A1 实到")]),
        ([replace(ACTIVITY, leave=3)], [("L411", "A1 应到")]),
        ([replace(ACTIVITY, others=(("借调", 2),))], [("L411", "A1 应到")]),
        ([replace(ACTIVITY, due=0, leave=0)], [("L419", "A1 应到")]),
        ([replace(ACTIVITY, received=JANUARY)], [("L413", "A1 接收日期")]),
        ([replace(ACTIVITY, claimed=MARCH, received=FEBRUARY)], [("L413", "A1 接收日期")]),
        ([replace(ACTIVITY, claimed=JANUARY)], [("L420", "A1 自报日期")]),
        ([replace(ACTIVITY, minutes=-1)], [("L414", "A1 分钟")]),
        ([Finding("F1", "ZB1", "巡察", "问题", FEBRUARY, done=JANUARY)], [("L415", "F1 完成日期")]),
        ([Finding("F1", "ZB1", "巡察", "问题", FEBRUARY, received=JANUARY)], [("L413", "F1 接收日期")]),
        ([Sample("S1", "ZB1", "m", MARCH, 3, 4)], [("L416", "S1 样本数")]),
        ([Person("P1", "张三", "ZB1"), Person("P2", "张三", "ZB1")], [("L417", "P2 姓名")]),
        ([Judgement("J1", "ZB1", "m", "项", MARCH, "组织科", subject="P9")], [("L418", "J1 对象编号")]),
        ([Exemption("E1", "ZB1", "全部", "理由", "机关党委", MARCH, FEBRUARY)], [("L404", "E1 止")]),
        (votes(发出=10, 收回=9, 有效=9, 优秀=5, 称职=5), [("L412", "B4 票数")]),
        (votes(收回=9, 有效=10), [("L412", "B1 票数")]),
        (votes(发出=8, 收回=9), [("L412", "B1 票数")]),
        ([*votes(有效=9, 优秀=5), replace(BALLOT, id="B9", option="优秀", votes=6)], [("L412", "B9 选项")]),
    ],
)
def test_a_contradiction_is_named_by_row_and_column(rows: list[Any], expected: list[tuple[str, str]]) -> None:
    assert found(*rows) == expected


@pytest.mark.parametrize("change", [lambda row: replace(row, withdrawn=True), lambda row: replace(row, votes=4)])
def test_votes_withdrawn_or_corrected_are_not_counted(change: Callable[[BallotCount], BallotCount]) -> None:
    *others, last = votes(有效=9, 优秀=5, 称职=5)
    changed = change(last)
    rows = [*others, changed] if changed.withdrawn else [*others, last, replace(changed, id="B8", corrects=last.id)]
    assert found(*rows) == []


def test_a_ring_of_corrections_is_named() -> None:
    one = replace(ACTIVITY, corrects="A2")
    assert [code for code, _ in found(one, replace(ACTIVITY, id="A2", corrects="A1", due=20))] == ["L410", "L410"]


def test_a_ring_that_never_stood_on_one_day_is_none() -> None:
    before = replace(ONE, parent="ZB2", until=JANUARY), replace(TWO, parent="DW", until=JANUARY)
    after = replace(ONE, parent="DW", since=FEBRUARY), replace(TWO, parent="ZB1", since=FEBRUARY)
    assert found(*before, *after) == []


def test_a_code_handed_on_after_a_dissolution_is_no_contradiction() -> None:
    assert found(replace(ONE, until=JANUARY), replace(TWO, code="00101", since=FEBRUARY)) == []


def test_an_id_of_the_known_ledger_is_not_used_again() -> None:
    known = tables(ACTIVITY)
    again = {"activities": (replace(ACTIVITY, day=MARCH),)}
    assert [problem.code for problem in check_tables(again, known=known)] == ["L401"]


def test_a_row_of_the_known_ledger_may_be_corrected_once() -> None:
    correction = replace(ACTIVITY, id="A2", corrects="A1", due=12)
    known = tables(ACTIVITY, correction)
    assert check_tables({"activities": (replace(correction, id="A3", corrects="A2"),)}, known=known) == []
    second = {"activities": (replace(correction, id="A3", due=13),)}
    assert [problem.code for problem in check_tables(second, known=known)] == ["L409"]


def test_problems_come_in_the_order_of_the_tables_and_rows() -> None:
    rows = [replace(ACTIVITY, minutes=-1), replace(ACTIVITY, id="A2", organisation="ZB7"), replace(TWO, parent="DX")]
    assert [path for _, path in found(*rows)] == ["ZB2 上级编号", "A1 分钟", "A2 组织编号"]


def test_a_chain_of_ten_thousand_tiers_is_answered_at_once() -> None:
    chain = tuple(OrganisationState(f"O{n}", f"c{n}", f"名{n}", f"O{n + 1}") for n in range(10_000))
    end = OrganisationState("O10000", "end", "终")
    codes = {problem.code for problem in check_tables({"organisations": (*chain, end)})}
    assert codes == {"L405"}


def test_a_stamp_fills_only_what_is_blank() -> None:
    rows = ACTIVITY, replace(ACTIVITY, id="A2", received=FEBRUARY)
    stamped = stamp(tables(*rows), MARCH)
    assert [row.received for row in stamped["activities"]] == [MARCH, FEBRUARY]
    assert stamped["organisations"] == (TOP, ONE, TWO)
