"""What evaluation gives: a line a measure, a sum a section, a total, all in whole units of a point.

For every line 已得 + 已扣 + 未到期 + 未评定 = 满分 + 超出 (a measure that does not apply has none of them).
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from bihuan.appraisal.points import Triple
from bihuan.basics.numbers import units_text


class LineState(StrEnum):
    """The states of a line; zero is a settled line that earned nothing."""

    SETTLED = "已定"
    NOT_DUE = "未到期"
    NOT_JUDGED = "未评定"
    NOT_APPLICABLE = "不适用"
    CHECK = "检查"


class Line(NamedTuple):
    """One measure of one branch. Points are integers of ``1 / per_point``; counts are in the requirement's unit.

    ``done`` includes ``late`` (made up); ``provisional`` marks 暂算.
    """

    measure: str
    state: LineState
    max: int
    earned: int
    lost: int
    not_due: int
    not_judged: int
    beyond: int
    due: int | Fraction = 0
    done: int | Fraction = 0
    late: int | Fraction = 0
    missing: int | Fraction = 0

    @property
    def triple(self) -> Triple:
        """Points under the best, the middle and the worst outlook."""
        worst = self.earned
        middle = worst + self.not_due
        return middle + self.not_judged, middle, worst


@dataclass(frozen=True, slots=True)
class SectionScore:
    """Points of a section after its weight, its bonus apart, under the three outlooks; ``max`` is what applied."""

    section: str
    points: Triple
    bonus: Triple
    max: int


@dataclass(frozen=True, slots=True)
class BranchScore:
    """The result of one branch in one period as of a day.

    ``total`` is rounded as the pack says, under the three outlooks; None for a pack that is a fragment (残缺).
    """

    organisation: str
    period: str
    per_point: int
    lines: tuple[Line, ...]
    sections: tuple[SectionScore, ...]
    bonus: Triple
    penalty: Triple
    total: Triple | None
    max: int
    vetoes: tuple[str, ...]
    open_appeals: int
    provisional: bool
    part_period: bool

    @property
    def is_settled(self) -> bool:
        """Whether nothing can still change the total."""
        return self.total is not None and self.total[0] == self.total[2]

    def points_text(self, units: int) -> str:
        """Write units as points."""
        return units_text(units, self.per_point)
