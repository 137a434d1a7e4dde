"""From the events of the YAML parser to a tree of texts, refusing what a pack does not need."""

from typing import Any

from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from bihuan.basics.problems import Place, Problem
from bihuan.packs.codes import problem
from bihuan.packs.punctuation import opens_with_full_width, sentence, slips_in_flow
from bihuan.packs.trees import Block, Sequence, Text, Tree

DEEPEST = 30


class TreeBuilder:
    """Builds the tree from the events of one file, collecting problems; a stack keeps deep files harmless."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.root: Tree | None = None
        self.stack: list[tuple[Sequence | Block, Text | None, bool]] = []
        self.too_deep = False  # nothing more is taken in: the parser gets slow far below this level
        self.documents = 0

    def place(self, event: Any) -> Place:
        """Give where an event starts."""
        return Place(file=self.file, line=event.start_mark.line + 1, column=event.start_mark.column + 1)

    def report(self, code: str, event: Any, what: str) -> None:
        """Note a problem at an event."""
        self.problems.append(problem(code, self.place(event), what))

    def take(self, event: Any) -> None:
        """Take in one event of the parser."""
        if isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.report("P111", event, "从这里开始是同一文件里的又一个文档")
            elif event.version or event.tags:
                self.report("P111", event, "文件里有 % 开头的指令")
        elif isinstance(event, AliasEvent):
            self.report("P107", event, f"引用“*{event.anchor}”")
            self.put(Text("", self.place(event), plain=False))
        elif isinstance(event, ScalarEvent):
            self.refuse_extras(event)
            self.put(self.scalar(event))
        elif isinstance(event, SequenceStartEvent | MappingStartEvent):
            self.refuse_extras(event)
            self.begin(event)
        elif isinstance(event, SequenceEndEvent | MappingEndEvent):
            self.finish()

    def refuse_extras(self, event: Any) -> None:
        if event.anchor is not None:
            self.report("P107", event, f"锚点“&{event.anchor}”")
        if event.tag is not None:
            self.report("P108", event, f"标签“{event.tag}”")

    def scalar(self, event: ScalarEvent) -> Text:
        plain = event.style not in ("'", '"', "|", ">")
        text = Text(event.value, self.place(event), plain)
        if plain and opens_with_full_width(text.value):
            self.report("P105", event, sentence(text.value[0]))
        elif plain and self.stack and self.stack[-1][2]:
            listed = isinstance(self.stack[-1][0], Sequence)
            for position in sorted(set(slips_in_flow(text.value, listed=listed))):
                place = Place(file=self.file, line=text.place.line, column=text.place.column + position)
                todo = "换成半角；如果它就是文字的一部分，请给这段文字加半角引号。"
                self.problems.append(problem("P105", place, sentence(text.value[position]), todo=todo))
        return text

    def begin(self, event: Any) -> None:
        if len(self.stack) >= DEEPEST:
            self.report("P112", event, f"这里的嵌套超过 {DEEPEST} 层")
            self.too_deep = True
            return
        made: Sequence | Block
        made = Sequence(self.place(event)) if isinstance(event, SequenceStartEvent) else Block(self.place(event))
        self.put(made)
        self.stack.append((made, None, bool(event.flow_style)))

    def finish(self) -> None:
        if self.stack:
            self.stack.pop()

    def put(self, tree: Tree) -> None:
        """Place a finished key, value or element where it belongs."""
        if self.documents > 1:
            return
        if not self.stack:
            self.root = tree
            return
        holder, key, flow = self.stack[-1]
        if isinstance(holder, Sequence):
            holder.items.append(tree)
        elif key is None:
            if not isinstance(tree, Text):
                self.problems.append(problem("P124", tree.place, "键须是文字，这里写成了列表或若干键"))
                tree = Text("", tree.place, plain=False)
            self.stack[-1] = (holder, tree, flow)
        else:
            self.enter(holder, key, tree)
            self.stack[-1] = (holder, None, flow)

    def enter(self, holder: Block, key: Text, value: Tree) -> None:
        if key.value == "<<":
            self.problems.append(problem("P110", key.place, "合并键“<<”"))
        elif key.value in holder.entries:
            first = holder.keys[key.value]
            self.problems.append(problem("P109", key.place, f"“{key.value}”在第 {first.line} 行已经写过"))
        else:
            holder.entries[key.value] = value
            holder.keys[key.value] = key.place
