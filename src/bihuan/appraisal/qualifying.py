"""Which records may count for a requirement or a tally: kind, length, speakers, attendance, topic, who took part."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from bihuan.appraisal.branch import BranchView
from bihuan.appraisal.grammar import Tally
from bihuan.basics.nodes import Amount
from bihuan.progress.entries import Entry
from bihuan.progress.grammar import RecordKind
from bihuan.progress.matching import BASE_UNITS
from bihuan.progress.rows import Activity
from bihuan.responsibility.grammar import Requirement

Test = Callable[[Entry], bool]

ROLES: Mapping[str, tuple[str, ...]] = {
    "主讲": ("speakers",),
    "出席": ("leaders",),
    "列席": ("observers",),
    "主持": ("chair",),
    "": ("speakers", "chair", "leaders"),
}
"""Columns in which a person must stand for each role (身份); no role: speaking, chairing or attending."""


def tests(
    demanded: Requirement | Tally, who: str | None, is_group: bool, view: BranchView, kinds: Mapping[str, RecordKind]
) -> list[Test]:
    """List the tests that an entry of the right kind must pass for ``demanded`` and this subject."""
    found: list[Test] = []
    if who is not None:
        found.append(_of_group(who) if is_group else _of_person(who, getattr(demanded, "role", None) or ""))
    if isinstance(demanded, Requirement):
        if demanded.months:
            months = demanded.months
            found.append(lambda entry: entry.row.day.month in months)
        if demanded.first_item is not None:
            wanted = demanded.first_item
            found.append(lambda entry: entry.row.first_item == wanted)
        if demanded.quorum is not None:
            found.append(_quorum(demanded.quorum))
    if demanded.topic:
        topics = set(demanded.topic)
        found.append(lambda entry: not topics.isdisjoint(entry.row.topics))
    if demanded.each_at_least is not None:
        least = _minutes(demanded.each_at_least)
        found.append(lambda entry: entry.row.minutes >= least)
    found.extend(_kind_tests(demanded.records, kinds, view))
    if demanded.speaker:
        found.append(_spoken_by(demanded.speaker, view))
    return found


def asks_more(requirement: Requirement) -> bool:
    """Whether a requirement asks more of a record than its kind."""
    return bool(
        requirement.months
        or requirement.first_item is not None
        or requirement.quorum is not None
        or requirement.topic
        or requirement.each_at_least
        or requirement.speaker
    )


def _minutes(amount: Amount) -> Fraction:
    return amount.value * BASE_UNITS.get(amount.unit, 1)


def _of_group(group: str) -> Test:
    return lambda entry: isinstance(entry.row, Activity) and entry.row.group == group


def _of_person(person: str, role: str) -> Test:
    columns = ROLES[role]

    def took_part(entry: Entry) -> bool:
        row = entry.row
        if not isinstance(row, Activity):
            return bool(row.person == person)
        return any(row.chair == person if column == "chair" else person in getattr(row, column) for column in columns)

    return took_part


def _quorum(share: Fraction) -> Test:
    below, above = share.denominator, share.numerator
    return lambda entry: entry.row.due > 0 and entry.row.present * below >= entry.row.due * above


def _spoken_by(posts: Sequence[str], view: BranchView) -> Test:
    house = view.household
    return lambda entry: any(house.holds(person, posts, entry.row.day) for person in entry.row.speakers)


def _kind_tests(names: Sequence[str], kinds: Mapping[str, RecordKind], view: BranchView) -> list[Test]:
    asked = {name: kinds[name] for name in names if name in kinds}
    if not any(kind.minutes or kind.must_speak for kind in asked.values()):
        return []
    aliases = view.aliases
    least = {name: _minutes(kind.minutes) if kind.minutes else Fraction(0) for name, kind in asked.items()}

    def is_enough(entry: Entry) -> bool:
        row = entry.row
        for written in row.kinds:
            name = aliases.get(written, written)
            kind = asked.get(name)
            if kind and row.minutes >= least[name] and (row.speakers or not kind.must_speak):
                return True
        return False

    return [is_enough]
