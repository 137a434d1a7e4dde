"""A synthetic ledger of any number of branches, from a seed: plain columns, and the same in the exchange standard.

Each branch has two Party groups, a secretary and two members of its committee, sixty activities, ten papers handed
in, and about two findings and honours.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from bench.measures import KINDS, LEVELS, ORIGINS, PAPER
from bihuan.appraisal.bulk.columns import schema_of
from bihuan.appraisal.tables import table_named

ACTIVITIES, PAPERS = 60, 10
SHARES = (0.16, 0.07, 0.2, 0.1, 0.12, 0.16, 0.05, 0.03, 0.06, 0.05)
YEAR_START = int(np.datetime64("2026-01-01", "D").astype(np.int64))
FOREVER_AGO = int(np.datetime64("2018-01-01", "D").astype(np.int64))
NO_DAY = -(2**31)
POSTS = ("书记", "班子成员", "班子成员")
QUARTER_ENDS = np.array(["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"], "datetime64[D]").astype(np.int64)


@dataclass(frozen=True)
class Columns:
    """The ledger as every other engine gets it: numbered branches, kinds, groups and persons (0: none).

    ``speaker`` is 1 for the secretary, 2 and 3 for the members; ``delay`` the days from an activity to its receipt.
    """

    branches: int
    activities: dict[str, Any]
    papers: dict[str, Any]
    findings: dict[str, Any]
    honours: dict[str, Any]
    judged: dict[str, Any]

    def arrow(self, name: str) -> pa.Table:
        """Give one of the tables in Arrow."""
        return pa.table(getattr(self, name))


def columns(branches: int, seed: int = 7) -> Columns:
    """Draw the ledger."""
    rng = np.random.default_rng(seed)
    return Columns(
        branches,
        _activities(branches, rng),
        _papers(branches, rng),
        _findings(branches, rng),
        _honours(branches, rng),
        {"branch": np.flatnonzero(rng.random(branches) < 0.03).astype(np.int32)},
    )


def _activities(branches: int, rng: Any) -> dict[str, Any]:
    rows = branches * ACTIVITIES
    kind = rng.choice(len(KINDS), rows, p=SHARES).astype(np.int8) + 1
    day = rng.integers(0, 365, rows).astype(np.int32)
    month = (day + YEAR_START).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12 + 1
    due = rng.integers(10, 40, rows).astype(np.int32)
    absent = np.minimum(rng.poisson(2.5, rows), due).astype(np.int32)
    leave = rng.binomial(absent, 0.5).astype(np.int32)
    group = rng.integers(1, 3, rows)
    group = np.where(kind == 3, group, np.where(np.isin(kind, (5, 6)) & (rng.random(rows) < 0.6), group, 0))
    speaker = np.where(np.isin(kind, (4, 6, 10)), rng.choice(4, rows, p=(0.2, 0.4, 0.2, 0.2)), 0)
    return {
        "branch": np.repeat(np.arange(branches, dtype=np.int32), ACTIVITIES),
        "kind": kind,
        "day": day,
        "month": month.astype(np.int8),
        "minutes": rng.choice(np.array([30, 45, 60, 90, 120, 180], np.int32), rows),
        "due": due,
        "present": due - absent,
        "leave": leave,
        "grp": group.astype(np.int8),
        "speaker": speaker.astype(np.int8),
        "delay": _delays(rows, rng),
    }


def _delays(rows: int, rng: Any) -> Any:
    soon, late = rng.integers(0, 28, rows), rng.integers(31, 60, rows)
    return np.where(rng.random(rows) < 0.92, soon, late).astype(np.int32)


def _papers(branches: int, rng: Any) -> dict[str, Any]:
    rows = branches * PAPERS
    quarter = rng.integers(0, 4, rows)
    after = rng.integers(-20, 45, rows)
    return {
        "branch": np.repeat(np.arange(branches, dtype=np.int32), PAPERS),
        "is_report": rng.random(rows) < 0.5,
        "quarter": (quarter + 1).astype(np.int8),
        "after": np.where(quarter == 3, np.minimum(after, 0), after).astype(np.int32),
    }


def _findings(branches: int, rng: Any) -> dict[str, Any]:
    branch = np.repeat(np.arange(branches, dtype=np.int32), rng.poisson(1.0, branches))
    rows = len(branch)
    opened = rng.integers(0, 330, rows).astype(np.int32)
    closed = np.where(rng.random(rows) < 0.6, opened + rng.integers(5, 120, rows), NO_DAY)
    reopened = np.where((closed != NO_DAY) & (rng.random(rows) < 0.2), closed + 10, NO_DAY)
    return {
        "branch": branch,
        "origin": rng.integers(1, 3, rows).astype(np.int8),
        "opened": opened,
        "due": opened + rng.integers(20, 90, rows).astype(np.int32),
        "closed": closed.astype(np.int32),
        "reopened": reopened.astype(np.int32),
    }


def _honours(branches: int, rng: Any) -> dict[str, Any]:
    branch = np.repeat(np.arange(branches, dtype=np.int32), rng.poisson(0.8, branches))
    rows = len(branch)
    return {
        "branch": branch,
        "level": rng.integers(0, len(LEVELS), rows).astype(np.int8),
        "award": rng.integers(1, 3, rows).astype(np.int8),
    }


def standard(drawn: Columns, first: int = 0, last: int | None = None) -> dict[str, pa.Table]:
    """Give the branches from ``first`` to before ``last`` in the tables of the exchange standard."""
    last = drawn.branches if last is None else last
    names = _names("B", first, last)

    def some(table: dict[str, Any]) -> tuple[dict[str, Any], Any]:
        rows = slice(*np.searchsorted(table["branch"], (first, last)))
        picked = {name: values[rows] for name, values in table.items()}
        return picked, names.take(pa.array(picked["branch"] - first))

    return {
        "organisations": _organisations(names),
        "posts": _posts(names),
        "activities": _activity_rows(*some(drawn.activities), first=first),
        "submissions": _paper_rows(*some(drawn.papers), first=first),
        "findings": _finding_rows(*some(drawn.findings), first=first),
        "honours": _honour_rows(*some(drawn.honours), first=first),
        "judgements": _judgement_rows(*some(drawn.judged)),
    }


def _names(letter: str, first: int, last: int) -> pa.Array:
    return pa.array([f"{letter}{number:07d}" for number in range(first, last)], pa.string())


def _ids(letter: str, rows: int, first: int) -> pa.Array:
    return pa.array([f"{letter}{first:07d}-{number:08d}" for number in range(rows)], pa.string())


def _days(values: Any) -> pa.Array:
    days = np.where(values == NO_DAY, 0, values.astype(np.int64) + YEAR_START).astype(np.int32)
    return pa.array(days, pa.int32(), mask=values == NO_DAY).cast(pa.date32())


def _table(table: str, /, **given: Any) -> pa.Table:
    schema = schema_of(table_named(table))
    return pa.table({key: pa.array(value, schema.field(key).type) for key, value in given.items()})


def _same(word: str, rows: int) -> pa.Array:
    return pa.array(np.full(rows, word, object), pa.string())


def _joined(names: pa.Array, ending: str) -> pa.Array:
    return pa.array([f"{name}{ending}" for name in names.to_pylist()], pa.string())


def _organisations(names: pa.Array) -> pa.Table:
    rows = len(names)
    groups = [_joined(names, f"-g{number}") for number in (1, 2)]
    ids = pa.concat_arrays([pa.array(["P"], pa.string()), names, *groups])
    parents = pa.concat_arrays([pa.array([None], pa.string()), _same("P", rows), names, names])
    tiers = pa.concat_arrays([pa.array(["机关党委"]), _same("党支部", rows), _same("党小组", 2 * rows)])
    since = pa.array(np.full(len(ids), FOREVER_AGO, np.int32)).cast(pa.date32())
    return _table("organisations", organisation=ids, code=ids, name=ids, parent=parents, tier=tiers, since=since)


def _posts(names: pa.Array) -> pa.Table:
    rows = len(names)
    people = pa.concat_arrays([_joined(names, f"-p{number}") for number in (1, 2, 3)])
    posts = pa.concat_arrays([_same(post, rows) for post in POSTS])
    since = pa.array(np.full(3 * rows, FOREVER_AGO, np.int32)).cast(pa.date32())
    branches = pa.concat_arrays([names, names, names])
    return _table("posts", id=people, person=people, organisation=branches, post=posts, since=since)


def _with_ending(names: pa.Array, numbers: Any, letter: str) -> pa.Array:
    listed = [
        f"{name}-{letter}{number}" if number else None
        for name, number in zip(names.to_pylist(), numbers.tolist(), strict=True)
    ]
    return pa.array(listed, pa.string())


def _lists(texts: pa.Array) -> pa.ListArray:
    """Make a list of one or none of each text."""
    there = texts.is_valid().to_numpy(zero_copy_only=False)
    offsets = np.concatenate([[0], np.cumsum(there)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), texts.drop_null())


def _activity_rows(picked: dict[str, Any], names: pa.Array, first: int) -> pa.Table:
    words = pa.array(KINDS, pa.string()).take(pa.array(picked["kind"] - 1))
    rows = len(names)
    return _table(
        "activities",
        id=_ids("A", rows, first),
        organisation=names,
        kinds=pa.ListArray.from_arrays(pa.array(np.arange(rows + 1, dtype=np.int32)), words),
        day=_days(picked["day"]),
        group=_with_ending(names, picked["grp"], "g"),
        minutes=picked["minutes"].astype(np.int64),
        due=picked["due"].astype(np.int64),
        present=picked["present"].astype(np.int64),
        leave=picked["leave"].astype(np.int64),
        speakers=_lists(_with_ending(names, picked["speaker"], "p")),
        received=_days(picked["day"] + picked["delay"]),
    )


def _paper_rows(picked: dict[str, Any], names: pa.Array, first: int) -> pa.Table:
    quarters = pa.array([f"2026Q{number}" for number in (1, 2, 3, 4)]).take(pa.array(picked["quarter"] - 1))
    day = QUARTER_ENDS[picked["quarter"] - 1] - YEAR_START + picked["after"]
    kinds = pa.array(["其他材料", PAPER]).take(pa.array(picked["is_report"].astype(np.int8)))
    ids = _ids("S", len(names), first)
    return _table("submissions", id=ids, organisation=names, kind=kinds, day=_days(day), period=quarters)


def _finding_rows(picked: dict[str, Any], names: pa.Array, first: int) -> pa.Table:
    days = {name: _days(picked[name]) for name in ("opened", "due", "closed", "reopened")}
    origins = pa.array(ORIGINS).take(pa.array(picked["origin"] - 1))
    texts = _same("问题", len(names))
    return _table("findings", id=_ids("F", len(names), first), organisation=names, origin=origins, text=texts, **days)


def _honour_rows(picked: dict[str, Any], names: pa.Array, first: int) -> pa.Table:
    rows = len(names)
    levels = pa.array([level for level, _ in LEVELS]).take(pa.array(picked["level"]))
    awards = pa.array(["", "荣誉一", "荣誉二"]).take(pa.array(picked["award"]))
    days = _days(np.full(rows, 100, np.int32))
    ids, titles = _ids("H", rows, first), _same("先进", rows)
    return _table("honours", id=ids, organisation=names, title=titles, level=levels, day=days, case=awards)


def _judgement_rows(picked: dict[str, Any], names: pa.Array) -> pa.Table:
    rows = len(names)
    return _table(
        "judgements",
        id=_joined(names, "-j"),
        organisation=names,
        measure=_same("v.discipline", rows),
        item=_same("v.discipline", rows),
        day=_days(np.full(rows, 200, np.int32)),
        role=_same("机关纪委", rows),
        outcome=_same("有", rows),
    )
