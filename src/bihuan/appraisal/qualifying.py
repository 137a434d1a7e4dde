"""Which records may count for a requirement or a tally: kind, length, speakers, attendance, topic, who took part."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from bihuan.appraisal.branch import BranchView
from bihuan.appraisal.grammar import Tally
from bihuan.basics.nodes import Amount
from bihuan.basics.numbers import number_text
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


class Check(NamedTuple):
    """One test of a record, and how to say in Chinese why a record fails it."""

    passes: Test
    why_not: Callable[[Entry], str]


def tests(
    demanded: Requirement | Tally, who: str | None, is_group: bool, view: BranchView, kinds: Mapping[str, RecordKind]
) -> list[Test]:
    """List the tests that an entry of the right kind must pass for ``demanded`` and this subject."""
    found = [check.passes for check in checks(demanded, view, kinds)]
    return found if who is None else [taking_part(demanded, who, is_group), *found]


def taking_part(demanded: Requirement | Tally, who: str, is_group: bool) -> Test:
    """Give the test that a record is of this Party group, or that this person stands in it in the role asked."""
    return _of_group(who) if is_group else _of_person(who, getattr(demanded, "role", None) or "")


def checks(demanded: Requirement | Tally, view: BranchView, kinds: Mapping[str, RecordKind]) -> list[Check]:
    """List what an entry of the right kind must be like for ``demanded``, whosever it is."""
    found: list[Check] = []
    if isinstance(demanded, Requirement):
        if demanded.months:
            months = demanded.months
            shown = "、".join(str(month) for month in months)
            found.append(Check(lambda entry: entry.row.day.month in months, lambda entry: f"只认 {shown} 月里的"))
        if demanded.first_item is not None:
            wanted = demanded.first_item
            lacks = "没有落实第一议题" if wanted else "落实了第一议题的不计在这一项"
            found.append(Check(lambda entry: entry.row.first_item == wanted, lambda entry: lacks))
        if demanded.quorum is not None:
            found.append(_quorum(demanded.quorum))
    if demanded.topic:
        topics = set(demanded.topic)
        wants = f"主题里没有“{'”或“'.join(demanded.topic)}”"
        found.append(Check(lambda entry: not topics.isdisjoint(entry.row.topics), lambda entry: wants))
    if demanded.each_at_least is not None:
        found.append(_long_enough(demanded.each_at_least))
    found.extend(_kind_checks(demanded.records, kinds, view))
    if demanded.speaker:
        found.append(_spoken_by(demanded.speaker, view))
    return found


def role_text(demanded: Requirement | Tally) -> str:
    """Say in what role a person must take part: 主讲; without a role 主讲、主持或出席."""
    return getattr(demanded, "role", None) or "主讲、主持或出席"


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


def _quorum(share: Fraction) -> Check:
    below, above = share.denominator, share.numerator

    def why_not(entry: Entry) -> str:
        if not entry.row.due:
            return f"没有写应到人数，到会率须不低于 {number_text(share)}"
        return f"应到 {entry.row.due} 人，实到 {entry.row.present} 人，到会率不到 {number_text(share)}"

    return Check(lambda entry: entry.row.due > 0 and entry.row.present * below >= entry.row.due * above, why_not)


def _long_enough(amount: Amount) -> Check:
    least = _minutes(amount)
    return Check(lambda entry: entry.row.minutes >= least, lambda entry: _too_short(entry, least))


def _too_short(entry: Entry, least: Fraction) -> str:
    if not entry.row.minutes:
        return f"没有写时长，须不少于 {number_text(least)} 分钟"
    return f"时长 {entry.row.minutes} 分钟，少于 {number_text(least)} 分钟"


def _spoken_by(posts: Sequence[str], view: BranchView) -> Check:
    house = view.household
    shown = "、".join(posts)

    def why_not(entry: Entry) -> str:
        return f"主讲人不是{shown}" if entry.row.speakers else f"没有写主讲人，须由{shown}主讲"

    return Check(lambda entry: any(house.holds(person, posts, entry.row.day) for person in entry.row.speakers), why_not)


def _kind_checks(names: Sequence[str], kinds: Mapping[str, RecordKind], view: BranchView) -> list[Check]:
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

    def why_not(entry: Entry) -> str:
        written = [aliases.get(kind, kind) for kind in entry.row.kinds]
        shortest = min((least[kind] for kind in written if kind in asked), default=Fraction(0))
        return _too_short(entry, shortest) if entry.row.minutes < shortest else "没有写主讲人"

    return [Check(is_enough, why_not)]
