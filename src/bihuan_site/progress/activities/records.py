"""One activity as it is handed in, and the row it becomes; the live panel and the act make it the same way."""

import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from bihuan_site.ledger.models import Activity, Participation
from bihuan_site.organisations.models import Organisation
from bihuan_site.progress.activities.rolls_queries import Name, holders_on
from bihuan_site.progress.models import Presence
from bihuan_site.progress.models.attendance import IN_SERVICE

SITS_IN, ATTENDS = "列席", "出席"
CHAIRS, SPEAKS = "主持", "主讲"


@dataclass(frozen=True, slots=True)
class Record:
    """What somebody says was held. ``attendance`` maps people to 到会, 报备 or 缺席; ``guests`` to 列席 or 出席."""

    kinds: tuple[str, ...]
    day: date
    title: str = ""
    begins: time | None = None
    minutes: int = 0
    place: str = ""
    group: str = ""
    chair: str = ""
    speakers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    first_item: bool = False
    text: str = ""
    makes_up: str = ""
    attendance: Mapping[str, str] = field(default_factory=dict)
    guests: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """Heads, made from names: due = present + leave + others + absent."""

    due: int
    present: int
    leave: int
    others: tuple[tuple[str, int], ...]

    @property
    def absent(self) -> int:
        """Those away without leave."""
        return self.due - self.present - self.leave - sum(number for _, number in self.others)


def counts_of(record: Record, due: list[Name]) -> Counts:
    """Count heads. Who is away without leave and 离退休, 借调, … counts under that word."""
    states = {one.id: record.attendance.get(one.id, Presence.ABSENT) for one in due}
    away = Counter(
        one.category for one in due if states[one.id] == Presence.ABSENT and one.category not in ("", IN_SERVICE)
    )
    totals = Counter(states.values())
    return Counts(len(due), totals[Presence.PRESENT], totals[Presence.LEAVE], tuple(sorted(away.items())))


def activity_from(where: Organisation, record: Record, due: list[Name], received: date, **more: Any) -> Activity:
    """Build the unsaved row of ``record``: people's posts decide who is named as a leader."""
    counts = counts_of(record, due)
    here = [one.id for one in due if record.attendance.get(one.id) == Presence.PRESENT]
    holders = holders_on(here, record.day)
    leaders = [one for one in here if one in holders] + [who for who, how in record.guests.items() if how == ATTENDS]
    return Activity(
        **{"id": new_id(record.day), **more},
        organisation=where,
        kinds=record.kinds,
        day=record.day,
        group_id=record.group or None,
        topics=record.topics,
        minutes=record.minutes,
        due=counts.due,
        present=counts.present,
        leave=counts.leave,
        others=counts.others,
        chair_id=record.chair or None,
        speakers=record.speakers,
        leaders=tuple(dict.fromkeys(leaders)),
        observers=tuple(who for who, how in record.guests.items() if how == SITS_IN),
        first_item=record.first_item,
        makes_up=record.makes_up or None,
        received=received,
        claimed=received,
        title=record.title,
        place=record.place,
        begins=record.begins,
        text=record.text,
    )


def participations_of(activity: Activity) -> Iterator[Participation]:
    """Build the rows that find this activity for everybody named in it."""
    named = (
        [(activity.chair_id, CHAIRS)] * bool(activity.chair_id)
        + [(who, SPEAKS) for who in activity.speakers]
        + [(who, ATTENDS) for who in activity.leaders]
        + [(who, SITS_IN) for who in activity.observers]
    )
    for who, role in dict.fromkeys(named):
        yield Participation(activity=activity, person_id=who, role=role)


def new_id(day: date) -> str:
    """Give a fresh permanent number for a record."""
    return f"hd-{day:%y%m%d}-{secrets.token_hex(5)}"
