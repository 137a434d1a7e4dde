"""What a duty costs each organisation: items a year × seconds an item, less what another duty has recorded anyway."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from bihuan import api
from bihuan_site.responsibility.duties.catalogue import Catalogue, Entry, catalogue
from bihuan_site.shared.burden import MONTHLY_MINUTES, minutes_of, seconds_of

TIMES_A_YEAR = {"周": 52, "月": 12, "季": 4, "半年": 2, "年": 1}
CYCLES = {"年": 1, "半年": 2, "季": 4, "月": 12, "两年": 1}
MONTHS = 12
MINUTES = {"分钟": 1, "学时": 45, "天": 360}
USUAL_LENGTH = 120
"""Minutes of one activity where a duty asks for hours in all and does not say how long each lasts."""

RECORD = {
    "kinds": "choices",
    "title": "line",
    "day": "day",
    "begins": "day",
    "minutes": "number",
    "place": "line",
    "chair": "person",
    "names": "names",
    "text": "text",
}
"""The form an activity is recorded with."""

RECORD_PREFILLED = ("kinds", "begins", "minutes", "place", "chair", "names")
"""Known when the form opens: the kind from the button, the rest from the branch's last record and its roll."""

PAPER = {"kind": "choice", "period": "choice", "day": "day", "file": "file"}
PAPER_PREFILLED = ("kind", "period", "day")


@dataclass(frozen=True, slots=True)
class Burden:
    """The cost of one duty. ``shared`` items a year are recorded anyway, for another duty that asks for the same."""

    entry: Entry
    items: int
    shared: int
    seconds: int
    fields: int
    prefilled: int

    @property
    def own(self) -> int:
        """Items a year that only this duty asks for."""
        return self.items - self.shared

    @property
    def minutes_a_year(self) -> int:
        """Whole minutes a year that this duty adds; 0 where it adds nothing."""
        return minutes_of(self.own * self.seconds) if self.own else 0

    @property
    def minutes_a_month(self) -> int:
        """Whole minutes in an average month, begun ones counted."""
        return -(-self.minutes_a_year // MONTHS)


def burden_of(duty: api.Duty | str, book: Catalogue | None = None) -> Burden:
    """Tell what a duty (of the list, or one not issued yet) costs an organisation of its tier in a year.

    Records that other duties of the same organisation ask for anyway cost nothing a second time.
    """
    found = book or catalogue()
    known = found.by_id.get(duty if isinstance(duty, str) else duty.id)
    entry = found.entry(duty) if isinstance(duty, str) else Entry(known.number if known else 0, duty, True)
    others = [one for one in found.own if one.id != entry.id and one.duty.tier == entry.duty.tier]
    return _burden(entry, found, _cover(others, found))


def minutes_a_month(duty: api.Duty) -> int:
    """Tell the minutes of an average month that a duty takes as it is written, also before it is issued."""
    return burden_of(duty).minutes_a_month


def burdens(book: Catalogue, tier: str) -> list[Burden]:
    """Give the cost of every dated duty of a tier; each item counts once.

    It counts for the duty that asks for that kind alone; a duty with a choice of kinds takes what is recorded anyway.
    """
    cover: dict[str, int] = {}
    result = []
    for entry in sorted(_dated(book, tier), key=lambda one: (len(one.evidence), -items_a_year(one, book), one.number)):
        result.append(_burden(entry, book, cover))
        _take(cover, entry, items_a_year(entry, book))
    return sorted(result, key=lambda one: one.entry.number)


def monthly_minutes(found: Iterable[Burden]) -> int:
    """Minutes of an average month for all of them together."""
    return -(-sum(one.own * one.seconds for one in found) // (60 * MONTHS))


def is_within_ceiling(minutes: int) -> bool:
    """Whether a month stays within what the committee promised."""
    return minutes <= MONTHLY_MINUTES


def items_a_year(entry: Entry, book: Catalogue) -> int:
    """How many records or papers a duty asks for in a year."""
    requirement = entry.duty.requirement
    if requirement is None:
        return 0
    if requirement.deadline is not None and requirement.deadline.after_event:
        return 1
    times = Fraction(_windows(requirement, book) * _each(requirement))
    return -(-times.numerator // times.denominator)


def _windows(requirement: api.Requirement, book: Catalogue) -> int:
    if requirement.every == "考核期":
        return CYCLES.get(str(book.pack.cycle), 1)
    if requirement.every in TIMES_A_YEAR:
        windows = TIMES_A_YEAR[requirement.every]
        return min(windows, len(requirement.months)) if requirement.months and windows == MONTHS else windows
    return next((len(one.spans) for one in book.pack.windows if one.name == requirement.every), 1)


def _each(requirement: api.Requirement) -> Fraction:
    """Records in one window: as many as asked, or as many as the hours asked take."""
    least = requirement.at_least
    length = MINUTES.get(str(least.unit))
    if length is None:
        return least.value
    each = requirement.each_at_least
    lasts = each.value * MINUTES.get(str(each.unit), 1) if each else Fraction(USUAL_LENGTH)
    return Fraction(-(-(least.value * length) // lasts))


def form_of(entry: Entry) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """Give the fields of the form a duty's record is made with, and which are known before."""
    requirement = entry.duty.requirement
    if requirement is not None and requirement.submissions:
        return PAPER, PAPER_PREFILLED
    extra = {}
    if requirement is not None and (requirement.role in (None, "主讲") and entry.duty.post != "组织"):
        extra["speakers"] = "person"
    if requirement is not None and requirement.topic:
        extra["topics"] = "choices"
    return {**RECORD, **extra}, RECORD_PREFILLED


def _burden(entry: Entry, book: Catalogue, cover: Mapping[str, int]) -> Burden:
    fields, prefilled = form_of(entry)
    items = items_a_year(entry, book)
    shared = min(items, sum(cover.get(kind, 0) for kind in entry.evidence))
    return Burden(entry, items, shared, seconds_of(fields, prefilled), len(fields), len(prefilled))


def _cover(entries: Iterable[Entry], book: Catalogue) -> dict[str, int]:
    cover: dict[str, int] = {}
    for entry in entries:
        _take(cover, entry, items_a_year(entry, book))
    return cover


def _take(cover: dict[str, int], entry: Entry, items: int) -> None:
    """Remember that ``items`` records are made anyway; of a duty with a choice of kinds only what is still lacking."""
    if not entry.evidence:
        return
    lacking = items - sum(cover.get(kind, 0) for kind in entry.evidence)
    if len(entry.evidence) == 1:
        kind = entry.evidence[0]
        cover[kind] = max(cover.get(kind, 0), items)
    elif lacking > 0:
        cover[entry.evidence[0]] = cover.get(entry.evidence[0], 0) + lacking


def _dated(book: Catalogue, tier: str) -> list[Entry]:
    return [one for one in book.own if one.duty.tier == tier and one.has_cadence]
