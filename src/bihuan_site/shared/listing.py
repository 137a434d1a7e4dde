"""A list of rows as every list of the site shows it: filters and order in the address, 20 rows a page, xlsx."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

PAGE = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CELL = 32767
"""The longest text a spreadsheet cell holds."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what it shows of a row, the field it sorts by (empty: not at all), numbers right."""

    title: str
    value: Callable[[Any], Any]
    sort: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading as drawn: ``query`` is the address that sorts by it, ``order`` is up, down or empty."""

    title: str
    query: str
    order: str
    number: bool


class Listing:
    """Rows of a queryset (or a list), one page of them, with their headings.

    ``?sort=field`` or ``?sort=-field`` orders (only fields that columns name), ``?page=2`` turns, ``?export=xlsx``
    gives everything the filters leave as a workbook with the same columns.
    """

    def __init__(
        self,
        request: HttpRequest,
        rows: QuerySet[Any] | Sequence[Any],
        columns: Sequence[Column],
        *,
        name: str,
        page_size: int = PAGE,
        total: int | None = None,
    ) -> None:
        self.request, self.columns, self.name = request, tuple(columns), name
        self.sort = self._asked_sort()
        self.rows = rows.order_by(self.sort, "pk") if self.sort and isinstance(rows, QuerySet) else rows
        self.paginator: Paginator[Any] = Paginator(self.rows, page_size)
        if total is not None:  # already counted by the page
            self.paginator.count = total
        self.page: Page[Any] = self.paginator.get_page(request.GET.get("page"))

    def _asked_sort(self) -> str:
        asked = self.request.GET.get("sort", "")
        return asked if asked.removeprefix("-") in {one.sort for one in self.columns if one.sort} else ""

    @property
    def total(self) -> int:
        """How many rows the filters leave."""
        return self.paginator.count

    def headings(self) -> Iterator[Heading]:
        """Give the headings in order."""
        for one in self.columns:
            order = ""
            if one.sort and self.sort.removeprefix("-") == one.sort:
                order = "down" if self.sort.startswith("-") else "up"
            turned = f"-{one.sort}" if order == "up" else one.sort
            yield Heading(one.title, self._query(sort=turned) if one.sort else "", order, one.number)

    def cells(self) -> Iterator[tuple[Any, list[tuple[Column, Any]]]]:
        """Give every row of this page with its cells."""
        for row in self.page:
            yield row, [(one, one.value(row)) for one in self.columns]

    def pages(self) -> Iterator[tuple[str, str]]:
        """Give (label, address) of the pages around this one; an address is empty for the page shown and for gaps."""
        for number in self.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1):
            here = number == self.page.number or not isinstance(number, int)
            yield str(number), "" if here else self._query(page=str(number))

    @property
    def export_query(self) -> str:
        """The address of the workbook."""
        return self._query(export="xlsx")

    def _query(self, **changed: str) -> str:
        query = self.request.GET.copy()
        query.pop("export", None)
        if "sort" in changed:
            query.pop("page", None)
        for name, value in changed.items():
            query[name] = value
        return f"?{query.urlencode()}"

    @property
    def is_export(self) -> bool:
        """Whether the workbook is asked for."""
        return self.request.GET.get("export") == "xlsx"

    def export(self) -> HttpResponse:
        """Give everything the filters leave as a workbook."""
        rows = self.rows.iterator(chunk_size=2000) if isinstance(self.rows, QuerySet) else iter(self.rows)
        titles = [one.title for one in self.columns]
        return workbook(self.name, titles, ([one.value(row) for one in self.columns] for row in rows))


def workbook(name: str, titles: Sequence[str], rows: Iterator[Sequence[Any]]) -> HttpResponse:
    """Give an xlsx answer; texts stay texts, whatever sign they start with."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(_sheet_name(name))
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, bold)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(titles) - 1, 0), 16)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write(sheet, number, column, value, day)
    answer = HttpResponse(target.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(_clean(name), safe='')}.xlsx"
    return answer


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "否")
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, Fraction) and value.denominator == 1:
        sheet.write_number(row, column, value.numerator)
    elif isinstance(value, (tuple, list)):
        sheet.write_string(row, column, _clean("、".join(str(one) for one in value))[:CELL])
    else:
        sheet.write_string(row, column, _clean(str(value))[:CELL])


def _clean(text: str) -> str:
    """Leave out what XML may not hold: control signs, halves of signs, the two that are none."""
    whole = text.encode("utf-8", "ignore").decode()
    return "".join(one for one in whole if (one >= " " and one not in "\ufffe\uffff") or one in "\t\n")


def _sheet_name(name: str) -> str:
    """Make a name Excel takes: no reserved sign or word, no quote at its ends, at most 31 signs."""
    bare = "".join(one for one in _clean(name) if one not in "[]:*?/\\\t\n")[:31].strip("' ")
    return "数据" if bare.lower() in ("", "history") else bare
