"""An organisation of the invented department in the making: who is in it, how diligent it is, what is planted."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from bihuan.organisations.rows import OrganisationEvent, OrganisationState, PostHolding
from bihuan.runners.demo_data.chance import Dice
from bihuan.runners.demo_data.diligence import Quality, quality_of
from bihuan.runners.demo_data.units import Unit

SECRETARY = "书记"


@dataclass(frozen=True, slots=True)
class Order:
    """What is planted at one sitting or paper: ``verb`` says what goes wrong (or right) there.

    ``first`` and ``last`` are the days between which it is held after all, where that matters. An order that is not
    ``told`` shapes the branch of the pictures and is told of elsewhere.
    """

    verb: str
    first: date | None = None
    last: date | None = None
    told: bool = True


OrderKey = tuple[str, str, int]
"""Kind, window, and which Party group counted from 0; -1 for the organisation itself."""


@dataclass(eq=False)
class Body:
    """One organisation with what is needed to invent its year; ``quiet`` bodies fail in nothing but what is planted."""

    id: str
    name: str
    unit: Unit
    tier: str
    parent: str | None
    care: int = 90
    slide: int = 0
    weekday: int = 2
    members: int = 0
    committee: int = 0
    groups: list[tuple[str, int]] = field(default_factory=list)
    others: tuple[tuple[str, int], ...] = ()
    quiet: bool = False
    hurry: date | None = None
    states: list[OrganisationState] = field(default_factory=list)
    holdings: list[PostHolding] = field(default_factory=list)
    events: list[OrganisationEvent] = field(default_factory=list)
    orders: dict[OrderKey, Order] = field(default_factory=dict)
    covered: set[str] = field(default_factory=set)

    @property
    def quality(self) -> Quality:
        """What befalls a branch so diligent."""
        return quality_of(self.care)

    def holders(self, posts: Iterable[str], day: date) -> list[str]:
        """Give the people who hold any of ``posts`` on ``day``, in the order of their posts."""
        wanted = tuple(posts)
        found = [
            holding.person
            for holding in self.holdings
            if holding.post in wanted and holding.since <= day and (holding.until is None or day <= holding.until)
        ]
        return list(dict.fromkeys(found))

    def officers(self, day: date) -> list[str]:
        """Give everyone who holds a post on ``day``, the secretary first."""
        return [*self.holders((SECRETARY,), day), *self.holders(self.other_posts, day)]

    @property
    def other_posts(self) -> tuple[str, ...]:
        """The posts other than the secretary's."""
        return tuple(dict.fromkeys(one.post for one in self.holdings if one.post != SECRETARY))

    def state_on(self, day: date) -> OrganisationState | None:
        """Give the row in force on ``day``, None while not in being or suspended."""
        stopped = False
        for event in sorted(self.events, key=lambda one: one.day):
            if event.day <= day and event.event in ("停止活动", "恢复活动"):
                stopped = event.event == "停止活动"
        if stopped:
            return None
        for state in self.states:
            if state.since <= day and (state.until is None or day <= state.until):
                return state
        return None

    def members_on(self, day: date) -> int:
        """How many members there are on ``day``."""
        state = self.state_on(day)
        return state.full_members + state.probationary if state else self.members

    def order(self, kind: str, key: str, group: int = -1) -> Order | None:
        """Give the order about a sitting or paper, if any."""
        return self.orders.get((kind, key, group))


class Cast:
    """Hands out branches for what is to be planted, each once, and makes them quiet."""

    def __init__(self, bodies: Iterable[Body], dice: Dice) -> None:
        self.free = dice.shuffled(list(bodies))

    def take(self, fits: Callable[[Body], bool] = lambda body: True) -> Body | None:
        """Give the next free branch that fits, or None when there is none."""
        for at, body in enumerate(self.free):
            if fits(body):
                del self.free[at]
                body.quiet = True
                body.slide = 0
                body.care = max(body.care, 96)
                return body
        return None
