"""Which rows of the ledger are in force at a given knowledge: received in time, not corrected, not withdrawn."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple, Protocol, TypeVar

from bihuan.progress.rows import Activity, Submission


class Row(Protocol):
    """What every row with a history has."""

    @property
    def id(self) -> str: ...
    @property
    def received(self) -> date | None: ...
    @property
    def corrects(self) -> str | None: ...
    @property
    def withdrawn(self) -> bool: ...


R = TypeVar("R", bound=Row)


def happened_on(row: Any) -> date:
    """Give the day a row happened (an exemption or finding: the day it starts)."""
    day: date | None = getattr(row, "day", None)
    if day is None:
        day = getattr(row, "opened", None) or row.since
    return day


def received_on(row: Any) -> date:
    """Give the day a row was received; blank means as claimed, and that blank means as it happened."""
    received: date = row.received or getattr(row, "claimed", None) or happened_on(row)
    return received


def live(
    rows: Iterable[R], as_of: date | None = None, known_at: date | None = None, others: Iterable[Row] = ()
) -> list[R]:
    """Give the rows in force: known at ``known_at``, not corrected by a known row, not withdrawn, begun.

    ``others`` are rows elsewhere that may correct some of these; those of another table are passed over.
    """
    listed = list(rows)
    if known_at is not None:
        listed = [row for row in listed if received_on(row) <= known_at]
    corrected = {row.corrects for row in listed if row.corrects}
    for row in others if listed else ():
        is_known = known_at is None or received_on(row) <= known_at
        if row.corrects and is_known and type(row) is type(listed[0]):
            corrected.add(row.corrects)
    if as_of is not None:
        listed = [row for row in listed if happened_on(row) <= as_of]
    if not corrected and not any(row.withdrawn for row in listed):
        return listed
    return [row for row in listed if row.id not in corrected and not row.withdrawn]


class Entry(NamedTuple):
    """A record of work as the matcher sees it: the day it belongs to, whether it was entered late, the row."""

    day: date
    row: Any
    late_entry: bool

    @property
    def order(self) -> tuple[date, str]:
        """Records are taken by the day they belong to, then by id."""
        return (self.day, self.row.id)


def entries(
    rows: Iterable[Activity] | Iterable[Submission], by_recorded: bool, late_days: int, late_counts: bool
) -> list[Entry]:
    """Turn live rows into entries in order; activities entered late are dropped if the pack does not count them."""
    found = []
    for row in rows:
        received = received_on(row)
        late = (received - row.day).days > late_days
        if late and not late_counts and isinstance(row, Activity):
            continue
        found.append(Entry(received if by_recorded else row.day, row, late))
    found.sort(key=lambda entry: entry.order)
    return found
