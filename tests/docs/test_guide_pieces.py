"""Every piece of a pack shown in the pages is valid and comes out as the page says."""

import pytest

from bihuan.api import run_cases
from bihuan.packs.outline import keys_of, models
from tests.docs.blocks import NOTATION, REPO, SHAPES, SHELL, CodeBlock, all_blocks, blocks_of, page
from tests.docs.fragments import GUIDE, load_piece, load_words, problems_of, read_block, shell

PIECES = [block for block in all_blocks() if SHAPES in block.words]
QUOTED = [block for block in blocks_of(page(GUIDE)) if block.setting("出自")]


@pytest.mark.parametrize("block", PIECES, ids=lambda block: f"{block.line}-{block.heading}")
def test_a_piece_is_valid_and_gives_what_its_cases_say(block: CodeBlock) -> None:
    piece = read_block(block)
    loaded = load_piece(piece, str(block))
    assert not problems_of(loaded), "\n".join(map(str, problems_of(loaded)))
    assert piece.get("算例"), f"{block} shows no case"
    wrong = [f"{result.case.case}: {line}" for result in run_cases(loaded) for line in result.differences]
    assert not wrong, "\n".join([str(block), *wrong])


def test_the_shell_of_the_guide_is_a_pack_that_loads() -> None:
    loaded = load_piece(shell(), GUIDE)
    assert not problems_of(loaded)


@pytest.mark.parametrize("block", QUOTED, ids=lambda block: f"{block.line}")
def test_what_the_guide_quotes_from_a_pack_stands_in_the_pack(block: CodeBlock) -> None:
    assert block.text in (REPO / block.setting("出自")).read_text(encoding="utf-8"), str(block)


def test_every_yaml_block_is_written_in_the_language_of_packs() -> None:
    unmarked = []
    for block in all_blocks():
        if block.language != "yaml" or block.setting("file") or block.setting("出自"):
            continue
        if (not block.words and read_block(block).keys() <= {"算例"}) or NOTATION in block.words:
            load_words(read_block(block), str(block))
        elif not {SHAPES, SHELL} & set(block.words):
            unmarked.append(str(block))
    assert unmarked == []


def keys_in(tree: object) -> set[str]:
    """Every key written anywhere in a block."""
    if isinstance(tree, dict):
        return set(tree).union(*map(keys_in, tree.values()))
    return set().union(*map(keys_in, tree)) if isinstance(tree, list) else set()


def test_every_key_of_the_language_is_shown_in_a_page_that_is_tested() -> None:
    shown: set[str] = set()
    for block in all_blocks():
        if block.language == "yaml" and block.page.startswith("docs/") and not block.setting("file"):
            shown |= keys_in(read_block(block)) if not block.setting("出自") else set()
    lacking = {model.__name__: sorted(keys_of(model).keys() - shown) for model in models()}
    assert {name: keys for name, keys in lacking.items() if keys} == {}, "Show it in docs/guides/from-paper-rubric.md."
