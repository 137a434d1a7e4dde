"""Checks of what a row says: numbers of people and votes, and the order of its dates."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from bihuan.appraisal.tables import TABLES
from bihuan.ledger.rows_view import Found, Rows

_PAPERS = ("发出", "收回", "有效")


def negative_numbers(rows: Rows) -> Iterator[Found]:
    """L414: a count below zero."""
    for table in TABLES:
        for column in table.columns:
            if column.type == "int":
                for position, row in enumerate(rows.new(table.name)):
                    value = getattr(row, column.name)
                    if value is not None and value < 0:
                        yield Found("L414", f"“{column.heading}”是 {value}", table.name, position, column.name)


def wrong_attendance(rows: Rows) -> Iterator[Found]:
    """L411: more people present, on leave or otherwise absent than due; L419: present, but nobody due."""
    for position, row in enumerate(rows.new("activities")):
        present, due = row.present, row.due
        counted = present + row.leave + sum(count for _, count in row.others)
        if counted <= due:
            continue
        if due == 0 and counted == present:
            yield Found("L419", f"实到 {present}，应到没有填", "activities", position, "due")
        elif present > due:
            yield Found("L411", f"实到 {present} 多于应到 {due}", "activities", position, "present")
        else:
            what = f"实到、请假、其他未到共 {counted}，多于应到 {due}"
            yield Found("L411", what, "activities", position, "due")


def wrong_times(rows: Rows) -> Iterator[Found]:
    """L413: received or claimed before it happened; L420: claimed before it happened; L415: findings out of order."""
    for table in TABLES:
        names = {column.name for column in table.columns}
        if "received" in names:
            happened = "opened" if "opened" in names else "day" if "day" in names else ""
            for position, row in enumerate(rows.new(table.name)):
                yield from _times_of(row, table.name, position, happened, "claimed" in names)
    for position, row in enumerate(rows.new("findings")):
        for name, heading in (
            ("due", "整改期限"),
            ("done", "完成日期"),
            ("closed", "销号日期"),
            ("reviewed", "回头看日期"),
        ):
            value = getattr(row, name)
            if value is not None and value < row.opened:
                yield Found("L415", f"{heading} {value} 早于反馈日期 {row.opened}", "findings", position, name)


def _times_of(row: Any, table: str, position: int, happened: str, claims: bool) -> Iterator[Found]:
    day = getattr(row, happened) if happened else None
    claimed = row.claimed if claims else None
    if row.received is not None and day is not None and day > row.received:
        yield Found("L413", f"发生在 {day}，接收却在 {row.received}", table, position, "received")
    if row.received is not None and claimed is not None and claimed > row.received:
        yield Found("L413", f"自报在 {claimed}，接收却在 {row.received}", table, position, "received")
    if claimed is not None and day is not None and claimed < day:
        yield Found("L420", f"自报在 {claimed}，发生却在 {day}", table, position, "claimed")


def wrong_ballots(rows: Rows) -> Iterator[Found]:
    """L412: more votes than valid papers, more valid than returned, more returned than given out."""
    ballots: dict[tuple[Any, ...], dict[str, tuple[int, int]]] = {}
    for position, row in rows.standing("ballots"):
        key = (row.organisation, row.ballot, row.day, row.group, row.subject)
        votes = ballots.setdefault(key, {})
        if row.option in votes and position >= 0:
            yield Found("L412", f"选项“{row.option}”的票数写了两次", "ballots", position, "option")
        votes[row.option] = (row.votes, position)
    for votes in ballots.values():
        yield from _papers_of(votes)


def _papers_of(votes: dict[str, tuple[int, int]]) -> Iterator[Found]:
    cast = [each for option, each in votes.items() if option not in _PAPERS]
    last = max(position for _, position in votes.values())
    if last < 0:
        return
    steps = [("各选项之和", sum(count for count, _ in cast), max((at for _, at in cast), default=last))]
    steps += [(paper, *votes[paper]) for paper in reversed(_PAPERS) if paper in votes]
    for (smaller, few, first), (larger, many, second) in pairwise(steps):
        if few > many:
            what = f"{smaller} {few} 多于{larger} {many}"
            yield Found("L412", what, "ballots", first if first >= 0 else max(second, last), "votes")


def wrong_samples(rows: Rows) -> Iterator[Found]:
    """L416: a sample larger than what it was drawn from."""
    for position, row in enumerate(rows.new("samples")):
        if row.size > row.population:
            yield Found("L416", f"抽了 {row.size}，总体只有 {row.population}", "samples", position, "size")
