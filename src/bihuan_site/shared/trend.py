"""The geometry of a small trend line: months across, points up, an aim, one step ahead and the peers' mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

STEPS = tuple(Decimal(step) for step in (1, 2, 4, 5, 10, 20, 50))
LEFT, RIGHT, TOP, BOTTOM = 26, 44, 8, 88
WIDTH, HEIGHT = 340, 112


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the drawing with its word."""

    x: str
    y: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """What the drawing needs; lines are lists of points as SVG writes them, places are text with one decimal."""

    rules: list[Mark]
    labels: list[Mark]
    own: str
    dots: list[Mark]
    ahead: str = ""
    ahead_end: Mark | None = None
    aim: Mark | None = None
    peers: str = ""
    peers_end: Mark | None = None


def _scale(values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    low, high = min(values), max(values)
    for step in STEPS:
        top = (high / step).to_integral_value(ROUND_CEILING) * step
        if top - 2 * step <= low:
            return top - 2 * step, step
    return Decimal(0), (high / 2).to_integral_value(ROUND_CEILING)


def draw(
    months: Sequence[tuple[str, str | None]],
    *,
    ahead: str | None = None,
    aim: tuple[str, str] | None = None,
    peers: Sequence[str | None] = (),
) -> Trend | None:
    """Lay out a trend. ``months`` are (label, value already formatted or None), in order.

    ``ahead`` is what the last month may still become, ``aim`` a word and its line, ``peers`` the mean of the class for
    each month (leave empty where a mean may not be shown). None when there is nothing to draw.
    """
    known = [(place, Decimal(value)) for place, (_, value) in enumerate(months) if value is not None]
    if not known:
        return None
    mean = [(place, Decimal(value)) for place, value in enumerate(peers) if value is not None]
    more = [Decimal(ahead)] if ahead else []
    more += [Decimal(aim[1])] if aim else []
    low, step = _scale([value for _, value in known] + [value for _, value in mean] + more)

    def across(place: int) -> str:
        return str(round(LEFT + Decimal(WIDTH - LEFT - RIGHT) * place / max(len(months) - 1, 1) + 6, 1))

    def up(value: Decimal) -> str:
        return str(round(BOTTOM - (BOTTOM - TOP) * (value - low) / (2 * step), 1))

    def line(points: Sequence[tuple[int, Decimal]]) -> str:
        return " ".join(f"{across(place)},{up(value)}" for place, value in points)

    last = len(months) - 1
    return Trend(
        rules=[Mark("0", up(low + step * turn), f"{low + step * turn}") for turn in (2, 1, 0)],
        labels=[Mark(across(place), "0", label) for place, (label, _) in enumerate(months)],
        own=line(known),
        dots=[Mark(across(place), up(value), str(value)) for place, value in known],
        ahead=line([known[-1], (last, Decimal(ahead))]) if ahead and known[-1][0] < last else "",
        ahead_end=Mark(across(last), up(Decimal(ahead)), ahead) if ahead else None,
        aim=Mark("0", up(Decimal(aim[1])), f"{aim[0]} {aim[1]}") if aim else None,
        peers=line(mean),
        peers_end=Mark(across(mean[-1][0]), up(mean[-1][1]), "同类") if mean else None,
    )
