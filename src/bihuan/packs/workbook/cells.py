"""What stands in one cell: a text, a list with 、, or keys and values; both ways, and losing nothing."""

from collections.abc import Mapping
from typing import Any

from bihuan.basics.problems import Place, Problem
from bihuan.packs.outline import Key
from bihuan.packs.reading import read_yaml
from bihuan.packs.trees import Block, Sequence, Text, Tree
from bihuan.packs.writing import flow_text

LONGEST_LINE = 80
_BASIS = {"文件", "条款"}


def cell_text(key: Key, value: Any) -> str:
    """Write a value of ``key`` into a cell."""
    if isinstance(value, str):
        return value
    if key.form == "列表" and isinstance(value, list):
        return list_text(value)
    if key.form == "多个" and isinstance(value, list) and value:
        return "\n".join(_line(item) for item in value)
    if isinstance(value, Mapping):
        return mapping_text(value)
    return flow_text(value)


def list_text(value: list[str]) -> str:
    """Write a list of texts with 、 between them, or in brackets if that would not read back."""
    unclear = not value or any("、" in item or "\n" in item or not item.strip() or item[0] in "[{" for item in value)
    return flow_text(value) if unclear else "、".join(value)


def mapping_text(value: Mapping[str, Any]) -> str:
    """Write keys and values: on one line if it is short, else a line a key."""
    line = flow_text(value)[1:-1]
    if not value or line.startswith(("{", "[", "'", '"')):
        return flow_text(value)
    if len(line) <= LONGEST_LINE:
        return line
    return "\n".join(f"{flow_text({word: item})[1:-1]}" for word, item in value.items())


def _line(item: Any) -> str:
    """Write one element of a list of entries on its own line: a basis as 文件：条款, anything else as keys."""
    if isinstance(item, Mapping) and set(item) == _BASIS:
        source, clause = str(item["文件"]), str(item["条款"])
        if not any(mark in source + clause for mark in "：\n{") and source.strip() and clause.strip():
            return f"{source}：{clause}"
    return flow_text(item)


def cell_tree(key: Key, text: str, place: Place) -> tuple[Tree, list[Problem]]:
    """Read a cell of ``key`` back; what does not parse is a problem at the cell."""
    if key.form == "文字":
        return Text(text, place), []
    if key.form == "列表":
        return list_tree(text, place)
    if key.form == "多个":
        return _entries(key, text, place)
    if key.form in ("键", "对照"):
        return mapping_tree(text, place)
    return _flow(text, place)


def list_tree(text: str, place: Place) -> tuple[Tree, list[Problem]]:
    """Read a list of texts."""
    if text.lstrip().startswith("["):
        return _flow(text, place)
    return Sequence(place, [Text(part.strip(), place) for part in text.split("、") if part.strip()]), []


def mapping_tree(text: str, place: Place) -> tuple[Tree, list[Problem]]:
    """Read keys and values, written on one line or a line a key."""
    stripped = text.strip()
    if stripped.startswith("{"):
        return _flow(stripped, place)
    if "\n" not in stripped:
        return _flow(f"{{{stripped}}}", place)
    block, problems, _ = read_yaml(text.encode("utf-8"), place.file)
    return _at(block or Block(place), place), [_moved(one, place) for one in problems]


def _entries(key: Key, text: str, place: Place) -> tuple[Tree, list[Problem]]:
    """Read a list of entries, a line each."""
    items: list[Tree] = []
    problems: list[Problem] = []
    for line in (one.strip() for one in text.split("\n")):
        if not line:
            continue
        source, colon, clause = line.partition("：")
        if colon and not line.startswith("{") and key.chinese == "依据":
            words = {"文件": Text(source.strip(), place), "条款": Text(clause.strip(), place)}
            items.append(Block(place, {**words}, dict.fromkeys(words, place)))
            continue
        tree, found = mapping_tree(line, place)
        items.append(tree)
        problems += found
    return Sequence(place, items), problems


def _flow(text: str, place: Place) -> tuple[Tree, list[Problem]]:
    """Read a value in brackets."""
    wrapped = "值: " + text.replace("\n", " ")
    block, problems, _ = read_yaml(wrapped.encode("utf-8"), place.file)
    value = block.entries.get("值") if block else None
    return (_at(value, place) if value else Text("", place)), [_moved(one, place) for one in problems]


def _at(tree: Tree, place: Place) -> Tree:
    """Say of everything in ``tree`` that it stands in the cell."""
    if isinstance(tree, Text):
        return Text(tree.value, place, tree.plain)
    if isinstance(tree, Sequence):
        return Sequence(place, [_at(item, place) for item in tree.items])
    entries = {word: _at(item, place) for word, item in tree.entries.items()}
    return Block(place, entries, dict.fromkeys(entries, place))


def _moved(one: Problem, place: Place) -> Problem:
    return Problem(one.code, one.severity, place, one.what, one.why, one.todo)
