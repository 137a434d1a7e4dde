"""Activities and submissions as one table of records, ordered by branch, day and id, and found by kind."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bihuan.appraisal.bulk.columns import Coded, Flags, Ints, Pairs, Sheet, Shorts, coded, index_in, numbers
from bihuan.appraisal.bulk.histories import History, history_of
from bihuan.appraisal.bulk.organisations import Organisations

ROLE_COLUMNS = ("speakers", "leaders", "observers", "chair")


@dataclass(frozen=True)
class Participation:
    """Post holders in records: ``role`` is the position in :data:`ROLE_COLUMNS`; ordered by person, day and id."""

    person: Shorts
    role: Shorts
    row: Shorts


@dataclass(frozen=True)
class KindRows:
    """Which records are of which kind: the rows of kind ``k`` are ``rows[offsets[k]:offsets[k + 1]]``, in order."""

    words: tuple[str, ...]
    offsets: Ints
    rows: Shorts

    def of(self, number: int) -> Shorts:
        """Give the rows of a kind."""
        return self.rows[self.offsets[number] : self.offsets[number + 1]]


@dataclass(frozen=True)
class Records:
    """All records in order; columns a submission does not have are 0 or empty in its rows.

    ``named`` is the period a record makes up or belongs to; ``group`` a Party group's number; ``person`` the person
    of a submission.
    """

    branch: Shorts
    day: Shorts
    ids: Any
    is_activity: Flags
    minutes: Ints
    due: Ints
    present: Ints
    leave: Ints
    first_item: Flags
    returned: Flags
    named: Coded
    group: Shorts
    person: Shorts
    history: History
    kinds: KindRows
    topics: Pairs
    others: Pairs
    other_counts: Ints
    speakers: tuple[Shorts, Shorts]
    has_speaker: Flags
    participation: Participation

    def __len__(self) -> int:
        return len(self.branch)

    @cached_property
    def month(self) -> Shorts:
        """The month each record happened in."""
        months = self.day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        return (months % 12 + 1).astype(np.int32)

    @cached_property
    def id_rank(self) -> Ints:
        """The place of each record in the order of ids."""
        rank = np.empty(len(self), np.int64)
        rank[numbers(pc.sort_indices(self.ids))] = np.arange(len(self))
        return rank


def read_records(activities: Sheet, submissions: Sheet, organisations: Organisations) -> Records:
    """Read and order the records of the branches and, for their post holders, of others."""
    branch = index_in(_both(activities, submissions, "organisation"), organisations.branch_texts)
    day = np.concatenate([activities.days("day"), submissions.days("day")])
    ids = _both(activities, submissions, "id")
    order = _order(branch, day, ids)
    back = np.empty(len(order), np.int32)
    back[order] = np.arange(len(order), dtype=np.int32)
    none = np.zeros(len(submissions), np.int64)
    people = pa.array(organisations.person_ids, pa.string())

    def amounts(name: str) -> Ints:
        return np.concatenate([activities.ints(name), none])[order]

    topics = activities.pairs("topics")
    others, counts = activities.counted_pairs("others")
    speakers = activities.pairs("speakers")
    person = index_in(submissions.column("person"), people)
    has_speaker = np.zeros(len(order), np.bool_)
    has_speaker[back[speakers.rows]] = True
    return Records(
        branch[order],
        day[order],
        pc.take(ids, pa.array(order)),
        (np.arange(len(order)) < len(activities))[order],
        amounts("minutes"),
        amounts("due"),
        amounts("present"),
        amounts("leave"),
        np.concatenate([activities.flags("first_item"), none > 0])[order],
        np.concatenate([np.zeros(len(activities), np.bool_), submissions.flags("returned")])[order],
        _named(activities, submissions).take(order),
        np.concatenate(
            [
                index_in(activities.column("group"), pa.array(organisations.group_ids, pa.string())),
                none.astype(np.int32) - 1,
            ]
        )[order],
        np.concatenate([np.full(len(activities), -1, np.int32), person])[order],
        history_of(activities).joined(history_of(submissions)).taken(order),
        _by_kind(activities, submissions, back),
        Pairs(back[topics.rows], topics.items),
        Pairs(back[others.rows], others.items),
        counts,
        _known(back[speakers.rows], index_in(speakers_texts(activities), people)),
        has_speaker,
        _participation(activities, people, back, day[order], ids, order),
    )


def _both(activities: Sheet, submissions: Sheet, name: str) -> Any:
    return pa.concat_arrays([activities.column(name), submissions.column(name)])


def speakers_texts(activities: Sheet) -> Any:
    """Give the ids of all speakers, one after the other."""
    return pc.list_flatten(activities.column("speakers"))


def _known(rows: Shorts, people: Shorts) -> tuple[Shorts, Shorts]:
    kept = people >= 0
    return rows[kept], people[kept]


def _order(branch: Shorts, day: Shorts, ids: Any) -> Ints:
    table = pa.table({"branch": branch, "day": day, "id": ids})
    keys = [("branch", "ascending"), ("day", "ascending"), ("id", "ascending")]
    order: Ints = numbers(pc.sort_indices(table, sort_keys=keys)).astype(np.int64)
    return order


def _named(activities: Sheet, submissions: Sheet) -> Coded:
    found = coded(pa.concat_arrays([activities.column("makes_up"), submissions.column("period")]))
    if "" not in found.words:
        return found
    return Coded(np.where(found.codes == found.words.index(""), -1, found.codes).astype(np.int32), found.words)


def _by_kind(activities: Sheet, submissions: Sheet, back: Shorts) -> KindRows:
    listed = activities.column("kinds")
    texts = coded(pa.concat_arrays([pc.list_flatten(listed), submissions.column("kind")]))
    parents = numbers(pc.list_parent_indices(listed)).astype(np.int64)
    rows = back[np.concatenate([parents, len(activities) + np.arange(len(submissions))])]
    kinds, rows = _in_order(texts.codes, rows)
    offsets = np.searchsorted(kinds, np.arange(len(texts.words) + 1)).astype(np.int64)
    return KindRows(texts.words, offsets, rows)


def _in_order(kinds: Shorts, rows: Shorts) -> tuple[Shorts, Shorts]:
    """Order pairs of kind and row, each once; sorting small numbers last is quick."""
    if not (rows[1:] >= rows[:-1]).all():
        order = np.argsort(rows, kind="stable")
        kinds, rows = kinds[order], rows[order]
    small = kinds.astype(np.int16) if kinds.max(initial=0) < 2**15 else kinds
    order = np.argsort(small, kind="stable")
    kinds, rows = kinds[order], rows[order]
    new = np.append(True, (kinds[1:] != kinds[:-1]) | (rows[1:] != rows[:-1]))[: len(kinds)]
    kept = new & (kinds >= 0)
    return kinds[kept], rows[kept]


def _participation(activities: Sheet, people: Any, back: Shorts, day: Shorts, ids: Any, order: Ints) -> Participation:
    persons, roles, rows = [], [], []
    for number, name in enumerate(ROLE_COLUMNS):
        column = activities.column(name)
        if name == "chair":
            person, row = index_in(column, people), np.arange(len(activities))
        else:
            person = index_in(pc.list_flatten(column), people)
            row = numbers(pc.list_parent_indices(column))
        kept = person >= 0
        persons.append(person[kept])
        roles.append(np.full(int(kept.sum()), number, np.int32))
        rows.append(back[row[kept]])
    person, role, row = np.concatenate(persons), np.concatenate(roles), np.concatenate(rows)
    table = pa.table({"person": person, "day": day[row], "id": pc.take(ids, pa.array(order[row]))})
    keys = [("person", "ascending"), ("day", "ascending"), ("id", "ascending")]
    sorting = numbers(pc.sort_indices(table, sort_keys=keys))
    return Participation(person[sorting], role[sorting], row[sorting])
