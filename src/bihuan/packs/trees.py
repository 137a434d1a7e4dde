"""What was read, as a tree of texts, lists and mappings, each knowing where it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bihuan.basics.problems import Place
from bihuan.packs.outline import KeyPath


@dataclass(slots=True)
class Text:
    """A scalar; everything is text until the grammar reads it."""

    value: str
    place: Place
    plain: bool = True


@dataclass(slots=True)
class Sequence:
    """A list."""

    place: Place
    items: "list[Tree]" = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """A mapping with the place of each key."""

    place: Place
    entries: "dict[str, Tree]" = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)


Tree = Text | Sequence | Block


def plain(tree: Tree) -> Any:
    """Give the tree as bare dictionaries, lists and texts."""
    if isinstance(tree, Text):
        return tree.value
    if isinstance(tree, Sequence):
        return [plain(item) for item in tree.items]
    return {key: plain(value) for key, value in tree.entries.items()}


def find(tree: Tree, path: KeyPath) -> Tree:
    """Give the node at ``path``, or the nearest one above it.

    A position in a list that was written as its only element is passed over.
    """
    for step in path:
        if isinstance(step, int):
            if isinstance(tree, Sequence) and step < len(tree.items):
                tree = tree.items[step]
            elif isinstance(tree, Sequence) or step:
                return tree
        elif isinstance(tree, Block) and step in tree.entries:
            tree = tree.entries[step]
        else:
            return tree
    return tree


def key_place(tree: Tree, path: KeyPath) -> Place:
    """Give the place of the key that ends ``path``, or the nearest place above it."""
    holder = find(tree, path[:-1])
    last = path[-1] if path else ""
    if isinstance(holder, Block) and isinstance(last, str) and last in holder.keys:
        return holder.keys[last]
    return find(tree, path).place


def places(tree: Tree, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Place]]:
    """Walk the tree: every path with the place of its value; a lone element also as position 0 of a list."""
    yield path, tree.place
    if isinstance(tree, Sequence):
        for index, item in enumerate(tree.items):
            yield from places(item, (*path, index))
    elif isinstance(tree, Block):
        for key, value in tree.entries.items():
            yield from places(value, (*path, key))


def from_plain(value: Any, place: Place) -> Tree:
    """Make a tree of bare data that all stands at one place."""
    if isinstance(value, Mapping):
        entries = {str(key): from_plain(item, place) for key, item in value.items()}
        return Block(place, entries, dict.fromkeys(entries, place))
    if isinstance(value, list | tuple):
        return Sequence(place, [from_plain(item, place) for item in value])
    return Text(str(value), place)
