"""Where rooms above add what is due by itself (a branch's obligations) to the one list of things to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bihuan_site.shared.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the list, whatever it comes from. ``note`` is the second line, ``worth`` what stands to the right.

    ``verb`` is the word on the button (记活动, 补记, 办理).
    """

    key: str
    kind: str
    title: str
    url: str
    due: date | None = None
    done: date | None = None
    note: str = ""
    worth: str = ""
    verb: str = "办理"


class Source(Protocol):
    """Somebody who knows of things an actor has to do."""

    def entries(self, actor: Actor, *, done: bool) -> Iterable[Entry]:
        """Give the open things of ``actor``, or with ``done`` the finished ones, newest first, at most some dozens."""
        ...

    def count(self, actor: Actor) -> int:
        """Count the open things of ``actor`` with one query."""
        ...


_sources: list[Source] = []


def register(source: Source) -> None:
    """Have the entries of ``source`` listed with the rest; registering twice changes nothing."""
    if source not in _sources:
        _sources.append(source)


def registered() -> tuple[Source, ...]:
    """Give every source, in the order of registration."""
    return tuple(_sources)
