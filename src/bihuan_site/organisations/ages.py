"""Ages in full years (周岁): who is young enough for a study group on a day."""

from datetime import date

AGE_LIMIT = 40


def age_on(born: date, day: date) -> int:
    """Give the full years of somebody born on ``born`` on ``day``; a birthday counts from that day on."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def born_after(day: date, limit: int = AGE_LIMIT) -> date:
    """Give the earliest day of birth with which one is at most ``limit`` years old on ``day``."""
    year = day.year - limit - 1
    try:
        eve = day.replace(year=year)
    except ValueError:
        eve = date(year, 2, 28)
    return date.fromordinal(eve.toordinal() + 1)
