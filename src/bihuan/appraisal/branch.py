"""One branch's part of the ledger, and the view of it at a given day and knowledge."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from bihuan.appraisal.choices import BelongsBy, Choices, LateEntry
from bihuan.appraisal.rows import Appeal, BallotCount, ExternalResult, Honour, Judgement, Sample
from bihuan.appraisal.tables import LedgerTables
from bihuan.organisations.standing import Household, households, standings
from bihuan.progress.entries import Entry, R, entries, live
from bihuan.progress.rows import Activity, Exemption, Finding, Submission


@dataclass(frozen=True, slots=True)
class BranchLedger:
    """The rows that bear on one organisation.

    ``elsewhere`` are activities of others its post holders took part in; ``corrections`` are rows not among these
    that correct one of them, such as one that moves a record to another organisation.
    """

    household: Household
    activities: tuple[Activity, ...] = ()
    elsewhere: tuple[Activity, ...] = ()
    submissions: tuple[Submission, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    findings: tuple[Finding, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    ballots: tuple[BallotCount, ...] = ()
    honours: tuple[Honour, ...] = ()
    externals: tuple[ExternalResult, ...] = ()
    samples: tuple[Sample, ...] = ()
    appeals: tuple[Appeal, ...] = ()
    corrections: tuple[Any, ...] = ()

    @property
    def organisation(self) -> str:
        """The id of the organisation."""
        return self.household.standing.organisation


PER_ORGANISATION = (
    "activities",
    "submissions",
    "exemptions",
    "findings",
    "judgements",
    "ballots",
    "honours",
    "externals",
    "samples",
    "appeals",
)


def split_ledger(tables: LedgerTables) -> Mapping[str, BranchLedger]:
    """Divide a whole ledger into one :class:`BranchLedger` an organisation (Party groups excepted), by id in order."""
    houses = households(
        standings(tables.get("organisations", ()), tables.get("organisation_events", ())),
        tables.get("posts", ()),
        tables.get("liaisons", ()),
    )
    rows = {name: _by_organisation(tables.get(name, ())) for name in PER_ORGANISATION}
    taken_part = _by_person(tables.get("activities", ()))
    correcting = {name: _by_target(tables.get(name, ())) for name in PER_ORGANISATION}
    ledgers = {}
    for name, house in houses.items():
        mine: dict[str, tuple[Any, ...]] = {table: tuple(found.get(name, ())) for table, found in rows.items()}
        elsewhere = _elsewhere(name, house, taken_part)
        ledgers[name] = BranchLedger(
            house, elsewhere=elsewhere, corrections=_corrections(name, mine, elsewhere, correcting), **mine
        )
    return ledgers


def _by_target(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if row.corrects:
            found[row.corrects].append(row)
    return found


def _corrections(
    name: str,
    mine: Mapping[str, tuple[Any, ...]],
    elsewhere: tuple[Activity, ...],
    correcting: Mapping[str, Mapping[str, list[Any]]],
) -> tuple[Any, ...]:
    """Give the rows that correct one of an organisation's, or one its people took part in, and do not stand with it."""
    found = [
        other
        for table, listed in mine.items()
        if correcting[table]
        for row in listed
        for other in correcting[table].get(row.id, ())
        if other.organisation != name
    ]
    if correcting["activities"]:
        there = {row.id for row in elsewhere}
        found += [
            other for row in elsewhere for other in correcting["activities"].get(row.id, ()) if other.id not in there
        ]
    return tuple(found)


def _by_organisation(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.organisation].append(row)
    return found


def people_in(activity: Activity) -> set[str]:
    """Give the ids of everyone the activity names, in whatever role."""
    named = {*activity.speakers, *activity.leaders, *activity.observers}
    return named | {activity.chair} if activity.chair else named


def _by_person(activities: Iterable[Activity]) -> dict[str, list[Activity]]:
    found: dict[str, list[Activity]] = defaultdict(list)
    for activity in activities:
        for person in people_in(activity):
            found[person].append(activity)
    return found


