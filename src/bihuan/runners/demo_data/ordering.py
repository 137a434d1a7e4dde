"""Choosing at which sittings and papers something is planted, one branch each, among what the pack asks of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.responsibility.windows import Window
from bihuan.runners.demo_data.asks import Ask, Asked
from bihuan.runners.demo_data.bodies import Body, Cast, Order
from bihuan.runners.demo_data.telling import (
    CORRECTED,
    EXEMPTED,
    LATE_ENTRY,
    MADE_UP,
    MISSED,
    NOT_SENT,
    RETURNED,
    SENT_LATE,
    SHORT,
    THIN,
    TOO_LATE,
    WITHDRAWN,
    WRONG_SPEAKER,
)
from bihuan.runners.demo_data.units import BEHIND

Asks = dict[str, list[Ask]]
"""What is asked of each organisation, by its id."""


@dataclass
class Orders:
    """Plants orders; each verb is tried on several asks that it can bite at."""

    asked: Asked
    cast: Cast
    asks_of: Asks

    def plant(self) -> None:
        """Plant every verb for which an ask and a branch are left."""
        self._named()
        held = [ask for ask in self._measures() if ask.requirement.records and not ask.posts]
        single = [ask for ask in held if len(ask.kinds) == 1 and ask.requirement.at_least.value == 1]
        plain = [ask for ask in single if not ask.groups]
        monthly = [ask for ask in plain if 4 <= len(ask.windows) <= 12]
        late = [ask for ask in plain if ask.requirement.late_until]
        self._each(MISSED, monthly[:4])
        self._each(MADE_UP, late[:5])
        self._each(TOO_LATE, [ask for ask in late if len(ask.windows) == 12][:1])
        self._each(SHORT, [ask for ask in single if ask.requirement.each_at_least][:3])
        self._each(THIN, [ask for ask in plain if ask.requirement.quorum][:3])
        self._each(WRONG_SPEAKER, [ask for ask in plain if ask.requirement.speaker][:1])
        self._each(LATE_ENTRY, monthly[:3])
        self._each(CORRECTED, monthly[:3])
        self._each(WITHDRAWN, monthly[:2])
        self._each(EXEMPTED, [ask for ask in monthly if ask.is_measure][:2])
        for verb in (MISSED, MADE_UP):
            self._each(verb, [ask for ask in single if ask.groups][:1], group=1)
        papers = [ask for ask in self._measures() if ask.requirement.submissions and len(ask.windows) > 1]
        self._each(NOT_SENT, papers[:2])
        self._each(SENT_LATE, [ask for ask in papers if ask.requirement.late_until][:3])
        self._each(RETURNED, papers[-2:])

    def _named(self) -> None:
        """Plant what the pictures show of some branches by name: what they are longest behind with."""
        bodies = {body.name: body for body in self.cast.free}
        for name, (kind, part) in BEHIND.items():
            body = bodies.get(name)
            asks = [ask for ask in self.asks_of.get(body.id, []) if ask.kinds == (kind,)] if body else []
            key = f"{self.asked.year.label}{part}"
            if body and any(window.key == key for ask in asks for window in ask.windows):
                self.cast.free.remove(body)
                body.covered.add(kind)
                body.orders[(kind, key, -1)] = Order(MISSED)

    def _measures(self) -> Iterable[Ask]:
        return [ask for ask in self.asked.asks if ask.is_measure and ask.windows]

    def _each(self, verb: str, asks: Iterable[Ask], group: int = -1) -> None:
        for nth, ask in enumerate(asks):
            group = max(group, 0) if ask.groups else group
            body = self.cast.take(self._fitting(ask, group))
            if body is None:
                continue
            window = self._window(ask, nth)
            if window is None:
                continue
            body.orders[(ask.kinds[0], window.key, group)] = Order(verb)

    def _fitting(self, ask: Ask, group: int) -> Callable[[Body], bool]:
        def fits(body: Body) -> bool:
            unchanged = body.committee > 0 and len(body.states) == 1 + len(body.groups)
            return unchanged and group < max(len(body.groups), 0 - group) and ask in self.asks_of.get(body.id, [])

        return fits

    def _window(self, ask: Ask, nth: int) -> Window | None:
        """Choose a window in the middle of the first half of the year, with room to make up before that half ends."""
        first = self.asked.rounds[0]
        inside = [one for one in ask.windows if one.end in first and (one.late_until or one.end) in first]
        inside = [one for one in inside if _has_days(one)] or [one for one in ask.windows if one.end in first]
        if not inside:
            return None
        return inside[(len(inside) // 2 + nth) % len(inside)]


def _has_days(window: Window) -> bool:
    """Whether a window is not one of the weeks around the Spring Festival, which may be without a working day."""
    day: date = window.start
    return window.end - day > timedelta(days=7) or day.month not in (1, 2)
