"""A piece of a pack from the guide, completed by the shell the guide gives, so that it can be checked and run."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bihuan.basics.problems import Place, Problem
from bihuan.packs.checking import check_pack
from bihuan.packs.loading import LoadedPack, assemble, build_pack
from bihuan.packs.merging import Document
from bihuan.packs.reading import read_yaml
from bihuan.packs.trees import Block, from_plain, plain
from tests.docs.blocks import REPO, SHELL, CodeBlock, blocks_of, page

GUIDE = "docs/guides/from-paper-rubric.md"
NOT_ASKED_OF_A_PIECE = frozenset({"P501", "P405"})
"""A piece shows one case and cites one clause; a whole pack needs all its cases and uses all its sources."""


def read_block(block: CodeBlock) -> dict[str, Any]:
    """Read a YAML block as a pack file is read, as bare dictionaries, lists and texts."""
    tree, problems, _ = read_yaml(block.text.encode(), str(block))
    assert tree is not None and not problems, "\n".join(map(str, problems))
    found: dict[str, Any] = plain(tree)
    return found


def shell() -> dict[str, Any]:
    """The shell of the guide: identity, source, record kinds, a section."""
    return read_block(next(block for block in blocks_of(page(GUIDE)) if SHELL in block.words))


def completed(piece: Mapping[str, Any]) -> dict[str, Any]:
    """Put a piece into the shell and give its rules and cases the keys the guide leaves out."""
    whole = {**shell(), **piece}
    basis = {"文件": "细则", "条款": "1"}
    names = [whole[key] for key in ("指标表", "否决表", "责任清单", "结果运用") if key in piece]
    for number, rule in enumerate(rule for listed in names for rule in listed):
        rule.setdefault("编号", f"guide.rule_{number}")
        rule.setdefault("依据", basis)
        if rule.keys() & {"指标", "板块"}:
            rule.setdefault("板块", "基本工作")
    first = next((rule["编号"] for listed in names for rule in listed), "等次")
    for case in whole.get("算例", ()):
        defaults = {"因为": "细则", "关于": first, "属于": "适用", "期间": "2026H1"}
        for key, value in defaults.items():
            case.setdefault(key, value)
    return whole


def load_words(piece: Mapping[str, Any], where: str) -> None:
    """Hold a piece against the grammar alone: every key and value reads, whatever it refers to."""
    root = from_plain(completed(piece), Place(file=where))
    assert isinstance(root, Block)
    pack, problems = build_pack(Document(root, (), False), Path(where))
    assert pack is not None, "\n".join(map(str, problems))


def load_piece(piece: Mapping[str, Any], where: str) -> LoadedPack:
    """Make a pack of a piece, or fail with everything that is wrong with it."""
    root = from_plain(completed(piece), Place(file=where))
    assert isinstance(root, Block)
    pack, problems = build_pack(Document(root, (), False), Path(where))
    assert pack is not None, "\n".join(map(str, problems))
    return assemble(pack, root, REPO / "packs" / "guide-piece")


def problems_of(loaded: LoadedPack) -> list[Problem]:
    """What checking says of a piece, without what only a whole pack can be asked."""
    accepted = "已列入已知提示"
    return [
        one for one in check_pack(loaded) if one.code not in NOT_ASKED_OF_A_PIECE and not one.todo.startswith(accepted)
    ]
