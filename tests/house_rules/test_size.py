"""Files and functions stay small enough to be read in one go."""

import ast
import statistics
from collections.abc import Iterator

from tests.house_rules.tree import SOURCE, Module, modules, modules_in, refuse, written_by_hand

MODULE_LINES = 400
FUNCTION_LINES = 60
MEDIAN_LINES = 120
NEARLY_ALL_LINES = 300  # 95 of 100 modules


def long_functions(module: Module) -> Iterator[str]:
    """Functions and methods over the limit, counted from ``def`` to their last line."""
    for node in module.nodes():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield module.at(node, f"{node.name} has {lines} lines, {FUNCTION_LINES} are allowed")


def test_no_module_is_longer_than_400_lines() -> None:
    refuse(
        (
            module.at(module.line_count, f"{module.line_count} lines, {MODULE_LINES} are allowed")
            for module in written_by_hand(modules())
            if module.line_count > MODULE_LINES
        ),
        "Split the module along what it talks about.",
    )


def test_no_function_is_longer_than_60_lines() -> None:
    refuse(
        (offence for module in modules() for offence in long_functions(module)),
        "Give a step of the function a name of its own.",
    )


def test_most_source_modules_are_short() -> None:
    lengths = sorted(module.line_count for module in written_by_hand(modules_in(SOURCE)))
    median = statistics.median(lengths)
    nearly_all = lengths[-(-95 * len(lengths) // 100) - 1]
    assert median <= MEDIAN_LINES, f"half of src is longer than {median} lines, {MEDIAN_LINES} are allowed"
    assert nearly_all <= NEARLY_ALL_LINES, (
        f"95 of 100 modules of src reach {nearly_all} lines, {NEARLY_ALL_LINES} are allowed; "
        f"the longest has {lengths[-1]}"
    )


def test_a_function_of_61_lines_is_noticed() -> None:
    just_right = "def f():\n" + "    pass\n" * (FUNCTION_LINES - 1)
    assert not list(long_functions(Module.parse("a.py", just_right)))
    assert list(long_functions(Module.parse("a.py", just_right + "    pass\n")))
