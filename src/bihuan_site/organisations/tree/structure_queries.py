"""Structural checks: where the tree is against an article, found by the engine, never stored."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from bihuan import api
from bihuan_site.organisations.standard_queries import state_of_data, tables_for
from bihuan_site.organisations.tree.terms import SOON
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day

KEPT = 32
_kept: dict[tuple[str, ...], tuple[api.StructureFinding, ...]] = {}
_packs: list[Callable[[], api.Pack | None]] = []


def use_pack(give: Callable[[], api.Pack | None]) -> None:
    """Have ``give`` asked for the pack whose 检查 measures are checked too; rooms above know which is in force."""
    _packs[:] = [give]


def findings(actor: Actor) -> Sequence[api.StructureFinding]:
    """Give every structural finding on what the actor sees, as of the business day; worked out once a change."""
    day, pack = business_day(), _packs[0]() if _packs else None
    name = f"{pack.pack} {pack.version}" if pack else ""
    key = (state_of_data(), day.isoformat(), str(actor.relation), actor.organisation, actor.person, name)
    if key not in _kept:
        while len(_kept) >= KEPT:
            _kept.pop(next(iter(_kept)))
        rows = tables_for(actor, holders_only=True)
        _kept[key] = api.check_structure(
            rows["organisations"],
            rows["organisation_events"],
            rows["posts"],
            rows["people"],
            day,
            pack=pack,
            liaisons=rows["liaisons"],
            soon=SOON.days,
        )
    return _kept[key]


def findings_by_organisation(actor: Actor) -> Mapping[str, int]:
    """Count the findings by organisation."""
    return Counter(one.organisation for one in findings(actor))


def findings_of(actor: Actor, organisation: str) -> list[api.StructureFinding]:
    """Give the findings on one organisation."""
    return [one for one in findings(actor) if one.organisation == organisation]


def by_article(actor: Actor) -> list[tuple[str, int]]:
    """Count the findings by article, in the order of the number."""
    return Counter(str(one.article) for one in findings(actor)).most_common()
