"""Results as tables a person opens: scores, lines, outcomes; and as the canonical bytes that are sealed."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bihuan.appraisal.choices import Choices, DuringAppeal
from bihuan.appraisal.explaining import Explanation, explain_branch
from bihuan.appraisal.grading import over_quota
from bihuan.appraisal.results import BranchScore, LineState
from bihuan.appraisal.scoring import Scorer, view_of
from bihuan.appraisal.sentences import points_text
from bihuan.basics.numbers import number_text
from bihuan.packs.grammar import Pack
from bihuan.responsibility.grammar import Basis
from bihuan.runners.planning import Obligation
from bihuan.runners.scoring import Progress, Run

SEMANTICS = 1
"""The version of the meaning of evaluation; golden results in the tests hold it."""


@dataclass(frozen=True, slots=True)
class OutTable:
    """A table to be written: headings and rows; ``numbers`` are the headings whose texts are exact decimals."""

    name: str
    sheet: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[str] = frozenset()


def clause_text(basis: Iterable[Basis], pack: Pack) -> str:
    """Write clauses as a person cites them: 《考核评分细则》2.2."""
    titles = {source.source: source.title for source in pack.sources}
    return "；".join(f"《{titles.get(one.source, one.source)}》{one.clause}" for one in basis)


def names_of(run: Run) -> Mapping[str, tuple[str, str]]:
    """Give (code, name) of every organisation at the period's end."""
    found = {}
    for name, ledger in run.ledgers.items():
        standing = ledger.household.standing
        state = standing.written_on(run.period.end) or standing.latest
        found[name] = (state.code, state.name)
    return found


def scores_table(run: Run) -> OutTable:
    """One row a branch: total, what is still open, sections, grade."""
    names, per_point = names_of(run), run.rules.per_point
    sections = [section.section for section in run.rules.rules.sections]
    fixed = ("组织编号", "代码", "名称", "总分", "满分", "未到期", "未评定", "加分", "倒扣")
    last = ("等次", "预判", "全办完", "等次因由", "否决", "未结申诉", "状态")
    rows = []
    for score in run.scores:
        grade = run.grades[score.organisation]
        best, middle, worst = score.total or (0, 0, 0)
        points = [worst, score.max, middle - worst, best - middle, score.bonus[2], score.penalty[2]]
        shown = [points_text(one, per_point) for one in points]
        if score.total is None:
            shown[0] = ""
        rows.append(
            (
                score.organisation,
                *names[score.organisation],
                *shown,
                *(points_text(section.points[2], per_point) for section in score.sections),
                grade.grade,
                grade.forecast,
                grade.at_best,
                grade.why,
                "、".join(score.vetoes),
                str(score.open_appeals),
                _state_text(score, run.rules.rules.choices),
            )
        )
    headings = (*fixed, *sections, *last)
    return OutTable("scores", "得分", headings, tuple(rows), frozenset((*fixed[3:], *sections, "未结申诉")))


def _state_text(score: BranchScore, choices: Choices) -> str:
    words = ["残缺"] if score.total is None else ["已定" if score.is_settled else "未定"]
    awaited = score.open_appeals or choices.publicity_days is not None
    words += ["暂定"] if awaited and choices.during_appeal is DuringAppeal.PROVISIONAL else []
    words += ["暂算"] if score.provisional else []
    return "、".join(words)


LINE_HEADINGS = (
    "组织编号",
    "名称",
    "指标编号",
    "指标",
    "板块",
    "状态",
    "应办",
    "已办",
    "补办",
    "缺",
    "满分",
    "得分",
    "已扣",
    "未到期",
    "未评定",
    "超出",
    "因由",
    "怎么算",
    "依据",
    "记录",
    "迟录",
)


def explained(run: Run, organisation: str) -> tuple[Explanation, ...]:
    """Explain one branch of a run."""
    return explain_branch(
        Scorer(run.rules, view_of(run.ledgers[organisation], run.rules, run.as_of, run.known_at)), run.names
    )


def lines_table(run: Run, progress: Progress | None = None) -> OutTable:
    """One row a branch and measure, with the reason in words, the clause and the records."""
    names, rows = names_of(run), []
    for number, score in enumerate(run.scores, start=1):
        for one in explained(run, score.organisation):
            rows.append(_line_row(run, score, names[score.organisation][1], one))
        if progress:
            progress(number, len(run.scores))
    return OutTable("lines", "明细", LINE_HEADINGS, tuple(rows), frozenset(LINE_HEADINGS[6:16]))


def _line_row(run: Run, score: BranchScore, name: str, one: Explanation) -> tuple[str, ...]:
    line = one.line
    counts = [number_text(Fraction(value)) for value in (line.due, line.done, line.late, line.missing)]
    units = (line.max, line.earned, line.lost, line.not_due, line.not_judged, line.beyond)
    points = [points_text(value, run.rules.per_point) for value in units]
    if line.state in (LineState.NOT_APPLICABLE, LineState.CHECK):
        points = [""] * len(points)
    records = dict.fromkeys(record for reason in one.reasons for record in reason.records)
    return (
        score.organisation,
        name,
        line.measure,
        one.measure,
        one.section,
        str(line.state),
        *counts,
        *points,
        "；".join(reason.text for reason in one.reasons),
        one.arithmetic,
        clause_text(one.basis, run.pack),
        "、".join(records),
        "、".join(one.late_entries),
    )


