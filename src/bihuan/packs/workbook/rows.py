"""A pack's entries as rows of headings and cell texts, and rows as entries again."""

from collections.abc import Iterator, Mapping
from typing import Any

from bihuan.appraisal.grammar import FACT_FIELDS, Fact, Rate
from bihuan.basics.nodes import Node
from bihuan.basics.problems import Place, Problem
from bihuan.basics.vocabulary import KEYS
from bihuan.packs.outline import keys_of
from bihuan.packs.trees import Block, Text, Tree
from bihuan.packs.workbook.cells import cell_text, cell_tree, mapping_text, mapping_tree
from bihuan.packs.workbook.layout import CONTENT, FACT, OTHER, PRICE, SIDE, STEP, TRIGGER, TRIGGER_WORDS

Row = dict[str, str]
Cells = Mapping[str, Text]
"""The filled cells of one row by heading."""

_FLATTENED = {"效果"}
_FACT_KEYS = {KEYS[name]: name for name in FACT_FIELDS}
_STEPS = frozenset(word for word in TRIGGER_WORDS if not word.startswith("凡") and word not in (OTHER, "按比例"))


def entry_row(item: Mapping[str, Any], model: type[Node]) -> Row:
    """Write an entry as a row; lists that have sheets of their own are left to them."""
    shape = keys_of(model)
    row: Row = {}
    for word, value in item.items():
        key = shape[word]
        if issubclass(model, Fact) and word in _FACT_KEYS:
            row[FACT], row[CONTENT] = word, cell_text(key, value)
        elif word in _FLATTENED and key.node:
            row |= entry_row(value, key.node)
        else:
            row[word] = cell_text(key, value)
    return row


def row_entry(cells: Cells, model: type[Node], place: Place) -> tuple[Block, list[Problem]]:
    """Read a row as an entry; empty cells say nothing."""
    shape = keys_of(model)
    block = Block(place)
    problems: list[Problem] = []
    inner = {
        word: key for key in shape.values() if key.chinese in _FLATTENED and key.node for word in keys_of(key.node)
    }
    for heading, text in cells.items():
        if heading == CONTENT:
            continue
        word, key, content = heading, shape.get(heading), text
        if heading == FACT and issubclass(model, Fact):
            word, key, content = text.value, shape.get(text.value), cells.get(CONTENT, Text("{}", text.place))
        elif heading in inner and inner[heading].node:
            owner = inner[heading]
            effect = block.entries.setdefault(owner.chinese, Block(text.place))
            block.keys.setdefault(owner.chinese, text.place)
            if isinstance(effect, Block):
                _put(effect, heading, text)
            continue
        if key is None:
            _put(block, word, content)
            continue
        tree, found = cell_tree(key, content.value, content.place)
        problems += found
        _put(block, word, tree)
    return block, problems


def _put(block: Block, word: str, tree: Tree) -> None:
    block.entries[word] = tree
    block.keys[word] = tree.place


def rate_rows(component: Mapping[str, Any]) -> Iterator[Row]:
    """Write the 扣分 and 得分 lines of a component as rows with a drop-down for the shape."""
    for side in ("扣分", "得分"):
        for rate in component.get(side, ()):
            yield {SIDE: side, **_rate_row(rate, side)}


def _rate_row(rate: Mapping[str, Any], side: str) -> Row:
    price = side[0]  # 扣 or 得
    triggers = [word for word in rate if word in _STEPS or word in ("凡", "按比例")]
    others = set(rate) - set(triggers) - {price, "目标", "最多", "取整"}
    if len(triggers) > 1 or others:
        return {TRIGGER: OTHER, STEP: mapping_text(rate)}
    row = {PRICE if word == price else word: text for word, text in rate.items() if word not in triggers}
    if not triggers:
        return row
    word = triggers[0]
    if word == "凡":
        return row | {TRIGGER: f"凡{rate[word]}"}
    return row | ({TRIGGER: word} if word == "按比例" else {TRIGGER: word, STEP: rate[word]})


def row_rate(cells: Cells, place: Place) -> tuple[str, Block, list[Problem]]:
    """Read a row as a line of 扣分 or 得分: the side, the line, and what is wrong."""
    side = cells[SIDE].value.strip() if SIDE in cells else "扣分"
    trigger = cells.get(TRIGGER, Text("", place))
    step = cells.get(STEP)
    if trigger.value == OTHER:
        tree, problems = mapping_tree(step.value if step else "{}", step.place if step else place)
        return side, tree if isinstance(tree, Block) else Block(place), problems
    block = Block(place)
    if trigger.value.startswith("凡"):
        _put(block, "凡", Text(trigger.value[1:], trigger.place))
    elif trigger.value == "按比例":
        _put(block, "按比例", Text("是", trigger.place))
    elif trigger.value or step:
        _put(block, trigger.value or STEP, step or Text("", trigger.place))
        block.keys[trigger.value or STEP] = trigger.place
    for heading, text in cells.items():
        if heading == PRICE:
            _put(block, side[:1], text)
        elif heading in keys_of(Rate) and heading in ("目标", "最多", "取整"):
            _put(block, heading, text)
    return side, block, []
