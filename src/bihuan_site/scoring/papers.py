"""Which papers an organisation is asked to hand upward, and for which windows it can still do so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from bihuan_site.packs.periods import period_before
from bihuan_site.scoring.evaluating import Rules, rules_in_force, standing_of
from bihuan_site.scoring.previewing import units_of

LATE_WEEKS = 9
"""How long into a period papers of the one before are still looked for."""


@dataclass(frozen=True, slots=True)
class PaperWindow:
    """One window of a requirement for a paper that is not met and still takes one.

    ``key`` is how the ledger names the window, ``person`` whom it is asked of if not the organisation.
    """

    kind: str
    key: str
    label: str
    start: date
    deadline: date
    late_until: date | None
    person: str
    person_name: str
    asked_by: tuple[str, ...]

    @property
    def mark(self) -> str:
        """The window as one word of a form."""
        return f"{self.kind}|{self.key}|{self.person}"

    @property
    def title(self) -> str:
        """The paper with its window: 上半年思想政治工作汇报, 2 季度党务公开."""
        return paper_title(self.label, self.kind)

    def is_late(self, day: date) -> bool:
        """Whether handing in on ``day`` is late."""
        return day > self.deadline


def paper_title(window: str, kind: str) -> str:
    """Write a paper with the window it is for, figures set off by blanks."""
    return re.sub(r"\s*(\d+)\s*", r" \1 ", f"{window}{kind}").strip()


def paper_windows_of(organisation: str, day: date | None = None) -> list[PaperWindow]:
    """Give the windows in which ``organisation`` can hand a paper in on ``day`` (today), the nearest deadline first.

    What measures and duties ask in the same window is one line. Raises ``Refused`` if no pack is in force.
    """
    found: dict[str, PaperWindow] = {}
    for one in _open_windows(organisation, day):
        known = found.get(one.mark)
        if known is None:
            found[one.mark] = one
        elif one.asked_by[0] not in known.asked_by:
            found[one.mark] = _both(known, one)
    return sorted(found.values(), key=lambda one: (one.deadline, one.kind, one.key, one.person))


def _open_windows(organisation: str, day: date | None) -> Iterator[PaperWindow]:
    for rules in _rules(day):
        yield from _open_in(rules, organisation)


def _rules(day: date | None) -> Iterator[Rules]:
    """Give the rules of this period and, in its first weeks, of the one before, whose papers may still come late."""
    rules = rules_in_force(day)
    yield rules
    if (rules.as_of - rules.period.start).days < LATE_WEEKS * 7:
        before = rules_in_force(day, period_before(rules.pack, rules.period))
        yield replace(before, as_of=rules.as_of)


def _open_in(rules: Rules, organisation: str) -> Iterator[PaperWindow]:
    standing = standing_of(rules, organisation)
    for finder, title, unit in units_of(standing):
        if not unit.requirement.submissions or not finder.is_mine(unit):
            continue
        for who, slots in finder.slots(unit):
            person = who.id or "" if not who.is_group else ""
            for slot in slots:
                if slot is None or not slot.is_open or not _takes(slot.window, rules.as_of):
                    continue
                window = slot.window
                for kind in unit.requirement.submissions:
                    yield PaperWindow(
                        kind,
                        window.key,
                        window.label,
                        window.start,
                        window.deadline,
                        window.late_until,
                        person,
                        standing.names.get(person, person),
                        (title,),
                    )


def _takes(window: object, day: date) -> bool:
    start, deadline, until = (getattr(window, name) for name in ("start", "deadline", "late_until"))
    return bool(start <= day and (day <= deadline or until is None or day <= until))


def _both(known: PaperWindow, more: PaperWindow) -> PaperWindow:
    return PaperWindow(
        known.kind,
        known.key,
        known.label,
        min(known.start, more.start),
        min(known.deadline, more.deadline),
        max(known.late_until, more.late_until) if known.late_until and more.late_until else None,
        known.person,
        known.person_name,
        (*known.asked_by, *more.asked_by),
    )
