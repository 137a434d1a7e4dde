"""One YAML file to a tree of texts: the small part of YAML a pack needs, everything else refused in plain words."""

import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
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
from bihuan.packs.punctuation import HALF, first_slip, opens_with_full_width, sentence, slips_in_flow, slips_in_line
from bihuan.packs.scanning import text_of
from bihuan.packs.trees import Block, Sequence, Text, Tree

DEEPEST = 30
MOST_REPAIRS = 50


class _Builder:
    """Builds the tree from the events of one file, collecting problems; a stack keeps deep files harmless."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.root: Tree | None = None
        self.stack: list[tuple[Sequence | Block, Text | None, bool]] = []
        self.skipped = 0  # how many containers below the deepest allowed level are open
        self.documents = 0

    def place(self, event: Any) -> Place:
        return Place(file=self.file, line=event.start_mark.line + 1, column=event.start_mark.column + 1)

    def report(self, code: str, event: Any, what: str) -> None:
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
            self.open(event)
        elif isinstance(event, SequenceEndEvent | MappingEndEvent):
            self.close()

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

    def open(self, event: Any) -> None:
        if len(self.stack) + self.skipped >= DEEPEST:
            if not self.skipped:
                self.report("P112", event, f"这里的嵌套超过 {DEEPEST} 层")
            self.skipped += 1
            return
        made: Sequence | Block
        made = Sequence(self.place(event)) if isinstance(event, SequenceStartEvent) else Block(self.place(event))
        self.put(made)
        self.stack.append((made, None, bool(event.flow_style)))

    def close(self) -> None:
        if self.skipped:
            self.skipped -= 1
            if not self.skipped:
                self.put(Text("", Place(file=self.file), plain=False))
        elif self.stack:
            self.stack.pop()

    def put(self, tree: Tree) -> None:
        """Place a finished key, value or element where it belongs."""
        if self.skipped or self.documents > 1:
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


def _events(text: str, builder: _Builder) -> MarkedYAMLError | None:
    """Feed the file to the builder; give the error that stopped the parser, if any."""
    events = iter(YAML(typ="safe", pure=True).parse(text))
    while True:
        try:
            event = next(events, None)
        except MarkedYAMLError as error:
            return error
        except (YAMLError, ValueError, RecursionError) as error:
            return MarkedYAMLError(problem=type(error).__name__)
        if event is None:
            return None
        builder.take(event)


def _error_line(error: MarkedYAMLError, lines: list[str]) -> int:
    """The line (from 0) to blame: where the bracket or quote that never ended began, else where reading stopped."""
    inside = error.context is not None and ("flow" in error.context or "quoted" in error.context)
    mark = error.context_mark if inside and error.context_mark is not None else error.problem_mark
    return min(int(mark.line), len(lines) - 1) if mark is not None else 0


_SENTENCES = (
    ("mapping values are not allowed", "这里不该出现冒号；多半是上一行少了冒号、缩进不对，或文字里的“: ”没有加引号"),
    ("expected ',' or '}'", "花括号没有写完，或两项之间缺半角逗号"),
    ("expected ',' or ']'", "方括号没有写完，或两项之间缺半角逗号"),
    ("could not find expected ':'", "这一行缺冒号，或冒号后缺空格"),
    ("unexpected end of stream", "引号没有成对"),
    ("did not find expected", "缩进与上下文对不上"),
    ("expected <block end>", "缩进与上下文对不上"),
    ("cannot start any token", "这个字符不能作开头，请加引号"),
    ("unknown escape", "双引号里的反斜杠是记号；请改用单引号"),
    ("undefined alias", "引用了没有定义的锚点"),
)


def _slips(error: MarkedYAMLError, lines: list[str], block: range) -> list[tuple[int, int, str]]:
    """Full-width marks that may have caused the error: line, column (both from 0) and mark, in the entry around it."""
    last = _error_line(error, lines)
    if error.problem_mark is not None:
        last = max(last, min(int(error.problem_mark.line), block.stop - 1))
    top = max((n for n in range(block.start + 1) if _TOP.match(lines[n])), default=0)
    numbers = sorted({top, *range(block.start, last + 1)})
    return [(n, column - 1, mark) for n in numbers for column, mark in slips_in_line(lines[n])]


def _syntax_problem(error: MarkedYAMLError, lines: list[str], file: str) -> Problem:
    line = _error_line(error, lines)
    told = f"{error.context or ''} {error.problem or ''}"
    what = next((words for key, words in _SENTENCES if key in told), "这里读不下去")
    mark = error.problem_mark
    if mark is not None and mark.line != line:
        mark = error.context_mark
    column = mark.column + 1 if mark is not None and mark.line == line else 1
    return problem("P106", Place(file=file, line=line + 1, column=column), what)


_TOP = re.compile(r"^[^\s#-]")
_ITEM = re.compile(r"^( *)- ")


def _block_around(lines: list[str], line: int) -> range:
    """The smallest top-level entry around ``line``: an item of a top-level list, or a top-level key with its value."""
    top = max((n for n in range(line + 1) if _TOP.match(lines[n])), default=0)
    end = next((n for n in range(max(line, top) + 1, len(lines)) if _TOP.match(lines[n])), len(lines))
    indents = [len(found[1]) for n in range(top, end) if (found := _ITEM.match(lines[n]))]
    if not indents or line == top:
        return range(top, end)
    head = re.compile(rf"^ {{{min(indents)}}}- ")
    starts = [n for n in range(top, end) if head.match(lines[n])]
    start = max((n for n in starts if n <= line), default=top)
    return range(start, next((n for n in starts if n > line), end))


def _parse(text: str, file: str) -> tuple[_Builder, list[Problem]]:
    """Read the text; after an error of syntax mend or blank the entry around it and read again."""
    problems: list[Problem] = []
    lines = text.split("\n")
    builder = _Builder(file)
    for _ in range(MOST_REPAIRS):
        builder = _Builder(file)
        error = _events("\n".join(lines), builder)
        if error is None:
            break
        too_deep = [found for found in builder.problems if found.code == "P112"]
        block = _block_around(lines, _error_line(error, lines))
        slips = _slips(error, lines, block)
        for line, column, mark in slips:
            place = Place(file=file, line=line + 1, column=column + 1)
            problems.append(problem("P105", place, sentence(mark)))
        for line, column, mark in reversed(slips):
            lines[line] = lines[line][:column] + HALF[mark] + " " + lines[line][column + 1 :]
        if slips:
            continue
        problems += too_deep or [_syntax_problem(error, lines, file)]
        if too_deep or not any(lines[number].strip() for number in block):
            break
        for number in block:
            lines[number] = ""
    return builder, [*problems, *(found for found in builder.problems if found not in problems)]


def read_yaml(content: bytes, file: str) -> tuple[Block | None, list[Problem], bool]:
    """Read one file: its mapping, every problem, and whether parts had to be left out to read on.

    After an error of syntax the entry around it is left out and the file read again, so that one slip
    does not hide the others.
    """
    text, problems = text_of(content, file)
    if not text and problems:
        return None, problems, True
    builder, found = _parse(text, file)
    problems += found
    repaired = any(one.code in _LEAVES_A_HOLE for one in problems)
    root = builder.root
    if root is None or (isinstance(root, Text) and not root.value):
        if not problems:
            problems.append(problem("P114", Place(file=file, line=1, column=1), "文件是空的"))
        return None, problems, True
    if not isinstance(root, Block):
        problems += (one for one in _root_problem(root, text.split("\n")) if one not in problems)
        return None, problems, True
    if not repaired:
        problems += _empty_values(root)
    return root, problems, repaired


# What was left out or mended after one of these is not to be missed by later checks.
_LEAVES_A_HOLE = frozenset({"P103", "P105", "P106", "P107", "P112"})


def _root_problem(root: Tree, lines: list[str]) -> Iterator[Problem]:
    place = root.place
    slips = list(slips_in_line(lines[place.line - 1]))
    for column, mark in slips:
        yield problem("P105", Place(file=place.file, line=place.line, column=column), sentence(mark))
    if not slips:
        yield problem("P114", place, "文件最外层要写成“键: 内容”")


def _empty_values(tree: Tree) -> list[Problem]:
    """Report keys and list items with nothing after them."""
    found: list[Problem] = []
    waiting: list[Tree] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Block):
            for key, value in node.entries.items():
                if isinstance(value, Text) and value.plain and not value.value:
                    slip = first_slip(key)
                    what = sentence(slip) if slip else f"“{key}”后面没有内容"
                    found.append(problem("P105" if slip else "P113", node.keys[key], what))
            waiting += node.entries.values()
        elif isinstance(node, Sequence):
            for item in node.items:
                if isinstance(item, Text) and item.plain and not item.value:
                    found.append(problem("P113", item.place, "“-”后面没有内容"))
            waiting += node.items
    return sorted(found, key=lambda one: (one.place.line, one.place.column))
