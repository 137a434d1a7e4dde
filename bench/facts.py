"""The facts the forty measures rest on, as sums over the rows of one table: named once, counted by every engine."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bench.measures import (
    WINDOWS,
    Attendance,
    Closed,
    Count,
    LateEntries,
    Papers,
    Problems,
    Share,
    Spec,
)
from bench.points import (
    Language,
    attendance_points,
    closed_points,
    count_points,
    late_points,
    paper_points,
    problem_points,
    share_points,
)

BITS = {"月": 5, "季": 15, "半年": 30, "年": 60}
"""How many bits a window has where the windows of a year stand in one 64-bit number."""


@dataclass(frozen=True)
class Fact:
    """A sum over activities: of kinds, of a group or a speaker, of a least length; ``window`` empty: one number.

    ``of`` is ``times``, ``minutes``, ``present``, ``due`` (without those on leave) or ``late``.
    """

    of: str
    kinds: tuple[int, ...]
    window: str = ""
    by: str = ""
    subject: int = 0
    least: int = 0
    speakers: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """A name a query can use."""
        kinds = "_".join(str(kind) for kind in self.kinds)
        window = {"": "", "月": "m", "季": "q", "半年": "h", "年": "y"}[self.window]
        said = "".join(str(one) for one in self.speakers)
        return f"{self.of}_{kinds}_{window}{self.by[:1]}{self.subject}_{self.least}_{said}"


def facts_of(spec: Spec) -> Iterator[Fact]:
    """Give the sums over activities that a measure needs."""
    if isinstance(spec, Count | Share):
        of = "times" if isinstance(spec, Count) else "minutes"
        for subject in spec.subjects:
            yield Fact(of, (spec.kind,), spec.window, spec.by, subject, spec.least, spec.speakers)
    elif isinstance(spec, Attendance):
        for subject in spec.subjects:
            for of in ("present", "due"):
                yield Fact(of, (spec.kind,), "", spec.by, subject)
    elif isinstance(spec, LateEntries):
        yield Fact("late", spec.kinds)


def all_facts(specs: tuple[Spec, ...]) -> list[Fact]:
    """Give the different sums all measures need."""
    return list(dict.fromkeys(fact for spec in specs for fact in facts_of(spec)))


def points_of(spec: Spec, cell: Callable[[Fact, int], Any], other: Callable[[str], Any], say: Language) -> Any:
    """Write the points of a measure over ``cell`` (a fact in a window) and ``other`` (facts of other tables)."""
    found = list(facts_of(spec))
    if isinstance(spec, Count | Share):
        by_subject = dict(zip(spec.subjects, found, strict=True))

        def cells(subject: int) -> list[Any]:
            return [cell(by_subject[subject], number) for number in range(WINDOWS[spec.window])]

        return (count_points if isinstance(spec, Count) else share_points)(spec, cells, say)  # type: ignore[operator]  # each has its own kind
    if isinstance(spec, Attendance):
        pairs = {subject: (found[2 * at], found[2 * at + 1]) for at, subject in enumerate(spec.subjects)}
        return attendance_points(spec, lambda subject: (cell(pairs[subject][0], 0), cell(pairs[subject][1], 0)), say)
    if isinstance(spec, LateEntries):
        return late_points(spec, cell(found[0], 0), say)
    if isinstance(spec, Papers):
        return paper_points(spec, [(other(f"prompt{q}"), other(f"late{q}")) for q in (1, 2, 3, 4)], say)
    if isinstance(spec, Problems):
        name = {"逾期": "overdue", "未销号": "unclosed", "重开": "reopened"}[spec.state]
        return problem_points(spec, other(f"{name}{spec.origin}"), say)
    assert isinstance(spec, Closed)
    return closed_points(spec, other("closed"), other("to_close"), say)