def outcomes_table(run: Run) -> OutTable:
    """One row a proposed consequence."""
    names = names_of(run)
    headings = (
        "组织编号",
        "名称",
        "等次",
        "措施",
        "措施编号",
        "对谁",
        "由谁",
        "期限",
        "办结凭",
        "回流",
        "因为",
        "仅作建议",
    )
    rows = tuple(
        (
            one.organisation,
            names[one.organisation][1],
            run.grades[one.organisation].grade,
            one.consequence,
            one.id,
            one.to,
            one.from_whom,
            one.due.isoformat() if one.due else "",
            one.closed_by,
            one.returns_as,
            one.because,
            "是" if one.advice_only else "否",
        )
        for one in run.proposals
    )
    return OutTable("outcomes", "结果运用", headings, rows)


def plan_table(obligations: Sequence[Obligation]) -> OutTable:
    """One row an obligation."""
    headings = (
        "组织编号",
        "名称",
        "责任编号",
        "责任",
        "层级",
        "岗位",
        "责任人",
        "时段",
        "起",
        "截止",
        "补办至",
        "应办",
        "已办",
        "单位",
        "状态",
        "记录",
        "依据",
        "计入指标",
        "暂算",
    )
    rows = tuple(
        (
            one.organisation,
            one.name,
            one.duty,
            one.title,
            one.tier,
            one.post,
            "、".join(one.who),
            one.window,
            one.start.isoformat(),
            one.deadline.isoformat(),
            one.late_until.isoformat() if one.late_until else "",
            number_text(one.need),
            number_text(one.done),
            one.unit,
            one.state,
            "、".join(one.records),
            "；".join(one.basis),
            "、".join(one.measures),
            "是" if one.provisional else "",
        )
        for one in obligations
    )
    return OutTable("plan", "任务分解", headings, rows, frozenset({"应办", "已办"}))


def canonical_result(run: Run) -> bytes:
    """Give the result as canonical bytes: UTF-8 JSON, sorted, exact integers, no clock and no library version."""
    body = {
        "semantics": SEMANTICS,
        "per_point": run.rules.per_point,
        "period": [run.period.start.isoformat(), run.period.end.isoformat()],
        "as_of": run.as_of.isoformat(),
        "known_at": run.known_at.isoformat() if run.known_at else None,
        "scores": [_canonical_score(run, score) for score in run.scores],
        "outcomes": [[one.organisation, one.id, one.due.isoformat() if one.due else None] for one in run.proposals],
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _canonical_score(run: Run, score: BranchScore) -> dict[str, Any]:
    lines = [
        [
            line.measure,
            str(line.state),
            *(line.max, line.earned, line.lost, line.not_due, line.not_judged, line.beyond),
            *(number_text(Fraction(value)) for value in (line.due, line.done, line.late, line.missing)),
        ]
        for line in score.lines
    ]
    return {
        "organisation": score.organisation,
        "lines": lines,
        "sections": [[section.section, *section.points, *section.bonus, section.max] for section in score.sections],
        "total": list(score.total) if score.total else None,
        "vetoes": list(score.vetoes),
        "grade": run.grades[score.organisation].grade,
    }


def run_summary(run: Run, pack_fingerprints: Mapping[str, str], ledger_digest: str) -> dict[str, Any]:
    """What made the result, and the sums that must agree: for ``run.json``."""
    span = run.rules.rules.choices.publicity_days
    published = max(run.as_of, run.period.end)
    public_until = run.rules.rules.time.calendar.add(published, span) if span else None
    grades: dict[str, int] = {}
    for score in run.scores:
        grade = run.grades[score.organisation].grade
        grades[grade] = grades.get(grade, 0) + 1
    return {
        "规则包": {"编号": run.pack.id, "版本": run.pack.version, "名称": run.pack.pack, **pack_fingerprints},
        "求值语义": SEMANTICS,
        "考核期": {"写法": run.period.label, "起": run.period.start.isoformat(), "止": run.period.end.isoformat()},
        "截至": run.as_of.isoformat(),
        "知悉至": run.known_at.isoformat() if run.known_at else None,
        "台账": {"sha256": ledger_digest},
        "公示至": public_until.isoformat() if public_until else None,
        "结果": {"sha256": hashlib.sha256(canonical_result(run)).hexdigest()},
        "组织数": len(run.scores),
        "各等次": grades,
        "措施数": len(run.proposals),
        "名额超出": {grade: list(pair) for grade, pair in over_quota(run.grades, run.rules.rules).items()},
        "虚构": run.pack.invented,
        "残缺": run.pack.incomplete,
    }
