"""The ledger as seen by one evaluation: which rows are in force, on which days records belong, for which period."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from bihuan.appraisal.bulk.columns import Flags, Ints, Shorts, day_number
from bihuan.appraisal.bulk.ledger import BulkLedger, Rows
from bihuan.appraisal.bulk.organisations import Organisations
from bihuan.appraisal.bulk.records import Records
from bihuan.appraisal.choices import BelongsBy, Choices, LateEntry
from bihuan.appraisal.compiled import CompiledRules
from bihuan.basics.periods import Period


@dataclass
class Look:
    """Records as looked at: what is in force, the day each belongs to, and what was picked by kind and subject."""

    usable: Flags | None
    day: Shorts
    rank: Ints | None
    picked: dict[Any, Any]


@dataclass(frozen=True)
class Scene:
    """Rules, ledger, day and knowledge; ``period`` is the part of the year looked at."""

    rules: CompiledRules
    ledger: BulkLedger
    as_of: date
    known_at: date | None
    period: Period
    found: dict[Any, Any]
    """What was found already in this evaluation: facts shared by several measures."""

    @classmethod
    def of(cls, rules: CompiledRules, ledger: BulkLedger, as_of: date, known_at: date | None) -> "Scene":
        """Look at ``ledger`` under ``rules``."""
        return cls(rules, ledger, as_of, known_at, rules.period, {})

    def during(self, period: Period) -> "Scene":
        """Look at another stretch of time."""
        return replace(self, period=period)

    @property
    def choices(self) -> Choices:
        """The choices of the pack."""
        return self.rules.rules.choices

    @property
    def organisations(self) -> Organisations:
        """Who is who."""
        return self.ledger.organisations

    @property
    def records(self) -> Records:
        """Activities and submissions."""
        return self.ledger.records

    @property
    def count(self) -> int:
        """How many branches there are."""
        return self.organisations.count

    @property
    def is_over(self) -> bool:
        """Whether the period has ended by the day looked at."""
        return self.as_of >= self.period.end

    @property
    def today(self) -> date:
        """The day looked at, but no later than the period's end."""
        return min(self.as_of, self.period.end)

    @property
    def start(self) -> int:
        """The first day of the period."""
        return day_number(self.period.start)

    @property
    def end(self) -> int:
        """The last day of the period."""
        return day_number(self.period.end)

    def live(self, rows: Rows, by_day: bool = True) -> Flags:
        """Give which rows of a table are in force."""
        key = ("live", id(rows), by_day)
        if key not in self.found:
            live = rows.history.live(self.as_of if by_day else None, self.known_at)
            self.found[key] = (np.ones(len(rows), np.bool_) if live is None else live) & (rows.branch >= 0)
        found: Flags = self.found[key]
        return found

    def in_period(self, days: Shorts) -> Flags:
        """Whether each day lies in the period."""
        return (days >= self.start) & (days <= self.end)

    @cached_property
    def look(self) -> Look:
        """The records as looked at; kept with the ledger for the next evaluation that looks the same way."""
        choices, records = self.choices, self.records
        drops_late = choices.late_entry is LateEntry.DOES_NOT_COUNT
        by_recorded = choices.belongs_by is BelongsBy.RECORDED
        live = records.history.live(self.as_of, self.known_at)
        moment = None if live is None else (self.as_of, self.known_at)
        key = (
            moment,
            by_recorded,
            choices.late_entry_days if drops_late else None,
            tuple(self.rules.rules.aliases.items()),
        )
        kept = self.ledger.kept.get("look")
        if kept is None or kept[0] != key:
            kept = self.ledger.kept["look"] = (key, self._looked(live, by_recorded, drops_late))
        found: Look = kept[1]
        return found

    def _looked(self, live: Flags | None, by_recorded: bool, drops_late: bool) -> Look:
        records, usable = self.records, live
        if records.returned.any():
            usable = ~records.returned if usable is None else usable & ~records.returned
        if drops_late:
            late = self.late_entry & records.is_activity
            usable = ~late if usable is None else usable & ~late
        if not by_recorded:
            return Look(usable, records.day, None, {})
        rank = np.empty(len(records), np.int64)
        rank[np.lexsort((records.id_rank, records.history.received))] = np.arange(len(records))
        return Look(usable, records.history.received, rank, {})

    @property
    def late_entry(self) -> Flags:
        """Which records were entered late."""
        most = self.choices.late_entry_days
        kept = self.ledger.kept.get("late")
        if kept is None or kept[0] != most:
            gap = self.records.history.received.astype(np.int64) - self.records.day
            kept = self.ledger.kept["late"] = (most, gap > most)
        found: Flags = kept[1]
        return found

    @property
    def prepared(self) -> dict[Any, Any]:
        """What the rules were turned into for this ledger; kept until the ledger is looked at with other rules."""
        kept = self.ledger.kept.get("rules")
        if kept is None or kept[0] is not self.rules:
            kept = self.ledger.kept["rules"] = (self.rules, {})
        found: dict[Any, Any] = kept[1]
        return found

    def kind_numbers(self, kinds: Iterable[str]) -> list[int]:
        """Give the numbers of the words that mean one of ``kinds``, aliases included."""
        aliases, wanted = self.rules.rules.aliases, set(kinds)
        return [number for number, word in enumerate(self.records.kinds.words) if aliases.get(word, word) in wanted]
