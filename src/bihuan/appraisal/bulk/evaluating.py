"""The bulk evaluator: every branch of a ledger at once, equal to the reference evaluator to the last digit."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from bihuan.appraisal.branch import BranchLedger
from bihuan.appraisal.bulk.columns import NO_DAY, Flags, Ints, day_number
from bihuan.appraisal.bulk.delegating import branch_ledgers, irregular
from bihuan.appraisal.bulk.exact import TooLargeError
from bihuan.appraisal.bulk.ledger import BulkLedger
from bihuan.appraisal.bulk.measures import MeasureColumns, measure_columns
from bihuan.appraisal.bulk.points import Arithmetic, UnfitRateError
from bihuan.appraisal.bulk.results import STATES, BulkResult, line_columns
from bihuan.appraisal.bulk.scene import Scene
from bihuan.appraisal.bulk.support import TOO_LARGE, unsupported, unsupported_fact
from bihuan.appraisal.bulk.totals import Lines, totals_of
from bihuan.appraisal.bulk.vetoes import veto_holds
from bihuan.appraisal.choices import PartPeriod
from bihuan.appraisal.compiled import CompiledRules
from bihuan.appraisal.results import Line, LineState
from bihuan.appraisal.scoring import Scorer, score_branch, view_of
from bihuan.basics.periods import ONE_DAY

UNFIT = "办法与事实不符"


@dataclass
class _Run:
    """One evaluation under way: the columns being filled, and what was left to the reference evaluator."""

    scene: Scene
    points: Ints
    counts: Ints
    scales: list[int]
    applies: Flags
    checks: Flags
    vetoes: Flags
    delegated: Counter[str]


def evaluate_bulk(rules: CompiledRules, ledger: BulkLedger, as_of: date, known_at: date | None = None) -> BulkResult:
    """Score every branch of ``ledger`` as of a day, as known at a day."""
    scene = Scene.of(rules, ledger, as_of, known_at)
    run = _begin(scene)
    apart = irregular(scene)
    whole = np.zeros(scene.count, np.bool_)
    for reason, branches in apart.items():
        run.delegated[reason] += int((branches & ~whole).sum()) * len(rules.measures)
        whole |= branches
    left = _fill_columns(run, everything_left=bool(whole.all()))
    ledgers = _ledgers_needed(scene, whole, bool(left))
    _delegate_measures(run, left, whole, ledgers)
    scores = {
        branch: score_branch(ledgers[scene.organisations.branch_ids[branch]], rules, as_of, known_at)
        for branch in np.flatnonzero(whole).tolist()
    }
    for branch, score in scores.items():
        for measure, line in enumerate(score.lines):
            _put(run, measure, branch, line)
        for number, veto in enumerate(rules.rules.vetoes):
            run.vetoes[number, branch] = veto.id in score.vetoes
    part_period = np.full(scene.count, _regular_is_part_period(rules), np.bool_)
    for branch, score in scores.items():
        part_period[branch] = score.part_period
    return _result(run, part_period)


def evaluate_batches(
    rules: CompiledRules, batches: Iterable[BulkLedger], as_of: date, known_at: date | None = None
) -> Iterator[BulkResult]:
    """Score one batch after the other; nothing of a batch is kept when the next begins."""
    for ledger in batches:
        yield evaluate_bulk(rules, ledger, as_of, known_at)


def _begin(scene: Scene) -> _Run:
    measures, branches = len(scene.rules.measures), scene.count
    return _Run(
        scene,
        np.zeros((3, measures, branches), np.int64),
        np.zeros((4, measures, branches), np.int64),
        [1] * measures,
        np.zeros((measures, branches), np.bool_),
        np.zeros(measures, np.bool_),
        np.zeros((len(scene.rules.rules.vetoes), branches), np.bool_),
        Counter(),
    )


def _arithmetic(rules: CompiledRules) -> Arithmetic:
    choices = rules.rules.choices
    return Arithmetic(rules.per_point, choices.line_rounding, choices.floors.floor_component, choices.bounds_inclusive)


def _fill_columns(run: _Run, everything_left: bool) -> list[tuple[str, int]]:
    """Evaluate what the arrays can; give the measures and vetoes left over."""
    scene, left = run.scene, []
    how = _arithmetic(scene.rules)
    for place, compiled in enumerate(scene.rules.measures):
        reason = unsupported(compiled, scene) if not everything_left else ""
        if not reason and not everything_left:
            try:
                _take(run, place, measure_columns(compiled, scene, how))
            except TooLargeError:
                reason = TOO_LARGE
            except UnfitRateError:
                reason = UNFIT
        if reason:
            left.append(("measure", place))
            run.delegated[reason] += scene.count
    for place, (veto, fact) in enumerate(zip(scene.rules.rules.vetoes, scene.rules.vetoes, strict=True)):
        reason = unsupported_fact(fact, scene)
        if reason:
            left.append(("veto", place))
            run.delegated[reason] += scene.count
        elif not everything_left:
            run.vetoes[place] = veto_holds(veto, fact, scene)
    return left


def _take(run: _Run, place: int, columns: MeasureColumns) -> None:
    run.points[:, place] = columns.points
    run.counts[:, place] = columns.counts
    run.scales[place] = columns.scale
    run.applies[place] = columns.applies
    run.checks[place] = columns.is_check


def _ledgers_needed(scene: Scene, whole: Flags, any_left: bool) -> dict[str, BranchLedger]:
    if not any_left and not whole.any():
        return {}
    return branch_ledgers(scene.ledger, np.arange(scene.count) if any_left else np.flatnonzero(whole))


def _delegate_measures(run: _Run, left: list[tuple[str, int]], whole: Flags, ledgers: Any) -> None:
    """Let the reference evaluator do what the arrays cannot, for the branches that are not delegated whole."""
    if not left:
        return
    scene, rules = run.scene, run.scene.rules
    for kind, place in left:
        if kind == "measure":
            compiled = rules.measures[place]
            run.checks[place] = not compiled.components or compiled.measure.nature.value == "检查"
    for branch in np.flatnonzero(~whole).tolist():
        ledger = ledgers[scene.organisations.branch_ids[branch]]
        scorer = Scorer(rules, view_of(ledger, rules, scene.as_of, scene.known_at))
        for kind, place in left:
            if kind == "measure":
                _put(run, place, branch, scorer.line(rules.measures[place]))
            else:
                run.vetoes[place, branch] = rules.rules.vetoes[place].id in scorer.vetoes()


def _put(run: _Run, place: int, branch: int, line: Line) -> None:
    """Write a line of the reference evaluator into the columns."""
    run.applies[place, branch] = line.state is not LineState.NOT_APPLICABLE
    if line.state is LineState.CHECK:
        run.checks[place] = True
    run.points[:, place, branch] = line.triple
    counts = (line.due, line.done, line.late, line.missing)
    scale = run.scales[place]
    for count in counts:
        if (count * scale).denominator != 1:
            factor = (count * scale).denominator
            run.counts[:, place] *= factor
            run.scales[place] = scale = scale * factor
    run.counts[:, place, branch] = [int(count * scale) for count in counts]


def _regular_is_part_period(rules: CompiledRules) -> bool:
    choices, period = rules.rules.choices, rules.period
    if choices.part_period is not PartPeriod.NO_GRADE or choices.part_period_less_than is None:
        return False
    return rules.rules.time.calendar.add(period.start, choices.part_period_less_than) > period.end + ONE_DAY


def _result(run: _Run, part_period: Flags) -> BulkResult:
    scene, rules = run.scene, run.scene.rules
    lines = Lines(run.points, run.applies)
    maxima = np.array([compiled.max for compiled in rules.measures], dtype=np.int64)
    scales = np.array(run.scales, dtype=np.int64)
    return BulkResult(
        rules,
        scene.organisations.branch_ids,
        line_columns(run.points, run.counts, scales, run.applies, run.checks, maxima),
        totals_of(rules, lines, run.vetoes, _arithmetic(rules)),
        run.vetoes,
        _open_appeals(scene),
        part_period,
        any(window.provisional for unit in rules.units for window in unit.demand.windows),
        {reason: number for reason, number in run.delegated.items() if number},
    )


def _open_appeals(scene: Scene) -> Ints:
    """Count the appeals about the period that are filed and not answered."""
    rows = scene.ledger.rows("appeals")
    answered = rows.days("answered")
    kept = scene.live(rows) & rows.coded("period").is_in([scene.rules.period.label])
    kept &= (answered == NO_DAY) | (answered > day_number(scene.as_of))
    return np.bincount(rows.branch[kept], minlength=scene.count).astype(np.int64, copy=False)


__all__ = ["STATES", "evaluate_batches", "evaluate_bulk"]
