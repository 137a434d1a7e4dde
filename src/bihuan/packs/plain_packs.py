"""A pack as bare data (mappings, lists and texts), for programs that edit packs without files."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bihuan.basics.problems import Place, ProblemsError
from bihuan.packs.checks.survey import label_of_plain
from bihuan.packs.codes import problem
from bihuan.packs.grammar import Pack
from bihuan.packs.loading import LoadedPack, build_pack, join
from bihuan.packs.merging import Document
from bihuan.packs.trees import Block, Text, Tree, find
from bihuan.packs.trees import Sequence as SequenceTree
from bihuan.packs.writing import plain_form


def pack_as_plain(pack: Pack) -> dict[str, Any]:
    """Give a pack under its Chinese keys, every scalar as text, without what is left at its default."""
    return plain_form(pack)


def pack_from_plain(content: Mapping[str, Any], bases: Sequence[LoadedPack] = ()) -> LoadedPack:
    """Build a pack from bare data as :func:`pack_as_plain` gives it, on the loaded packs it builds on.

    Raises ``ProblemsError`` with everything that is wrong; each place holds the path of the value, by ids and names
    (``指标表/appraisal.lecture/计分/讲党课/扣分/1/每少``). Whether the rules themselves are sound says ``check_pack``.
    """
    name = str(content.get("编号", ""))
    root = _tree(content, name, ())
    if not isinstance(root, Block):
        raise ProblemsError([problem("P114", Place(file=name), "内容要写成若干键")])
    pack, problems = build_pack(Document(root, (), False), Path(name))
    if pack is None:
        raise ProblemsError(problems)
    given = {base.pack.id: base for base in bases}
    lacking = [
        problem("P160", find(root, ("基于", index)).place, f"找不到规则包“{one}”")
        for index, one in enumerate(pack.builds_on)
        if one not in given
    ]
    if lacking:
        raise ProblemsError(lacking)
    return join(pack, root, Path(name), [given[one] for one in pack.builds_on])


def _tree(value: Any, file: str, path: tuple[str, ...]) -> Tree:
    place = Place(file=file, path="/".join(path))
    if isinstance(value, Mapping):
        entries = {str(key): _tree(item, file, (*path, str(key))) for key, item in value.items()}
        keys = {key: Place(file=file, path="/".join((*path, key))) for key in entries}
        return Block(place, entries, keys)
    if isinstance(value, list | tuple):
        words = [label_of_plain(item) or str(number) for number, item in enumerate(value, start=1)]
        return SequenceTree(place, [_tree(item, file, (*path, word)) for word, item in zip(words, value, strict=True)])
    return Text(str(value), place)
