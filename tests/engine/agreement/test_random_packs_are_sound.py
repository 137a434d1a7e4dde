"""The random packs are packs a person could publish, they use the whole language, and they are always the same."""

import json
from collections import Counter
from pathlib import Path
from random import Random

from bihuan.appraisal.fact_grammar import JudgedAs, RatioOf
from bihuan.appraisal.grammar import FACT_FIELDS, Component
from bihuan.packs.checking import check_pack
from bihuan.packs.loading import load_pack
from tests.support.pencil import pencil_score
from tests.support.random_components import UNSETTLED
from tests.support.random_ledgers import random_ledger, random_question
from tests.support.random_packs import PackMaker, random_pack

SOURCE = {"文件": "a", "标题": "细则", "核实": "甲", "条款表": [{"条款": "1", "文字": "略"}]}


def components(seeds: int) -> list[Component]:
    """Every component of the packs of so many seeds."""
    packs = [random_pack(Random(seed)) for seed in range(seeds)]
    return [part for pack in packs for measure in pack.measures for part in measure.components]


def test_random_packs_have_no_error_of_construction(tmp_path: Path) -> None:
    for seed in range(40):
        folder = tmp_path / str(seed) / "random"
        folder.mkdir(parents=True)
        text = PackMaker(Random(seed)).pack() | {"来源": [SOURCE]}
        (folder / "pack.yaml").write_text(json.dumps(text, ensure_ascii=False, indent=1), encoding="utf-8")
        found = [str(one) for one in check_pack(load_pack(folder)) if one.code.startswith("P1")]
        assert not found, f"seed {seed}: {found}"


def test_random_packs_use_every_fact_of_the_language() -> None:
    parts = components(150)
    facts = Counter(name for part in parts for name in part.fact_names())
    assert set(facts) == set(FACT_FIELDS)
    assert {part.judged.how for part in parts if part.judged} == set(JudgedAs)
    left_out = {RatioOf.COMPLETION, RatioOf.ON_TIME} if "没有窗口的完成率" in UNSETTLED else set()
    assert {part.ratio.of for part in parts if part.ratio} == set(RatioOf) - left_out


def test_the_same_seed_gives_the_same_pack_ledger_and_question() -> None:
    for seed in range(5):
        first, second = Random(seed), Random(seed)
        packs = random_pack(first), random_pack(second)
        assert packs[0] == packs[1]
        assert random_ledger(first, packs[0], 4) == random_ledger(second, packs[1], 4)
        assert random_question(first, packs[0]) == random_question(second, packs[1])


def test_every_line_of_the_pencil_adds_up_to_its_maximum() -> None:
    for seed in range(25):
        rng = Random(seed)
        pack = random_pack(rng)
        tables, asked = random_ledger(rng, pack, 4), random_question(rng, pack)
        result = pencil_score(pack, tables, asked.period, asked.as_of, asked.known_at)
        for name, one in result.organisations.items():
            for measure, mark in one.measures.items():
                if mark.state not in ("不适用", "检查"):
                    total = mark.earned + mark.lost + mark.not_due + mark.not_judged
                    assert total == mark.max + mark.beyond, f"seed {seed} {name} {measure}"
