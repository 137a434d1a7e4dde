"""What the site does by itself, declared by the rooms, and the slots in which each is to be done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Protocol

from django.utils import timezone

from bihuan_site.shared.clock import business_day


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a work is due. ``catch_up`` is how many slots are worked that passed while nobody worked."""

    words: str
    minutes: int
    catch_up: int

    @property
    def is_daily(self) -> bool:
        """Whether the slot is a business day."""
        return self.minutes == 0


daily = Rhythm("每天", 0, 7)
hourly = Rhythm("每小时", 60, 1)


def minutes(every: int) -> Rhythm:
    """Give the rhythm of so many minutes, which divide an hour. Raises ``ValueError`` otherwise."""
    if not 1 <= every <= 60 or 60 % every:
        raise ValueError(f"{every} minutes do not divide an hour")
    return Rhythm(f"每 {every} 分钟", every, 1)


class Run(Protocol):
    """One run as the work itself sees it."""

    @property
    def day(self) -> date:
        """The business day it is for; an earlier one when a missed day is made up."""
        ...

    def extend(self) -> None:
        """Keep the lease for longer; call between the steps of long work. Raises when the lease is lost."""
        ...


Work = Callable[[Run], str]
"""Does the work and says in words what it did. It may be run again for the same slot and must not mind."""


@dataclass(frozen=True, slots=True)
class Periodic:
    """A declared work."""

    name: str
    title: str
    every: Rhythm
    run: Work


_works: dict[str, Periodic] = {}


def periodic(name: str, *, every: Rhythm, run: Work, title: str = "") -> None:
    """Declare a work, in ``ready`` of a room's ``apps.py``. Raises ``ValueError`` if another work has the name."""
    work = Periodic(name, title or name, every, run)
    if _works.get(name, work).run is not run:
        raise ValueError(f"two works are named {name}")
    _works[name] = work


def works() -> Mapping[str, Periodic]:
    """Give every declared work by its name."""
    return MappingProxyType(_works)


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """When a work is due: the name of the slot and the business day it belongs to."""

    name: str
    day: date


def slot_now(every: Rhythm, now: datetime) -> Slot:
    """Give the slot that ``now`` lies in; days are business days, shorter slots follow the real clock."""
    if every.is_daily:
        return Slot(business_day().isoformat(), business_day())
    local = timezone.localtime(now)
    begun = local.replace(minute=local.minute // every.minutes * every.minutes, second=0, microsecond=0)
    return Slot(begun.strftime("%Y-%m-%dT%H:%M"), begun.date())


def slots_since(every: Rhythm, last: str, now: datetime) -> tuple[list[Slot], int]:
    """Give the slots after ``last`` up to now, oldest first, at most ``catch_up``; and how many older ones are let go.

    With no ``last``, or one that lies ahead (the day of a demonstration was set back), only the present slot is due.
    """
    present = slot_now(every, now)
    if not last or last >= present.name:
        return [present], 0
    step = timedelta(days=1) if every.is_daily else timedelta(minutes=every.minutes)
    begun, end = datetime.fromisoformat(last), datetime.fromisoformat(present.name)
    passed = (end - begun) // step
    kept = min(passed, every.catch_up)
    form = "%Y-%m-%d" if every.is_daily else "%Y-%m-%dT%H:%M"
    moments = [end - step * back for back in reversed(range(kept))]
    return [Slot(moment.strftime(form), moment.date()) for moment in moments], passed - kept
