"""Whom a component looks at, for all branches at once: the branches, their Party groups, or their post holders."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np

from bihuan.appraisal.bulk.columns import Flags, Ints, Shorts, day_number
from bihuan.appraisal.bulk.intervals import Intervals, joined_by_key
from bihuan.appraisal.bulk.scene import Scene
from bihuan.appraisal.choices import VersionsBy
from bihuan.appraisal.compiled import RequirementUnit
from bihuan.appraisal.grammar import Subject
from bihuan.responsibility.windows import Window


class SubjectKind(Enum):
    """What the subjects are."""

    BRANCH = "branch"
    GROUP = "group"
    PERSON = "person"


@dataclass(frozen=True)
class Subjects:
    """Subjects in the order of their branches; ``code`` is the number of a Party group or a person (-1: the branch)."""

    owner: Shorts
    code: Shorts
    intervals: Intervals
    branches: int
    kind: SubjectKind

    def __len__(self) -> int:
        return len(self.owner)

    @property
    def are_branches(self) -> bool:
        """Whether the subjects are the branches themselves."""
        return self.kind is SubjectKind.BRANCH

    @property
    def is_group(self) -> bool:
        """Whether the subjects are Party groups."""
        return self.kind is SubjectKind.GROUP

    @property
    def are_people(self) -> bool:
        """Whether the subjects are post holders."""
        return self.kind is SubjectKind.PERSON

    @cached_property
    def offsets(self) -> Ints:
        """Where the subjects of each branch begin."""
        return np.searchsorted(self.owner, np.arange(self.branches + 1)).astype(np.int64)

    @cached_property
    def keys(self) -> Ints:
        """One number a subject, made of branch and code, in order."""
        return (self.owner.astype(np.int64) << 32) + self.code

    def position(self, branch: Shorts, code: Shorts) -> Ints:
        """Give the position of a branch's subject, -1 if there is none."""
        wanted = (branch.astype(np.int64) << 32) + code
        if not len(self):
            return np.full(len(wanted), -1, np.int64)
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self) - 1)
        return np.where((self.keys[at] == wanted) & (code >= 0), at, -1)


def subjects_of(subject: Subject | None, scene: Scene) -> Subjects:
    """Give the subjects of a component."""
    key = ("subjects", None if subject is None else (subject.groups, subject.posts))
    if key not in scene.found:
        scene.found[key] = _subjects(subject, scene)
    found: Subjects = scene.found[key]
    return found


def _subjects(subject: Subject | None, scene: Scene) -> Subjects:
    who = scene.organisations
    if subject is None:
        branches = np.arange(who.count, dtype=np.int32)
        return Subjects(branches, np.full(who.count, -1, np.int32), who.branch_being, who.count, SubjectKind.BRANCH)
    if subject.groups:
        codes = np.arange(len(who.group_owner), dtype=np.int32)
        return Subjects(who.group_owner, codes, who.group_being, who.count, SubjectKind.GROUP)
    held = who.holdings
    rows = np.flatnonzero(held.post.is_in(subject.posts))
    keys = (held.branch[rows].astype(np.int64) << 32) + held.person[rows]
    keys, intervals = joined_by_key(keys, held.since[rows], held.until[rows])
    owner, person = (keys >> 32).astype(np.int32), (keys & (2**32 - 1)).astype(np.int32)
    return Subjects(owner, person, intervals, who.count, SubjectKind.PERSON)


def there_in_period(subject: Subject | None, subjects: Subjects, scene: Scene) -> Flags:
    """Which subjects count for facts that have no windows of their own."""
    if subjects.are_branches:
        return np.ones(len(subjects), np.bool_)
    choice = subject.holding if subject and subject.posts else scene.choices.window_in_being
    last = min(scene.period.end, max(scene.as_of, scene.period.start))
    return subjects.intervals.there(scene.start, day_number(last), choice)


def window_in_force(unit: RequirementUnit, scene: Scene, window: Window) -> bool:
    """Whether a window lies where the duty, and if the pack says so the pack, is in force."""
    spans = [unit.in_force] if unit.in_force else []
    if scene.choices.versions_by is VersionsBy.HAPPENED:
        spans.append(scene.rules.rules.in_force)
    return all(first <= window.end and (last is None or window.end <= last) for first, last in spans)


def applying_windows(unit: RequirementUnit, subjects: Subjects, scene: Scene) -> Flags | None:
    """Give, a subject and window, whether the window applies; None: all do. Branches are regular and always there."""
    windows = unit.demand.windows
    in_force = np.array([window_in_force(unit, scene, window) for window in windows], dtype=np.bool_)
    if subjects.are_branches:
        return None if in_force.all() else np.tile(in_force, (len(subjects), 1))
    holding = unit.subject.holding if unit.subject and unit.subject.posts else scene.choices.window_in_being
    intervals = subjects.intervals
    always = intervals.covers(day_number(windows[0].start), day_number(windows[-1].end))
    if always.all() and in_force.all():
        return None
    columns = [intervals.there(day_number(one.start), day_number(one.end), holding) | always for one in windows]
    return np.stack(columns, axis=1) & in_force
