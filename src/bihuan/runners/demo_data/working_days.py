"""Days on which something plausibly happens: working days of the pack's calendar, on the usual weekday if possible."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from bihuan.basics.calendar import WorkCalendar
from bihuan.runners.demo_data.chance import Dice


@dataclass
class WorkingDays:
    """Looks up the working days of stretches of time, each stretch once."""

    calendar: WorkCalendar
    known: dict[tuple[date, date], tuple[date, ...]] = field(default_factory=dict)

    def between(self, first: date, last: date) -> tuple[date, ...]:
        """Give the working days from ``first`` to ``last``, both included."""
        key = (first, last)
        if key not in self.known:
            span = range((last - first).days + 1)
            days = (first + timedelta(days=nth) for nth in span)
            self.known[key] = tuple(day for day in days if self.calendar.is_working(day))
        return self.known[key]

    def draw(
        self, first: date, last: date, dice: Dice, weekday: int | None, fits: Callable[[date], bool]
    ) -> date | None:
        """Draw a working day that fits, on ``weekday`` if there is one; None if no day fits."""
        days = self.between(first, last)
        usual = [day for day in days if weekday is None or day.weekday() == weekday]
        for choices in (usual, days):
            if choices:
                day = dice.pick(choices)
                if fits(day):
                    return day
                fitting = [one for one in choices if fits(one)]
                if fitting:
                    return dice.pick(fitting)
        return None
