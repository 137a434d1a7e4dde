"""What bulk evaluation gives: columns, and the same as results of single branches."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from bihuan.appraisal.bulk.columns import Flags, Ints
from bihuan.appraisal.bulk.totals import Totals
from bihuan.appraisal.compiled import CompiledRules
from bihuan.appraisal.points import Triple
from bihuan.appraisal.results import BranchScore, Line, LineState, SectionScore

STATES = (LineState.SETTLED, LineState.NOT_DUE, LineState.NOT_JUDGED, LineState.NOT_APPLICABLE, LineState.CHECK)
"""The states of a line by their code in the columns."""
States = NDArray[np.int8]
SETTLED, NOT_DUE, NOT_JUDGED, NOT_APPLICABLE, CHECK = range(5)


@dataclass(frozen=True)
class LineColumns:
    """Every value of every line: arrays of (measure, branch); counts are in ``1 / scales[measure]`` of a unit."""

    state: States
    max: Ints
    earned: Ints
    lost: Ints
    not_due: Ints
    not_judged: Ints
    beyond: Ints
    due: Ints
    done: Ints
    late: Ints
    missing: Ints
    scales: Ints


@dataclass(frozen=True)
class BulkResult:
    """The scores of all branches in the order of ``organisations``.

    ``delegated`` counts by reason what the reference evaluator had to evaluate: lines, whole branches among them.
    """

    rules: CompiledRules
    organisations: tuple[str, ...]
    lines: LineColumns
    totals: Totals
    vetoes: Flags
    open_appeals: Ints
    part_period: Flags
    provisional: bool
    delegated: Mapping[str, int]

    @property
    def measures(self) -> tuple[str, ...]:
        """The ids of the measures in the pack's order."""
        return tuple(one.measure.id for one in self.rules.measures)

    @property
    def total(self) -> Ints | None:
        """The totals (outlook, branch); None for a pack that is a fragment."""
        return None if self.rules.rules.incomplete else self.totals.total

    def scores(self) -> Iterator[BranchScore]:
        """Give the results of single branches, equal to those of the reference evaluator."""
        for branch in range(len(self.organisations)):
            yield self.score(branch)

    def score(self, branch: int) -> BranchScore:
        """Give the result of the branch at a position."""
        rules, totals = self.rules, self.totals
        listed = zip(rules.rules.sections, range(len(rules.rules.sections)), strict=True)
        return BranchScore(
            self.organisations[branch],
            rules.period.label,
            rules.per_point,
            tuple(self.line(measure, branch) for measure in range(len(rules.measures))),
            tuple(
                SectionScore(
                    section.section,
                    _triple(totals.sections[:, place, branch]),
                    _triple(totals.section_bonus[:, place, branch]),
                    int(totals.section_max[place, branch]),
                )
                for section, place in listed
            ),
            _triple(totals.bonus[:, branch]),
            _triple(totals.penalty[:, branch]),
            None if rules.rules.incomplete else _triple(totals.total[:, branch]),
            int(totals.section_max[:, branch].sum()),
            tuple(veto.id for veto, held in zip(rules.rules.vetoes, self.vetoes[:, branch], strict=True) if held),
            int(self.open_appeals[branch]),
            self.provisional,
            bool(self.part_period[branch]),
        )

    def line(self, measure: int, branch: int) -> Line:
        """Give one line."""
        columns, scale = self.lines, int(self.lines.scales[measure])
        at = (measure, branch)
        counts = [int(one[at]) for one in (columns.due, columns.done, columns.late, columns.missing)]
        due, done, late, missing = (one if scale == 1 else Fraction(one, scale) for one in counts)
        points = (columns.max, columns.earned, columns.lost, columns.not_due, columns.not_judged, columns.beyond)
        most, earned, lost, not_due, not_judged, beyond = (int(one[at]) for one in points)
        name, state = self.rules.measures[measure].measure.id, STATES[int(columns.state[at])]
        return Line(name, state, most, earned, lost, not_due, not_judged, beyond, due, done, late, missing)


def _triple(values: Ints) -> Triple:
    best, middle, worst = values.tolist()
    return best, middle, worst


def line_columns(points: Ints, counts: Ints, scales: Ints, applies: Flags, checks: Flags, maxima: Ints) -> LineColumns:
    """Turn points under the three outlooks (outlook, measure, branch) into the values of lines."""
    best, middle, worst = points
    most = np.where(applies & ~checks[:, None], maxima[:, None], 0)
    gap = most - best
    not_judged, not_due = best - middle, middle - worst
    state: States = np.zeros_like(applies, np.int8)
    state[not_due != 0] = NOT_DUE
    state[not_judged != 0] = NOT_JUDGED
    state[checks] = CHECK
    state[~applies] = NOT_APPLICABLE
    lost, beyond = np.maximum(gap, 0), np.maximum(-gap, 0)
    due, done, late, missing = counts
    return LineColumns(state, most, worst, lost, not_due, not_judged, beyond, due, done, late, missing, scales)
