"""One YAML file to a tree of texts: the small part of YAML a pack needs, everything else refused in plain words."""

import re
from collections.abc import Iterator

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bihuan.basics.problems import Place, Problem
from bihuan.packs.building import TreeBuilder
from bihuan.packs.codes import problem
from bihuan.packs.punctuation import HALF, first_slip, sentence, slips_in_line
from bihuan.packs.scanning import text_of
from bihuan.packs.trees import Block, Sequence, Text, Tree

MOST_REPAIRS = 50
LONG_TEXT = 200_000  # beyond it a file is read again only once or twice


def _events(text: str, builder: TreeBuilder) -> MarkedYAMLError | None:
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
        if builder.too_deep:
            return None


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


def _parse(text: str, file: str) -> tuple[TreeBuilder, list[Problem]]:
    """Read the text; after an error of syntax mend or blank the entry around it and read again."""
    problems: list[Problem] = []
    lines = text.split("\n")
    builder = TreeBuilder(file)
    for _ in range(MOST_REPAIRS if len(text) <= LONG_TEXT else 3):
        builder = TreeBuilder(file)
        error = _events("\n".join(lines), builder)
        if error is None:
            break
        block = _block_around(lines, _error_line(error, lines))
        slips = _slips(error, lines, block)
        for line, column, mark in slips:
            place = Place(file=file, line=line + 1, column=column + 1)
            problems.append(problem("P105", place, sentence(mark)))
        for line, column, mark in reversed(slips):
            lines[line] = lines[line][:column] + HALF[mark] + " " + lines[line][column + 1 :]
        if slips:
            continue
        problems.append(_syntax_problem(error, lines, file))
        if not any(lines[number].strip() for number in block):
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
