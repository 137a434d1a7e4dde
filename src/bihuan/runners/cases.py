"""Running the worked examples of a pack: what they expect against what evaluation gives."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from bihuan.appraisal.branch import split_ledger
from bihuan.appraisal.compiled import CompiledRules
from bihuan.appraisal.compiling import compile_rules
from bihuan.appraisal.facts import FactFinder
from bihuan.appraisal.grading import propose_grades
from bihuan.appraisal.results import BranchScore, Line
from bihuan.appraisal.scoring import score_branch, view_of
from bihuan.basics.numbers import number_text, parse_number
from bihuan.basics.periods import Period, parse_period
from bihuan.packs import LoadedPack
from bihuan.packs.grammar import Case, Pack
from bihuan.progress.matching import Slot, tally
from bihuan.runners.case_ledger import BRANCH, CaseError, CaseLedger, case_ledger
from bihuan.runners.rules import rules_of
from bihuan.runners.scoring import Run, candidate, score_ledger


@dataclass(frozen=True, slots=True)
class CaseResult:
    """Whether a case came out as it says; ``differences`` are Chinese sentences."""

    case: Case
    differences: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether all came out as expected."""
        return not self.differences


def run_cases(loaded: LoadedPack) -> tuple[CaseResult, ...]:
    """Run every case of the pack's own; never raises for a wrong case, it says what is wrong."""
    kept: dict[Period, CompiledRules] = {}
    return tuple(run_case(case, loaded.whole, kept) for case in loaded.pack.cases)


def run_case(case: Case, pack: Pack, kept: dict[Period, CompiledRules] | None = None) -> CaseResult:
    """Run one case against ``pack`` (composed); what is compiled for a period is taken from and left in ``kept``."""
    kept = {} if kept is None else kept
    try:
        period = parse_period(case.period, pack.year_from)
        if period not in kept:
            kept[period] = compile_rules(rules_of(pack), period)
        if case.totals:
            return CaseResult(case, tuple(_by_totals(case, pack, kept[period])))
        ledger = case_ledger(case, pack, period)
        as_of = case.as_of or period.end
        earlier = {BRANCH: ledger.previous_grades}
        run = score_ledger(pack, ledger.tables, period, as_of, case.known_at, earlier, rules=kept[period])
        return CaseResult(case, tuple(_differences(case, pack, run, ledger)))
    except (CaseError, ValueError) as error:
        return CaseResult(case, (str(error),))


def _by_totals(case: Case, pack: Pack, rules: CompiledRules) -> list[str]:
    """Grade the totals written in a case; vetoes and direct grades come from the rows given, if any."""
    as_of = case.as_of or rules.period.end
    ledgers = split_ledger(case_ledger(case, pack, rules.period).tables)
    candidates = []
    for name, total in case.totals.items():
        score = score_branch(ledgers[name], rules, as_of, case.known_at)
        found = candidate(score, ledgers[name], rules, as_of, case.known_at)
        units = int(total * rules.per_point)
        if not case.given:
            found = replace(found, vetoes=(), direct=None, judged=None)
        candidates.append(replace(found, worst=units, best=units))
    grades = propose_grades(candidates, rules.rules, rules.per_point)
    wanted = case.expect.get("等次", {})
    if not isinstance(wanted, Mapping):
        return ["等次：要写成“{甲: 优, 乙: 良}”这样"]
    return [
        f"{name} 应为“{grade}”，算得“{grades[name].grade if name in grades else '总分表里没有'}”"
        for name, grade in wanted.items()
        if name not in grades or grades[name].grade != grade
    ]


def _differences(case: Case, pack: Pack, run: Run, ledger: CaseLedger) -> list[str]:
    score = next((one for one in run.scores if one.organisation == BRANCH), None)
    names = {measure.measure: measure.id for measure in pack.measures}
    found: list[str] = []
    for key, expected in case.expect.items():
        if key in ("总分", "等次", "预判", "否决", "措施"):
            found += _whole_differences(key, expected, run, score)
        elif key == "责任":
            found += _duty_differences(expected, run)
        else:
            found += _line_differences(names.get(key, key), key, expected, run, score)
    return found


def _whole_differences(key: str, expected: Any, run: Run, score: BranchScore | None) -> list[str]:
    grade = run.grades.get(BRANCH)
    if key in ("等次", "预判"):
        got = (grade.grade if key == "等次" else grade.forecast) if grade else "没有参加考核"
        return [] if got == expected else [f"{key}应为“{expected}”，算得“{got}”"]
    if key in ("否决", "措施"):
        listed = [str(one) for one in (expected if isinstance(expected, list) else [expected])]
        proposed = [one for one in run.proposals if one.organisation == BRANCH]
        got_ids = sorted(score.vetoes if score else ()) if key == "否决" else sorted(one.id for one in proposed)
        by_name = {one.consequence: one.id for one in proposed}
        wanted = sorted(by_name.get(one, one) for one in listed)
        return [] if wanted == got_ids else [f"{key}应为 {wanted}，得到 {got_ids}"]
    if score is None or score.total is None:
        return [f"总分应为 {expected}，但总分不定"]
    got_total = Fraction(score.total[2], score.per_point)
    return [] if got_total == parse_number(expected) else [f"总分应为 {expected}，算得 {number_text(got_total)}"]


