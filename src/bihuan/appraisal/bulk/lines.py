"""The values of all lines as columns, written measure by measure; what is zero everywhere is never touched."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from bihuan.appraisal.bulk.columns import Flags, Ints
from bihuan.appraisal.bulk.measures import MeasureColumns
from bihuan.appraisal.compiled import CompiledMeasure
from bihuan.appraisal.results import Line, LineState

STATES = (LineState.SETTLED, LineState.NOT_DUE, LineState.NOT_JUDGED, LineState.NOT_APPLICABLE, LineState.CHECK)
"""The states of a line by their code in the columns."""
SETTLED, NOT_DUE, NOT_JUDGED, NOT_APPLICABLE, CHECK = range(5)
Codes = NDArray[np.int8]
NUMBERS = ("max", "earned", "lost", "not_due", "not_judged", "beyond")
COUNTS = ("due", "done", "late", "missing")


@dataclass
class LineColumns:
    """Every value of every line: arrays of (measure, branch); counts are in ``1 / scales[measure]`` of a unit.

    ``unsettled`` are the measures in which anything is not due or not judged.
    """

    state: Codes
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
    scales: list[int]
    unsettled: set[int] = field(default_factory=set)

    @classmethod
    def empty(cls, measures: int, branches: int) -> "LineColumns":
        """Make room for the lines of so many measures and branches."""
        state = np.zeros((measures, branches), np.int8)

        def zeros() -> Ints:
            return np.zeros((measures, branches), np.int64)

        points = (zeros(), zeros(), zeros(), zeros(), zeros(), zeros())
        return cls(state, *points, zeros(), zeros(), zeros(), zeros(), [1] * measures)

    def applies(self, measure: int) -> Flags:
        """Where a measure applies."""
        found: Flags = self.state[measure] != NOT_APPLICABLE
        return found

    def put_measure(self, place: int, found: MeasureColumns, compiled: CompiledMeasure) -> None:
        """Write a measure of all branches."""
        everywhere = bool(found.applies.all())
        if found.is_check:
            self.state[place] = CHECK
        else:
            self._put_points(place, found, compiled, everywhere)
        if not everywhere:
            self.state[place][~found.applies] = NOT_APPLICABLE
        self.scales[place] = found.scale
        if found.counts is not None:
            for name, values in zip(COUNTS, found.counts, strict=True):
                if values.any():
                    getattr(self, name)[place] = values

    def _put_points(self, place: int, found: MeasureColumns, compiled: CompiledMeasure, everywhere: bool) -> None:
        best, worst = found.points[0], found.points[-1]
        most, lost = self.max[place], self.lost[place]
        most[:] = compiled.max if everywhere else compiled.max * found.applies
        self.earned[place] = worst
        np.subtract(most, best, out=lost)
        if compiled.top > compiled.max:
            self.beyond[place] = np.maximum(-lost, 0)
            np.maximum(lost, 0, out=lost)
        if len(found.points) > 1:
            middle = found.points[1]
            np.subtract(middle, worst, out=self.not_due[place])
            np.subtract(best, middle, out=self.not_judged[place])
            self.state[place][self.not_due[place] != 0] = NOT_DUE
            self.state[place][self.not_judged[place] != 0] = NOT_JUDGED
            self.unsettled.add(place)

    def put_line(self, place: int, branch: int, line: Line) -> None:
        """Write a line of the reference evaluator."""
        self.state[place, branch] = STATES.index(line.state)
        for name in NUMBERS:
            getattr(self, name)[place, branch] = getattr(line, name)
        if line.not_due or line.not_judged:
            self.unsettled.add(place)
        for name in COUNTS:
            below = (Fraction(getattr(line, name)) * self.scales[place]).denominator
            if below != 1:
                self.scales[place] *= below
                for column in COUNTS:
                    getattr(self, column)[place] *= below
        for name in COUNTS:
            getattr(self, name)[place, branch] = int(getattr(line, name) * self.scales[place])

    def points(self, measures: Iterable[int]) -> Ints:
        """Add up the points of some measures under the best, the middle and the worst outlook."""
        total = np.zeros((3, self.state.shape[1]), np.int64)
        for measure in measures:
            total += self.earned[measure]
            if measure in self.unsettled:
                total[:2] += self.not_due[measure]
                total[0] += self.not_judged[measure]
        return total

    def line(self, name: str, measure: int, branch: int) -> Line:
        """Give one line."""
        at, scale = (measure, branch), self.scales[measure]
        numbers = {column: int(getattr(self, column)[at]) for column in NUMBERS}
        counts = {column: int(getattr(self, column)[at]) for column in COUNTS}
        exact = counts if scale == 1 else {column: Fraction(count, scale) for column, count in counts.items()}
        return Line(measure=name, state=STATES[int(self.state[at])], **numbers, **exact)
