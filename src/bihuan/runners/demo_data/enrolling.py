"""Enrolling invented members: as many in each branch on each day as its row of organisations says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bihuan.appraisal.tables import LedgerTables
from bihuan.organisations.rows import OrganisationState, Person, Tier
from bihuan.organisations.standing import FOREVER
from bihuan.runners.demo_data.chance import Dice
from bihuan.runners.demo_data.names import person_name
from bihuan.runners.demo_data.roster import AT_WORK, FLOATING, RETIRED, Member, Roster
from bihuan.runners.demo_data.truth import DemoData

ONE_DAY = timedelta(days=1)
YOUTH = "青年"
FIRST_BRANCH = "规划处党支部"
FIRST_NAMES = (
    *("冯雪", "陈曦", "褚良", "卫国平", "蒋欣", "沈舟", "韩冬梅", "杨帆", "朱颖"),
    *("秦峰", "尤佳", "许南", "何田", "吕正", "施宁", "王珂", "孙志远", "张帅"),
)
"""The members of the branch of the pictures besides its officers."""


def make_roster(data: DemoData, seed: int = 1) -> Roster:
    """Invent the members of every branch of ``data``, its post holders included; the same arguments give the same.

    From the July before the ledger's year on, each branch has on every day as many full and probationary members as
    its row says (or as many as its post holders are, if those are more).
    """
    days = sorted(row.day for row in data.tables["activities"])
    year = days[len(days) // 2].year if days else 2026
    enrolment = _Enrolment(data.tables, year, seed)
    return Roster(enrolment.enrol(), tuple(data.tables["posts"]), seed)


@dataclass
class _Draft:
    """A member in the making; ``stays`` are rows still without what is decided last."""

    person: str
    name: str
    is_officer: bool
    first_day: date
    stays: list[Member] = field(default_factory=list)
    born: date = date(1980, 1, 1)
    joined: date = date(2005, 7, 1)
    category: str = AT_WORK


@dataclass
class _Place:
    """One branch: its states, its officers' rows, who is in it now, and what makes it special."""

    states: list[OrganisationState]
    people: list[Person]
    groups: list[OrganisationState]
    retired: int
    now: list[_Draft] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    @property
    def id(self) -> str:
        return self.states[0].organisation

    @property
    def is_for_retired(self) -> bool:
        return RETIRED in self.states[0].name

    @property
    def youths(self) -> int:
        """How many are 40 or younger where there is a study group of the young, -1 elsewhere."""
        state = self.states[0]
        total = state.full_members + state.probationary
        return max(3, total // 3) if any(YOUTH in label for label in state.labels) else -1

    def state_on(self, day: date) -> OrganisationState | None:
        return next((one for one in self.states if one.since <= day <= (one.until or FOREVER)), None)


class _Enrolment:
    def __init__(self, tables: LedgerTables, year: int, seed: int) -> None:
        self.year, self.seed, self.start = year, seed, date(year - 1, 7, 1)
        self.places = _places(tables)
        self.heirs = {
            (one.organisation, one.day): one.successors[0]
            for one in tables["organisation_events"]
            if one.event == "合并" and one.successors
        }
        self.officers: dict[str, _Draft] = {}
        self.drafts: list[_Draft] = []
        self.arriving: dict[str, list[_Draft]] = {}
        numbers = [int(row.id.rsplit("-", 1)[1]) for row in tables["people"]]
        self.number = max(numbers, default=0)

    def enrol(self) -> tuple[Member, ...]:
        """Go through all days on which anything changes, branches first that are merged into others on the day."""
        for day, name in sorted(self._days(), key=lambda one: (one[0], (one[1], one[0]) not in self.heirs, one[1])):
            self._settle(self.places[name], day)
        return tuple(member for draft in self._described() for member in draft.stays)

    def _days(self) -> Iterable[tuple[date, str]]:
        found = set()
        for name, place in self.places.items():
            rows = [(one.since, one.until) for one in place.states]
            rows += [(one.since, one.until) for one in place.people]
            for since, until in rows:
                found.add((max(since, self.start), name))
                if until is not None and until >= self.start:
                    found.add((until + ONE_DAY, name))
        return found

    # -- who comes and goes -----------------------------------------------------------------------------------

    def _settle(self, place: _Place, day: date) -> None:
        state = place.state_on(day)
        there = {one.id: one for one in place.people if one.since <= day <= (one.until or FOREVER)}
        for draft in [one for one in place.now if one.is_officer and one.person not in there]:
            self._leave(place, draft, day)
        if state is None:
            for draft in list(place.now):
                self._leave(place, draft, day)
            return
        for row in there.values():
            if all(one.person != row.id for one in place.now):
                self._come(place, self._officer(row), row.since if day == self.start else day)
        self._fill(place, state.full_members + state.probationary, day)
        self._probation(place, state.probationary, day)

    def _officer(self, row: Person) -> _Draft:
        if row.id not in self.officers:
            self.officers[row.id] = _Draft(row.id, row.name, True, row.since)
            self.drafts.append(self.officers[row.id])
        return self.officers[row.id]

    def _come(self, place: _Place, draft: _Draft, since: date) -> None:
        place.now.append(draft)
        place.names.add(draft.name)
        row = Member(draft.person, draft.name, place.id, None, draft.born, draft.joined, AT_WORK, False, since)
        draft.stays.append(row)

    def _leave(self, place: _Place, draft: _Draft, day: date) -> None:
        place.now.remove(draft)
        last = day - ONE_DAY
        if draft.stays[-1].since > last:
            draft.stays.pop()
        else:
            draft.stays[-1] = replace(draft.stays[-1], until=last)
        heir = self.heirs.get((place.id, day))
        if heir and not draft.is_officer:
            self.arriving.setdefault(heir, []).append(draft)

    def _fill(self, place: _Place, total: int, day: date) -> None:
        plain = [one for one in place.now if not one.is_officer]
        plain.sort(key=lambda one: not one.stays[-1].is_probationary)
        while len(place.now) > total and plain:
            self._leave(place, plain.pop(), day)
        while len(place.now) < total:
            moved = self.arriving.get(place.id)
            draft = moved.pop(0) if moved else self._new(place, day)
            self._come(place, draft, draft.first_day if day == self.start and not draft.stays else day)

    def _new(self, place: _Place, day: date) -> _Draft:
        self.number += 1
        dice = Dice(self.seed, "党员", place.id, self.number)
        at = sum(not one.is_officer for one in place.now)
        is_first = place.states[0].name == FIRST_BRANCH and at < len(FIRST_NAMES)
        name = FIRST_NAMES[at] if is_first else person_name(dice, place.names)
        founded = place.states[0].since
        drawn = date(self.year - dice.between(2, 11), dice.between(1, 12), dice.between(1, 28))
        draft = _Draft(f"ry-{self.number:05d}", name, False, max(founded, drawn) if day == self.start else day)
        self.drafts.append(draft)
        return draft

    def _probation(self, place: _Place, wanted: int, day: date) -> None:
        """Make as many probationary as there must be: those who are already stay so, else the latest to come."""
        now = [one for one in place.now if one.stays[-1].is_probationary]
        for draft in now[wanted:]:
            self._become(draft, False, day)
        lacking = wanted - len(now)
        free = [one for one in reversed(place.now) if not one.stays[-1].is_probationary]
        for draft in sorted(free, key=lambda one: one.is_officer)[: max(0, lacking)]:
            self._become(draft, True, day)

    @staticmethod
    def _become(draft: _Draft, is_probationary: bool, day: date) -> None:
        row = draft.stays[-1]
        if row.since >= day or is_probationary:
            draft.stays[-1] = replace(row, is_probationary=is_probationary)
        else:
            draft.stays[-1] = replace(row, until=day - ONE_DAY)
            draft.stays.append(replace(row, is_probationary=False, since=day))

    # -- what they are like -----------------------------------------------------------------------------------

    def _described(self) -> list[_Draft]:
        first_in: dict[str, list[_Draft]] = {}
        for draft in self.drafts:
            if draft.stays:
                first_in.setdefault(draft.stays[0].organisation, []).append(draft)
        for name, drafts in first_in.items():
            self._describe(self.places[name], drafts)
        return [draft for draft in self.drafts if draft.stays]

    def _describe(self, place: _Place, drafts: list[_Draft]) -> None:
        order = drafts[::-1]
        order.sort(key=lambda one: (one.is_officer, not self._stays_all_along(one)))
        young = {one.person for one in order[: max(0, place.youths)]}
        plain = [one for one in order if not one.is_officer and one.person not in young]
        retired = {one.person for one in (plain if place.is_for_retired else plain[: place.retired])}
        groups = self._grouped(place, drafts)
        for draft in drafts:
            dice = Dice(self.seed, "履历", draft.person)
            is_new = any(row.is_probationary for row in draft.stays)
            draft.born, draft.joined = self._dates(place, draft, dice, draft.person in young, draft.person in retired)
            if is_new:
                draft.joined = date(self.year - 1, 6, dice.between(20, 30))
            if draft.person in retired:
                draft.category = RETIRED
            elif not draft.is_officer and not is_new and dice.happens(120):
                draft.category = FLOATING
            draft.stays = [
                replace(
                    row,
                    born=draft.born,
                    joined=draft.joined,
                    category=draft.category,
                    group=groups.get(draft.person) if row.organisation == place.id else None,
                    since=max(row.since, draft.joined) if row.since < self.start else row.since,
                )
                for row in draft.stays
            ]

    def _stays_all_along(self, draft: _Draft) -> bool:
        return draft.stays[0].since <= self.start and draft.stays[-1].until is None

    def _dates(self, place: _Place, draft: _Draft, dice: Dice, is_young: bool, is_retired: bool) -> tuple[date, date]:
        """Draw the birthday and the day of joining, before the member came here."""
        ages = (61, 79) if is_retired else (27, 38) if is_young else (43, 58) if place.youths >= 0 else (29, 57)
        if draft.is_officer:
            ages = (31, 38) if is_young else (43, 57)
        born = date(self.year - dice.between(*ages), dice.between(1, 12), dice.between(1, 28))
        joined = date(born.year + dice.between(19, 24), dice.between(1, 12), dice.between(1, 28))
        latest = draft.first_day if draft.is_officer else date(self.year - 2, 6, 30)
        return born, min(joined, latest)

    @staticmethod
    def _grouped(place: _Place, drafts: list[_Draft]) -> Mapping[str, str]:
        """Deal the members out to the Party groups: officers in turn, then the others till each group is full."""
        if not place.groups:
            return {}
        left = {group.organisation: group.full_members + group.probationary for group in place.groups}
        names = list(left)
        found: dict[str, str] = {}
        officers = [one.person for one in drafts if one.is_officer]
        for at, person in enumerate(officers):
            found[person] = names[at % len(names)]
            left[found[person]] -= 1
        for draft in drafts:
            if not draft.is_officer:
                found[draft.person] = next((name for name in names if left[name] > 0), names[-1])
                left[found[draft.person]] -= 1
        return found


def _places(tables: LedgerTables) -> dict[str, _Place]:
    """Give every branch with its states in order, its officers and its Party groups, by id."""
    retired: dict[str, int] = {}
    for row in tables["activities"]:
        counts = dict(row.others)
        retired[row.organisation] = max(retired.get(row.organisation, 0), counts.get(RETIRED, 0))
    places: dict[str, _Place] = {}
    rows: Iterable[OrganisationState] = sorted(tables["organisations"], key=lambda one: (one.organisation, one.since))
    listed = list(rows)
    for state in listed:
        if state.tier == Tier.BRANCH:
            place = places.setdefault(state.organisation, _Place([], [], [], retired.get(state.organisation, 0)))
            place.states.append(state)
    for state in listed:
        if state.tier == Tier.PARTY_GROUP and state.parent in places:
            places[state.parent].groups.append(state)
    for person in tables["people"]:
        if person.organisation in places:
            places[person.organisation].people.append(person)
    return places