def _elsewhere(name: str, house: Household, taken_part: Mapping[str, list[Activity]]) -> tuple[Activity, ...]:
    found = {
        activity.id: activity
        for person in {holding.person for holding in house.holdings}
        for activity in taken_part.get(person, ())
        if activity.organisation != name
    }
    return tuple(found[one] for one in sorted(found))


@dataclass(frozen=True)
class BranchView:
    """A branch as known at ``known_at`` and as of ``as_of``: only rows in force, in order, indexed by kind."""

    ledger: BranchLedger
    choices: Choices
    as_of: date
    known_at: date | None
    aliases: Mapping[str, str] = field(default_factory=dict)

    @property
    def household(self) -> Household:
        """The organisation with its groups and posts."""
        return self.ledger.household

    @cached_property
    def by_kind(self) -> dict[str, list[Entry]]:
        """Own activities and submissions by kind (aliases resolved), in order."""
        found: dict[str, list[Entry]] = {}
        resolve = self.aliases.get
        for entry in self._entries(self.ledger.activities):
            for name in dict.fromkeys([resolve(kind, kind) for kind in entry.row.kinds]):
                if name in found:
                    found[name].append(entry)
                else:
                    found[name] = [entry]
        for entry in self._entries(self.ledger.submissions):
            if not entry.row.returned:
                found.setdefault(resolve(entry.row.kind, entry.row.kind), []).append(entry)
        return found

    @cached_property
    def elsewhere_by_kind(self) -> dict[str, list[Entry]]:
        """Activities of other organisations that the post holders took part in, by kind."""
        found: dict[str, list[Entry]] = {}
        for entry in self._entries(self.ledger.elsewhere):
            for name in dict.fromkeys([self.aliases.get(kind, kind) for kind in entry.row.kinds]):
                found.setdefault(name, []).append(entry)
        return found

    def _live(self, rows: Iterable[R], as_of: date | None = None) -> list[R]:
        return live(rows, as_of, self.known_at, self.ledger.corrections)

    def _entries(self, rows: Iterable[Any]) -> list[Entry]:
        return entries(
            self._live(rows, self.as_of),
            self.choices.belongs_by is BelongsBy.RECORDED,
            self.choices.late_entry_days,
            self.choices.late_entry is LateEntry.COUNTS,
        )

    @cached_property
    def exemptions(self) -> list[Exemption]:
        """Exemptions in force."""
        return self._live(self.ledger.exemptions) if self.ledger.exemptions else []

    @cached_property
    def judgements(self) -> dict[tuple[str, str], list[Judgement]]:
        """Judgements by (measure id, item), in order of day and id; self-assessments are kept."""
        found: dict[tuple[str, str], list[Judgement]] = {}
        for row in sorted(self._live(self.ledger.judgements, self.as_of), key=lambda row: (row.day, row.id)):
            found.setdefault((row.measure, row.item), []).append(row)
        return found

    @cached_property
    def ballots(self) -> list[BallotCount]:
        """Ballot rows in force."""
        return self._live(self.ledger.ballots, self.as_of)

    @cached_property
    def honours(self) -> list[Honour]:
        """Honours in force, in order of day and id."""
        return sorted(self._live(self.ledger.honours, self.as_of), key=lambda row: (row.day, row.id))

    @cached_property
    def externals(self) -> list[ExternalResult]:
        """External results in force, in order of day and id."""
        return sorted(self._live(self.ledger.externals, self.as_of), key=lambda row: (row.day, row.id))

    @cached_property
    def findings(self) -> list[Finding]:
        """Findings in force."""
        return self._live(self.ledger.findings, self.as_of)

    @cached_property
    def samples(self) -> dict[str, Sample]:
        """Spot checks in force by id."""
        return {row.id: row for row in self._live(self.ledger.samples, self.as_of)}

    def open_appeals(self, period: str) -> list[Appeal]:
        """Appeals about ``period`` that are filed and not answered by ``as_of``."""
        return [
            row
            for row in self._live(self.ledger.appeals, self.as_of)
            if row.period == period and (row.answered is None or row.answered > self.as_of)
        ]
