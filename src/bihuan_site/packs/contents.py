"""What a version holds, for its page: counts, the grid of duties, measures with their points, grades, consequences."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any

from bihuan import api
from bihuan_site.packs.words import asked_words, fact_words, flat, percent, rate_lines

TIERS = ("党组", "机关党委", "党支部")
POSTS = ("组织", "书记", "班子成员", "专职副书记")
ID = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")
NO_TITLES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Contents:
    """One pack as a page tells it."""

    pack: api.Pack

    @cached_property
    def data(self) -> dict[str, Any]:
        """The pack as bare data."""
        return api.pack_as_plain(self.pack)

    @cached_property
    def titles(self) -> dict[str, str]:
        """The titles of its rules by their ids."""
        return titles_of(self.pack)

    @property
    def sources(self) -> Sequence[Any]:
        """The documents it relies on."""
        return self.pack.sources

    def grid(self) -> tuple[list[str], list[tuple[str, list[tuple[str, int]]]]]:
        """Give the posts, and for each tier the number of duties of each post."""
        found = Counter((one.tier, one.post) for one in self.pack.duties)
        posts = [*POSTS, *sorted({post for _, post in found} - set(POSTS))]
        tiers = [*TIERS, *sorted({tier for tier, _ in found} - set(TIERS))]
        return posts, [(tier, [(post, found[tier, post]) for post in posts]) for tier in tiers]

    def duties(self, own: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
        """Give every duty: title, who, what is asked, clauses; only those in ``own`` can be edited."""
        return [
            {
                "id": one["编号"],
                "title": one["责任"],
                "who": one["层级"] + ("" if one.get("岗位", "组织") == "组织" else one["岗位"]),
                "asked": asked_words(one["要求"]) if "要求" in one else "长期履行，不设频次",
                "basis": self.citations(one.get("依据", [])),
                "is_own_rule": "严于" in one,
                "can_edit": one["编号"] in own,
            }
            for one in self.data.get("责任清单", [])
        ]

    def sections(self) -> list[dict[str, Any]]:
        """Give every dimension with its measures."""
        measures: dict[str, list[dict[str, Any]]] = {}
        for one in self.data.get("指标表", []):
            measures.setdefault(one["板块"], []).append(self._measure(one))
        tops = {one["板块"]: one.get("满分", "") for one in self.data.get("板块表", [])}
        return [{"name": name, "max": top, "measures": measures.get(name, [])} for name, top in tops.items()]

    def _measure(self, one: dict[str, Any]) -> dict[str, Any]:
        parts = one.get("计分", [])
        return {
            "id": one["编号"],
            "title": one["指标"],
            "max": one["满分"],
            "nature": one.get("性质", "评分"),
            "parts": [(part["名称"], fact_words(part), list(rate_lines(part))) for part in parts],
            "basis": self.citations(one.get("依据", [])),
            "note": one.get("说明", ""),
        }

    def citations(self, basis: list[dict[str, str]]) -> list[dict[str, str]]:
        """Give the clauses named, with their words."""
        known = {one.source: one for one in self.pack.sources}
        found = []
        for one in basis:
            source = known.get(one["文件"])
            clause = next((each for each in source.clauses if each.clause == one["条款"]), None) if source else None
            title = source.title if source else one["文件"]
            found.append({"title": title, "clause": one["条款"], "text": clause.text if clause else ""})
        return found

    def vetoes(self) -> list[dict[str, Any]]:
        """Give every veto: what it looks at, what it does."""
        return [
            {"title": one["否决"], "looks_at": fact_words(one), "effect": flat(one["效果"])}
            for one in self.data.get("否决表", [])
        ]

    def grades(self) -> list[dict[str, str]]:
        """Give the grades, best first."""
        return [
            {"name": one["等次名"], "from": one.get("不低于", ""), "quota": percent(one.get("名额", ""))}
            for one in self.data.get("等次", {}).get("等次表", [])
        ]

    def consequences(self) -> list[dict[str, str]]:
        """Give what is proposed on which results."""
        return [
            {
                "title": one["措施"],
                "when": in_titles(flat(one.get("触发", "")), self.titles),
                "to": one.get("对谁", ""),
            }
            for one in self.data.get("结果运用", [])
        ]

    @property
    def scored(self) -> str:
        """The full mark of the measures that are scored."""
        total = sum((one.max for one in self.pack.measures if one.nature is api.Nature.SCORED), Fraction(0))
        return api.number_text(total)


def titles_of(pack: api.Pack | None) -> dict[str, str]:
    """Give the title of every rule by its id: people read titles."""
    if pack is None:
        return {}
    found = {one.id: one.duty for one in pack.duties} | {one.id: one.measure for one in pack.measures}
    found |= {one.id: one.veto for one in pack.vetoes}
    return found | {one.id: one.consequence for one in pack.consequences}


def in_titles(text: str, titles: Mapping[str, str]) -> str:
    """Write the titles of rules in place of their ids."""
    return ID.sub(lambda found: titles.get(found[0], found[0]), text)


def told(problems: Sequence[api.Problem], titles: Mapping[str, str] = NO_TITLES) -> list[dict[str, Any]]:
    """Give problems for a page, errors first, each with what its code is called; ``rule`` lacks cases."""
    in_order = sorted(problems, key=lambda one: one.severity is not api.Severity.ERROR)
    return [
        {
            "code": one.code,
            "title": api.CODES[one.code].title,
            "is_error": one.severity is api.Severity.ERROR,
            "place": in_titles(_place(one.place), titles),
            "what": in_titles(one.what, titles),
            "why": one.why,
            "todo": in_titles(one.todo, titles),
            "rule": _rule(one),
        }
        for one in in_order
    ]


def _rule(one: api.Problem) -> tuple[str, str] | None:
    """Give kind and id of the duty or measure whose cases are lacking."""
    kind, _, name = one.place.path.partition("/")
    known = {"责任": "duty", "指标": "measure"}
    return (known[kind], name) if one.code == "P501" and kind in known else None


def _place(place: api.Place) -> str:
    if place.sheet:
        return f"“{place.sheet}”表" + (f" {place.cell} 格" if place.cell else "")
    return place.path.replace("/", " › ") or place.file