POINTS = {
    "得分": "earned",
    "已扣": "lost",
    "未到期": "not_due",
    "未评定": "not_judged",
    "满分": "max",
    "超出": "beyond",
}
COUNTS = {"应办": "due", "已办": "done", "补办": "late"}


def _line_differences(measure: str, key: str, expected: Any, run: Run, score: BranchScore | None) -> list[str]:
    if not isinstance(expected, Mapping):
        return [f"{key}：要写成“{{得分: 2.5}}”这样"]
    line = next((one for one in score.lines if one.measure == measure), None) if score else None
    if score is None or line is None:
        states = ["不适用"] if any(one.id == measure for one in run.pack.measures) else []
        if all(value in states for value in expected.values()):
            return []
        return [f"没有“{key}”这个指标，或组织不在考核之列"]
    found = []
    for word, value in expected.items():
        got = _shown(word, line, score.per_point)
        if word == "缺" and isinstance(value, list):
            labels = missing_labels(run, measure)
            if labels != [str(one) for one in value]:
                found.append(f"{key}：缺应为 {value}，得到 {labels}")
        elif got is None:
            found.append(f"{key}：不认识“{word}”")
        elif got != (value if word == "状态" else number_text(parse_number(str(value)))):
            found.append(f"{key}：{word}应为 {value}，算得 {got}")
    return found


def _shown(word: str, line: Line, per_point: int) -> str | None:
    if word == "状态":
        return str(line.state)
    if word in POINTS:
        return number_text(Fraction(getattr(line, POINTS[word]), per_point))
    if word in COUNTS or word == "缺":
        return number_text(Fraction(getattr(line, COUNTS.get(word, "missing"))))
    return None


def missing_labels(run: Run, measure: str, organisation: str = BRANCH) -> list[str]:
    """Give the labels of the windows of a measure that lack something, in order."""
    view = view_of(run.ledgers[organisation], run.rules, run.as_of, run.known_at)
    finder = FactFinder(run.rules, view)
    compiled = next(one for one in run.rules.measures if one.measure.id == measure)
    labels: list[str] = []
    for component in compiled.components:
        for unit in component.units:
            for _, slots in finder.slots(unit):
                labels += [slot.window.label for slot in slots if slot and tally([slot], run.as_of).missing]
    return list(dict.fromkeys(labels))


def _duty_differences(expected: Any, run: Run) -> list[str]:
    finder = FactFinder(run.rules, view_of(run.ledgers[BRANCH], run.rules, run.as_of, run.known_at))
    found = []
    if not isinstance(expected, Mapping) or not all(isinstance(wanted, Mapping) for wanted in expected.values()):
        return ["责任：要写成“{责任编号: {应办: 2, 已办: 1}}”这样"]
    for duty, wanted in expected.items():
        unit = run.rules.duty_units.get(duty)
        if unit is None:
            found.append(f"没有责任“{duty}”，或它没有要求")
            continue
        found += _one_duty(duty, wanted, [slot for _, slots in finder.slots(unit) for slot in slots if slot], run)
    return found


def _one_duty(duty: str, wanted: Mapping[str, Any], slots: list[Slot], run: Run) -> list[str]:
    counted = tally(slots, run.as_of)
    scale = _scale(run.rules, duty)
    got: dict[str, Any] = {
        "应办": number_text(Fraction(counted.due) / scale),
        "已办": number_text(Fraction(counted.done) / scale),
        "补办": number_text(Fraction(counted.late) / scale),
        "未到期": number_text(Fraction(counted.pending) / scale),
        "缺": number_text(Fraction(counted.missing) / scale),
        "截止": [slot.window.deadline.isoformat() for slot in slots],
    }
    found = []
    for word, value in wanted.items():
        if word == "缺" and isinstance(value, list):
            labels = [slot.window.label for slot in slots if tally([slot], run.as_of).missing]
            if labels != value:
                found.append(f"责任 {duty}：缺应为 {value}，得到 {labels}")
        elif word not in got:
            found.append(f"责任 {duty}：不认识“{word}”")
        elif got[word] != value:
            found.append(f"责任 {duty}：{word}应为 {value}，得到 {got[word]}")
    return found


def _scale(rules: CompiledRules, duty: str) -> int:
    return rules.duty_units[duty].demand.scale
