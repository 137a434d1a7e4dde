"""The canonical form of a pack, and its two fingerprints: what it means, and every word of it.

Meaning is what can change an obligation, a score, a grade or a proposed consequence for some ledger. Names that
the ledger is matched by (record kinds, components, levels) and names that rules point to (sections,
grades) are meaning; titles, notes, grounds, sources, cases and the display plan are wording.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from bihuan.appraisal.grammar import Component, Direct, Grading, Measure, Veto
from bihuan.basics.nodes import Node
from bihuan.outcomes.grammar import Consequence
from bihuan.packs.grammar import Pack
from bihuan.packs.outline import KeyPath, keys_of, model_at
from bihuan.packs.writing import plain_form
from bihuan.responsibility.grammar import CalendarYear, Duty

WORDING: dict[type[Node], frozenset[str]] = {
    Pack: frozenset({"规则包", "版本", "发布单位", "虚构", "说明", "来源", "计划", "不予采用", "已知提示", "算例"}),
    CalendarYear: frozenset({"依据"}),
    Duty: frozenset({"责任", "依据", "严于", "归类", "说明"}),
    Measure: frozenset({"指标", "依据", "考评方式", "佐证", "说明"}),
    Component: frozenset({"依据", "说明"}),
    Veto: frozenset({"否决", "依据", "说明"}),
    Direct: frozenset({"依据"}),
    Grading: frozenset({"依据"}),
    Consequence: frozenset({"依据", "说明"}),
}
"""The keys of each model that are wording only."""

UNORDERED: dict[str, str] = {"日历": "年份", "自定周期": "名称", "记录种类": "种类"}
"""Lists of the pack whose order means nothing, with the key they are sorted by."""


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Two SHA-256 sums in hexadecimal: equal meaning scores every ledger alike; equal wording is the same text."""

    meaning: str
    wording: str


def is_wording(path: KeyPath) -> bool:
    """Whether the key path (of a pack) says nothing but words."""
    for length, step in enumerate(path):
        holder = model_at(path[:length])
        if holder is None:
            return False
        if isinstance(step, str) and step in WORDING.get(holder, ()):
            return True
    return False


def content_of(pack: Pack) -> dict[str, Any]:
    """Give the pack as bare data: what differs from the defaults, and every declared choice (口径) in full."""
    content = plain_form(pack)
    content["口径"] = pack.choices.model_dump(mode="json", by_alias=True)
    return content


def canonical(pack: Pack) -> bytes:
    """Give the canonical bytes of a pack: UTF-8 JSON, keys sorted, no blanks."""
    return canonical_json(content_of(pack))


def canonical_json(content: Any) -> bytes:
    """Write bare data as canonical JSON."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def fingerprints(pack: Pack) -> Fingerprints:
    """Give the fingerprints of a pack (its own content as given; pass the whole to cover what it builds on)."""
    return fingerprints_of(content_of(pack))


def fingerprints_of(content: dict[str, Any]) -> Fingerprints:
    """Give the fingerprints of bare canonical data."""
    meaning = canonical_json(_meaning(content, Pack))
    return Fingerprints(hashlib.sha256(meaning).hexdigest(), hashlib.sha256(canonical_json(content)).hexdigest())


def _meaning(content: dict[str, Any], model: type[Node]) -> dict[str, Any]:
    """Leave out what is wording, and put what has no order into one."""
    shape = keys_of(model)
    kept: dict[str, Any] = {}
    for word, value in content.items():
        key = shape.get(word)
        if word in WORDING.get(model, ()):
            continue
        if key is None or key.form in ("文字", "对照", "其他"):
            kept[word] = value
        elif key.form == "列表":
            kept[word] = value if word == "基于" or value is None else sorted(value)
        elif key.form == "键":
            kept[word] = None if value is None or key.node is None else _meaning(value, key.node)
        else:
            items = [_meaning(item, key.node) if key.node else item for item in value]
            name = UNORDERED.get(word, "") if model is Pack else ""
            kept[word] = (
                [item for _, _, item in sorted((item[name], n, item) for n, item in enumerate(items))]
                if name
                else items
            )
    return kept
