"""The bulk evaluator: every branch of a ledger at once, equal to the reference evaluator to the last digit."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

import numpy as np

from bihuan.appraisal.branch import BranchLedger
from bihuan.appraisal.bulk.columns import NO_DAY, Flags, Ints, day_number
from bihuan.appraisal.bulk.delegating import branch_ledgers, irregular
from bihuan.appraisal.bulk.exact import TooLargeError
from bihuan.appraisal.bulk.ledger import BulkLedger
from bihuan.appraisal.bulk.lines import LineColumns
from bihuan.appraisal.bulk.measures import MeasureColumns, measure_columns
from bihuan.appraisal.bulk.points import Arithmetic, UnfitRateError
from bihuan.appraisal.bulk.results import BulkResult
from bihuan.appraisal.bulk.scene import Scene
from bihuan.appraisal.bulk.support import TOO_LARGE, unsupported, unsupported_fact
from bihuan.appraisal.bulk.totals import totals_of
from bihuan.appraisal.bulk.vetoes import veto_holds
from bihuan.appraisal.choices import PartPeriod
from bihuan.appraisal.compiled import CompiledComponent, CompiledMeasure, CompiledRules
from bihuan.appraisal.grammar import Veto
from bihuan.appraisal.scoring import Scorer, score_branch, view_of
from bihuan.basics.periods import ONE_DAY

T = TypeVar("T")
UNFIT = "办法与事实不符"


@dataclass
class _Run:
    """One evaluation under way: the columns being filled, and what was left to the reference evaluator."""

    scene: Scene
    lines: LineColumns
    vetoes: Flags
    delegated: Counter[str]


def evaluate_bulk(
    rules: CompiledRules, ledger: BulkLedger, as_of: date, known_at: date | None = None, threads: int = 1
) -> BulkResult:
    """Score every branch of ``ledger`` as of a day, as known at a day.

    With several ``threads`` measures are evaluated side by side, which pays from some ten thousand branches on.
    """
    run = _begin(Scene.of(rules, ledger, as_of, known_at))
    whole = _branches_left(run)
    measures, vetoes = ([], []) if whole.all() else _fill_columns(run, int((~whole).sum()), threads)
    ledgers = _ledgers_needed(run.scene, whole, bool(measures or vetoes))
    _delegate_measures(run, measures, vetoes, whole, ledgers)
    part_period = np.full(run.scene.count, _regular_is_part_period(rules), np.bool_)
    for branch in np.flatnonzero(whole).tolist():
        score = score_branch(ledgers[run.scene.organisations.branch_ids[branch]], rules, as_of, known_at)
        for measure, line in enumerate(score.lines):
            run.lines.put_line(measure, branch, line)
        for number, veto in enumerate(rules.rules.vetoes):
            run.vetoes[number, branch] = veto.id in score.vetoes
        part_period[branch] = score.part_period
    return _result(run, part_period)


def evaluate_batches(
    rules: CompiledRules,
    batches: Iterable[BulkLedger],
    as_of: date,
    known_at: date | None = None,
    threads: int = 1,
) -> Iterator[BulkResult]:
    """Score one batch after the other; nothing of a batch is kept when the next begins."""
    for ledger in batches:
        yield evaluate_bulk(rules, ledger, as_of, known_at, threads)


def _branches_left(run: _Run) -> Flags:
    """Give the branches that are left whole to the reference evaluator, and count their lines."""
    whole = np.zeros(run.scene.count, np.bool_)
    for reason, branches in irregular(run.scene).items():
        run.delegated[reason] += int((branches & ~whole).sum()) * len(run.scene.rules.measures)
        whole |= branches
    return whole


def _begin(scene: Scene) -> _Run:
    measures, branches = len(scene.rules.measures), scene.count
    return _Run(
        scene,
        LineColumns.empty(measures, branches),
        np.zeros((len(scene.rules.rules.vetoes), branches), np.bool_),
        Counter(),
    )


def _arithmetic(rules: CompiledRules) -> Arithmetic:
    choices = rules.rules.choices
    return Arithmetic(rules.per_point, choices.line_rounding, choices.floors.floor_component, choices.bounds_inclusive)


def _fill_columns(run: _Run, branches: int, threads: int) -> tuple[list[int], list[int]]:
    """Evaluate what the arrays can; give the places of the measures and vetoes left over for ``branches``."""
    scene, rules = run.scene, run.scene.rules
    how = _arithmetic(rules)
    measures, vetoes = [], []
    works = [partial(_measure, compiled, scene, how) for compiled in rules.measures]
    for place, found in enumerate(_all_done(works, threads)):
        if isinstance(found, str):
            measures.append(place)
            run.delegated[found] += branches
        else:
            run.lines.put_measure(place, found, rules.measures[place])
    for place, (veto, fact) in enumerate(zip(rules.rules.vetoes, rules.vetoes, strict=True)):
        held = _veto(veto, fact, scene)
        if isinstance(held, str):
            vetoes.append(place)
            run.delegated[held] += branches
        else:
            run.vetoes[place] = held
    return measures, vetoes


def _all_done(works: Sequence[Callable[[], T]], threads: int) -> Iterator[T]:
    """Do all works; give what they give in their order, each as soon as it is asked for."""
    if threads == 1:
        yield from (work() for work in works)
        return
    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(lambda work: work(), works)


def _measure(compiled: CompiledMeasure, scene: Scene, how: Arithmetic) -> MeasureColumns | str:
    """Evaluate a measure, or say why the reference evaluator must."""
    reason = unsupported(compiled, scene)
    if reason:
        return reason
    try:
        return measure_columns(compiled, scene, how)
    except TooLargeError:
        return TOO_LARGE
    except UnfitRateError:
        return UNFIT


def _veto(veto: Veto, compiled: CompiledComponent, scene: Scene) -> Flags | str:
    """Evaluate a veto, or say why the reference evaluator must."""
    reason = unsupported_fact(compiled, scene)
    if reason:
        return reason
    try:
        return veto_holds(veto, compiled, scene)
    except TooLargeError:
        return TOO_LARGE


def _ledgers_needed(scene: Scene, whole: Flags, any_left: bool) -> dict[str, BranchLedger]:
    if not any_left and not whole.any():
        return {}
    return branch_ledgers(scene.ledger, np.arange(scene.count) if any_left else np.flatnonzero(whole))


def _delegate_measures(
    run: _Run, measures: list[int], vetoes: list[int], whole: Flags, ledgers: Mapping[str, BranchLedger]
) -> None:
    """Let the reference evaluator do what the arrays cannot, for the branches that are not delegated whole."""
    if not measures and not vetoes:
        return
    scene, rules = run.scene, run.scene.rules
    for branch in np.flatnonzero(~whole).tolist():
        ledger = ledgers[scene.organisations.branch_ids[branch]]
        scorer = Scorer(rules, view_of(ledger, rules, scene.as_of, scene.known_at))
        for place in measures:
            run.lines.put_line(place, branch, scorer.line(rules.measures[place]))
        held = scorer.vetoes() if vetoes else ()
        for place in vetoes:
            run.vetoes[place, branch] = rules.rules.vetoes[place].id in held


def _regular_is_part_period(rules: CompiledRules) -> bool:
    choices, period = rules.rules.choices, rules.period
    if choices.part_period is not PartPeriod.NO_GRADE or choices.part_period_less_than is None:
        return False
    return rules.rules.time.calendar.add(period.start, choices.part_period_less_than) > period.end + ONE_DAY


def _result(run: _Run, part_period: Flags) -> BulkResult:
    scene, rules = run.scene, run.scene.rules
    return BulkResult(
        rules,
        scene.organisations.branch_ids,
        run.lines,
        totals_of(rules, run.lines, run.vetoes, _arithmetic(rules)),
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
