"""Random organisations, Party groups, people, posts and liaisons, with the changes a year brings."""

from datetime import date, timedelta
from random import Random
from typing import Any

from bihuan.organisations.rows import Liaison, OrganisationEvent, OrganisationState, Person, PostHolding
from tests.support.random_components import POSTS, chance, settled


class PeopleMaker:
    """Writes the tables that say who is who."""

    def __init__(self, rng: Random, organisations: int) -> None:
        self.rng = rng
        self.used = 0
        self.organisations: list[OrganisationState] = []
        self.organisation_events: list[OrganisationEvent] = []
        self.people: list[Person] = []
        self.posts: list[PostHolding] = []
        self.liaisons: list[Liaison] = []
        self.people_of: dict[str, list[str]] = {}
        self.groups_of: dict[str, list[str]] = {}
        self.branches = [f"B{number}" for number in range(organisations)]
        for name, tier in (("C1", "机关党委"), ("C2", "党总支")):
            self.organisations.append(OrganisationState(name, name, name, None, tier, since=date(2018, 7, 1)))
        for branch in self.branches:
            self._branch(branch)
            self._staff(branch)
        self.all_people = [person.id for person in self.people]
        for branch in self.branches:
            self._group_changes(branch)
            self._charge(branch)

    def pick(self, *values: Any) -> Any:
        """Pick one value."""
        return self.rng.choice(values)

    def yes(self, percent: int) -> bool:
        """Say yes that often."""
        return chance(self.rng, percent)

    def a_day(self) -> date:
        """Pick a day of 2026."""
        return date(2026, 1, 1) + timedelta(days=self.rng.randrange(365))

    # branches ----------------------------------------------------------------------------------------------

    def _shape(self, branch: str) -> dict[str, Any]:
        return {
            "organisation": branch,
            "code": f"{self.rng.randrange(90):02d}-{branch}",
            "name": branch,
            "parent": self.pick("C1", "C1", "C2", None),
            "tier": self.pick("党支部", "党支部", "党支部", "党支部", "党总支"),
            "kind": self.pick("机关", "机关", "国企", "事业单位"),
            "labels": tuple(label for label in ("窗口", "偏远") if self.yes(35)),
            "full_members": self.rng.randrange(3, 32),
            "probationary": self.rng.randrange(3),
            "has_committee": self.yes(60),
            "committee_size": self.pick(0, 3, 5, 7),
        }

    def _branch(self, branch: str) -> None:
        shape = self._shape(branch)
        since = self.pick(date(2019, 1, 1), date(2019, 1, 1), date(2025, 8, 15), self.a_day())
        until = self.a_day() if self.yes(12) else None
        if until is not None and until < since:
            until = None
        turn = self.a_day()
        if since < turn and (until is None or turn < until) and self.yes(30):
            self.organisations.append(OrganisationState(**shape, since=since, until=turn - timedelta(days=1)))
            later = self._shape(branch)
            changed = {key: later[key] for key in self.rng.sample(sorted(set(later) - {"organisation", "name"}), 3)}
            since, shape = turn, shape | changed
        self.organisations.append(OrganisationState(**shape, since=since, until=until))
        self._events(branch, since)

    def _event(self, branch: str, event: str, day: date) -> None:
        received = day + timedelta(days=self.rng.randrange(40)) if self.yes(30) else None
        self.used += 1
        number = f"O{self.used}"
        self.organisation_events.append(OrganisationEvent(number, branch, event, day, (), received))

    def _events(self, branch: str, since: date) -> None:
        self._event(branch, "成立", since)
        if self.yes(40):
            self._event(branch, "换届", self.a_day())
        if self.yes(20):
            stop = self.a_day()
            self._event(branch, "停止活动", stop)
            if self.yes(70):
                self._event(branch, "恢复活动", stop + timedelta(days=self.rng.randrange(1, 120)))

    def _group_changes(self, branch: str) -> None:
        for group in self.groups_of[branch]:
            since = self.pick(date(2019, 1, 1), date(2019, 1, 1), self.a_day())
            until = self.pick(None, None, None, since + timedelta(days=self.rng.randrange(30, 300)))
            self._group(group, branch, since, until)
            if until is not None and self.yes(50) and settled("党小组迁移"):
                self._group(group, self.pick(*self.branches), until + timedelta(days=1), None)

    def _group(self, group: str, parent: str, since: date, until: date | None) -> None:
        self.organisations.append(OrganisationState(group, group, group, parent, "党小组", since=since, until=until))

    # people ------------------------------------------------------------------------------------------------

    def _staff(self, branch: str) -> None:
        self.groups_of[branch] = [f"{branch}.g{number}" for number in range(self.pick(0, 1, 2, 2))]
        self.people_of[branch] = [f"{branch}.p{number}" for number in range(self.pick(2, 3, 4))]
        for person in self.people_of[branch]:
            self.people.append(Person(person, person, branch))
        for post in POSTS:
            if self.yes(85):
                self._hold(branch, post)

    def _hold(self, branch: str, post: str) -> None:
        people = self.people_of[branch]
        since = self.pick(date(2018, 1, 1), date(2018, 1, 1), date(2025, 12, 20), self.a_day())
        until = self.pick(None, None, since + timedelta(days=self.rng.randrange(40, 400)))
        self._holding(branch, self.pick(*people), post, since, until)
        if until is not None and self.yes(75):
            after = until + timedelta(days=self.pick(1, 1, 1, 20, 50, 100))
            self._holding(branch, self.pick(*people), post, after, None)
        if self.yes(15):
            self._holding(branch, self.pick(*people), post, self.a_day(), None)

    def _holding(self, branch: str, person: str, post: str, since: date, until: date | None) -> None:
        self.used += 1
        self.posts.append(PostHolding(f"T{self.used}", person, branch, post, since, until, self.yes(15)))

    def _charge(self, branch: str) -> None:
        for person in self.people_of[branch]:
            if self.yes(45):
                since = self.pick(date(2019, 1, 1), self.a_day())
                until = self.pick(None, None, since + timedelta(days=self.rng.randrange(20, 300)))
                self.used += 1
                kind = self.pick("党支部", "青年理论学习小组")
                other = self.pick(*self.branches)
                self.liaisons.append(Liaison(f"L{self.used}", person, other, kind, since, until))
