"""Half-years as visits are counted by."""

from datetime import date


def half_of(day: date) -> str:
    """Name the half-year of a day: 2026H1."""
    return f"{day.year}H{1 if day.month <= 6 else 2}"


def span_of(half: str) -> tuple[date, date] | None:
    """Give the first and last day of a half-year; None for anything else."""
    year, mark, which = half[:4], half[4:5], half[5:]
    if not year.isdecimal() or mark != "H" or which not in ("1", "2") or not 2000 <= int(year) <= 2100:
        return None
    number = int(year)
    return (date(number, 1, 1), date(number, 6, 30)) if which == "1" else (date(number, 7, 1), date(number, 12, 31))


def half_words(half: str) -> str:
    """Write a half-year as 2026 年上半年."""
    return f"{half[:4]} 年{'上' if half.endswith('1') else '下'}半年"


def halves_until(day: date, count: int = 4) -> list[tuple[str, str]]:
    """Give the half-years to choose from, the one of ``day`` first."""
    found: list[tuple[str, str]] = []
    year, which = day.year, 1 if day.month <= 6 else 2
    while len(found) < count:
        half = f"{year}H{which}"
        found.append((half, half_words(half)))
        year, which = (year, 1) if which == 2 else (year - 1, 2)
    return found
