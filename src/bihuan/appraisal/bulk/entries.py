"""Which records may count for a requirement or a tally, in the order of their subjects, with their columns."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from bihuan.appraisal.bulk.columns import Flags, Ints, Shorts
from bihuan.appraisal.bulk.records import ROLE_COLUMNS
from bihuan.appraisal.bulk.scene import Scene
from bihuan.appraisal.bulk.subjects import Subjects
from bihuan.appraisal.grammar import Tally
from bihuan.appraisal.qualifying import ROLES
from bihuan.basics.nodes import Amount
from bihuan.progress.matching import BASE_UNITS
from bihuan.responsibility.grammar import Requirement


class Entries:
    """Records of some kinds by subject: those of subject ``s`` are ``offsets[s]`` to ``offsets[s + 1]``."""

    def __init__(self, scene: Scene, rows: Shorts, offsets: Ints) -> None:
        self.records, self.day_of, self.rows, self.offsets = scene.records, scene.look.day, rows, offsets
        self._columns: dict[str, Any] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str) -> Any:
        """Give a column of the records; ``belongs`` is the day a record belongs to, ``named`` its period's code."""
        if name not in self._columns:
            source: Any = self.day_of if name == "belongs" else getattr(self.records, name)
            self._columns[name] = np.ascontiguousarray((source.codes if name == "named" else source)[self.rows])
        return self._columns[name]

    @cached_property
    def only_activities(self) -> bool:
        """Whether none is a submission."""
        return bool(self.column("is_activity").all())

    @cached_property
    def names(self) -> Shorts:
        """The codes of the periods the records name; empty if none names one."""
        named: Shorts = self.column("named")
        return named if (named >= 0).any() else named[:0]

    @property
    def are_plain(self) -> bool:
        """Whether all are activities that make nothing up."""
        return self.only_activities and not len(self.names)

    def kept(self, name: str, make: Callable[[], Any]) -> Any:
        """Give a column made of others, kept like them."""
        if name not in self._columns:
            self._columns[name] = make()
        return self._columns[name]


def entries_of(kinds: Sequence[str], role: str, subjects: Subjects, key: object, scene: Scene) -> Entries:
    """Give the records of ``kinds`` of each subject, in order; ``key`` tells apart the sets of subjects."""
    picked = scene.look.picked
    name = (frozenset(kinds), role, key)
    if name not in picked:
        picked[name] = _entries(kinds, role, subjects, scene)
    found: Entries = picked[name]
    return found


def _entries(kinds: Sequence[str], role: str, subjects: Subjects, scene: Scene) -> Entries:
    rows = _rows(kinds, scene, everywhere=subjects.are_people)
    if subjects.are_branches:
        return _by(rows, scene.records.branch[rows].astype(np.int64), len(subjects), scene)
    if subjects.is_group:
        group = scene.records.group[rows].astype(np.int64)
        owned = np.concatenate([subjects.owner, [-2]])[group] == scene.records.branch[rows]
        order = np.argsort(group[owned], kind="stable")
        return _by(rows[owned][order], group[owned][order], len(subjects), scene)
    return _by_person(rows, role, subjects, scene)


def _rows(kinds: Sequence[str], scene: Scene, everywhere: bool) -> Shorts:
    """Give the usable records of any of ``kinds``, once each, in order; ``everywhere`` adds those of no branch."""
    numbers = scene.kind_numbers(kinds)
    listed = [scene.records.kinds.of(number) for number in numbers]
    rows = listed[0] if len(listed) == 1 else np.unique(np.concatenate(listed)) if listed else np.zeros(0, np.int32)
    look = scene.look
    if look.usable is not None:
        rows = rows[look.usable[rows]]
    if not everywhere:
        rows = rows[np.searchsorted(scene.records.branch[rows], 0) :]
    if look.rank is not None:
        rows = rows[np.lexsort((look.rank[rows], scene.records.branch[rows]))]
    return rows


def _by(rows: Shorts, subject: Ints, count: int, scene: Scene) -> Entries:
    """Put records that are in the order of their subjects together."""
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.bincount(subject, minlength=count))])
    return Entries(scene, rows, offsets.astype(np.int64))


def _by_person(rows: Shorts, role: str, subjects: Subjects, scene: Scene) -> Entries:
    """Give each post holder the activities he takes part in, wherever, and his own submissions here."""
    records = scene.records
    wanted = np.zeros(len(records), np.bool_)
    wanted[rows] = True
    parts = records.participation
    roles = np.array([name in ROLES[role] for name in ROLE_COLUMNS])
    kept = wanted[parts.row] & roles[parts.role]
    person, row = parts.person[kept].astype(np.int64), parts.row[kept].astype(np.int64)
    papers = np.flatnonzero((records.person >= 0) & wanted)
    pairs = np.unique(np.concatenate([person, records.person[papers]]) * len(records) + np.concatenate([row, papers]))
    person, row = pairs // max(len(records), 1), pairs % max(len(records), 1)
    first = np.searchsorted(person, subjects.code)
    many = np.searchsorted(person, subjects.code, "right") - first
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(many)])
    taken = np.repeat(first - starts[:-1], many) + np.arange(int(starts[-1]))
    subject, row = np.repeat(np.arange(len(subjects)), many), row[taken]
    here = records.is_activity[row] | (records.branch[row] == subjects.owner[subject])
    subject, row = subject[here], row[here]
    rank = records.id_rank if scene.look.rank is None else scene.look.rank
    order = np.lexsort((rank[row], scene.look.day[row], subject))
    return _by(row[order].astype(np.int32), subject[order], len(subjects), scene)


