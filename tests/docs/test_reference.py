"""The reference is what the program says of itself: generated, committed, and complete."""

import re
from functools import cache

import pytest

from bihuan.appraisal.choices import Choices
from bihuan.basics.vocabulary import KEYS
from bihuan.ledger import CODES as LEDGER_CODES
from bihuan.packs import CODES as PACK_CODES
from bihuan.packs.outline import keys_of, models
from bihuan.runners.reference import COMMAND_CODES, command_line, reference_pages
from bihuan.runners.reference_language import NUMBERED, anchor
from tests.docs.blocks import REPO, page

RUN = "Run: python -m bihuan.runners.reference, and commit docs/reference."


@cache
def written(name: str) -> str:
    return page(f"docs/reference/{name}").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(reference_pages()))
def test_a_committed_page_is_the_generated_one(name: str) -> None:
    assert written(name) == reference_pages()[name], f"docs/reference/{name} is out of date. {RUN}"


def test_every_key_of_the_language_stands_in_the_reference_with_its_meaning() -> None:
    text = written("pack-language.md")
    for model in models():
        assert f"(#{anchor(model)})" in text or model.__name__ == "Pack", model.__name__
        for key in keys_of(model).values():
            assert f"| **{key.chinese}** | `{key.name}` |" in text, key.chinese
            assert key.description or model.__name__ == "Floors", f"{model.__name__}.{key.name} says nothing of itself"


def test_every_word_of_the_vocabulary_stands_in_the_word_list() -> None:
    text = written("vocabulary.md")
    assert [word for name, word in KEYS.items() if f"| {word} | `{name}` |" not in text] == []


def test_every_declared_choice_has_its_number() -> None:
    assert {name for _, names in NUMBERED for name in names} == set(Choices.model_fields)


def test_every_code_the_program_can_give_is_documented() -> None:
    text = written("codes.md")
    sources = (path.read_text(encoding="utf-8") for path in sorted((REPO / "src").rglob("*.py")))
    given = {code for source in sources for code in re.findall(r'"([PLC]\d{3})"', source)}
    known = {*PACK_CODES, *LEDGER_CODES, *COMMAND_CODES}
    assert given <= known, f"codes without a table: {sorted(given - known)}"
    assert [code for code in sorted(known) if f"| {code} | " not in text] == []


def test_every_command_and_option_is_documented() -> None:
    text = written("commands.md")

    def visit(path: str, command: object) -> None:
        for name, one in getattr(command, "commands", {}).items():
            visit(f"{path} {name}", one)
        if not getattr(command, "commands", {}):
            section = text.partition(f"## {path}\n")[2].partition("\n## ")[0]
            assert section, f"{path} is not documented"
            for parameter in getattr(command, "params", ()):
                assert (
                    parameter.name == "help"
                    or any(f"`{one}`" in section for one in parameter.opts)
                    or (f"`{parameter.metavar}`" in section)
                ), f"{path} {parameter.name}"

    visit("bihuan", command_line())
