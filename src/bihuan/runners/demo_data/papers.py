"""Handing papers in: on time, late, returned or never; and the exemptions for weeks without a working day."""

from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.basics.periods import Period
from bihuan.organisations.rows import OrganisationEvent
from bihuan.progress.rows import Exemption, Submission
from bihuan.responsibility.windows import Window, event_windows
from bihuan.runners.demo_data.asks import Ask, Asked
from bihuan.runners.demo_data.bodies import Body, Order
from bihuan.runners.demo_data.chance import Dice
from bihuan.runners.demo_data.registers import Registers
from bihuan.runners.demo_data.telling import MOVED, NOT_SENT, RETURNED, SENT_LATE, Teller
from bihuan.runners.demo_data.working_days import WorkingDays
from bihuan.runners.demo_data.year_plan import Paper

ONE_DAY = timedelta(days=1)
LAST_WEEKS = 28
OFFICE = "机关党委办公室"


@dataclass
class PaperRoom:
    """Writes the rows of papers of one organisation after another."""

    registers: Registers
    days: WorkingDays
    teller: Teller

    def hand_in_year(self, body: Body, papers: list[Paper], dice: Dice) -> None:
        """Write the papers of a whole year of ``body``."""
        for paper in papers:
            order = body.order(paper.kind, paper.window.key)
            verb = order.verb if order else self._chance(body, paper, dice)
            rows = self._hand_in(body, paper, verb, order, dice)
            if order and order.told:
                self.teller.tell(body, verb, paper.kind, paper.window, paper.asks, rows)

    def _chance(self, body: Body, paper: Paper, dice: Dice) -> str:
        lack = (100 - body.care) * (100 - body.care)
        if body.quiet or not dice.happens(min(4000, lack * 2)):
            return ""
        return SENT_LATE if paper.window.late_until and dice.below(100) < 75 else NOT_SENT

    def _hand_in(self, body: Body, paper: Paper, verb: str, order: Order | None, dice: Dice) -> tuple[str, ...]:
        window = paper.window
        first, last = max(window.start, window.deadline - timedelta(days=LAST_WEEKS)), window.deadline
        if verb == NOT_SENT:
            return ()
        if verb == SENT_LATE:
            first, last = window.deadline + ONE_DAY, window.late_until or window.deadline + timedelta(days=9)
        if body.hurry and first <= body.hurry < last and verb != SENT_LATE:
            last = body.hurry
        if order and order.first and order.last and verb == MOVED:
            first, last = order.first, order.last
        day = self.days.draw(first, last, dice, None, lambda one: body.state_on(one) is not None)
        if day is None:
            return ()
        received = day + timedelta(days=dice.weighted((0, 1, 3), (70, 20, 10)))
        person = next((body.holders(ask.posts, day) for ask in paper.asks if ask.posts), [])
        row = Submission(
            id=self.registers.new_id("submissions"),
            organisation=body.id,
            kind=paper.kind,
            day=day,
            period=window.key,
            person=next(iter(person), None),
            returned=verb == RETURNED,
            claimed=None,
            received=received,
        )
        self.registers.add("submissions", row)
        return (row.id,)

    def after_event(self, body: Body, ask: Ask, event: OrganisationEvent, day: date) -> str:
        """Hand in what an event calls for; such papers name no period and go by their date."""
        row = Submission(
            id=self.registers.new_id("submissions"), organisation=body.id, kind=ask.kinds[0], day=day, received=day
        )
        self.registers.add("submissions", row)
        return row.id


def windows_after(ask: Ask, event: OrganisationEvent, period: Period, asked: Asked) -> tuple[Window, ...]:
    """Give the windows an event opens in ``period``."""
    return tuple(
        window for window in event_windows(ask.requirement, period, asked.time, (event,)) if window.deadline in period
    )


def exempt_idle_weeks(body: Body, asks: list[Ask], registers: Registers, days: WorkingDays) -> None:
    """Exempt ``body`` from what falls due in a week without a single working day, as published."""
    done: set[tuple[str, date]] = set()
    for ask in asks:
        for window in ask.windows if ask.length and ask.length <= 7 else ():
            if days.between(window.start, window.deadline) or (ask.owner, window.start) in done:
                continue
            if body.state_on(window.end) is None:
                continue
            done.add((ask.owner, window.start))
            told = window.start - timedelta(days=5)
            row = Exemption(
                id=registers.new_id("exemptions"),
                organisation=body.id,
                target=ask.owner,
                ground="按放假安排整周放假",
                approver=OFFICE,
                since=window.start,
                until=window.end,
                received=told,
            )
            registers.add("exemptions", row)
