"""The shape of the grammar as data: which keys a model has, and what kind of value each takes.

Everything that handles packs generically (nearest keys, the writer, the workbook, comparison) reads it from here,
so that a field added to the grammar is known everywhere at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from bihuan.basics.nodes import Node, OneOrMany
from bihuan.packs.grammar import Pack

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a model.

    ``form`` is 文字 (any scalar), 列表 (of scalars), 键 (a nested model), 多个 (a list of models), 对照 (free mapping)
    or 其他 (a list of lists); ``one_or_many``: a list may be written as its only element.
    """

    name: str
    chinese: str
    form: str
    node: type[Node] | None
    choices: tuple[str, ...]
    one_or_many: bool
    required: bool
    description: str


def _strip(annotation: Any) -> tuple[Any, list[Any]]:
    """Take Annotated and Optional off an annotation; give what is left and the metadata met."""
    metadata: list[Any] = []
    while True:
        if get_origin(annotation) is Annotated:
            metadata += get_args(annotation)[1:]
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, UnionType):
            annotation = next(part for part in get_args(annotation) if part is not type(None))
        else:
            return annotation, metadata


def _form(annotation: Any) -> tuple[str, type[Node] | None, tuple[str, ...]]:
    bare, _ = _strip(annotation)
    origin = get_origin(bare)
    if origin is tuple:
        inner, _ = _strip(get_args(bare)[0])
        if isinstance(inner, type) and issubclass(inner, Node):
            return "多个", inner, ()
        return ("其他" if get_origin(inner) is tuple else "列表"), None, ()
    if origin is dict:
        return "对照", None, ()
    if isinstance(bare, type) and issubclass(bare, Node):
        return "键", bare, ()
    if isinstance(bare, type) and issubclass(bare, Enum):
        return "文字", None, tuple(str(member.value) for member in bare)
    return "文字", None, (("是", "否") if bare is bool else ())


def _key(name: str, info: FieldInfo) -> Key:
    form, node, choices = _form(info.annotation)
    _, inner = _strip(info.annotation)
    before = [*info.metadata, *inner]
    return Key(
        name=name,
        chinese=info.alias or name,
        form=form,
        node=node,
        choices=choices,
        one_or_many=OneOrMany in before,
        required=info.is_required(),
        description=info.description or "",
    )


@cache
def keys_of(model: type[Node]) -> dict[str, Key]:
    """Give the keys of ``model`` by their Chinese word, in the order a person would write them."""
    fields = model.model_fields
    own = list(model.__annotations__)
    # A model that extends another writes its own identity (up to its first fact) before what it inherits.
    head = [name for name in own if name in _IDENTITY] if len(own) < len(fields) else []
    order = [*head, *(name for name in fields if name not in head)]
    return {key.chinese: key for key in (_key(name, fields[name]) for name in order)}


_IDENTITY = frozenset({"name", "veto", "id", "basis", "applies", "subject"})


def model_at(path: KeyPath, model: type[Node] = Pack) -> type[Node] | None:
    """Give the model whose keys are written at ``path`` (numbers are list positions), or None for a leaf."""
    current: type[Node] | None = model
    for step in path:
        if isinstance(step, int):
            continue
        key = keys_of(current).get(step) if current else None
        current = key.node if key else None
    return current


@cache
def models() -> tuple[type[Node], ...]:
    """Give every model of the grammar, the pack first, each once."""
    found: list[type[Node]] = []

    def visit(model: type[Node]) -> None:
        if model not in found:
            found.append(model)
            for key in keys_of(model).values():
                if key.node:
                    visit(key.node)

    visit(Pack)
    return tuple(found)


def models_with(chinese: str) -> Iterator[type[Node]]:
    """Give the models in which the key ``chinese`` may be written."""
    return (model for model in models() if chinese in keys_of(model))


@cache
def model_title(model: type[Node]) -> str:
    """Give the Chinese word for a model, from the key under which it stands."""
    for holder in models():
        for key in keys_of(holder).values():
            if key.node is model:
                return key.chinese
    return "规则包"
