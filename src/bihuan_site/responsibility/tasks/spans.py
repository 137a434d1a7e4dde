"""The columns of the calendar: months, quarters or weeks of a year, each with the key that filters the list."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan import api

VIEWS = {"year": "全年", "quarter": "每季", "month": "逐月", "week": "逐周"}
QUARTERS = "一二三四"
LATER = "later"


@dataclass(frozen=True, slots=True)
class Span:
    """One column: ``key`` stands in the address, ``label`` in the head; both days belong to it."""

    key: str
    label: str
    start: date
    end: date

    def holds(self, day: date) -> bool:
        """Whether a day lies in the column."""
        return self.start <= day <= self.end


def spans(year: api.Period, view: str, today: date) -> list[Span]:
    """Give the columns of a view; the last one takes what is due after the year."""
    match view:
        case "year":
            inside = [Span(year.label, f"{year.label} 年", date.min, year.end)]
        case "quarter":
            inside = _months(year, 3)
        case "week":
            return _weeks(today)
        case _:
            inside = _months(year, 1)
    return [*inside, Span(LATER, "年后", year.end + timedelta(days=1), date.max)]


def span_named(year: api.Period, key: str) -> Span | None:
    """Give the column with a key, whichever view it belongs to."""
    if "-W" in key:
        return _week(key)
    found = (one for view in ("year", "quarter", "month") for one in spans(year, view, year.start))
    return next((one for one in found if one.key == key), None)


def _months(year: api.Period, step: int) -> list[Span]:
    found, first = [], year.start
    for place in range(0, 12, step):
        last_number = first.month + step - 1
        last_year, last_month = first.year + (last_number - 1) // 12, (last_number - 1) % 12 + 1
        last = date(last_year, last_month, monthrange(last_year, last_month)[1])
        key = f"{first.year}-{first.month:02}" if step == 1 else f"{year.label}Q{place // 3 + 1}"
        label = str(first.month) if step == 1 else f"{QUARTERS[place // 3]}季度"
        found.append(Span(key, label, date.min if place == 0 else first, last))
        first = last + timedelta(days=1)
    return found


def _weeks(today: date) -> list[Span]:
    """Thirteen weeks, the present one the fourth."""
    monday = today - timedelta(days=today.weekday() + 21)
    found = []
    for place in range(13):
        start = monday + timedelta(weeks=place)
        number, week, _ = start.isocalendar()
        label = f"{start.month}/{start.day}"
        found.append(Span(f"{number}-W{week:02}", label, start, start + timedelta(days=6)))
    return found


def _week(key: str) -> Span | None:
    number, _, week = key.partition("-W")
    try:
        start = date.fromisocalendar(int(number), int(week), 1)
    except ValueError:
        return None
    return Span(key, f"{start.month}/{start.day} 起一周", start, start + timedelta(days=6))
