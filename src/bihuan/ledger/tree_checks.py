"""Checks of organisations and people through time: intervals, the tree, and names that could be mistaken."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from bihuan.appraisal.tables import TABLES
from bihuan.ledger.rows_view import Found, Rows, overlap
from bihuan.ledger.texts import rough_shape_of, shape_of

DEEPEST = 100
"""More tiers than this above an organisation are taken for a ring."""

Member = tuple[int, Any]


def bad_intervals(rows: Rows) -> Iterator[Found]:
    """L404: an end before its start; L403: one organisation or person in two states on one day."""
    for table in TABLES:
        if {"since", "until"} <= {column.name for column in table.columns}:
            for position, row in enumerate(rows.new(table.name)):
                if row.until is not None and row.until < row.since:
                    yield Found("L404", f"{row.until} 早于 {row.since}", table.name, position, "until")
    for name, key in (("organisations", "organisation"), ("people", "id")):
        for id_, members in _grouped(rows, name, attrgetter(key)):
            for other, position, row in _clashes(members, id):
                what = f"“{id_}”从 {row.since} 起的一行与从 {other.since} 到 {other.until or '今'} 的一行重叠"
                yield Found("L403", what, name, position, "since")


def _grouped(rows: Rows, table: str, key: Callable[[Any], str]) -> Iterator[tuple[str, list[Member]]]:
    """Group all rows by a key; groups of one are left out."""
    groups: dict[str, list[Member]] = {}
    for position, row in rows.every(table):
        groups.setdefault(key(row), []).append((position, row))
    return ((each, members) for each, members in groups.items() if len(members) > 1)


def _clashes(members: list[Member], owner: Callable[[Any], object]) -> Iterator[tuple[Any, int, Any]]:
    """Give each row that shares a day with an earlier one of another owner: that one, then position and row.

    One pass in the order of the starts, looking back at the two rows of different owners that end last. Of a pair
    the new row comes second; pairs already known are left out.
    """
    latest: list[Member] = []
    for position, row in sorted(members, key=lambda member: (member[1].since, member[0])):
        for at, other in latest:
            if owner(other) != owner(row) and overlap(other, row) and max(at, position) >= 0:
                yield (other, position, row) if position >= 0 else (row, at, other)
                break
        ends = sorted([(position, row), *latest], key=lambda member: member[1].until or date.max, reverse=True)
        latest = ends[:1] + [member for member in ends[1:] if owner(member[1]) != owner(ends[0][1])][:1]


def cycles(rows: Rows) -> Iterator[Found]:
    """L405: an organisation that stands above itself on some day."""
    changes: list[tuple[date, int, int, Any]] = []
    for position, row in rows.every("organisations"):
        if row.parent:
            changes.append((row.since, 1, position, row))
            if row.until is not None and row.until < date.max:
                changes.append((row.until + timedelta(days=1), 0, position, row))
    parents: dict[str, str] = {}
    for day, of_day in groupby(sorted(changes, key=lambda change: change[:3]), key=lambda change: change[0]):
        begun = []
        for _, begins, position, row in of_day:
            if begins:
                parents[row.organisation] = row.parent
                begun.append((position, row))
            elif parents.get(row.organisation) == row.parent:
                del parents[row.organisation]
        for position, row in begun:
            way = _way_up(row.organisation, parents)
            if way and position >= 0:
                what = f"{day} 起上级绕回到自己：{' → '.join(way[:8])}{' → …' if len(way) > 8 else ''}"
                yield Found("L405", what, "organisations", position, "parent")


def _way_up(start: str, parents: dict[str, str]) -> list[str]:
    """Give the way from an organisation up to itself again; empty if it comes to an end or to another ring."""
    way, passed = [start], {start}
    while (above := parents.get(way[-1])) is not None:
        way.append(above)
        if above == start or len(way) > DEEPEST:
            return way
        if above in passed:
            return []
        passed.add(above)
    return []


def doubled_codes(rows: Rows) -> Iterator[Found]:
    """L407: a code that two organisations have on one day, or that is the id of another."""
    ids = {row.organisation for _, row in rows.every("organisations")}
    for position, row in enumerate(rows.new("organisations")):
        if row.code in ids and row.code != row.organisation:
            what = f"“{row.organisation}”的代码“{row.code}”是另一组织的编号"
            yield Found("L407", what, "organisations", position, "code")
    for code, members in _grouped(rows, "organisations", lambda row: str(row.code)):
        for other, position, row in _clashes(members, lambda row: row.organisation):
            what = f"代码“{code}”同时属于“{other.organisation}”和“{row.organisation}”"
            yield Found("L407", what, "organisations", position, "code")


def look_alikes(rows: Rows) -> Iterator[Found]:
    """L406: names, and codes, of two organisations that look the same and are not."""
    for column, heading, shape in (("name", "名称", rough_shape_of), ("code", "代码", shape_of)):
        seen: dict[str, dict[str, Any]] = {}
        for position, row in rows.every("organisations"):
            text = getattr(row, column)
            others = seen.setdefault(shape(text), {})
            other = next((o for t, o in others.items() if t != text and o.organisation != row.organisation), None)
            if len(others) < 3:  # enough to name one; thousands of twins must not cost thousands of looks each
                others.setdefault(text, row)
            if other is not None and position >= 0:
                first = getattr(other, column)
                what = f"{heading}“{text}”（{row.organisation}）与“{first}”（{other.organisation}）看着一样"
                yield Found("L406", what, "organisations", position, column)


def namesakes(rows: Rows) -> Iterator[Found]:
    """L417: two people of one name in one branch at one time."""
    for _, members in _grouped(rows, "people", lambda row: f"{row.organisation}\n{row.name}"):
        for other, position, row in _clashes(members, lambda row: row.id):
            what = f"“{row.name}”在“{row.organisation}”有两人：{other.id}、{row.id}"
            yield Found("L417", what, "people", position, "name")
