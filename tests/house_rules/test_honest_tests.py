"""Every test runs, and its name is a sentence."""

import ast
from collections.abc import Iterator

from tests.house_rules.tree import Module, dotted, modules_in, refuse

TURNS_A_TEST_OFF = frozenset({"skip", "skipif", "xfail", "importorskip", "skipTest", "skipIf", "skipUnless"})
WORDS_OF_A_SENTENCE = 3


def switched_off(module: Module) -> Iterator[str]:
    """Marks and calls that let a test not run, or fail unnoticed."""
    for node in module.nodes():
        if isinstance(node, ast.Attribute) and node.attr in TURNS_A_TEST_OFF:
            if dotted(node).split(".")[0] in {"pytest", "unittest", "self"}:
                yield module.at(node, dotted(node))
        elif isinstance(node, ast.ImportFrom) and node.module in {"pytest", "unittest"}:
            for name in node.names:
                if name.name in TURNS_A_TEST_OFF:
                    yield module.at(node, f"from {node.module} import {name.name}")


def names_too_short(module: Module) -> Iterator[str]:
    """Test functions whose names are labels, not sentences."""
    for node in module.nodes():
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            words = [word for word in node.name.removeprefix("test_").split("_") if word]
            if len(words) < WORDS_OF_A_SENTENCE:
                yield module.at(node, f"{node.name} is not a sentence")


def test_no_test_is_switched_off() -> None:
    refuse(
        (offence for module in modules_in("tests/") for offence in switched_off(module)),
        "Repair the test or delete it; a test that needs long is marked long.",
    )


def test_every_test_is_named_with_a_sentence() -> None:
    refuse(
        (offence for module in modules_in("tests/") for offence in names_too_short(module)),
        "Say what holds: test_a_missed_meeting_costs_half_a_point.",
    )


def test_a_test_switched_off_is_noticed() -> None:
    for text in ("@pytest.mark.skip\ndef f(): ...", "pytest.skip('later')", "from pytest import xfail"):
        assert list(switched_off(Module.parse("a.py", text))), text
    assert not list(switched_off(Module.parse("a.py", "@pytest.mark.long\ndef f(): ...")))
