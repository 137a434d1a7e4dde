"""The values facts take, as columns: a row a subject."""

from dataclasses import dataclass, replace

import numpy as np

from bihuan.appraisal.bulk.columns import Coded, Flags, Ints
from bihuan.appraisal.bulk.exact import Exact
from bihuan.appraisal.bulk.matching import Tallies


@dataclass(frozen=True)
class Numbers:
    """Counts or amounts; ``is_open``: more may come; ``unjudged``: nobody has decided."""

    value: Exact
    is_open: bool = False
    unjudged: Flags | None = None

    def take(self, rows: Ints) -> "Numbers":
        """Give the facts of some rows."""
        return replace(self, value=_taken(self.value, rows), unjudged=_some(self.unjudged, rows))


@dataclass(frozen=True)
class Ratios:
    """Ratios; where there is no denominator the value is 0."""

    value: Exact
    is_open: bool = False
    unjudged: Flags | None = None

    def take(self, rows: Ints) -> "Ratios":
        """Give the facts of some rows."""
        return replace(self, value=_taken(self.value, rows), unjudged=_some(self.unjudged, rows))


@dataclass(frozen=True)
class Situations:
    """Whether a situation is there; ``unjudged`` while nobody has decided."""

    value: Flags
    unjudged: Flags | None = None

    def take(self, rows: Ints) -> "Situations":
        """Give the facts of some rows."""
        return Situations(self.value[rows], _some(self.unjudged, rows))


@dataclass(frozen=True)
class Levels:
    """Levels that pick bands, any number a subject: ``subject`` in order, what each belongs to, and its level."""

    rows: int
    subject: Ints
    belongs_to: Ints
    level: Coded
    is_open: bool = False
    unjudged: Flags | None = None
    highest_only: bool = False

    def take(self, rows: Ints) -> "Levels":
        """Give the facts of some rows."""
        first = np.searchsorted(self.subject, rows)
        many = np.searchsorted(self.subject, rows, "right") - first
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(many)])
        at = np.repeat(first - starts[:-1], many) + np.arange(int(starts[-1]))
        subject = np.repeat(np.arange(len(rows)), many)
        return replace(
            self,
            rows=len(rows),
            subject=subject,
            belongs_to=self.belongs_to[at],
            level=self.level.take(at),
            unjudged=_some(self.unjudged, rows),
        )


@dataclass(frozen=True)
class Checklists:
    """How many items of a list are lacking; ``unjudged`` while nobody has decided."""

    missing: Ints
    items: int
    unjudged: Flags | None = None

    def take(self, rows: Ints) -> "Checklists":
        """Give the facts of some rows."""
        return replace(self, missing=self.missing[rows], unjudged=_some(self.unjudged, rows))


@dataclass(frozen=True)
class Given:
    """Values assessors gave within a range; ``unjudged`` while nobody has decided."""

    value: Exact
    unjudged: Flags | None = None

    def take(self, rows: Ints) -> "Given":
        """Give the facts of some rows."""
        return Given(_taken(self.value, rows), _some(self.unjudged, rows))


@dataclass(frozen=True)
class NumbersOrLevels:
    """External results: grades where ``graded`` says so, numbers elsewhere."""

    numbers: Numbers
    levels: Levels
    graded: Flags

    def take(self, rows: Ints) -> "NumbersOrLevels":
        """Give the facts of some rows."""
        return NumbersOrLevels(self.numbers.take(rows), self.levels.take(rows), self.graded[rows])


Values = Tallies | Numbers | Ratios | Situations | Levels | Checklists | Given | NumbersOrLevels


def taken(fact: Values, rows: Ints) -> Values:
    """Give the facts of some rows, each as often as it is named."""
    if isinstance(fact, Tallies):
        return Tallies(fact.counts[:, rows], fact.there[rows], fact.most)
    return fact.take(rows)


def _taken(value: Exact, rows: Ints) -> Exact:
    den = value.den if isinstance(value.den, int) else value.den[rows]
    return Exact(value.num[rows], den, value.bound, value.den_bound)


def _some(flags: Flags | None, rows: Ints) -> Flags | None:
    return None if flags is None else flags[rows]
