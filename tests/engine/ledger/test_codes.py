"""Every problem a ledger can have is explained once, used somewhere, and stands in the reference."""

import ast
import re
from pathlib import Path

import bihuan.ledger
from bihuan.appraisal.tables import TABLES
from bihuan.basics.problems import Severity
from bihuan.ledger import CODES, standard_page

SOURCE = Path(bihuan.ledger.__file__).parent
CODE = re.compile(r"L[0-9]{3}")


def codes_used() -> set[str]:
    """The codes that stand as texts of their own in the package, the table of codes left out."""
    used: set[str] = set()
    for path in sorted(SOURCE.glob("*.py")):
        if path.name != "codes.py":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                    used.add(node.value)
    return used


def test_every_code_used_is_explained_and_every_code_explained_is_used() -> None:
    assert codes_used() == set(CODES)


def test_every_code_says_what_why_and_what_to_do() -> None:
    for code, entry in CODES.items():
        assert CODE.fullmatch(code)
        assert entry.code == code
        assert all((entry.title, entry.why, entry.todo))
        assert entry.severity in Severity


def test_the_reference_names_every_table_column_and_code() -> None:
    page = standard_page()
    for table in TABLES:
        assert f"### {table.sheet}（`{table.name}`）" in page
        assert all(f"| {column.heading} | `{column.name}` |" in page for column in table.columns)
    assert all(f"| {code} | {entry.severity} | {entry.title} |" in page for code, entry in CODES.items())


def test_every_public_name_of_the_package_can_be_had() -> None:
    for name in bihuan.ledger.__all__:
        assert getattr(bihuan.ledger, name) is not None
