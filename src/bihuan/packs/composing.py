"""One pack from a pack and those it builds on: shared things merged, overridden duties replaced in the open."""

from dataclasses import dataclass
from typing import TypeVar

from bihuan.basics.nodes import Node
from bihuan.packs.grammar import Pack, Source
from bihuan.packs.outline import KeyPath
from bihuan.responsibility.grammar import Duty

NodeT = TypeVar("NodeT", bound=Node)


@dataclass(frozen=True, slots=True)
class Clash:
    """A conflict between a pack and its bases: a code, where in the own pack, and the sentence."""

    code: str
    path: KeyPath
    what: str


@dataclass(frozen=True, slots=True)
class Composed:
    """The whole pack, the base duties it replaced, and what clashed."""

    whole: Pack
    overridden: tuple[Duty, ...]
    clashes: tuple[Clash, ...]


def compose(own: Pack, bases: tuple[Pack, ...]) -> Composed:
    """Merge ``own`` with what its bases give: duties, record kinds, calendars, windows and sources.

    Base duties come first, in the order of 基于; an overriding duty stands in the place of the one it overrides.
    Measures, grades, consequences and choices are never taken over: they are the owner's own decision.
    """
    if not bases:
        return Composed(own, (), ())
    clashes: list[Clash] = []
    duties, overridden = _duties(own, bases, clashes)
    whole = own.model_copy(
        update={
            "sources": _sources(own, bases, clashes),
            "calendars": _merged(own.calendars, [base.calendars for base in bases], "year", "日历", clashes),
            "windows": _merged(own.windows, [base.windows for base in bases], "name", "自定周期", clashes),
            "record_kinds": _merged(
                own.record_kinds, [base.record_kinds for base in bases], "kind", "记录种类", clashes
            ),
            "duties": duties,
        }
    )
    return Composed(whole, overridden, tuple(clashes))


def _dated(base: Pack) -> list[Duty]:
    """The duties of a base with its dates written out, so that they stay true inside another pack."""
    return [
        duty.model_copy(
            update={
                "in_force_from": duty.in_force_from or base.in_force_from,
                "in_force_to": duty.in_force_to or base.in_force_to,
            }
        )
        for duty in base.duties
    ]


def _duties(own: Pack, bases: tuple[Pack, ...], clashes: list[Clash]) -> tuple[tuple[Duty, ...], tuple[Duty, ...]]:
    inherited: dict[str, Duty] = {}
    for base in bases:
        for duty in _dated(base):
            if inherited.setdefault(duty.id, duty) != duty:
                what = f"所基于的两个规则包里，责任“{duty.id}”说的是两回事"
                clashes.append(Clash("P162", ("基于",), what))
    overridden: list[Duty] = []
    places = dict(inherited)
    rest: list[Duty] = []
    for index, duty in enumerate(own.duties):
        path: KeyPath = ("责任清单", index)
        if duty.id in inherited:
            clashes.append(Clash("P162", (*path, "编号"), f"责任编号“{duty.id}”在所基于的规则包里已经用过"))
        elif not duty.overrides:
            rest.append(duty)
        elif duty.overrides not in inherited:
            what = f"所基于的规则包里没有责任“{duty.overrides}”，无从覆盖"
            clashes.append(Clash("P163", (*path, "覆盖"), what))
            rest.append(duty)
        elif places[duty.overrides] is not inherited[duty.overrides]:
            clashes.append(Clash("P163", (*path, "覆盖"), f"责任“{duty.overrides}”已经被另一条责任覆盖"))
            rest.append(duty)
        else:
            overridden.append(inherited[duty.overrides])
            places[duty.overrides] = duty
    return (*places.values(), *rest), tuple(overridden)


def _merged(
    own: tuple[NodeT, ...], given: list[tuple[NodeT, ...]], name: str, key: str, clashes: list[Clash]
) -> tuple[NodeT, ...]:
    """Join lists by their naming field; equal entries count once, different ones of one name clash."""
    found: dict[object, NodeT] = {}
    for entries in given:
        for entry in entries:
            if found.setdefault(getattr(entry, name), entry) != entry:
                clashes.append(Clash("P162", ("基于",), f"所基于的规则包里，{key}“{getattr(entry, name)}”有两种写法"))
    for index, entry in enumerate(own):
        if found.setdefault(getattr(entry, name), entry) != entry:
            what = f"{key}“{getattr(entry, name)}”与所基于的规则包写得不一样"
            clashes.append(Clash("P162", (key, index), what))
    return tuple(found.values())


def _sources(own: Pack, bases: tuple[Pack, ...], clashes: list[Clash]) -> tuple[Source, ...]:
    """Join sources by id; the clauses of the same document are joined, what the pack itself says coming first."""
    found: dict[str, Source] = {}
    for index, source in enumerate(own.sources):
        found[source.source] = source
        for base in bases:
            other = next((one for one in base.sources if one.source == source.source), source)
            if (other.title, other.number) != (source.title, source.number):
                what = f"来源“{source.source}”在所基于的规则包里是另一份文件“{other.title}”"
                clashes.append(Clash("P162", ("来源", index, "文件"), what))
    for base in bases:
        for source in base.sources:
            present = found.setdefault(source.source, source)
            if (present.title, present.number) != (source.title, source.number) and not any(
                one.source == source.source for one in own.sources
            ):
                clashes.append(Clash("P162", ("基于",), f"所基于的规则包里，来源“{source.source}”是两份文件"))
            known = {clause.clause for clause in present.clauses}
            # A clause keeps how far it was checked in the pack it comes from.
            more = [
                clause.model_copy(update={"checked": clause.checked or source.checked})
                for clause in source.clauses
                if clause.clause not in known
            ]
            if more:
                found[source.source] = present.model_copy(update={"clauses": (*present.clauses, *more)})
    return tuple(found.values())
