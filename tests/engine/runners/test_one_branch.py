"""One branch looked at alone, with only its own rows, stands exactly as it does in the whole ledger."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from bihuan import api
from bihuan.runners.case_ledger import BRANCH
from tests.support.small import MONTHLY, judged, measure, pack_of, run_of

JUNE = date(2026, 6, 18)
PACKS = Path(__file__).resolve().parents[3] / "packs"


@pytest.fixture(scope="module")
def pack() -> api.Pack:
    """The demonstration pack, whole."""
    return api.load_pack(PACKS / "demo-transport-2026").whole


@pytest.fixture(scope="module")
def tables(pack: api.Pack) -> api.LedgerTables:
    """A small invented department."""
    return api.make_demo(pack, branches=40).tables


@pytest.fixture(scope="module")
def half(pack: api.Pack) -> api.CompiledRules:
    """The rules of the first half."""
    return api.compile_rules(pack, "2026H1")


def rows_of(tables: api.LedgerTables, organisation: str) -> Mapping[str, tuple[Any, ...]]:
    """Only what bears on one branch, as a site would fetch it."""
    states = {row.organisation: row for row in tables["organisations"]}
    above: list[str] = []
    parent = states[organisation].parent
    while parent:
        above.append(parent)
        parent = states[parent].parent
    wanted = {organisation, *above, *(row.organisation for row in states.values() if row.parent == organisation)}
    posts = tuple(row for row in tables["posts"] if row.organisation == organisation)
    people = {row.person for row in posts}
    found: dict[str, tuple[Any, ...]] = {
        name: tuple(row for row in rows if row.organisation == organisation)
        for name, rows in tables.items()
        if name not in ("organisations", "people", "posts", "liaisons", "activities")
    }
    return found | {
        "organisations": tuple(row for row in tables["organisations"] if row.organisation in wanted),
        "posts": posts,
        "liaisons": tuple(row for row in tables["liaisons"] if row.person in people),
        "activities": tuple(
            row
            for row in tables["activities"]
            if row.organisation == organisation or people & {row.chair, *row.speakers, *row.leaders, *row.observers}
        ),
    }


@pytest.mark.parametrize("organisation", ["zb-001", "zb-007", "jw-01", "dz-01"])
def test_a_branch_alone_stands_as_in_the_whole_ledger(
    pack: api.Pack, tables: api.LedgerTables, half: api.CompiledRules, organisation: str
) -> None:
    alone = api.branch_ledgers(rows_of(tables, organisation))[organisation]
    names = api.names_in(tables)
    found = api.stand(pack, half, alone, JUNE, names=names)
    run = api.score(pack, tables, "2026H1", JUNE)
    whole = {one.organisation: one for one in run.scores}
    assert found.is_in_round == (organisation in whole)
    assert found.score == whole.get(organisation, found.score)
    assert found.obligations == tuple(
        one for one in api.plan(pack, tables, "2026H1", JUNE) if one.organisation == organisation
    )
    if found.is_in_round:
        assert api.explain_standing(found) == api.explain(run, organisation).measures


def test_obligations_may_be_those_of_the_whole_year(
    pack: api.Pack, tables: api.LedgerTables, half: api.CompiledRules
) -> None:
    ledger = api.branch_ledgers(tables)["zb-001"]
    found = api.stand(pack, half, ledger, JUNE, plan=api.compile_rules(pack, "2026"))
    year = [one for one in api.plan(pack, tables, "2026", JUNE) if one.organisation == "zb-001"]
    assert list(found.obligations) == year
    assert found.score == api.stand(pack, half, ledger, JUNE).score
    assert len({(one.duty, one.who, one.window_key) for one in year}) == len(year)


def test_lines_say_what_can_be_won_back_and_until_when(
    pack: api.Pack, tables: api.LedgerTables, half: api.CompiledRules
) -> None:
    found = api.stand(pack, half, api.branch_ledgers(tables)["zb-001"], JUNE)
    assert found.score.points_text(found.score.total[2] if found.score.total else 0) == "90.8"
    assert (found.grade.forecast, found.grade.at_best) == ("良", "优")
    line = next(one for one in found.lines if one.line.measure == "institutions.group_meeting")
    assert (line.title, line.asks, line.win_back) == ("党小组会", ("每月 1 次，每次不少于 30 分钟",), 500)
    assert line.win_back_by == date(2026, 6, 25)
    assert sum(one.win_back for one in found.lines) == sum(one.not_due for one in found.score.lines)


def test_checks_of_conditions_and_vacancies_are_counted(tables: api.LedgerTables) -> None:
    regulations = api.load_pack(PACKS / "regulations-defaults").whole
    rules = api.compile_rules(regulations, "2026")
    found = api.stand(regulations, rules, api.branch_ledgers(tables)["zb-001"], JUNE)
    counts = {one.line.measure: (one.due, one.done) for one in found.lines}
    assert counts["check.branch_largest"] == counts["check.secretary_vacancy"] == (1, 1)
    assert counts["check.life_meeting_quarter"] == (1, 0)
    small = replace(next(row for row in tables["organisations"] if row.organisation == "zb-001"), full_members=2)
    lonely = api.stand(regulations, rules, api.branch_ledgers({"organisations": (small,)})["zb-001"], JUNE)
    counts = {one.line.measure: (one.due, one.done) for one in lonely.lines}
    assert counts["check.branch_smallest"] == counts["check.secretary_vacancy"] == (1, 0)


def test_one_measure_is_explained_by_itself_and_an_unknown_one_refused(
    pack: api.Pack, tables: api.LedgerTables, half: api.CompiledRules
) -> None:
    found = api.stand(pack, half, api.branch_ledgers(tables)["zb-001"], JUNE)
    (one,) = api.explain_standing(found, "institutions.theme_day")
    assert one in api.explain_standing(found)
    with pytest.raises(KeyError, match="没有这个指标"):
        api.explain_standing(found, "no.such")


def test_a_theme_day_and_lecture_move_points_total_and_obligations(
    pack: api.Pack, tables: api.LedgerTables, half: api.CompiledRules
) -> None:
    before = api.stand(pack, half, api.branch_ledgers(tables)["zb-001"], JUNE)
    secretary = next(row.person for row in tables["posts"] if row.organisation == "zb-001" and row.post == "书记")
    row = api.Activity(
        id="new", organisation="zb-001", kinds=("主题党日", "党课"), day=JUNE, minutes=150, due=23, present=20,
        leave=2, chair=secretary, speakers=(secretary,), received=JUNE,
    )  # fmt: skip
    told = api.preview(before, row)
    assert {one.measure: one.gained for one in told.measures} == {
        "institutions.lecture": 2000,
        "institutions.theme_day": 1000,
    }
    assert (told.total_before, told.total_after, told.best_after) == (90_800, 93_800, told.best_before)
    assert (told.forecast_before, told.at_best_after) == ("良", "优")
    assert [(one.after.title, one.is_met) for one in told.obligations] == [
        ("每月开展主题党日", True),
        ("上半年、下半年各至少讲 1 次党课", True),
    ]
    assert all(one.reason for one in told.refused) and not any(one.reason for one in told.taken)
    assert before.ledger.activities == api.branch_ledgers(tables)["zb-001"].activities, "nothing is kept"


def test_a_corrected_record_takes_the_place_of_the_old_one(
    pack: api.Pack, tables: api.LedgerTables, half: api.CompiledRules
) -> None:
    ledger = api.branch_ledgers(tables)["zb-001"]
    first = ledger.activities[0]
    same = api.with_rows(ledger, replace(first, present=1))
    assert len(same.activities) == len(ledger.activities)
    assert [row.present for row in same.activities if row.id == first.id] == [1]
    guest = replace(first, id="guest", organisation="zb-002")
    assert api.with_rows(ledger, guest).elsewhere == (*ledger.elsewhere, guest)
    with pytest.raises(ValueError, match="不是 zb-001 的"):
        api.with_rows(ledger, api.Submission(id="s", organisation="zb-002", kind="学习计划", day=JUNE))
    with pytest.raises(ValueError, match="不能加进"):
        api.with_rows(ledger, "text")


def test_a_record_moved_to_another_branch_counts_there_and_no_longer_here(
    pack: api.Pack, tables: api.LedgerTables, half: api.CompiledRules
) -> None:
    old = next(
        row
        for row in tables["activities"]
        if row.organisation == "zb-001" and row.day.month == 3 and row.kinds == ("党费收缴",)
    )
    moved = replace(old, id="moved", organisation="zb-002", corrects=old.id, received=date(2026, 4, 2))
    changed = {**tables, "activities": (*tables["activities"], moved)}
    ledgers = api.branch_ledgers(changed)
    assert ledgers["zb-001"].corrections == (moved,) and ledgers["zb-002"].corrections == ()

    def paid(known_at: date | None = None) -> int:
        lines = api.stand(pack, half, ledgers["zb-001"], date(2026, 3, 31), known_at).lines
        return int(next(one.line.missing for one in lines if one.line.measure == "institutions.dues"))

    assert (paid(), paid(date(2026, 4, 1))) == (1, 0)
    assert "moved" in {row.id for row in ledgers["zb-002"].activities}


def test_a_leader_struck_from_a_record_elsewhere_did_not_take_part(tables: api.LedgerTables) -> None:
    ledgers = api.branch_ledgers(tables)
    guest = next(row for row in ledgers["dz-01"].elsewhere if not row.corrects)
    struck = replace(guest, id="struck", corrects=guest.id, leaders=(), observers=(), speakers=(), chair=None)
    again = api.branch_ledgers({**tables, "activities": (*tables["activities"], struck)})["dz-01"]
    assert struck in again.corrections and struck not in again.elsewhere


def test_what_waits_for_judgement_is_named_with_what_is_at_stake() -> None:
    situation = judged("情形", {"扣分": {"凡": "有", "扣": "1"}}, 认定={"给分人": "机关党委"})
    pack = pack_of(measure(), situation)
    run = run_of(pack, {"支委会": MONTHLY[:5]}, as_of="2026-06-18")
    found = api.stand(pack, run.rules, run.ledgers[BRANCH], JUNE)
    row = api.Activity(id="n", organisation=found.organisation, kinds=("支委会",), day=JUNE)
    told = api.preview(found, row)
    (waiting,) = told.waiting
    assert (waiting.measure, waiting.at_stake, waiting.is_new) == ("m.judged", 1000, False)
    assert waiting.assessors == ("机关党委",)
    assert told.obligations == () and told.measures[0].gained == 500


def test_a_grade_without_rivals_leaves_quotas_out() -> None:
    grades = [{"等次名": "优", "不低于": "2", "名额": "1%"}, {"等次名": "良"}]
    pack = pack_of(measure(), 等次={"等次表": grades})
    run = run_of(pack, {"支委会": MONTHLY})
    ledger = run.ledgers[BRANCH]
    assert run.grades[BRANCH].grade == "良"
    assert api.stand(pack, run.rules, ledger, date(2026, 6, 30)).grade.grade == "优"
    by_quota = pack_of(measure(), 等次={"等次表": [{"等次名": "优", "名额": "30%"}, {"等次名": "良"}]})
    alone = api.stand(by_quota, api.compile_rules(by_quota, "2026H1"), ledger, date(2026, 6, 30)).grade
    assert (alone.grade, alone.forecast, alone.why) == ("未定", "", "名额")


def test_done_of_an_obligation_partly_met_grows() -> None:
    duty = {
        "责任": "学习",
        "编号": "duty.hours",
        "层级": "党支部",
        "依据": {"文件": "细则", "条款": "1"},
        "要求": {"记录": "党课", "每": "半年", "至少": "4 学时"},
    }
    pack = pack_of(measure(), 责任清单=[duty])
    run = run_of(pack, {}, as_of="2026-06-18")
    found = api.stand(pack, run.rules, run.ledgers[BRANCH], JUNE)
    row = api.Activity(id="n", organisation=found.organisation, kinds=("党课",), day=JUNE, minutes=90)
    (change,) = api.preview(found, row).obligations
    assert (change.after.done, change.after.need, change.after.unit, change.is_met) == (Fraction(2), 4, "学时", False)
