"""Terms of office that run out in the year: the last election, the request due before the next, and the next."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from bihuan.basics.nodes import Span, SpanUnit
from bihuan.basics.periods import shift_months
from bihuan.organisations.rows import OrganisationEvent
from bihuan.runners.demo_data.asks import Ask, Asked
from bihuan.runners.demo_data.bodies import Body, Cast
from bihuan.runners.demo_data.chance import Dice
from bihuan.runners.demo_data.establishing import Department
from bihuan.runners.demo_data.papers import PaperRoom, windows_after
from bihuan.runners.demo_data.truth import Planted

ELECTED = "换届"
MONTHS_IN = {SpanUnit.MONTHS: 1, SpanUnit.YEARS: 12}
ONE_IN = 16
"""One branch in so many has a request falling due in the year."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term that runs out: what is asked, the election it counts from, whether the request is made."""

    body: Body
    ask: Ask
    event: OrganisationEvent
    is_requested: bool
    planted: bool


@dataclass
class Terms:
    """Chooses the branches whose terms run out, before the rows of organisations are written."""

    asked: Asked
    department: Department
    dice: Dice
    terms: list[Term] = field(default_factory=list)

    def choose(self, cast: Cast) -> None:
        """Record past elections so that requests fall due in the year."""
        since = date(self.department.year - 2, 6, 1)
        for body in self.department.upper[1:]:
            self.department.event(body, ELECTED, since)
        ask = next(
            (one for one in self.asked.after_events if one.is_measure and _event(one) == ELECTED and _months(one)), None
        )
        if ask is None:
            return
        for month, is_requested in ((4, True), (5, False)):
            found = cast.take(lambda one: one.committee > 0 and len(one.states) == 1)
            if found is not None:
                self._add(found, ask, month, is_requested, planted=True)
        for branch in self.department.branches[1:]:
            if not branch.quiet and branch.committee and self.dice.below(ONE_IN) == 0:
                month = self.dice.between(1, 12)
                self._add(branch, ask, month, not self.dice.happens((100 - branch.care) * 40), planted=False)

    def _add(self, body: Body, ask: Ask, month: int, is_requested: bool, planted: bool) -> None:
        day = shift_months(date(self.department.year, month, self.dice.between(8, 22)), -_months(ask))
        row = self.department.event(body, ELECTED, day)
        event = next(one for one in body.events if one.id == row)
        self.terms.append(Term(body, ask, event, is_requested, planted))

    def hand_in(self, papers: PaperRoom, truth: list[Planted]) -> None:
        """Hand in the requests, those due in a later period early enough to be there at the first period's end."""
        for term in self.terms:
            windows = windows_after(term.ask, term.event, self.asked.year, self.asked)
            for window in windows:
                rows: tuple[str, ...] = ()
                last = min(window.deadline, self.asked.rounds[0].end - timedelta(days=3))
                first = last - timedelta(days=40)
                day = papers.days.draw(first, last, self.dice, None, lambda one: True)
                if term.is_requested and day is not None:
                    rows = (papers.after_event(term.body, term.ask, term.event, day),)
                if term.planted:
                    counted = self.asked.round_of(window)
                    what = f"{term.event.day} 换届，{window.deadline} 前应报请示，" + ("报了" if rows else "没有报")
                    expected = "不扣分" if rows else f"“{term.ask.name}”有缺，按“凡不足”扣分"
                    truth.append(
                        Planted(
                            organisation=term.body.id,
                            kind=ELECTED,
                            what=what,
                            table="submissions" if rows else "organisation_events",
                            rows=rows or (term.event.id,),
                            period=window.key,
                            round=counted.label,
                            measures=(term.ask.owner,),
                            expected=expected,
                            missing=0 if rows else 1,
                            late=0,
                        )
                    )


def _event(ask: Ask) -> str:
    deadline = ask.requirement.deadline
    return deadline.after_event or "" if deadline else ""


def _months(ask: Ask) -> int:
    deadline = ask.requirement.deadline
    within: Span | None = deadline.within if deadline else None
    return MONTHS_IN.get(within.unit, 0) * within.length if within else 0
