"""The pack as the checks see it: every node with its path, every name that may be pointed to, and a way to report."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from bihuan.appraisal.grammar import Component, Fact, Measure
from bihuan.basics.nodes import Node
from bihuan.basics.problems import Problem
from bihuan.packs.codes import problem
from bihuan.packs.grammar import Pack
from bihuan.packs.outline import KeyPath, keys_of
from bihuan.packs.trees import Tree, find, key_place
from bihuan.responsibility.grammar import Duty, Requirement

NodeT = TypeVar("NodeT", bound=Node)
Check = Callable[["Survey"], Iterator[Problem]]

TITLES = {
    "来源": "来源",
    "日历": "日历",
    "自定周期": "自定周期",
    "责任清单": "责任",
    "计划": "计划",
    "记录种类": "记录种类",
    "板块表": "板块",
    "指标表": "指标",
    "否决表": "否决",
    "等次": "等次",
    "结果运用": "措施",
    "不予采用": "不予采用",
    "已知提示": "已知提示",
    "算例": "算例",
}
_LABELS = ("id", "source", "clause", "name", "section", "kind", "grade", "item", "case", "band", "year", "programme")
_SILENT = frozenset({"计分", "条款表", "等次表"})


def walk(node: Node, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Node]]:
    """Give every model inside ``node`` with its key path, itself first."""
    yield path, node
    for key in keys_of(type(node)).values():
        value = getattr(node, key.name)
        if isinstance(value, Node):
            yield from walk(value, (*path, key.chinese))
        elif key.form == "多个":
            for index, item in enumerate(value):
                yield from walk(item, (*path, key.chinese, index))


def label_of(item: Any) -> str:
    """Give the word by which a person would name one element of a list, or nothing."""
    for name in _LABELS:
        value = getattr(item, name, None)
        if isinstance(value, str | int) and value:
            return str(value)
    return ""


def label_of_plain(item: Any) -> str:
    """Give the same word for an element that is still bare data: its id, else the name it is told apart by."""
    if not isinstance(item, Mapping):
        return ""
    names = ("编号", "文件", "条款", "名称", "板块", "种类", "等次名", "项目", "例", "档", "年份")
    return next((str(item[name]) for name in names if item.get(name)), "")


def stable_path(pack: Pack, path: KeyPath) -> str:
    """Write a key path so that it survives reordering: ids and names instead of positions."""
    words: list[str] = []
    holder: Any = pack
    for step in path:
        if isinstance(step, int):
            holder = holder[step] if isinstance(holder, tuple) and step < len(holder) else None
            words.append(label_of(holder) or str(step + 1))
        else:
            key = keys_of(type(holder)).get(step) if isinstance(holder, Node) else None
            holder = getattr(holder, key.name) if key else None
            if not words or step not in _SILENT:
                words.append(TITLES.get(step, step) if not words else step)
    return "/".join(words)


@dataclass(frozen=True)
class Survey:
    """One pack under examination: its own content, the whole, and the tree that knows the places."""

    pack: Pack
    whole: Pack
    tree: Tree
    overridden: tuple[Duty, ...] = ()

    def problem(self, code: str, path: KeyPath, what: str, *, todo: str = "", key: bool = False) -> Problem:
        """Report at ``path`` (with ``key``: at the key itself)."""
        place = key_place(self.tree, path) if key else find(self.tree, path).place
        return problem(code, replace(place, path=stable_path(self.pack, path)), what, todo=todo)

    @cached_property
    def nodes(self) -> tuple[tuple[KeyPath, Node], ...]:
        """Every model of the pack's own content."""
        return tuple(walk(self.pack))

    def all(self, kind: type[NodeT]) -> Iterator[tuple[KeyPath, NodeT]]:
        """Give every node of one kind with its path."""
        return ((path, node) for path, node in self.nodes if isinstance(node, kind))

    def facts(self) -> Iterator[tuple[KeyPath, Fact]]:
        """Give every component, veto and direct grade."""
        return self.all(Fact)

    @cached_property
    def duties(self) -> dict[str, Duty]:
        """The duties of the whole by id."""
        return {duty.id: duty for duty in self.whole.duties}

    @cached_property
    def grades(self) -> tuple[str, ...]:
        """The grade words, best first."""
        return tuple(rule.grade for rule in self.whole.grading.grades) if self.whole.grading else ()

    def demands(self, fact: Fact) -> tuple[Requirement, ...]:
        """Give the requirements a fact counts, those of the named duties included."""
        named = [self.duties[name].requirement for name in fact.duties if name in self.duties]
        return (*(one for one in named if one is not None), *fact.requirement)

    def components(self) -> Iterator[tuple[KeyPath, Measure, Component]]:
        """Give every component with its measure."""
        for index, measure in enumerate(self.pack.measures):
            for number, component in enumerate(measure.components):
                yield ("指标表", index, "计分", number), measure, component

    def rules(self) -> Iterator[tuple[KeyPath, str, str]]:
        """Give path, id and name of everything a case may be about, except the grading."""
        pack = self.pack
        yield from ((("责任清单", n), one.id, one.duty) for n, one in enumerate(pack.duties))
        yield from ((("指标表", n), one.id, one.measure) for n, one in enumerate(pack.measures))
        yield from ((("否决表", n), one.id, one.veto) for n, one in enumerate(pack.vetoes))
        yield from ((("结果运用", n), one.id, one.consequence) for n, one in enumerate(pack.consequences))