def qualifying(demanded: Requirement | Tally, entries: Entries, scene: Scene) -> Flags | None:
    """Give which entries pass the tests of ``demanded`` (kind and subject are seen to already); None: all."""
    found: list[Flags] = []
    if isinstance(demanded, Requirement):
        found += _requirement_tests(demanded, entries)
    if demanded.topic:
        found.append(_topics(demanded.topic, scene)[entries.rows])
    if demanded.each_at_least is not None:
        found.append(entries.column("minutes") >= _minutes(demanded.each_at_least))
    enough = _kind_test(demanded.records, entries, scene)
    if enough is not None:
        found.append(enough)
    if demanded.speaker:
        found.append(_spoken_by(demanded.speaker, scene)[entries.rows])
    if not found:
        return None
    whole = found[0]
    for one in found[1:]:
        whole = whole & one
    return whole


def _requirement_tests(demanded: Requirement, entries: Entries) -> list[Flags]:
    found: list[Flags] = []
    if demanded.months:
        found.append(np.isin(entries.column("month"), demanded.months))
    if demanded.first_item is not None:
        found.append(entries.column("first_item") == demanded.first_item)
    if demanded.quorum is not None:
        due, present = entries.column("due"), entries.column("present")
        below, above = demanded.quorum.denominator, demanded.quorum.numerator
        found.append((due > 0) & (present * below >= due * above))
    return found


def _minutes(amount: Amount) -> int:
    exact = amount.value * BASE_UNITS.get(amount.unit, 1)
    return -(-exact.numerator // exact.denominator)


def _topics(topics: Sequence[str], scene: Scene) -> Flags:
    key = ("topics", tuple(topics))
    picked = scene.look.picked
    if key not in picked:
        pairs = scene.records.topics
        found = np.zeros(len(scene.records), np.bool_)
        found[pairs.rows[pairs.items.is_in(topics)]] = True
        picked[key] = found
    has: Flags = picked[key]
    return has


def _kind_test(names: Sequence[str], entries: Entries, scene: Scene) -> Flags | None:
    """The test of the shortest time and of a named speaker that the kinds themselves make."""
    asked = {name: scene.rules.rules.kinds[name] for name in names if name in scene.rules.rules.kinds}
    if not any(kind.minutes or kind.must_speak for kind in asked.values()):
        return None
    least = {name: _minutes(kind.minutes) if kind.minutes else 0 for name, kind in asked.items()}
    if len(names) == 1:
        (name,) = names
        found: Flags = entries.column("minutes") >= least[name]
        return found & entries.column("has_speaker") if asked[name].must_speak else found
    enough = np.zeros(len(scene.records), np.bool_)
    for name, kind in asked.items():
        for number in scene.kind_numbers([name]):
            rows = scene.records.kinds.of(number)
            fits = scene.records.minutes[rows] >= least[name]
            enough[rows] |= fits & scene.records.has_speaker[rows] if kind.must_speak else fits
    return enough[entries.rows]


def _spoken_by(posts: Sequence[str], scene: Scene) -> Flags:
    """Which records a holder of one of ``posts`` of the same branch spoke at, on that day."""
    key = ("spoken by", tuple(posts))
    picked = scene.look.picked
    if key not in picked:
        picked[key] = _spoken(posts, scene)
    found: Flags = picked[key]
    return found


def _spoken(posts: Sequence[str], scene: Scene) -> Flags:
    records, held = scene.records, scene.organisations.holdings
    kept = np.flatnonzero(held.post.is_in(posts))
    keys = (held.branch[kept].astype(np.int64) << 32) + held.person[kept]
    order = np.argsort(keys, kind="stable")
    keys, since, until = keys[order], held.since[kept][order], held.until[kept][order]
    rows, people = records.speakers
    wanted = (records.branch[rows].astype(np.int64) << 32) + people
    first, last = np.searchsorted(keys, wanted), np.searchsorted(keys, wanted, "right")
    found = np.zeros(len(records), np.bool_)
    for nth in range(int((last - first).max(initial=0))):
        at = np.minimum(first + nth, len(keys) - 1)
        day = records.day[rows]
        found[rows[(first + nth < last) & (since[at] <= day) & (day <= until[at])]] = True
    return found
