"""The invented members of every branch through time, and who of them was at each activity."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bihuan.organisations.rows import PostHolding
from bihuan.progress.rows import Activity
from bihuan.runners.demo_data.chance import Dice
from bihuan.runners.demo_data.habits import Company, habit_of

PRESENT, LEAVE, ABSENT = "到会", "请假", "缺席"
AT_WORK, RETIRED, FLOATING = "在职", "离退休", "流动"
YOUNG_UP_TO = 40


@dataclass(frozen=True, slots=True)
class Member:
    """One Party member as they stand over one interval (both days inclusive; ``until`` None = still so).

    ``person`` is the id, the same as in the ledger for those who hold posts; ``group`` the id of the Party group;
    ``joined`` the day of joining the Party; ``category`` 在职, 离退休 or 流动.
    """

    person: str
    name: str
    organisation: str
    group: str | None
    born: date
    joined: date
    category: str
    is_probationary: bool
    since: date
    until: date | None = None

    def is_there(self, day: date) -> bool:
        """Whether this row holds on ``day``."""
        return self.since <= day and (self.until is None or day <= self.until)

    def age_on(self, day: date) -> int:
        """Whole years of age on ``day``."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


@dataclass(frozen=True)
class Roster:
    """All members by branch; attendance is worked out when asked for, always the same."""

    members: tuple[Member, ...]
    posts: tuple[PostHolding, ...] = field(repr=False)
    seed: int = 1

    @cached_property
    def by_branch(self) -> Mapping[str, tuple[Member, ...]]:
        """The rows of each branch in order."""
        found: dict[str, list[Member]] = {}
        for member in self.members:
            found.setdefault(member.organisation, []).append(member)
        return {branch: tuple(rows) for branch, rows in found.items()}

    def on(self, branch: str, day: date) -> tuple[Member, ...]:
        """Give the members of ``branch`` on ``day``."""
        return tuple(member for member in self.by_branch.get(branch, ()) if member.is_there(day))

    def attendance_of(self, activity: Activity) -> tuple[tuple[str, str], ...]:
        """Give everyone who was due at ``activity`` by person id, with 到会, 请假, 缺席 or the kind of other absence.

        The numbers are those of the record. Whoever chaired, spoke or attended as an officer of the branch is among
        those present as far as there are so many; guests from elsewhere are not due and not listed.
        """
        due, must = self._due(activity)
        free = [one for one in due if one not in must]
        states = dict.fromkeys(due, PRESENT)
        away = self._away(activity, [*must[::-1], *Dice(self.seed, "到会", activity.id).shuffled(free)])
        states.update(away)
        return tuple(states.items())

    def _due(self, activity: Activity) -> tuple[list[str], list[str]]:
        here = self.on(activity.organisation, activity.day)
        officers = self._officers(activity.organisation, activity.day)
        known = {member.person for member in here} | set(officers)
        chair = (activity.chair,) if activity.chair else ()
        must = [one for one in dict.fromkeys([*chair, *activity.speakers, *activity.leaders]) if one in known]
        company = habit_of(activity.kinds[0]).company
        pool = self._company(company, activity, here, officers) if here else self._across(activity, officers)
        due = list(dict.fromkeys([*must[: activity.present], *pool]))[: activity.due]
        return _in_order(due, pool), must

    def _company(
        self, company: Company, activity: Activity, here: Sequence[Member], officers: Sequence[str]
    ) -> list[str]:
        """Give the members of a branch, those first who are due at this sort of activity."""
        everyone = [member.person for member in here]
        if company is Company.COMMITTEE:
            return [*officers, *everyone]
        if activity.group:
            return [*(member.person for member in here if member.group == activity.group), *everyone]
        if company is Company.YOUNG:
            ordered = sorted(here, key=lambda one: (one.age_on(activity.day) > YOUNG_UP_TO, -one.born.toordinal()))
            return [member.person for member in ordered]
        return everyone

    def _across(self, activity: Activity, officers: Sequence[str]) -> list[str]:
        """Give who comes to a meeting above the branches: its own officers, then officers of the branches."""
        if habit_of(activity.kinds[0]).company is Company.LEADERS:
            return list(officers)
        others = [one.person for one in self.posts if one.person not in officers and _holds(one, activity.day)]
        return [*officers, *Dice(self.seed, "会场", activity.id).shuffled(list(dict.fromkeys(others)))]

    def _officers(self, organisation: str, day: date) -> list[str]:
        held = [one for one in self._posts_of.get(organisation, ()) if _holds(one, day)]
        return list(dict.fromkeys(one.person for one in held))

    @cached_property
    def _posts_of(self) -> Mapping[str, list[PostHolding]]:
        found: dict[str, list[PostHolding]] = {}
        for one in self.posts:
            found.setdefault(one.organisation, []).append(one)
        return found

    @cached_property
    def _retired(self) -> frozenset[str]:
        return frozenset(member.person for member in self.members if member.category == RETIRED)

    def _away(self, activity: Activity, drawn: list[str]) -> dict[str, str]:
        """Take who was absent from the end of ``drawn``, by kind of absence."""
        left, away = drawn, {}
        wanted = [kind for kind, count in activity.others for _ in range(count)]
        wanted += [LEAVE] * activity.leave
        wanted += [ABSENT] * (activity.due - activity.present - len(wanted))
        for state in wanted:
            fitting = [one for one in left if state != RETIRED or one in self._retired] or left
            if fitting:
                away[fitting[-1]] = state
                left = [one for one in left if one != fitting[-1]]
        return away


def _holds(holding: PostHolding, day: date) -> bool:
    return holding.since <= day and (holding.until is None or day <= holding.until)


def _in_order(due: Iterable[str], pool: Sequence[str]) -> list[str]:
    """Put those due in the order of the list they come from; guests of the list stand first."""
    place = {person: at for at, person in reversed(list(enumerate(pool)))}
    return sorted(due, key=lambda one: place.get(one, -1))
