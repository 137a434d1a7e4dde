"""Every way of writing in the guide is a valid piece of a pack and comes out as the guide says."""

import pytest

from bihuan.api import run_cases
from tests.docs.blocks import REPO, SHAPES, CodeBlock, blocks_of, page
from tests.docs.fragments import GUIDE, load_piece, problems_of, read_block, shell

PIECES = [block for block in blocks_of(page(GUIDE)) if SHAPES in block.words]
QUOTED = [block for block in blocks_of(page(GUIDE)) if block.setting("出自")]


@pytest.mark.parametrize("block", PIECES, ids=lambda block: f"{block.line}-{block.heading}")
def test_a_piece_of_the_guide_is_valid_and_gives_what_its_cases_say(block: CodeBlock) -> None:
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
