"""The ledger as the pencil sees it: rows known by a day, corrections applied, organisations and people day by day."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from bihuan.appraisal.choices import BelongsBy, LateEntry
from bihuan.basics.nodes import Amount, Unit, parse_year_day
from bihuan.organisations.rows import OrganisationState
from bihuan.packs.grammar import Pack
from bihuan.responsibility.grammar import Applies, Bounds
from tests.support.pencil_calendar import ONE_DAY, Almanac, Days

PARTY_GROUP = "党小组"
MINUTES_IN = {Unit.MINUTES: 1, Unit.HOURS: 45, Unit.DAYS: 480}
HAPPENED = {"findings": "opened", "exemptions": "since"}


def in_minutes(amount: Amount) -> Fraction:
    """Give an amount as a bare number; lengths of time become minutes."""
    return amount.value * MINUTES_IN.get(amount.unit, 1)


def covers(row: Any, day: date) -> bool:
    """Say whether the interval of a row has the day."""
    return row.since <= day and (row.until is None or day <= row.until)


def within(value: Fraction, bounds: Bounds, inclusive: bool) -> bool:
    """Say whether a number lies within all the limits written."""
    checks = [
        bounds.not_less is None or value >= bounds.not_less,
        bounds.more is None or value > bounds.more,
        bounds.not_more is None or value <= bounds.not_more,
        bounds.less is None or value < bounds.less,
        bounds.from_up is None or value > bounds.from_up or (inclusive and value == bounds.from_up),
        bounds.from_down is None or value < bounds.from_down or (inclusive and value == bounds.from_down),
    ]
    return all(checks)


class Sight:
    """What can be seen of a ledger: events up to the day ``as_of``, rows received up to ``known_at``."""

    def __init__(self, pack: Pack, tables: Mapping[str, Any], as_of: date, known_at: date | None) -> None:
        self.pack, self.as_of, self.known_at = pack, as_of, known_at
        self.almanac = Almanac(pack)
        self.states: list[OrganisationState] = list(tables.get("organisations", ()))
        self.posts = list(tables.get("posts", ()))
        self.liaisons = list(tables.get("liaisons", ()))
        names = ("activities", "submissions", "findings", "judgements", "ballots", "honours", "externals", "samples")
        self.rows = {
            name: [row for row in self._standing(name, tables) if self.happened(name, row) <= as_of] for name in names
        }
        self.exemptions = self._standing("exemptions", tables)
        self.events = [
            event
            for event in tables.get("organisation_events", ())
            if event.day <= as_of and (known_at is None or (event.received or event.day) <= known_at)
        ]
        self._being: dict[tuple[str, date], bool] = {}
        self._days: dict[tuple[str, Days], list[date]] = {}

    def happened(self, name: str, row: Any) -> date:
        """Give the day on which what the row tells happened."""
        return getattr(row, HAPPENED.get(name, "day"))

    def received(self, name: str, row: Any) -> date:
        """Give the day the program received the row: stamped, else claimed, else the day it happened."""
        return row.received or getattr(row, "claimed", None) or self.happened(name, row)

    def _standing(self, name: str, tables: Mapping[str, Any]) -> list[Any]:
        known = [
            row for row in tables.get(name, ()) if self.known_at is None or self.received(name, row) <= self.known_at
        ]
        corrected = {row.corrects for row in known if row.corrects is not None and row.corrects != row.id}
        return [row for row in known if row.id not in corrected and not row.withdrawn]

    # records -----------------------------------------------------------------------------------------------

    def belongs(self, name: str, row: Any) -> date:
        """Give the day that decides to which period a record belongs."""
        by_receipt = self.pack.choices.belongs_by is BelongsBy.RECORDED
        return self.received(name, row) if by_receipt else self.happened(name, row)

    def is_late_entry(self, name: str, row: Any) -> bool:
        """Say whether the record was received too long after it happened."""
        return (self.received(name, row) - row.day).days > self.pack.choices.late_entry_days

    def activities(self) -> list[Any]:
        """Give the activities that count at all."""
        if self.pack.choices.late_entry is LateEntry.COUNTS:
            return self.rows["activities"]
        return [row for row in self.rows["activities"] if not self.is_late_entry("activities", row)]

    # organisations -----------------------------------------------------------------------------------------

    def row_on(self, organisation: str, day: date) -> OrganisationState | None:
        """Give the row of the organisation whose interval has the day."""
        for row in self.states:
            if row.organisation == organisation and covers(row, day):
                return row
        return None

    def state(self, organisation: str, day: date) -> OrganisationState | None:
        """Give the organisation as it stands on a day, or None if it is not in being."""
        row = self.row_on(organisation, day)
        return None if row is None or self._is_suspended(organisation, day) else row

    def _is_suspended(self, organisation: str, day: date) -> bool:
        turns = [
            event
            for event in self.events
            if event.organisation == organisation and event.event in ("停止活动", "恢复活动") and event.day <= day
        ]
        return bool(turns) and max(turns, key=lambda event: (event.day, event.id)).event == "停止活动"

    def in_being(self, organisation: str, day: date) -> bool:
        """Say whether the organisation is in being on a day."""
        key = (organisation, day)
        if key not in self._being:
            self._being[key] = self.state(organisation, day) is not None
        return self._being[key]

    def days_in_being(self, organisation: str, days: Days) -> list[date]:
        """Give the days of the interval on which the organisation is in being."""
        key = (organisation, days)
        if key not in self._days:
            self._days[key] = [day for day in days.each() if self.in_being(organisation, day)]
        return self._days[key]

    def base_day(self, organisation: str, on: str, period: Days) -> date | None:
        """Give the day on which a condition looks at the organisation; None if it is never in being in the period."""
        days = self.days_in_being(organisation, period)
        if not days:
            return None
        if on == "期初":
            return days[0]
        if on != "期末":
            wanted = parse_year_day(on)
            hits = [day for day in period.each() if (day.month, day.day) == (wanted.month, wanted.day)]
            if hits:
                return hits[-1]
        return days[-1]

    def groups_of(self, organisation: str) -> list[str]:
        """Give every Party group that ever stood below the organisation."""
        rows = [row for row in self.states if row.tier == PARTY_GROUP and row.parent == organisation]
        return sorted({row.organisation for row in rows})

    def group_in_being(self, group: str, organisation: str, day: date) -> bool:
        """Say whether the Party group is in being below this organisation on a day."""
        row = self.state(group, day)
        return row is not None and row.tier == PARTY_GROUP and row.parent == organisation

    def holders(self, organisation: str, posts: tuple[str, ...]) -> list[str]:
        """Give every person who ever held one of the posts of the organisation."""
        rows = [row for row in self.posts if row.organisation == organisation and row.post in posts]
        return sorted({row.person for row in rows})

    def holds(self, person: str, organisation: str, posts: tuple[str, ...] | None, day: date) -> bool:
        """Say whether the person holds one of the posts (any post if None) on a day; acting counts."""
        return any(
            row.person == person
            and row.organisation == organisation
            and (posts is None or row.post in posts)
            and covers(row, day)
            for row in self.posts
        )

    # conditions --------------------------------------------------------------------------------------------

    def applies(self, condition: Applies, organisation: str, period: Days) -> bool:
        """Say whether the condition holds for the organisation in the period."""
        day = self.base_day(organisation, condition.on or "期末", period)
        state = None if day is None else self.state(organisation, day)
        if day is None or state is None or not self._holds_on(condition, state, day):
            return False
        if condition.unless is not None and self.applies(condition.unless, organisation, period):
            return False
        others = condition.any_of
        return not others or any(self.applies(other, organisation, period) for other in others)

    def _holds_on(self, condition: Applies, state: OrganisationState, day: date) -> bool:
        inclusive = self.pack.choices.bounds_inclusive
        organisation = state.organisation
        members = state.full_members + state.probationary
        checks = [not condition.tiers or state.tier in condition.tiers]
        checks.append(not condition.kinds or state.kind in condition.kinds)
        checks.append(not condition.labels or any(label in condition.labels for label in state.labels))
        checks.append(condition.has_committee is None or condition.has_committee == state.has_committee)
        if condition.has_groups is not None:
            has_groups = any(self.group_in_being(group, organisation, day) for group in self.groups_of(organisation))
            checks.append(condition.has_groups == has_groups)
        if condition.full_members is not None:
            checks.append(within(Fraction(state.full_members), condition.full_members, inclusive))
        if condition.members is not None:
            checks.append(within(Fraction(members), condition.members, inclusive))
        if condition.committee_size is not None:
            checks.append(within(Fraction(state.committee_size), condition.committee_size, inclusive))
        for post in condition.posts_filled:
            people = self.holders(organisation, (post,))
            checks.append(any(self.holds(person, organisation, (post,), day) for person in people))
        if condition.in_being_for is not None:
            founded = min(row.since for row in self.states if row.organisation == organisation)
            checks.append(self.almanac.shift(founded, condition.in_being_for) <= day)
        if condition.parent_tiers:
            parent = None if state.parent is None else self.state(state.parent, day)
            checks.append(parent is not None and parent.tier in condition.parent_tiers)
        return all(checks)

    def vacancies(self, organisation: str, post: str, period: Days) -> list[Days]:
        """Give every unbroken vacancy of the post that touches the period, seen up to the day of the question."""
        holdings = [row for row in self.posts if row.organisation == organisation and row.post == post]

        def is_vacant(day: date) -> bool:
            return self.in_being(organisation, day) and not any(covers(row, day) for row in holdings)

        end = min(period.end, self.as_of)
        runs, day = [], period.start
        while day <= end:
            if not is_vacant(day):
                day += ONE_DAY
                continue
            first = last = day
            while is_vacant(first - ONE_DAY):
                first -= ONE_DAY
            while last < end and is_vacant(last + ONE_DAY):
                last += ONE_DAY
            runs.append(Days(first, last))
            day = last + ONE_DAY
        return runs
