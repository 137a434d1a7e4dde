"""What was planted stands in the tables and shows in the scores."""

from collections.abc import Mapping
from datetime import date

from bihuan.appraisal.results import BranchScore, Line, LineState
from bihuan.basics.periods import parse_period
from bihuan.organisations.standing import standings
from bihuan.packs.grammar import Pack
from bihuan.runners.demo_data import DemoData, Planted
from bihuan.runners.scoring import Run, score_ledger

WITHOUT_ROWS = {"漏开", "漏报", "未评定"}
KINDS = {
    *("漏开", "补开", "过期补开", "时长不足", "到会不足", "主讲不符", "迟录", "更正", "作废", "豁免"),
    *("漏报", "迟报", "退回", "新设", "撤并", "更名", "隶属变更", "停止活动", "代管", "空缺", "交接", "换届", "同名"),
    *("未评定", "自评", "抽查", "重复案号", "问题逾期", "问题重开", "问题长期坚持", "申诉未答复"),
}


def planted(demo: DemoData, kind: str) -> list[Planted]:
    found = [one for one in demo.truth if one.kind == kind]
    assert found, kind
    return found


def score_of(run: Run, organisation: str) -> BranchScore:
    return next(score for score in run.scores if score.organisation == organisation)


def line_of(run: Run, organisation: str, measure: str) -> Line:
    return next(line for line in score_of(run, organisation).lines if line.measure == measure)


def test_every_kind_of_thing_is_planted(demo: DemoData) -> None:
    assert {one.kind for one in demo.truth} == KINDS
    assert all(one.what and one.expected for one in demo.truth)


def test_every_planted_row_stands_in_its_table(demo: DemoData, pack: Pack) -> None:
    measures = {measure.id for measure in pack.measures}
    there = {row.organisation for row in demo.tables["organisations"]}
    for one in demo.truth:
        assert one.organisation in there
        assert set(one.measures) <= measures, one
        ids = {getattr(row, "id", row.organisation) for row in demo.tables[one.table]}
        assert set(one.rows) <= ids, one
        assert bool(one.rows) != (one.kind in WITHOUT_ROWS), one


def test_every_gap_and_every_making_up_shows_in_the_score(demo: DemoData, rounds: Mapping[str, Run]) -> None:
    looked_at = 0
    for one in demo.truth:
        if one.measures and one.missing is not None:
            line = line_of(rounds[one.round], one.organisation, one.measures[0])
            assert (line.missing, line.late) == (one.missing, one.late), one
            looked_at += 1
    assert looked_at > 30


def test_what_is_not_judged_is_no_zero(demo: DemoData, rounds: Mapping[str, Run]) -> None:
    for one in [*planted(demo, "未评定"), *planted(demo, "自评")]:
        assert line_of(rounds[one.round], one.organisation, one.measures[0]).state is LineState.NOT_JUDGED


def test_one_case_reported_twice_costs_once(demo: DemoData, rounds: Mapping[str, Run]) -> None:
    for one in planted(demo, "重复案号"):
        rows = [row for row in demo.tables["externals"] if row.id in one.rows]
        assert len(rows) == 2 and len({row.case for row in rows}) == 1
        line = line_of(rounds[one.round], one.organisation, one.measures[0])
        score = score_of(rounds[one.round], one.organisation)
        assert line.lost * 2 == rows[0].value * score.per_point


def test_findings_cost_what_they_should(demo: DemoData, rounds: Mapping[str, Run]) -> None:
    for kind, is_lost in (("问题逾期", True), ("问题重开", True), ("问题长期坚持", False)):
        for one in planted(demo, kind):
            line = line_of(rounds[one.round], one.organisation, "integrity.rectification")
            assert bool(line.lost) is is_lost, one
    for one in planted(demo, "问题重开"):
        assert "veto.reopened" in score_of(rounds[one.round], one.organisation).vetoes


def test_a_vacant_post_costs_and_an_acting_holder_does_not(demo: DemoData, rounds: Mapping[str, Run]) -> None:
    measure = "members.committee_terms"
    for kind, is_lost in (("空缺", True), ("代管", False)):
        for one in planted(demo, kind):
            assert bool(line_of(rounds["2026H1"], one.organisation, measure).lost) is is_lost, one


def test_changes_of_organisations_show_in_time(demo: DemoData, rounds: Mapping[str, Run]) -> None:
    found = standings(demo.tables["organisations"], demo.tables["organisation_events"])
    for one in planted(demo, "撤并"):
        day = date.fromisoformat(one.period)
        assert found[one.organisation].on(day) is None
    early, late = sorted(planted(demo, "新设"), key=lambda one: one.period)
    assert found[early.organisation].founded == date(2026, 3, 10)
    assert rounds["2026H1"].grades[late.organisation].grade == "不定等次"
    (stopped,) = planted(demo, "停止活动")
    assert found[stopped.organisation].on(date(2026, 4, 1)) is None
    rows = [row.day for row in demo.tables["activities"] if row.organisation == stopped.organisation]
    assert rows and not [day for day in rows if date(2026, 3, 1) <= day < date(2026, 5, 11)]


def test_an_open_appeal_makes_a_score_provisional(demo: DemoData, rounds: Mapping[str, Run]) -> None:
    for one in planted(demo, "申诉未答复"):
        assert score_of(rounds["2026H1"], one.organisation).open_appeals == 1


def test_the_first_branch_is_that_of_the_pictures(demo: DemoData, pack: Pack) -> None:
    period = parse_period("2026H1")
    midway = score_ledger(pack, demo.tables, period, date(2026, 6, 18))
    first = score_of(midway, "zb-001")
    assert first.total is not None and first.points_text(first.total[2]) == "90.8"
    groups = line_of(midway, "zb-001", "institutions.group_meeting")
    texts = [first.points_text(units) for units in (groups.earned, groups.not_due, groups.lost)]
    assert texts == ["5", "0.5", "0.5"] and (groups.due, groups.done, groups.missing) == (6, 5, 1)
    bare = sum(line.not_due for line in first.lines if line.measure != "service.honours")
    assert first.points_text(bare) == "3.7"
    over = score_of(score_ledger(pack, demo.tables, period, date(2026, 6, 30)), "zb-001")
    assert over.total is not None and over.points_text(over.total[2]) == "94.5"


def test_the_first_branch_and_its_people_bear_the_names_of_the_pictures(demo: DemoData) -> None:
    first = demo.tables["organisations"]
    names = {row.organisation: row.name for row in first}
    people = {row.id: row.name for row in demo.tables["people"]}
    posts = {(row.organisation, row.post): people[row.person] for row in reversed(demo.tables["posts"])}
    assert names["zb-001"] == "规划处党支部" and posts[("zb-001", "书记")] == "林晓岚"
    assert posts[("jw-01", "专职副书记")] == "周敏"
    assert [row.name for row in first if row.parent == "zb-001"] == ["规划处第一党小组", "规划处第二党小组"]
