"""Which rows of a table are in force at a given knowledge, for all rows at once."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow.compute as pc

from bihuan.appraisal.bulk.columns import NO_DAY, Coded, Flags, Ints, Sheet, Shorts, coded, day_number


@dataclass(frozen=True)
class History:
    """When rows happened and were received, which are withdrawn, and which row (``source``) corrects which."""

    happened: Shorts
    received: Shorts
    withdrawn: Flags
    source: Ints
    target: Ints

    @cached_property
    def last_happened(self) -> int:
        """The last day anything happened."""
        return int(self.happened.max(initial=NO_DAY))

    @cached_property
    def last_received(self) -> int:
        """The last day anything was received."""
        return int(self.received.max(initial=NO_DAY))

    @cached_property
    def is_plain(self) -> bool:
        """Whether nothing was ever corrected or withdrawn."""
        return not len(self.source) and not self.withdrawn.any()

    def live(self, as_of: date | None, known_at: date | None) -> Flags | None:
        """Give whether each row is in force; None if all are."""
        day = None if as_of is None or self.last_happened <= day_number(as_of) else day_number(as_of)
        known_day = None if known_at is None or self.last_received <= day_number(known_at) else day_number(known_at)
        if self.is_plain and day is None and known_day is None:
            return None
        known = np.ones(len(self.happened), np.bool_) if known_day is None else self.received <= known_day
        found = known & ~self.withdrawn
        found[self.target[known[self.source]]] = False
        return found if day is None else found & (self.happened <= day)

    def taken(self, order: Ints) -> "History":
        """Give the history of the rows in another order."""
        back = np.empty(len(order), np.int64)
        back[order] = np.arange(len(order))
        return History(
            self.happened[order], self.received[order], self.withdrawn[order], back[self.source], back[self.target]
        )

    def joined(self, other: "History") -> "History":
        """Give the history of the rows of two tables, one after the other."""
        shift = len(self.happened)
        return History(
            np.concatenate([self.happened, other.happened]),
            np.concatenate([self.received, other.received]),
            np.concatenate([self.withdrawn, other.withdrawn]),
            np.concatenate([self.source, other.source + shift]),
            np.concatenate([self.target, other.target + shift]),
        )


def history_of(sheet: Sheet) -> History:
    """Read the history of a table; blank received means as claimed, and that blank means as it happened."""
    names = {column.name for column in sheet.table.columns}
    happened = sheet.days(next(name for name in ("day", "opened", "since") if name in names))
    received = sheet.days("received")
    if "claimed" in names:
        claimed = sheet.days("claimed")
        received = np.where(received == NO_DAY, claimed, received)
    received = np.where(received == NO_DAY, happened, received)
    source, target = _corrections(sheet)
    return History(happened, received, sheet.flags("withdrawn"), source, target)


def _corrections(sheet: Sheet) -> tuple[Ints, Ints]:
    """Pair every correcting row with every row of the id it names."""
    corrects = sheet.coded("corrects")
    named = corrects.among(word for word in corrects.words if word)[corrects.codes]
    source = np.flatnonzero(named)
    if not len(source):
        return source, source
    codes, wanted = _same_codes(sheet, corrects)
    order = np.argsort(codes, kind="stable")
    first = np.searchsorted(codes[order], wanted[corrects.codes[source]], "left")
    last = np.searchsorted(codes[order], wanted[corrects.codes[source]], "right")
    many = last - first
    starts = np.repeat(first - np.concatenate([[0], np.cumsum(many)[:-1]]), many)
    return np.repeat(source, many), order[starts + np.arange(int(many.sum()))]


def _same_codes(sheet: Sheet, corrects: Coded) -> tuple[Shorts, Shorts]:
    """Give the codes of the ids, and for each word of ``corrects`` its code among them (-2: there is none)."""
    ids = coded(pc.cast(sheet.column("id"), "string"))
    place = {word: number for number, word in enumerate(ids.words)}
    return ids.codes, np.array([place.get(word, -2) for word in corrects.words], dtype=np.int32)
