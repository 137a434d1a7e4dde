"""The calendar of duties: what is due in each column, drawn so that every number opens its list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from bihuan_site.responsibility.duties.catalogue import Catalogue, Entry
from bihuan_site.responsibility.tasks.queries import Cell, calendar
from bihuan_site.responsibility.tasks.spans import LATER, VIEWS, Span, spans
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell as drawn: the number, the class, the words for readers, the list it opens (empty: none)."""

    number: int
    css: str
    words: str
    url: str
    is_now: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the calendar."""

    title: str
    who: str
    marks: tuple[Mark, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """The calendar: columns, the groups above them (month view), and lines."""

    view: str
    columns: tuple[Span, ...]
    groups: tuple[tuple[str, int], ...]
    now: tuple[bool, ...]
    lines: tuple[Line, ...]

    @property
    def heads(self) -> list[tuple[Span, bool]]:
        """The columns, each with whether today lies in it."""
        return list(zip(self.columns, self.now, strict=True))


CSS = {"done": "n-done", "part": "n-part", "missed": "n-late", "now": "n-now", "plan": "n-plan"}
WORDS = {"done": "已办", "part": "部分完成", "missed": "逾期未办", "now": "在办", "plan": "计划"}


def mark(cell: Cell, duty: str, today: date, unit: str = "") -> Mark:
    """Draw one cell; its number is the length of the list it opens."""
    look = cell.look(today)
    asked = {"duty": duty, "month": cell.span.key} | ({"unit": unit} if unit else {})
    details = f"{WORDS.get(look, '')}，共 {cell.total} 项，已办 {cell.done}，逾期 {cell.overdue}"
    url = f"{reverse('responsibility:tasks')}?{urlencode(asked)}" if cell.total else ""
    note = f"缺 {cell.overdue}" if look in ("part", "missed") else f"余 {cell.open}" if look == "now" else ""
    return Mark(cell.total, CSS.get(look, ""), details, url, is_now(cell.span, today), note)


def is_now(span: Span, today: date) -> bool:
    """Whether today lies in a column."""
    return span.holds(today) and span.key != LATER


def chart(
    actor: Actor, book: Catalogue, entries: Sequence[Entry], view: str, unit: str = "", extra: Sequence[Line] = ()
) -> Chart:
    """Draw the calendar of some duties; the column after the year is there only if something falls into it."""
    today = business_day()
    columns = spans(book.year, view, today)
    rows = calendar(actor, book.year, columns, [entry.id for entry in entries], unit)
    if columns[-1].key == LATER and not any(row.cells[-1].total for row in rows.values()):
        columns = columns[:-1]
    width = len(columns)
    lines = [
        Line(
            _kinds(entry),
            entry.subject,
            tuple(mark(cell, entry.id, today, unit) for cell in rows[entry.id].cells[:width]),
            reverse("responsibility:duty", args=(entry.id,)),
        )
        for entry in entries
        if entry.id in rows
    ]
    now = tuple(is_now(column, today) for column in columns)
    kept = tuple(Line(one.title, one.who, one.marks[:width], one.url) for one in extra)
    return Chart(view, tuple(columns), _groups(columns, view), now, (*lines, *kept))


def _groups(columns: Sequence[Span], view: str) -> tuple[tuple[str, int], ...]:
    if view != "month":
        return ()
    return (*((f"{one}季度", 3) for one in "一二三四"), *([("", 1)] if len(columns) > 12 else []))


def _kinds(entry: Entry) -> str:
    first, *more = entry.evidence
    return f"{first}等 {len(more) + 1} 种" if more else first


def view_named(asked: str) -> str:
    """Give the view the address asks for; the months by default."""
    return asked if asked in VIEWS else "month"
