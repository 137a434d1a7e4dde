"""What changed between two packs, item by item, in words; what changes the meaning told apart from what does not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bihuan.basics.nodes import Node
from bihuan.packs.canonical import UNORDERED, is_wording
from bihuan.packs.checks.survey import TITLES
from bihuan.packs.grammar import Pack
from bihuan.packs.outline import Key, KeyPath, keys_of
from bihuan.packs.writing import flow_text, plain_form


class ChangeKind(StrEnum):
    """What happened to a thing."""

    ADDED = "新增"
    REMOVED = "删去"
    CHANGED = "改动"


class Aspect(StrEnum):
    """Whether a change can alter a result, or only how the rules read."""

    MEANING = "含义"
    WORDING = "文字"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: of what (``指标/appraisal.lecture``), in which field, from what to what."""

    kind: ChangeKind
    subject: str
    field: tuple[str, ...]
    old: str
    new: str
    aspect: Aspect

    @property
    def sentence(self) -> str:
        """Say the change in one plain sentence."""
        if not self.field:
            return f"{self.kind}{self.subject}：{self.old or self.new}"
        where = f"{self.subject} 的“{'·'.join(self.field)}”"
        if self.kind is ChangeKind.ADDED:
            return f"{where}新增：{self.new}"
        if self.kind is ChangeKind.REMOVED:
            return f"{where}删去：{self.old}"
        return f"{where}由“{self.old}”改为“{self.new}”"


_NAMES = ("编号", "文件", "条款", "名称", "板块", "种类", "等次名", "项目", "例", "档", "年份")
_UNTITLED = frozenset({"计分", "条款表", "等次表"})


def compare_packs(a: Pack, b: Pack) -> list[Change]:
    """Give every difference from ``a`` to ``b``: changes of meaning first, each kind in the order of the packs."""
    changes = list(_mapping(plain_form(a), plain_form(b), Pack, (), "规则包", ()))
    return sorted(changes, key=lambda change: change.aspect is Aspect.WORDING)


def _mapping(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    model: type[Node],
    path: KeyPath,
    subject: str,
    field: tuple[str, ...],
) -> Iterator[Change]:
    for word, key in keys_of(model).items():
        before, after = old.get(word), new.get(word)
        if before == after:
            continue
        here = (*path, word)
        if key.form == "多个" and key.node:
            yield from _entries(before or [], after or [], key, here, subject, field)
        elif key.node and isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from _mapping(before, after, key.node, here, subject, (*field, word))
        else:
            old_text, new_text = _shown(before, model, key), _shown(after, model, key)
            same = key.form == "列表" and word != "基于" and sorted(before or []) == sorted(after or [])
            aspect = Aspect.WORDING if same else _aspect(here)
            yield Change(ChangeKind.CHANGED, subject, (*field, word), old_text, new_text, aspect)


def _shown(value: Any, model: type[Node], key: Key) -> str:
    """Write a value; where nothing is written, what then holds."""
    if value is not None:
        return value if isinstance(value, str) else flow_text(value)
    default = model.model_fields[key.name].get_default()
    if isinstance(default, bool):
        return f"{'是' if default else '否'}（默认）"
    if default is None or default == () or isinstance(default, Node) or not str(default):
        return "没有写"
    return f"{default}（默认）"


def _aspect(path: KeyPath) -> Aspect:
    return Aspect.WORDING if is_wording(path) else Aspect.MEANING


def _label(item: Mapping[str, Any], number: int) -> str:
    return next((str(item[name]) for name in _NAMES if name in item), str(number + 1))


def _entries(
    old: list[Any], new: list[Any], key: Key, path: KeyPath, subject: str, field: tuple[str, ...]
) -> Iterator[Change]:
    """Compare two lists entry by entry: by name where the entries have names, else by position."""
    before = {_label(item, number): item for number, item in enumerate(old)}
    after = {_label(item, number): item for number, item in enumerate(new)}
    if len(before) < len(old) or len(after) < len(new):  # names are not unique: by position
        before = {str(number + 1): item for number, item in enumerate(old)}
        after = {str(number + 1): item for number, item in enumerate(new)}
    word = key.chinese
    for label in [*before, *(label for label in after if label not in before)]:
        if before.get(label) == after.get(label) or key.node is None:
            continue
        if subject == "规则包" and not field and word in TITLES:
            whose, inner = f"{TITLES[word]}/{label}", ()
        else:
            whose, inner = subject, (*field, *(() if word in _UNTITLED else (word,)), label)
        if label in before and label in after:
            yield from _mapping(before[label], after[label], key.node, (*path, 0), whose, inner)
        else:
            kind = ChangeKind.ADDED if label in after else ChangeKind.REMOVED
            gone, come = _told(before.get(label)), _told(after.get(label))
            yield Change(kind, whose, inner, gone, come, _aspect(path))
    if not (path and path[-1] in UNORDERED and len(path) == 1):
        yield from _order(list(before), list(after), path, subject, (*field, word))


def _told(item: Any) -> str:
    return "" if item is None else flow_text(item)


def _order(old: list[str], new: list[str], path: KeyPath, subject: str, field: tuple[str, ...]) -> Iterator[Change]:
    kept_old = [label for label in old if label in new]
    kept_new = [label for label in new if label in old]
    if kept_old != kept_new:
        first = next(n for n, (one, other) in enumerate(zip(kept_old, kept_new, strict=True)) if one != other)
        old_text, new_text = "、".join(kept_old[first : first + 5]), "、".join(kept_new[first : first + 5])
        yield Change(ChangeKind.CHANGED, subject, (*field, "次序"), old_text, new_text, _aspect(path))
