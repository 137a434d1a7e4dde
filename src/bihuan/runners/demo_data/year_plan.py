"""The year's occasions of an organisation that does all it is asked: one sitting serves every requirement it can."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from bihuan.basics.periods import Period
from bihuan.progress.grammar import RecordKind
from bihuan.progress.matching import BASE_UNITS
from bihuan.responsibility.windows import Window
from bihuan.runners.demo_data.asks import Ask, Wish
from bihuan.runners.demo_data.chance import Dice
from bihuan.runners.demo_data.habits import WEEKLY_STUDY_MOST, habit_of
from bihuan.runners.demo_data.working_days import WorkingDays

WEEK = 7
CHAIRS, SPEAKS, ATTENDS, OBSERVES = "主持", "主讲", "出席", "列席"


@dataclass(slots=True, eq=False)
class Part:
    """One kind held on an occasion, the window it was called for and the asks it serves."""

    kind: str
    window: Window | None
    asks: list[Ask] = field(default_factory=list)

    @property
    def key(self) -> str:
        """How the ledger writes the window."""
        return self.window.key if self.window else ""


@dataclass(slots=True, eq=False)
class Occasion:
    """One sitting between two days; ``posts`` names who must chair, speak or attend."""

    start: date
    end: date
    parts: list[Part]
    minutes: int
    per_group: bool = False
    is_weekly: bool = False
    first_item: bool = False
    quorum: Fraction = Fraction(0)
    topics: list[str] = field(default_factory=list)
    posts: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Paper:
    """One paper to be handed in for a window."""

    kind: str
    window: Window
    asks: list[Ask]


class YearPlan:
    """Builds the occasions and papers of one kind of organisation."""

    def __init__(self, kinds: dict[str, RecordKind], days: WorkingDays, dice: Dice) -> None:
        self.kinds, self.days, self.dice = kinds, days, dice
        self.occasions: list[Occasion] = []
        self.papers: list[Paper] = []
        self.guests: list[Ask] = []
        self.by_kind: dict[str, list[Occasion]] = {}
        self.alone: tuple[date, date] | None = None
        """Days after which, up to which, weekly occasions are held by themselves."""

    def serve(self, asks: Iterable[Ask]) -> None:
        """Call the occasions and papers that ``asks`` need, in their order."""
        for ask in asks:
            for window in ask.windows:
                if ask.requirement.submissions:
                    self._hand_in(ask, window)
                else:
                    self._hold(ask, window)

    def grant(self, wishes: Iterable[Wish], rounds: Sequence[Period], times: int) -> None:
        """Spread what earns points over each appraisal period: ``times`` percent of what could count."""
        for wish in wishes:
            tally = wish.component.tally
            if tally is None or not tally.records:
                continue
            number = -(-wish.times * times // 100)
            for period in rounds:
                for start, end in slices(period.start, period.end, number):
                    occasion = self._call(self.dice.pick(tally.records), start, end, None, joint=False)
                    occasion.minutes = max(occasion.minutes, minutes_of(tally.each_at_least))
                    self._post(occasion, SPEAKS, tally.speaker[:1])
                    occasion.topics += tally.topic[:1]

    def _hand_in(self, ask: Ask, window: Window) -> None:
        for paper in self.papers:
            if paper.kind in ask.kinds and paper.window.key == window.key and paper.window.deadline <= window.deadline:
                paper.asks.append(ask)
                return
        self.papers.append(Paper(ask.kinds[0], window, [ask]))

    def _hold(self, ask: Ask, window: Window) -> None:
        start, end = _allowed(ask, window)
        if start > end:
            return
        found: dict[int, Occasion] = {}
        for kind in ask.kinds:
            for one in self.by_kind.get(kind, ()):
                if start <= one.start and one.end <= end and (one.per_group or not ask.groups):
                    found[id(one)] = one
        need = _needed(ask)
        listed = list(found.values())
        chosen = listed if ask.posts else self._best(listed, ask)[:need]
        for occasion in chosen:
            self._fit(occasion, ask, window)
        lacking = need - len(listed)
        for first, last in slices(start, end, lacking) if lacking > 0 else ():
            occasion = self._call(self._kind(ask), first, last, window, joint=not ask.posts, groups=ask.groups)
            self._fit(occasion, ask, window)

    def _best(self, found: list[Occasion], ask: Ask) -> list[Occasion]:
        """Put those first that already are as asked, then those with the least upon them, else by chance."""
        topics = set(ask.requirement.topic)
        offset = self.dice.below(len(found))
        turned = found[offset:] + found[:offset]
        return sorted(turned, key=lambda one: (topics.isdisjoint(one.topics), len(one.topics), not one.first_item))

    def _kind(self, ask: Ask) -> str:
        return next((kind for kind in ask.kinds if self.by_kind.get(kind)), ask.kinds[0])

    def _call(
        self, kind: str, start: date, end: date, window: Window | None, *, joint: bool, groups: bool = False
    ) -> Occasion:
        """Call a new occasion, or hold ``kind`` together with a weekly one inside the same days."""
        part = Part(kind, window)
        hosts = self._hosts(start, end) if joint and habit_of(kind).joint and not groups else []
        if hosts and self.dice.below(10) < 8:
            occasion = self.dice.pick(hosts)
            occasion.parts.append(part)
        else:
            is_weekly = window is not None and (window.end - window.start).days < WEEK
            occasion = Occasion(start, end, [part], 0, per_group=groups, is_weekly=is_weekly)
            self.occasions.append(occasion)
        usual = habit_of(kind).minutes
        occasion.minutes = max(
            occasion.minutes, usual[0], minutes_of(self.kinds[kind].minutes if kind in self.kinds else None)
        )
        if kind in self.kinds and self.kinds[kind].must_speak:
            self._post(occasion, SPEAKS, ("书记",))
        self.by_kind.setdefault(kind, []).append(occasion)
        return occasion

    def _hosts(self, start: date, end: date) -> list[Occasion]:
        return [
            one
            for one in self.occasions
            if one.is_weekly
            and self.days.between(one.start, one.end)
            and not (self.alone and self.alone[0] < one.start <= self.alone[1])
            and start <= one.start
            and one.end <= end
            and len(one.parts) <= WEEKLY_STUDY_MOST
            and all(habit_of(part.kind).joint for part in one.parts)
        ]

    def _fit(self, occasion: Occasion, ask: Ask, window: Window) -> None:
        """Make an occasion good enough for an ask."""
        asked = ask.requirement
        occasion.minutes = max(occasion.minutes, minutes_of(asked.each_at_least))
        occasion.first_item = occasion.first_item or asked.first_item is True
        occasion.quorum = max(occasion.quorum, asked.quorum or Fraction(0))
        if asked.topic and not set(asked.topic) & set(occasion.topics):
            occasion.topics.append(asked.topic[0])
        self._post(occasion, SPEAKS, asked.speaker[:1])
        self._post(occasion, asked.role or ATTENDS, ask.posts)
        for part in occasion.parts:
            if part.kind in ask.kinds:
                part.asks.append(ask)
                if part.window is None:
                    part.window = window

    @staticmethod
    def _post(occasion: Occasion, role: str, posts: Iterable[str]) -> None:
        named = occasion.posts.setdefault(role, []) if posts else []
        named += [post for post in posts if post not in named]


def _allowed(ask: Ask, window: Window) -> tuple[date, date]:
    """Give the days of a window that count: up to its deadline, and in the months named."""
    start, end = window.start, window.deadline
    months = ask.requirement.months
    while months and start <= end and start.month not in months:
        start += timedelta(days=1)
    while months and start <= end and end.month not in months:
        end -= timedelta(days=1)
    return start, end


def _needed(ask: Ask) -> int:
    """How many sittings a window needs; lengths and heads are reckoned at two hours and ten people a sitting."""
    amount = ask.requirement.at_least
    if amount.unit in BASE_UNITS:
        return max(1, -(-int(amount.value * BASE_UNITS[amount.unit]) // 120))
    whole = -(-amount.value.numerator // amount.value.denominator)
    return max(1, -(-whole // 10)) if amount.unit.value in ("人次", "人") else whole


def minutes_of(amount: object) -> int:
    """Minutes of an amount of time, rounded up; 0 for none."""
    if amount is None:
        return 0
    value, unit = getattr(amount, "value", Fraction(0)), getattr(amount, "unit", None)
    minutes = Fraction(value) * (BASE_UNITS.get(unit, 0) if unit is not None else 0)
    return -(-minutes.numerator // minutes.denominator)


def slices(start: date, end: date, number: int) -> list[tuple[date, date]]:
    """Cut the days from ``start`` to ``end`` into ``number`` stretches of much the same length."""
    days = (end - start).days + 1
    number = max(1, min(number, days))
    marks = [start + timedelta(days=days * nth // number) for nth in range(number + 1)]
    return [(marks[nth], marks[nth + 1] - timedelta(days=1)) for nth in range(number)]
