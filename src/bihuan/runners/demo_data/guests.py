"""Leaders and committee members at other organisations' activities: lecturing, attending, sitting in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.progress.rows import Activity
from bihuan.responsibility.windows import Window
from bihuan.runners.demo_data.asks import Ask
from bihuan.runners.demo_data.bodies import Body
from bihuan.runners.demo_data.chance import Dice
from bihuan.runners.demo_data.establishing import Department
from bihuan.runners.demo_data.habits import habit_of
from bihuan.runners.demo_data.holding import Secretariat
from bihuan.runners.demo_data.year_plan import ATTENDS, CHAIRS, OBSERVES, SPEAKS

VISITS_A_MONTH = 5


@dataclass
class Guests:
    """Places people of the upper tiers in the activities of branches and of other organisations."""

    department: Department
    secretariat: Secretariat
    seed: int

    def visit(self, body: Body, asks: Iterable[Ask]) -> None:
        """Let the post holders of ``body`` do what ``asks`` want of them elsewhere, in every window."""
        dice = Dice(self.seed, "列席", body.id)
        for ask in asks:
            for window in ask.windows:
                for person in body.holders(ask.posts, window.end):
                    self._visit(body, person, ask, window, dice)

    def round_of_liaison(self, months: Iterable[tuple[date, date]]) -> None:
        """Let the committee members in liaison sit in with some of their branches every month."""
        dice = Dice(self.seed, "包联")
        spans = list(months)
        branches: dict[str, list[str]] = {}
        for row in self.department.registers.rows("liaisons"):
            if row.kind == "党支部":
                branches.setdefault(row.person, []).append(row.organisation)
        for first, last in spans:
            for person in self.department.liaison_members:
                for host in dice.some(branches.get(person, []), dice.between(3, VISITS_A_MONTH)):
                    self._join(
                        person,
                        [host],
                        ("主题党日", "党员大会", "集中学习", "青年理论学习"),
                        (first, last),
                        OBSERVES,
                        dice,
                    )

    def _visit(self, body: Body, person: str, ask: Ask, window: Window, dice: Dice) -> None:
        role = ask.requirement.role or ATTENDS
        home = next(one.organisation for one in self.department.people if one.id == person)
        days = (window.start, window.deadline)
        if role == SPEAKS:
            branch = next(one for one in self.department.branches if one.id == home)
            self._hold(branch, ask.kinds[0], days, dice, next(iter(branch.officers(window.end)), None), (person,))
            return
        if role == CHAIRS:
            self._hold(body, ask.kinds[0], days, dice, person, ())
            return
        hosts = [home] if role == ATTENDS else self._hosts(person)
        for _ in range(int(ask.requirement.at_least.value)):
            self._join(person, hosts, ask.kinds, days, role, dice)

    def _hosts(self, person: str) -> list[str]:
        mine = [one.organisation for one in self.department.registers.rows("liaisons") if one.person == person]
        upper = [body.id for body in self.department.upper]
        homes = [one.organisation for one in self.department.people if one.id == person]
        return list(dict.fromkeys([*mine, *upper, *homes]))

    def _join(
        self, person: str, hosts: list[str], kinds: tuple[str, ...], days: tuple[date, date], role: str, dice: Dice
    ) -> None:
        """Add a person to an activity of one of ``hosts`` between two days, if there is any."""
        registers = self.department.registers
        usable = self.secretariat.usable
        offset = dice.below(len(hosts)) if hosts else 0
        for host in hosts[offset:] + hosts[:offset]:
            found = [row_id for kind in kinds for row_id in usable.get((host, kind), ())]
            rows = [row for row in map(registers.activity, found) if days[0] <= row.day <= days[1]]
            if rows:
                row = dice.pick(rows)
                column = "leaders" if role == ATTENDS else "observers"
                people = getattr(row, column)
                if person not in people and person != row.chair:
                    registers.change("activities", row.id, **{column: (*people, person)})
                return

    def _hold(
        self,
        body: Body,
        kind: str,
        days: tuple[date, date],
        dice: Dice,
        chair: str | None,
        speakers: tuple[str, ...],
    ) -> None:
        """Write a sitting of its own at ``body`` for someone who chairs it or speaks there."""
        first = days[0] + (days[1] - days[0]) // 3
        last = days[1] - timedelta(days=3)
        working = self.secretariat.days
        day = working.draw(first, last, dice, None, lambda one: body.state_on(one) is not None)
        if day is None:
            return
        registers = self.department.registers
        due = body.members_on(day) or len(body.officers(day))
        row = Activity(
            id=registers.new_id("activities"),
            organisation=body.id,
            kinds=(kind,),
            day=day,
            minutes=dice.pick(habit_of(kind).minutes),
            due=due,
            present=due,
            chair=chair,
            speakers=speakers,
            received=day + timedelta(days=dice.below(3)),
        )
        registers.add("activities", row)
