"""Requirements matched for all subjects at once, and what became of them."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from bihuan.appraisal.bulk.columns import Flags, Ints, Shorts, day_number
from bihuan.appraisal.bulk.conditions import duty_applies
from bihuan.appraisal.bulk.entries import Entries, entries_of, qualifying
from bihuan.appraisal.bulk.kernels import (
    NO_LIMIT,
    Plan,
    count_all,
    count_windows,
    match_all,
    roll_up,
    tally_counts,
    tally_windows,
)
from bihuan.appraisal.bulk.scene import Scene
from bihuan.appraisal.bulk.subjects import Subjects, applying_windows, subjects_of
from bihuan.appraisal.compiled import CompiledComponent, RequirementUnit
from bihuan.appraisal.grammar import Rollup
from bihuan.basics.nodes import Unit
from bihuan.progress.matching import BASE_UNITS, Demand

NO_FLAGS = np.zeros(0, np.bool_)
NO_TABLE = np.zeros((0, 0), np.bool_)
NO_INTS = np.zeros(0, np.int64)
NO_SHORTS = np.zeros(0, np.int32)
NOTHING_KEPT = np.zeros((0, 0), np.int64)


@dataclass(frozen=True)
class Tallies:
    """What became of a demand, a row a subject; ``there`` says where any window applies."""

    counts: Ints
    there: Flags
    most: int
    """No count is greater than this."""

    def plus(self, other: "Tallies") -> "Tallies":
        """Add what became of another demand."""
        return Tallies(self.counts + other.counts, self.there | other.there, self.most + other.most)

    @property
    def due(self) -> Ints:
        """What was asked for."""
        return self.counts[0]  # type: ignore[no-any-return]  # a row of an array

    @property
    def late(self) -> Ints:
        """What was made up."""
        return self.counts[2]  # type: ignore[no-any-return]  # a row of an array

    @property
    def missing(self) -> Ints:
        """What is lacking."""
        return self.counts[3]  # type: ignore[no-any-return]  # a row of an array

    @property
    def done(self) -> Ints:
        """What was met, on time or made up."""
        return self.counts[1] + self.counts[2]  # type: ignore[no-any-return]  # rows of an array


def windows_apart(plan: Plan) -> Shorts | None:
    """Give the one window each day lies in (-1: none); None if windows overlap."""
    many = np.diff(plan[1])
    if many.max(initial=0) > 1:
        return None
    found = np.full(len(many), -1, np.int32)
    found[many == 1] = plan[2]
    return found


def plan_of(asked: Demand, names: tuple[str, ...]) -> Plan:
    """Put the windows of a demand into arrays: which of them a day lies in, their deadlines, their names."""
    windows = asked.windows
    first = min(day_number(window.start) for window in windows)
    last = max(max(day_number(window.deadline) for window in windows), first - 1)
    by_day: list[tuple[int, ...]] = [()] * (last - first + 1)
    for day, found in asked.by_day.items():
        by_day[day_number(day) - first] = found
    limits = [NO_LIMIT if one.late_until is None else day_number(one.late_until) for one in windows]
    return (
        first,
        np.concatenate([[0], np.cumsum([len(found) for found in by_day])]).astype(np.int64),
        np.array([window for found in by_day for window in found], dtype=np.int64),
        np.array([day_number(window.deadline) for window in windows], dtype=np.int64),
        np.array(limits, dtype=np.int64),
        np.array([asked.by_key.get(name, -1) for name in names], dtype=np.int64),
    )


@dataclass(frozen=True)
class Matched:
    """A requirement ready to be tallied: subjects, their entries, its windows; ``apart``: these do not overlap.

    ``sharing`` is the key of the requirements that differ from it only in what they need, if there are others.
    """

    unit: RequirementUnit
    subjects: Subjects
    entries: Entries
    plan: Plan
    apart: Shorts | None
    applies: Flags | None
    sharing: object

    @property
    def need(self) -> int:
        """What a window needs, in base units."""
        return int(self.unit.demand.need)

    @property
    def worth(self) -> Ints:
        """What each entry adds; empty: one."""
        return _worth(self.entries, self.unit.demand.unit)

    def fits(self, scene: Scene) -> Flags:
        """Which entries pass the tests of the requirement; empty: all."""
        found = qualifying(self.unit.requirement, self.entries, scene)
        return NO_FLAGS if found is None else found

    def tally(self, scene: Scene, counted: Flags | None = None, kept: tuple[Ints, Ints] | None = None) -> Ints:
        """Match and add up; ``counted`` restricts the windows, ``kept`` receives what each window got."""
        out = np.zeros((6, len(self.subjects)), np.int64)
        order_matters = self.applies is not None or not self.entries.are_plain or self.apart is None
        if order_matters or counted is not None or kept is not None:
            self._match(scene, counted, kept, out)
        else:
            self._count(scene, out)
        return out

    def _count(self, scene: Scene, out: Ints) -> None:
        """Add up where the order of the entries does not matter."""
        apart = NO_SHORTS if self.apart is None else self.apart
        entries, day, as_of = self.entries, self.entries.column("belongs"), day_number(scene.as_of)
        if self.sharing is None:
            fits = self.fits(scene)
            count_all(entries.offsets, day, self.worth, fits, self.need, self.plan, apart, as_of, out)
            return
        key = ("windows", self.sharing)
        if key not in scene.found:
            made = np.zeros((len(self.subjects), len(self.unit.demand.windows)), np.int64)
            count_windows(entries.offsets, day, self.worth, self.fits(scene), self.plan[0], apart, made)
            scene.found[key] = made
        tally_counts(self.need, as_of, self.plan, scene.found[key], out)

    def _match(self, scene: Scene, counted: Flags | None, kept: tuple[Ints, Ints] | None, out: Ints) -> None:
        """Take the entries one by one."""
        match_all(
            self.entries.offsets,
            self.entries.column("belongs"),
            self.worth,
            self.entries.names,
            NO_FLAGS if self.entries.only_activities else self.entries.column("is_activity"),
            self.fits(scene),
            self.need,
            self.plan,
            np.ones(len(self.unit.demand.windows), np.bool_) if counted is None else counted,
            NO_TABLE if self.applies is None else self.applies,
            day_number(scene.as_of),
            out,
            *(kept or (NOTHING_KEPT, NOTHING_KEPT)),
        )

    @property
    def there(self) -> Flags:
        """Where any window applies."""
        return _any_window(self.applies) if self.applies is not None else np.ones(len(self.subjects), np.bool_)


def _any_window(applies: Flags) -> Flags:
    found: Flags = np.logical_or.reduce(applies, axis=1)
    return found


def _worth(entries: Entries, unit: Unit) -> Ints:
    if unit in BASE_UNITS:
        found: Ints = entries.column("minutes")
        return found
    if unit in (Unit.PERSON_TIMES, Unit.PERSONS):
        present: Ints = entries.column("present")
        return present
    return NO_INTS


def _kept_plan(asked: Demand, scene: Scene) -> tuple[Plan, Shorts | None]:
    """Give the windows as arrays; kept for the next evaluation under the same rules."""
    kept = scene.prepared
    if id(asked) not in kept:
        plan = plan_of(asked, scene.records.named.words)
        kept[id(asked)] = (plan, windows_apart(plan))
    found: tuple[Plan, Shorts | None] = kept[id(asked)]
    return found


def _sharing(unit: RequirementUnit, scene: Scene) -> object:
    """Give the key of a requirement and of others that differ only in what they need; None: there are no others."""
    kept = scene.prepared
    if "sharing" not in kept:
        keys = {id(one): _windows_key(one) for one in scene.rules.units}
        many = Counter(keys.values())
        kept["sharing"] = {unit_id: key for unit_id, key in keys.items() if many[key] > 1}
    return kept["sharing"].get(id(unit))


def _windows_key(unit: RequirementUnit) -> object:
    asked, subject = unit.requirement, unit.subject
    tests = (asked.months, asked.first_item, asked.quorum, asked.topic, asked.each_at_least, asked.speaker, asked.role)
    when = (asked.every, asked.deadline, asked.counting, tuple(window.end for window in unit.demand.windows))
    who = None if subject is None else (subject.groups, subject.posts)
    return asked.records, asked.submissions, tests, when, who, _counts_minutes(asked.at_least.unit)


def _counts_minutes(unit: Unit) -> int:
    return 1 if unit in BASE_UNITS else 2 if unit in (Unit.PERSON_TIMES, Unit.PERSONS) else 0


def matched(unit: RequirementUnit, scene: Scene) -> Matched:
    """Prepare a requirement for the ledger; it has at least one window."""
    subjects = subjects_of(unit.subject, scene)
    who = None if unit.subject is None else (unit.subject.groups, unit.subject.posts)
    role = (unit.requirement.role or "") if subjects.are_people else ""
    entries = entries_of(tuple(unit.kinds), role, subjects, who, scene)
    applies = applying_windows(unit, subjects, scene)
    return Matched(unit, subjects, entries, *_kept_plan(unit.demand, scene), applies, _sharing(unit, scene))


def tallies(compiled: CompiledComponent, scene: Scene) -> Tallies:
    """Give what became of all requirements of a component together, a row a subject (or a branch, if rolled up)."""
    rollup = compiled.subject.rollup if compiled.subject else None
    need_all = rollup is Rollup.ALL
    rolls = rollup in (Rollup.ALL, Rollup.ANY)
    rows = scene.count if rolls else len(subjects_of(compiled.subject, scene))
    total: Tallies | None = None
    for unit in compiled.units:
        if not unit.demand.windows:
            continue
        one = rolled_unit(unit, need_all, scene) if rolls else unit_tally(unit, scene)
        total = one if total is None else total.plus(one)
    return total or Tallies(np.zeros((6, rows), np.int64), np.zeros(rows, np.bool_), 0)


def unit_tally(unit: RequirementUnit, scene: Scene) -> Tallies:
    """Give what became of one requirement, a row a subject."""
    key = ("tally", id(unit))
    if key not in scene.found:
        found = matched(unit, scene)
        mine = _mine(unit, found.subjects, scene)
        tally = Tallies(found.tally(scene), found.there, found.need * len(unit.demand.windows))
        scene.found[key] = tally if mine is None else Tallies(tally.counts * mine, tally.there & mine, tally.most)
    result: Tallies = scene.found[key]
    return result


def _mine(unit: RequirementUnit, subjects: Subjects, scene: Scene) -> Flags | None:
    """Give which subjects' branches a duty is for; None: all."""
    return None if unit.duty is None else duty_applies(unit.duty, scene)[subjects.owner]


