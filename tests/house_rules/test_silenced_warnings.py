"""A checker is silenced for one named reason, in words; an error is never swallowed."""

import ast
import re
from collections.abc import Iterator

from tests.house_rules.tree import Module, modules, refuse

TYPE_IGNORE = re.compile(r"#\s*type:\s*ignore(?P<codes>\[[\w, -]+\])?(?P<rest>[^\n]*)")
NOQA = re.compile(
    r"#\s*(?:ruff:\s*|flake8:\s*)?noqa(?P<codes>:\s*[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*)?(?P<rest>[^\n]*)", re.I
)
WHOLE_FILE = re.compile(r"#\s*mypy:\s*(?:ignore-errors|disable-error-code)")
A_REASON = re.compile(r"\w[\w'’-]*\W+\w+|[\u4e00-\u9fff]{4,}")  # two words, or four Chinese characters


def unexplained(module: Module) -> Iterator[str]:
    """Comments that silence a checker without saying which complaint, or without saying why."""
    for comment in module.comments():
        if WHOLE_FILE.search(comment.text):
            yield module.at(comment, "silences mypy for a whole file")
        for name, pattern in (("type: ignore", TYPE_IGNORE), ("noqa", NOQA)):
            found = pattern.search(comment.text)
            if found and not found["codes"]:
                yield module.at(comment, f"{name} without a code")
            elif found and not A_REASON.search(NOQA.sub(r"\g<rest>", TYPE_IGNORE.sub(r"\g<rest>", comment.text))):
                yield module.at(comment, f"{name} without a reason after the code")


def swallowed(module: Module) -> Iterator[str]:
    """Bare ``except:``, and ``except Exception`` that does nothing."""
    for node in module.nodes():
        if not isinstance(node, ast.ExceptHandler):
            continue
        if node.type is None:
            yield module.at(node, "bare except")
        elif catches_everything(node.type) and all(does_nothing(step) for step in node.body):
            yield module.at(node, "every error is caught and forgotten")


def catches_everything(caught: ast.expr) -> bool:
    """Whether an ``except`` names Exception or BaseException, alone or among others."""
    return any(isinstance(name, ast.Name) and name.id in {"Exception", "BaseException"} for name in ast.walk(caught))


def does_nothing(step: ast.stmt) -> bool:
    """``pass``, ``continue``, ``...`` or a bare string."""
    return isinstance(step, ast.Pass | ast.Continue) or (
        isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant)
    )


def test_every_silenced_warning_names_its_code_and_its_reason() -> None:
    refuse(
        (offence for module in modules() for offence in unexplained(module)),
        "Write it as: type: ignore[code]  # why; or noqa: CODE why.",
    )


def test_no_error_is_swallowed() -> None:
    refuse(
        (offence for module in modules() for offence in swallowed(module)),
        "Catch the error you expect, and do something about it.",
    )


def test_a_warning_silenced_without_a_code_or_a_reason_is_noticed() -> None:
    for text in ("# type: ignore", "# type: ignore[no-any-return]", "# noqa", "# noqa: S603", "# noqa: S603, S607"):
        assert list(unexplained(Module.parse("a.py", f"x = 1  {text}\n"))), text
    for text in ("# type: ignore[no-any-return]  # the reader has no types", "# noqa: S603 fixed words, no shell"):
        assert not list(unexplained(Module.parse("a.py", f"x = 1  {text}\n"))), text


def test_a_swallowed_error_is_noticed() -> None:
    for handler in ("except:\n  raise", "except Exception:\n  pass", "except (OSError, Exception):\n  ..."):
        assert list(swallowed(Module.parse("a.py", f"try:\n  f()\n{handler}\n"))), handler
    for handler in ("except OSError:\n  pass", "except Exception:\n  raise"):
        assert not list(swallowed(Module.parse("a.py", f"try:\n  f()\n{handler}\n"))), handler
