"""The responsibility list as the pack in force says it: numbered entries, grid, sources, what belongs together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from bihuan import api
from bihuan_site.packs.in_force import NONE_IN_FORCE, published_pack, version_in_force
from bihuan_site.packs.models import PackVersion
from bihuan_site.packs.periods import year_on
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.problems import NotFound, Refused

TIERS = ("党组", "机关党委", "党支部")
POSTS = ("组织", "书记", "班子成员", "专职副书记")
ARTICLE = re.compile(r"^第(\d+)条$")


@dataclass(frozen=True)
class Entry:
    """One duty with its number; ``is_own`` is False for one that a regulation imposes beside the unit's own list."""

    number: int
    duty: api.Duty
    is_own: bool

    @property
    def id(self) -> str:
        """The id of the duty."""
        return self.duty.id

    @property
    def title(self) -> str:
        """The title of the duty."""
        return self.duty.duty

    @property
    def has_cadence(self) -> bool:
        """Whether the duty asks for anything dated."""
        return self.duty.requirement is not None

    @property
    def asked(self) -> str:
        """How much is asked how often, in words."""
        requirement = self.duty.requirement
        return api.asked_text(requirement) if requirement else "长期履行，不设频次"

    @property
    def evidence(self) -> tuple[str, ...]:
        """The kinds of records or papers that show it done."""
        requirement = self.duty.requirement
        return (*requirement.records, *requirement.submissions) if requirement else ()

    @property
    def subject(self) -> str:
        """Who owes it: 党支部书记, or the tier alone for the organisation itself."""
        return self.duty.tier if self.duty.post == "组织" else f"{self.duty.tier}{self.duty.post}"


@dataclass(frozen=True, slots=True)
class Citation:
    """A clause a duty rests on: the source, the clause and the words the pack keeps of it."""

    source: Any
    clause: str
    text: str
    is_verbatim: bool


@dataclass(frozen=True)
class Catalogue:
    """The list of one year under one version of the pack."""

    version: PackVersion
    pack: api.Pack
    year: api.Period
    entries: tuple[Entry, ...]

    @cached_property
    def own(self) -> tuple[Entry, ...]:
        """The unit's own list: what the grid counts."""
        return tuple(entry for entry in self.entries if entry.is_own)

    @cached_property
    def beside(self) -> tuple[Entry, ...]:
        """What regulations ask directly, outside the unit's list."""
        return tuple(entry for entry in self.entries if not entry.is_own)

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """Entries by the id of the duty."""
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def sources(self) -> dict[str, Any]:
        """Sources of the pack by their key."""
        return {source.source: source for source in self.pack.sources}

    def entry(self, duty: str) -> Entry:
        """Give one entry. Raises :class:`NotFound`."""
        if duty not in self.by_id:
            raise NotFound("Duty")
        return self.by_id[duty]

    def citation(self, basis: api.Basis) -> Citation:
        """Give what the pack keeps of a clause."""
        source = self.sources[basis.source]
        found = next((one for one in source.clauses if one.clause == basis.clause), None)
        return Citation(
            source,
            basis.clause,
            found.text if found else "",
            found is not None and str(found.nature) == "原文",
        )

    def grid(self) -> list[tuple[str, list[tuple[str, int]]]]:
        """Count the own list by tier and post; (tier, [(post, count)]) with 0 where there is nothing."""
        tiers = [*TIERS, *sorted({one.duty.tier for one in self.own} - set(TIERS))]
        posts = self.posts()
        return [(tier, [(post, len(self.matching(tier, post))) for post in posts]) for tier in tiers]

    def posts(self) -> list[str]:
        """The posts of the grid's columns."""
        return [*POSTS, *sorted({one.duty.post for one in self.own} - set(POSTS))]

    def matching(self, tier: str = "", post: str = "") -> list[Entry]:
        """Give the entries of a tier and a post (empty: any)."""
        return [one for one in self.own if tier in ("", one.duty.tier) and post in ("", one.duty.post)]

    def related(self, entry: Entry) -> list[Entry]:
        """Give the duties shown by the same records at other tiers and posts: what moves together in the calendar."""
        kinds = set(entry.evidence)
        return [one for one in self.own if one.id != entry.id and kinds & set(one.evidence)]

    def measures(self, entry: Entry) -> list[api.Measure]:
        """Give the measures that count the duty: by naming it, or (for branches) by asking for the same records."""
        return [one for one in self.pack.measures if entry.id in _duties_of(one) or self._counts(one, entry)]

    def _counts(self, measure: api.Measure, entry: Entry) -> bool:
        return entry.duty.tier == "党支部" and bool(set(entry.evidence) & _evidence_of(measure))


def _duties_of(measure: api.Measure) -> set[str]:
    return {duty for component in measure.components for duty in component.duties}


def _evidence_of(measure: api.Measure) -> set[str]:
    asked = [one for component in measure.components for one in component.requirement]
    return {kind for one in asked for kind in (*one.records, *one.submissions)}


def catalogue(day: date | None = None) -> Catalogue:
    """Give the list of the year of ``day`` (default: today). Raises :class:`Refused` if no pack is in force."""
    version = version_in_force()
    if version is None:
        raise Refused(NONE_IN_FORCE)
    return Catalogue(version, *_listed(version.pk, version.meaning + version.wording, day or business_day()))


@lru_cache(maxsize=16)
def _listed(version: int, fingerprint: str, day: date) -> tuple[api.Pack, api.Period, tuple[Entry, ...]]:
    pack = published_pack(version, fingerprint)
    year = year_on(pack, day)
    return pack, year, tuple(_entries(pack, year))


def _entries(pack: api.Pack, year: api.Period) -> Iterator[Entry]:
    """Number the duties in force in ``year``: by the article of the unit's list, else by their place in the pack.

    What a pack takes over from another without a word of its own is not on the unit's list. The list's own document is
    the one most duties name first; a pack that builds on nothing has only its own duties.
    """
    there = [one for one in pack.duties if _in_force(one, year)]
    own_source = _list_source(there) if pack.builds_on else None
    own = [one for one in there if own_source is None or one.basis[0].source == own_source]
    numbers = {one.id: _article(one) or place for place, one in enumerate(own, start=1)}
    yield from (Entry(numbers[one.id], one, True) for one in sorted(own, key=lambda one: numbers[one.id]))
    beside = [one for one in there if one.id not in numbers]
    first = max(numbers.values(), default=0) + 1
    yield from (Entry(number, one, False) for number, one in enumerate(beside, start=first))


def _list_source(duties: list[api.Duty]) -> str | None:
    named = [one.basis[0].source for one in duties]
    return max(dict.fromkeys(named), key=named.count, default=None)


def _article(duty: api.Duty) -> int | None:
    found = ARTICLE.match(duty.basis[0].clause)
    return int(found.group(1)) if found else None


def _in_force(duty: api.Duty, year: api.Period) -> bool:
    begun = duty.in_force_from is None or duty.in_force_from <= year.end
    return begun and (duty.in_force_to is None or duty.in_force_to >= year.start)
