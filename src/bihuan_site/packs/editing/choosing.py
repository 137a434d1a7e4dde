"""What forms offer to choose from: clauses, kinds of record, cadences, tiers, posts, headings."""

import re

from bihuan import api

APART = "␟"
TIERS = ("党组", "机关党委", "党支部")
POSTS = ("组织", "书记", "班子成员", "专职副书记")
EVERY = ("周", "月", "季", "半年", "年", "考核期")
NUMBER = re.compile(r"\D+")

Choices = list[tuple[str, str]]


def clauses(pack: api.Pack) -> Choices:
    """Give every clause of the pack's sources."""
    return [
        (f"{source.source}{APART}{clause.clause}", f"《{source.title}》{clause.clause}：{clause.text[:40]}")
        for source in pack.sources
        for clause in source.clauses
    ]


def basis_values(basis: list[dict[str, str]]) -> list[str]:
    """Give the values of the clauses an item rests on."""
    return [f"{one['文件']}{APART}{one['条款']}" for one in basis]


def basis_of(values: list[str]) -> list[dict[str, str]]:
    """Give the clauses chosen as the tree writes them."""
    return [dict(zip(("文件", "条款"), value.split(APART, 1), strict=True)) for value in values]


def kinds(pack: api.Pack) -> Choices:
    """Give every kind of record: activities first."""
    known = sorted(pack.record_kinds, key=lambda one: str(one.kept_in) != "活动")
    return [(one.kind, one.kind if str(one.kept_in) == "活动" else f"{one.kind}（报送）") for one in known]


def evidence_of(pack: api.Pack, chosen: list[str]) -> dict[str, list[str]]:
    """Write the kinds chosen as the tree does. Raises ``ValueError`` if activities and papers are mixed."""
    register = {one.kind: str(one.kept_in) for one in pack.record_kinds}
    found = {register[kind] for kind in chosen}
    if len(found) > 1:
        raise ValueError("活动和报送不能混在一条里。请分成两条。")
    return {"记录" if found == {"活动"} else "报送": chosen}


def cadences(pack: api.Pack) -> Choices:
    """Give the words for how often."""
    names = [*EVERY, *(one.name for one in pack.windows)]
    return [(one, one if one == "考核期" else f"每{one}") for one in names]


def plain(words: list[str]) -> Choices:
    """Give words as choices, each once."""
    return [(one, one) for one in dict.fromkeys(words)]


def tiers(pack: api.Pack) -> Choices:
    """Give the tiers duties may stand at."""
    return plain([*TIERS, *(one.tier for one in pack.duties)])


def posts(pack: api.Pack) -> Choices:
    """Give the posts duties may fall to."""
    return plain([*POSTS, *(one.post for one in pack.duties)])


def headings(pack: api.Pack) -> Choices:
    """Give the headings duties may be put under."""
    named = [heading for programme in pack.programme for heading in programme.headings]
    return plain(
        [*named, *(one.section for one in pack.sections), *(one.heading for one in pack.duties if one.heading)]
    )


def new_id(stem: str, version: str, used: set[str]) -> str:
    """Give an id that nothing of the pack has: ``measure.added_2026_4_1``."""
    head = f"{stem}.added_{NUMBER.sub('_', version).strip('_')}_"
    number = 1
    while f"{head}{number}" in used:
        number += 1
    return f"{head}{number}"
