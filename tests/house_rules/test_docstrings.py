"""What others may use says what it is for."""

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.house_rules.tree import SOURCE, Module, modules_in, refuse, written_by_hand

FOLDERS_DJANGO_ASKS_FOR = {"management", "templatetags"}  # empty where Django only wants a package
DOCUMENTED = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def undocumented(module: Module) -> Iterator[str]:
    """The module, and its public functions and classes, where they lack a docstring."""
    name = PurePosixPath(module.path).stem
    if not module.text and FOLDERS_DJANGO_ASKS_FOR & set(PurePosixPath(module.path).parts):
        return
    if not ast.get_docstring(module.tree) and (name == "__init__" or not name.startswith("_")):
        yield module.at(1, "module without a docstring")
    for node in module.tree.body:
        if isinstance(node, DOCUMENTED) and not node.name.startswith("_") and not ast.get_docstring(node):
            yield module.at(node, f"{node.name} without a docstring")


def test_every_public_module_function_and_class_has_a_docstring() -> None:
    refuse(
        (offence for module in written_by_hand(modules_in(SOURCE)) for offence in undocumented(module)),
        "Say in a sentence what it is for.",
    )


def test_a_missing_docstring_is_noticed() -> None:
    assert list(undocumented(Module.parse("src/a.py", "def f(): ...")))
    assert list(undocumented(Module.parse("src/a.py", "'''What a is for.'''\nclass B: ...")))
    assert not list(undocumented(Module.parse("src/a.py", "'''What a is for.'''\ndef _f(): ...")))
