"""How an organisation stands through time: its state on a day, when it is in being, its groups, who holds what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.basics.periods import ONE_DAY
from bihuan.organisations.rows import Liaison, OrganisationEvent, OrganisationState, PostHolding, Tier

FOREVER = date(9999, 12, 31)
Interval = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Standing:
    """One organisation through time: its states by start, and the intervals in which it is in being."""

    organisation: str
    states: tuple[OrganisationState, ...]
    being: tuple[Interval, ...]
    events: tuple[OrganisationEvent, ...] = ()

    def on(self, day: date) -> OrganisationState | None:
        """Give the state on ``day``; None when the organisation is not in being."""
        if not covers(self.being, day, day):
            return None
        return self.written_on(day)

    def written_on(self, day: date) -> OrganisationState | None:
        """Give the row in force on ``day`` whether or not activity is suspended."""
        for state in reversed(self.states):
            if state.since <= day and (state.until is None or day <= state.until):
                return state
        return None

    @property
    def founded(self) -> date:
        """The first day of the first state."""
        return self.states[0].since

    @property
    def latest(self) -> OrganisationState:
        """The state that began last."""
        return self.states[-1]


def covers(intervals: Sequence[Interval], start: date, end: date) -> bool:
    """Whether one of the (disjoint, joined) intervals contains all days from ``start`` to ``end``."""
    return any(first <= start and end <= last for first, last in intervals)


def touches(intervals: Sequence[Interval], start: date, end: date) -> bool:
    """Whether any interval shares a day with [start, end]."""
    return any(first <= end and start <= last for first, last in intervals)


def joined(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Join touching and overlapping intervals into disjoint ones in order."""
    result: list[Interval] = []
    for start, end in sorted(intervals):
        if result and start <= (result[-1][1] if result[-1][1] == FOREVER else result[-1][1] + ONE_DAY):
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return tuple(result)


def _without_suspensions(being: tuple[Interval, ...], events: Sequence[OrganisationEvent]) -> tuple[Interval, ...]:
    stops = sorted((event.day, event.event) for event in events if event.event in ("停止活动", "恢复活动"))
    for position, (day, kind) in enumerate(stops):
        if kind == "停止活动":
            resumed = next((other for other, what in stops[position:] if what == "恢复活动"), FOREVER)
            being = _cut(being, day, resumed)
    return being


def _cut(being: tuple[Interval, ...], start: date, resumed: date) -> tuple[Interval, ...]:
    result: list[Interval] = []
    for first, last in being:
        if first < start:
            result.append((first, min(last, start - ONE_DAY)))
        if resumed != FOREVER and last >= resumed:
            result.append((max(first, resumed), last))
    return tuple(result)


def standing_of(
    organisation: str, states: Iterable[OrganisationState], events: Iterable[OrganisationEvent] = ()
) -> Standing:
    """Put the rows of one organisation in order; suspended stretches are not in being."""
    ordered = tuple(sorted(states, key=lambda state: state.since))
    listed = tuple(sorted(events, key=lambda event: (event.day, event.id)))
    being = joined((state.since, state.until or FOREVER) for state in ordered)
    return Standing(organisation, ordered, _without_suspensions(being, listed), listed)


def standings(states: Iterable[OrganisationState], events: Iterable[OrganisationEvent] = ()) -> Mapping[str, Standing]:
    """Give every organisation's standing by id, in the order of ids."""
    by_id: dict[str, list[OrganisationState]] = defaultdict(list)
    happened: dict[str, list[OrganisationEvent]] = defaultdict(list)
    for state in states:
        by_id[state.organisation].append(state)
    for event in events:
        happened[event.organisation].append(event)
    return {name: standing_of(name, by_id[name], happened[name]) for name in sorted(by_id)}


@dataclass(frozen=True, slots=True)
class Household:
    """An organisation with what belongs to it: its Party groups, its post holders, their liaison duties.

    ``parents`` are the tiers of its parents by parent id, so that conditions need no look-up elsewhere.
    """

    standing: Standing
    groups: tuple[Standing, ...] = ()
    holdings: tuple[PostHolding, ...] = ()
    liaisons: tuple[Liaison, ...] = ()
    parent_standings: Mapping[str, Standing] | None = None

    def holders(self, posts: Sequence[str]) -> dict[str, tuple[Interval, ...]]:
        """Give the intervals in which each person held any of ``posts``, by person id in order."""
        found: dict[str, list[Interval]] = defaultdict(list)
        for holding in self.holdings:
            if holding.post in posts:
                found[holding.person].append((holding.since, holding.until or FOREVER))
        return {person: joined(found[person]) for person in sorted(found)}

    def holds(self, person: str, posts: Sequence[str], day: date) -> bool:
        """Whether ``person`` holds one of ``posts`` of this organisation on ``day``."""
        return any(
            holding.person == person
            and holding.post in posts
            and holding.since <= day
            and (holding.until is None or day <= holding.until)
            for holding in self.holdings
        )


def households(
    all_standings: Mapping[str, Standing], holdings: Iterable[PostHolding], liaisons: Iterable[Liaison]
) -> Mapping[str, Household]:
    """Group Party groups, posts and liaison under the organisation they belong to (Party groups are no households)."""
    groups: dict[str, list[Standing]] = defaultdict(list)
    for standing in all_standings.values():
        if standing.latest.tier == Tier.PARTY_GROUP and standing.latest.parent:
            groups[standing.latest.parent].append(standing)
    posts: dict[str, list[PostHolding]] = defaultdict(list)
    for holding in holdings:
        posts[holding.organisation].append(holding)
    by_person: dict[str, list[Liaison]] = defaultdict(list)
    for liaison in liaisons:
        by_person[liaison.person].append(liaison)
    result = {}
    for name, standing in all_standings.items():
        if standing.latest.tier == Tier.PARTY_GROUP:
            continue
        mine = tuple(posts[name])
        people = sorted({holding.person for holding in mine})
        result[name] = Household(
            standing,
            tuple(groups[name]),
            mine,
            tuple(liaison for person in people for liaison in by_person.get(person, ())),
            all_standings,
        )
    return result
