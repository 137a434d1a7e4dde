"""Scores are exact: nothing in the engine is a float, except where a file from outside hands us one."""

import ast
from collections.abc import Iterator

from tests.house_rules.tree import ENGINE, Module, modules_in, refuse

# Path: why floats are met there, and how they stop there. An entry no longer needed fails the build.
FLOATS_ARE_MET_IN: dict[str, str] = {}

FLOAT_TYPES = frozenset({"float16", "float32", "float64", "halffloat", "double"})


def floats(module: Module) -> Iterator[str]:
    """Float literals, conversions to float, and float columns."""
    for node in module.nodes():
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield module.at(node, f"float literal {node.value!r}")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
            yield module.at(node, "float(...)")
        elif isinstance(node, ast.Attribute) and node.attr in FLOAT_TYPES:
            yield module.at(node, f"float type {node.attr}")


def test_the_engine_computes_without_floats() -> None:
    refuse(
        (
            offence
            for module in modules_in(ENGINE)
            if module.path not in FLOATS_ARE_MET_IN
            for offence in floats(module)
        ),
        "Use Fraction between roundings and integers after them; read numbers from text.",
    )


def test_every_exception_for_floats_is_still_needed() -> None:
    needed = {module.path for module in modules_in(ENGINE) if any(floats(module))}
    refuse(
        (f"{path}:1: allowed to meet floats, but meets none" for path in FLOATS_ARE_MET_IN if path not in needed),
        "Take the entry out of FLOATS_ARE_MET_IN.",
    )


def test_each_way_to_write_a_float_is_noticed() -> None:
    for text in ("half = 0.5", "half = 5e-1", "score = float(text)", "column = pyarrow.float64()"):
        assert list(floats(Module.parse("a.py", text))), text
    for text in ("half = Fraction(1, 2)", "is_wrong = isinstance(value, float)", "half = '0.5'"):
        assert not list(floats(Module.parse("a.py", text))), text
