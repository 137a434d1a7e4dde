"""Times taken side by side: base and variants in turn, so that what disturbs one disturbs all."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Work = Callable[[], Any]


@dataclass(frozen=True)
class Times:
    """Seconds of one piece of work, in the order they were taken."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.seconds)

    def quantile(self, percent: int) -> float:
        """The one that so many percent do not exceed."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]

    @property
    def spread(self) -> str:
        """The least and the greatest, in milliseconds."""
        return f"{min(self.seconds) * 1000:.1f}–{max(self.seconds) * 1000:.1f}"


def taken(work: Work) -> float:
    """Do the work once; give the seconds."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def in_turn(works: Mapping[str, Work], rounds: int = 7, warm: int = 2) -> dict[str, Times]:
    """Do every piece of work once a round, after some rounds that do not count."""
    for _ in range(warm):
        for work in works.values():
            work()
    found: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            gc.collect()
            found[name].append(taken(work))
    return {name: Times(tuple(seconds)) for name, seconds in found.items()}


def one_by_one(works: list[Work], warm: int = 3) -> Times:
    """Do each piece of work on its own, after some rounds that do not count."""
    for _ in range(warm):
        for work in works:
            work()
    gc.collect()
    return Times(tuple(taken(work) for work in works))
