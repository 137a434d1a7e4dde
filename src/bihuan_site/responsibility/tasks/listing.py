"""The filters, columns and sums of the list of tasks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bihuan_site.responsibility.duties.catalogue import Catalogue
from bihuan_site.responsibility.duties.queries import Tally
from bihuan_site.responsibility.duties.states import DONE, LATE, NAMES, NEAR, NOT_DUE, OVERDUE, STATES, word
from bihuan_site.responsibility.tasks import queries
from bihuan_site.responsibility.tasks.queries import Filter
from bihuan_site.responsibility.tasks.spans import spans
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.listing import Column

BEHIND = ((7, "逾期 7 天以上"), (30, "逾期 30 天以上"), (90, "逾期 90 天以上"))


def asked_of(given: Mapping[str, Any], *, without_state: bool = False) -> Filter:
    """Read the filter out of the address."""
    behind = str(given.get("behind", ""))
    return Filter(
        unit=given.get("unit", ""),
        duty=given.get("duty", ""),
        month=given.get("month", ""),
        state="" if without_state else given.get("state", ""),
        behind=int(behind) if behind.isdecimal() and len(behind) < 4 and not without_state else 0,
        post=given.get("post", ""),
        person=given.get("person", ""),
    )


def columns_for() -> list[Column]:
    """The columns of the list and of its workbook."""
    return [
        Column("党组织", lambda row: row.organisation.name, "organisation__code"),
        Column("责任", lambda row: row.title, "duty"),
        Column("期间", lambda row: row.window),
        Column("计划日期", lambda row: row.planned, "planned"),
        Column("截止", lambda row: row.deadline, "deadline"),
        Column("应办", lambda row: row.need, number=True),
        Column("已办", lambda row: row.done, number=True),
        Column("单位", lambda row: row.unit),
        Column("状态", lambda row: word(row), "state"),
    ]


def count_of(found: Tally, asked: Filter) -> int | None:
    """Give how many rows a filter leaves, where the sums tell it; None where only counting does."""
    if asked.behind:
        return None
    names = {state: name for name, state in NAMES.items()}
    return int(getattr(found, names[asked.state])) if asked.state in names else found.total


@dataclass(frozen=True, slots=True)
class Part:
    """A term of the sum: its words, its number, the list it opens, the sign before it."""

    words: str
    number: int
    url: str
    sign: str
    css: str
    is_chosen: bool


def sum_parts(found: Tally, given: Any) -> list[Part]:
    """按期 + 补办 + 逾期未办 = 应办, then what is still to come."""
    chosen = given.get("state", "")
    terms = (
        ("", "按期", found.done, DONE, ""),
        ("+", "补办", found.late, LATE, ""),
        ("+", "逾期未办", found.overdue, OVERDUE, "bad" if found.overdue else ""),
        ("=", "应办", found.owed, "", ""),
        ("push", "临期", found.near, NEAR, ""),
        ("", "未到期", found.not_due, NOT_DUE, ""),
    )
    return [
        Part(words, number, _with(given, state) if state else "", sign, css, bool(state) and state == chosen)
        for sign, words, number, state, css in terms
    ]


def _with(given: Any, state: str) -> str:
    kept = {name: value for name, value in given.items() if name not in ("state", "page", "behind", "export")}
    return "?" + urlencode(kept | {"state": state})


def filters_shown(actor: Actor, book: Catalogue, asked: Filter) -> dict[str, Any]:
    """Give the choices of the filters."""
    chosen = queries.unit(actor, asked.unit)
    units = list(queries.units(actor))
    if chosen and chosen not in units:
        units.insert(0, chosen)
    months = [(one.key, one.label) for one in spans(book.year, "quarter", business_day())]
    months += [(one.key, f"{one.label} 月") for one in spans(book.year, "month", business_day())[:12]]
    if asked.month and asked.month not in dict(months):
        months.insert(
            0, (asked.month, asked.month.replace("-W", " 年第 ") + " 周" if "-W" in asked.month else asked.month)
        )
    return {
        "units": units,
        "duties": [(one.id, f"{one.number} {one.title}") for one in book.entries if one.has_cadence],
        "months": months,
        "states": STATES,
        "behind": BEHIND,
    }
