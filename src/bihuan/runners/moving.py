"""Who moves, and why, when one pack replaces another on the same ledger (trial before adoption)."""

from dataclasses import dataclass
from datetime import date

from bihuan.appraisal.results import BranchScore
from bihuan.appraisal.sentences import points_text
from bihuan.appraisal.tables import LedgerTables
from bihuan.basics.periods import Period
from bihuan.packs.grammar import Pack
from bihuan.runners.scoring import Run, score_ledger


@dataclass(frozen=True, slots=True)
class Move:
    """One organisation whose total or grade differs: totals as texts, grades, and the measures that differ.

    ``because`` holds (measure id, points before, points after); a measure only one pack has shows as blank there.
    """

    organisation: str
    total_before: str
    total_after: str
    grade_before: str
    grade_after: str
    because: tuple[tuple[str, str, str], ...]


def moves(
    before: Pack, after: Pack, tables: LedgerTables, period: Period, as_of: date | None = None
) -> tuple[Move, ...]:
    """Score ``tables`` under both packs and list who moves, the largest fall first."""
    old, new = score_ledger(before, tables, period, as_of), score_ledger(after, tables, period, as_of)
    by_id = {score.organisation: score for score in new.scores}
    found = []
    for score in old.scores:
        other = by_id.pop(score.organisation, None)
        found.append(_move(score.organisation, old, score, new, other))
    found += [_move(name, old, None, new, score) for name, score in by_id.items()]
    changed = [(gap, move) for gap, move in found if move.because or move.grade_before != move.grade_after or gap]
    return tuple(move for _, move in sorted(changed, key=lambda pair: (pair[0], pair[1].organisation)))


def _move(name: str, old: Run, before: BranchScore | None, new: Run, after: BranchScore | None) -> tuple[int, Move]:
    lines_before = _lines(before)
    lines_after = _lines(after)
    because = tuple(
        (measure, lines_before.get(measure, ""), lines_after.get(measure, ""))
        for measure in dict.fromkeys([*lines_before, *lines_after])
        if lines_before.get(measure, "") != lines_after.get(measure, "")
    )
    gap = _thousandths(after) - _thousandths(before)
    move = Move(
        name,
        _total(before),
        _total(after),
        old.grades[name].grade if name in old.grades else "",
        new.grades[name].grade if name in new.grades else "",
        because,
    )
    return gap, move


def _lines(score: BranchScore | None) -> dict[str, str]:
    return {line.measure: points_text(line.earned, score.per_point) for line in score.lines} if score else {}


def _total(score: BranchScore | None) -> str:
    return points_text(score.total[2], score.per_point) if score and score.total else ""


def _thousandths(score: BranchScore | None) -> int:
    return score.total[2] * 1000 // score.per_point if score and score.total else 0
