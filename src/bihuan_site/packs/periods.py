"""Which appraisal period and which year a day lies in, as the pack counts them."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from bihuan import api

_LENGTH = {"年": 12, "半年": 6, "季": 3, "月": 1}


def period_on(pack: api.Pack, day: date) -> api.Period:
    """Give the appraisal period of ``pack`` in which ``day`` lies."""
    return _within(pack, day, str(pack.cycle))


def year_on(pack: api.Pack, day: date) -> api.Period:
    """Give the appraisal year of ``pack`` in which ``day`` lies."""
    return _within(pack, day, "年")


def period_before(pack: api.Pack, period: api.Period) -> api.Period:
    """Give the appraisal period just before ``period``."""
    return period_on(pack, date.fromordinal(period.start.toordinal() - 1))


def month_ends(period: api.Period, today: date) -> Iterator[date]:
    """Give the last day of every month of ``period`` that has begun by ``today``; of the last one, ``today``."""
    first = period.start
    while first <= min(today, period.end):
        after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
        yield min(after - timedelta(days=1), today, period.end)
        first = after


def _within(pack: api.Pack, day: date, cycle: str) -> api.Period:
    for year in (day.year - 1, day.year, day.year + 1):
        for text in _texts(year, cycle):
            found = api.parse_period(text, pack.year_from)
            if day in found:
                return found
    raise ValueError(f"no period of {pack.id} holds {day}")


@lru_cache(maxsize=64)
def _texts(year: int, cycle: str) -> tuple[str, ...]:
    match _LENGTH.get(cycle, 12):
        case 12:
            return (str(year),)
        case 6:
            return tuple(f"{year}H{half}" for half in (1, 2))
        case 3:
            return tuple(f"{year}Q{quarter}" for quarter in (1, 2, 3, 4))
        case _:
            return tuple(f"{year}-{month:02d}" for month in range(1, 13))


def period_name(period: api.Period) -> str:
    """Name a period as a person says it: 2026 年上半年, 2026 年二季度, 2026 年 6 月."""
    year, rest = period.label[:4], period.label[4:]
    if rest.startswith("H"):
        return f"{year} 年{'上' if rest == 'H1' else '下'}半年"
    if rest.startswith("Q"):
        return f"{year} 年{'一二三四'[int(rest[1]) - 1]}季度"
    return f"{year} 年 {int(rest[1:])} 月" if rest else f"{year} 年"