def rolled_unit(unit: RequirementUnit, need_all: bool, scene: Scene) -> Tallies:
    """Give what became of one requirement a branch, a window met if all (or any) of its subjects met it."""
    found = matched(unit, scene)
    windows, subjects = len(unit.demand.windows), found.subjects
    kept = (np.zeros((len(subjects), windows), np.int64), np.zeros((len(subjects), windows), np.int64))
    found.tally(scene, None, kept)
    applies = np.ones((len(subjects), windows), np.bool_) if found.applies is None else found.applies
    mine = _mine(unit, subjects, scene)
    if mine is not None:
        applies = applies & mine[:, None]
    there = np.zeros((scene.count, windows), np.bool_)
    on_time, late = np.zeros((scene.count, windows), np.int64), np.zeros((scene.count, windows), np.int64)
    roll_up(subjects.offsets, found.need, need_all, applies, *kept, there, on_time, late)
    out = np.zeros((6, scene.count), np.int64)
    tally_windows(1, day_number(scene.as_of), found.plan, there, on_time, late, out)
    return Tallies(out, _any_window(there), windows)


def completed(compiled: CompiledComponent, only_on_time: bool, scene: Scene) -> tuple[Ints, Ints]:
    """Give what was done (or done on time) and what was due, of the windows whose deadline has come, a subject."""
    rows = len(subjects_of(compiled.subject, scene))
    total = np.zeros((6, rows), np.int64)
    for unit in compiled.units:
        windows = unit.demand.windows
        closed = np.array([window.deadline <= scene.as_of for window in windows], dtype=np.bool_)
        if closed.any():
            found = matched(unit, scene)
            mine = _mine(unit, found.subjects, scene)
            counts = found.tally(scene, closed)
            total = total + (counts if mine is None else counts * mine)
    done = total[1] if only_on_time else total[1] + total[2]
    return done, total[0]
