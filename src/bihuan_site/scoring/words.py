"""Points in words: as many decimals as they have, and one at least, so that columns of points line up."""

from bihuan import api


def points(units: int, per_point: int) -> str:
    """Write units as points: 16.0, 0.25, 90.6."""
    text = api.points_text(units, per_point)
    return text if "." in text else f"{text}.0"


def rounded(units: int, per_point: int) -> str:
    """Write units as points with exactly one decimal, halves up: for means, which no rule reads."""
    tenths = (units * 20 + per_point) // (2 * per_point)
    return f"{tenths // 10}.{tenths % 10}"
