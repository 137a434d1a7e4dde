"""Organisations, Party groups and posts as columns: who is a branch, in which state on a day, when in being."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from bihuan.appraisal.bulk.columns import (
    NEVER,
    Coded,
    Flags,
    Ints,
    Pairs,
    Sheet,
    Shorts,
    day_of,
    index_in,
)
from bihuan.appraisal.bulk.intervals import Intervals, collected, numbered
from bihuan.organisations.rows import OrganisationEvent, OrganisationState, Tier
from bihuan.organisations.standing import standing_of

STOPS = ("停止活动", "恢复活动")


@dataclass(frozen=True)
class States:
    """The rows of the organisation table, ordered by organisation and start."""

    organisation: Shorts
    since: Shorts
    until: Shorts
    tier: Coded
    kind: Coded
    parent: Shorts
    labels: Pairs
    full_members: Ints
    probationary: Ints
    has_committee: Flags
    committee_size: Ints

    def in_force(self, day: int, organisations: int) -> Ints:
        """Give the row of each organisation in force on ``day``, -1 where there is none."""
        found = np.full(organisations, -1, np.int64)
        rows = np.flatnonzero((self.since <= day) & (day <= self.until))
        found[self.organisation[rows]] = rows
        return found


@dataclass(frozen=True)
class Holdings:
    """Who held which post of which branch; persons are numbered over the whole ledger."""

    person: Shorts
    branch: Shorts
    post: Coded
    since: Shorts
    until: Shorts


@dataclass(frozen=True)
class Organisations:
    """All organisations by number, in the order of ids, and which of them are branches or Party groups.

    ``branch_of`` gives the number of each organisation among the branches (-1: a Party group); ``group_owner`` the
    branch each Party group belongs to.
    """

    ids: tuple[str, ...]
    states: States
    being: Intervals
    branch_of: Shorts
    branch_ids: tuple[str, ...]
    group_ids: tuple[str, ...]
    group_owner: Shorts
    group_being: Intervals
    person_ids: tuple[str, ...]
    holdings: Holdings
    founded: Shorts

    @property
    def count(self) -> int:
        """How many branches there are."""
        return len(self.branch_ids)

    @cached_property
    def organisation_of(self) -> Ints:
        """The number of each branch among all organisations."""
        return np.flatnonzero(self.branch_of >= 0)

    @cached_property
    def branch_being(self) -> Intervals:
        """When each branch is in being."""
        return self.being.take(self.organisation_of)

    @cached_property
    def branch_texts(self) -> pa.Array:
        """The ids of the branches, to look ids up."""
        return pa.array(self.branch_ids, pa.string())

    def has_groups(self, day: int) -> Flags:
        """Whether each branch has a Party group in being on ``day``."""
        found = np.zeros(self.count, np.bool_)
        found[self.group_owner[self.group_being.covers(day, day)]] = True
        return found

    def is_filled(self, post: str, day: int) -> Flags:
        """Whether anybody holds ``post`` of each branch on ``day``."""
        held = self.holdings
        rows = held.post.is_in([post]) & (held.since <= day) & (day <= held.until)
        found = np.zeros(self.count, np.bool_)
        found[held.branch[rows]] = True
        return found


def read_organisations(states: Sheet, events: Sheet, posts: Sheet) -> Organisations:
    """Read the tables that say who is who."""
    listed = sorted(set(states.column("organisation").to_pylist()))
    ids = pa.array(listed, pa.string())
    numbers = index_in(states.column("organisation"), ids)
    order = np.lexsort((np.arange(len(states)), states.days("since"), numbers))
    rows = _states(states, numbers, order, ids)
    last = np.zeros(len(listed), np.int64)
    last[rows.organisation] = np.arange(len(rows.organisation))
    first = np.searchsorted(rows.organisation, np.arange(len(listed)))
    is_group = rows.tier.is_in([Tier.PARTY_GROUP])[last]
    branch_of = np.where(is_group, -1, np.cumsum(~is_group) - 1).astype(np.int32)
    being = _being(rows, events, listed)
    parent = rows.parent[last]
    owner = np.where(is_group & (parent >= 0), branch_of[parent], -1)
    groups = np.flatnonzero(owner >= 0)
    groups = groups[np.argsort(owner[groups], kind="stable")]
    branch_ids = tuple(one for one, grouped in zip(listed, is_group, strict=True) if not grouped)
    people, holdings = _holdings(posts, pa.array(branch_ids, pa.string()))
    return Organisations(
        tuple(listed),
        rows,
        being,
        branch_of,
        branch_ids,
        tuple(listed[number] for number in groups),
        owner[groups].astype(np.int32),
        being.take(groups),
        people,
        holdings,
        rows.since[first][~is_group],
    )


def _states(sheet: Sheet, numbers: Shorts, order: Ints, ids: pa.Array) -> States:
    pairs = sheet.pairs("labels")
    back = np.empty(len(order), np.int32)
    back[order] = np.arange(len(order), dtype=np.int32)
    return States(
        numbers[order],
        sheet.days("since")[order],
        sheet.days("until", NEVER)[order],
        sheet.coded("tier").take(order),
        sheet.coded("kind").take(order),
        index_in(sheet.column("parent"), ids)[order],
        Pairs(back[pairs.rows], pairs.items),
        sheet.ints("full_members")[order],
        sheet.ints("probationary")[order],
        sheet.flags("has_committee")[order],
        sheet.ints("committee_size")[order],
    )


def _being(rows: States, events: Sheet, listed: list[str]) -> Intervals:
    """Give when each organisation is in being; those with one row and no pause need no joining."""
    counts = np.bincount(rows.organisation, minlength=len(listed))
    place = {name: number for number, name in enumerate(listed)}
    pauses: dict[int, list[OrganisationEvent]] = defaultdict(list)
    happened = zip(*(events.column(name).to_pylist() for name in ("organisation", "event", "day", "id")), strict=True)
    for name, event, day, row in happened:
        if event in STOPS and name in place:
            pauses[place[name]].append(OrganisationEvent(row, name, event, day))
    if not pauses and counts.max(initial=1) == 1:
        return Intervals(np.arange(len(listed) + 1, dtype=np.int64), rows.since, rows.until)
    starts = np.concatenate([[0], np.cumsum(counts)])
    since, until = rows.since.tolist(), rows.until.tolist()
    return collected(
        [
            [(since[start], until[start])]
            if count == 1 and number not in pauses
            else _joined(since[start : start + count], until[start : start + count], pauses.get(number, ()))
            for number, (start, count) in enumerate(zip(starts.tolist(), counts.tolist(), strict=False))
        ]
    )


def _joined(since: list[int], until: list[int], events: Iterable[OrganisationEvent]) -> list[tuple[int, int]]:
    states = [
        OrganisationState("", "", "", since=day_of(one), until=None if two == NEVER else day_of(two))
        for one, two in zip(since, until, strict=True)
    ]
    return numbered(standing_of("", states, events).being)


def _holdings(posts: Sheet, branches: pa.Array) -> tuple[tuple[str, ...], Holdings]:
    branch = index_in(posts.column("organisation"), branches)
    kept = np.flatnonzero(branch >= 0)
    people = posts.coded("person")
    order = np.argsort(np.array(people.words, dtype=object), kind="stable") if people.words else np.zeros(0, np.int64)
    rank = np.empty(len(people.words) + 1, np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    rank[-1] = -1
    return tuple(sorted(people.words)), Holdings(
        rank[people.codes[kept]],
        branch[kept],
        posts.coded("post").take(kept),
        posts.days("since")[kept],
        posts.days("until", NEVER)[kept],
    )
