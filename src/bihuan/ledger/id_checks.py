"""Checks of ids: given once, pointing at something, corrected in one line."""

from collections.abc import Iterator
from typing import Any

from bihuan.appraisal.tables import TABLES
from bihuan.basics.tables import Table
from bihuan.ledger.candidates import Candidates
from bihuan.ledger.rows_view import Found, Rows

_TARGETS = {"organisations": ("组织", "organisation"), "people": ("人员", "id"), "samples": ("抽查", "id")}
_IN_INTERVALS = ("organisations", "people")


def ids_of(rows: Rows, target: str) -> set[str]:
    """Give the ids of a table that may be referred to."""
    name = _TARGETS[target][1]
    return {getattr(row, name) for row in (*rows.old(target), *rows.new(target))} | rows.left_out.get(target, set())


def doubled_ids(rows: Rows) -> Iterator[Found]:
    """L401: an id used by two rows (organisations and people may have a row for each interval)."""
    for table in TABLES:
        if table.name in _IN_INTERVALS:
            continue
        old = {row.id for row in rows.old(table.name)} | rows.left_out.get(table.name, set())
        seen: dict[str, int] = {}
        for position, row in enumerate(rows.new(table.name)):
            if row.id in old:
                yield Found("L401", f"编号“{row.id}”在别处已经用过", table.name, position, "id")
            elif seen.setdefault(row.id, position) != position:
                first = seen[row.id] + 1
                yield Found("L401", f"编号“{row.id}”与第 {first} 条数据相同", table.name, position, "id")


def doubled_content(rows: Rows) -> Iterator[Found]:
    """L402: rows that differ only in their id, each such group once, at its second row."""
    for table in TABLES:
        if table.name in _IN_INTERVALS or not rows.new(table.name):
            continue
        names = [column.name for column in table.columns if column.name not in ("id", "claimed", "received")]
        read = [[getattr(row, name) for row in rows.new(table.name)] for name in names]
        groups: dict[tuple[Any, ...], list[int]] = {}
        for position, content in enumerate(zip(*read, strict=True)):
            groups.setdefault(content, []).append(position)
        for positions in groups.values():
            ids = list(dict.fromkeys(rows.new(table.name)[at].id for at in positions))
            if len(ids) > 1 and not getattr(rows.new(table.name)[positions[0]], "withdrawn", False):
                named = f"{'、'.join(ids[:4])}{f'等 {len(ids)} 行' if len(ids) > 4 else ''}"
                yield Found("L402", f"{named}内容完全相同", table.name, positions[1], "id")


def unknown_references(rows: Rows) -> Iterator[Found]:
    """L301: an id that the table it points into does not have; without any organisation there is nothing to compare."""
    ids = {target: ids_of(rows, target) for target in _TARGETS}
    candidates = {target: Candidates(known) for target, known in ids.items()}
    for table in TABLES:
        for column in table.columns:
            if column.refers and (ids[column.refers] or column.refers != "organisations"):
                values = [getattr(row, column.name) for row in rows.new(table.name)]
                for position, text in _unknown(values, ids[column.refers]):
                    what = f"没有{_TARGETS[column.refers][0]}“{text}”{_near(text, candidates[column.refers])}"
                    yield Found("L301", what, table.name, position, column.name)


def _unknown(values: list[Any], ids: set[str]) -> Iterator[tuple[int, str]]:
    odd = {value for value in set(values) if value and any(text not in ids for text in _texts(value))}
    if odd:
        for position, value in enumerate(values):
            if value in odd:
                yield from ((position, text) for text in _texts(value) if text not in ids)


def _texts(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def _near(text: str, candidates: Candidates) -> str:
    near = candidates.near(text)
    return f"；相近的有：{'、'.join(near)}" if near else ""


def unknown_subjects(rows: Rows) -> Iterator[Found]:
    """L418: a subject that is neither a person nor an organisation."""
    ids = ids_of(rows, "people") | ids_of(rows, "organisations")
    candidates = Candidates(ids)
    for table in TABLES:
        if any(column.name == "subject" for column in table.columns):
            for position, row in enumerate(rows.new(table.name)):
                if row.subject and row.subject not in ids:
                    what = f"没有编号为“{row.subject}”的人员或组织{_near(row.subject, candidates)}"
                    yield Found("L418", what, table.name, position, "subject")


def bad_corrections(rows: Rows) -> Iterator[Found]:
    """L408, L409, L410: a correction of no row, the second of one row, or a ring of corrections."""
    for table in TABLES:
        if any(column.name == "corrects" for column in table.columns):
            yield from _corrections_of(rows, table)


def _corrections_of(rows: Rows, table: Table) -> Iterator[Found]:
    corrected = dict.fromkeys(rows.left_out.get(table.name, ()), None)
    corrected |= {row.id: row.corrects for _, row in rows.every(table.name)}
    candidates = Candidates(corrected)
    first: dict[str, str] = {row.corrects: row.id for row in rows.old(table.name) if row.corrects}
    for position, row in enumerate(rows.new(table.name)):
        if not row.corrects:
            continue
        if row.corrects not in corrected:
            near = _near(row.corrects, candidates)
            yield Found("L408", f"要更正的“{row.corrects}”不存在{near}", table.name, position, "corrects")
        elif first.setdefault(row.corrects, row.id) != row.id:
            what = f"“{row.corrects}”已经由“{first[row.corrects]}”更正"
            yield Found("L409", what, table.name, position, "corrects")
        if _comes_back(row.id, corrected):
            yield Found("L410", f"“{row.id}”的更正绕回到自己", table.name, position, "corrects")


def _comes_back(start: str, corrected: dict[str, str | None]) -> bool:
    passed: set[str] = set()
    at = corrected.get(start)
    while at is not None and at not in passed:
        if at == start:
            return True
        passed.add(at)
        at = corrected.get(at)
    return False
