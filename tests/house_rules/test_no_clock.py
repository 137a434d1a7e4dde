"""The engine has no clock, no dice and no surroundings: the same pack and ledger give the same bytes for ever."""

import ast
from collections.abc import Iterator

from tests.house_rules.tree import ENGINE, Module, modules_in, refuse

ENGINE_FOLDERS = tuple(
    f"{ENGINE}{name}/"
    for name in ("basics", "organisations", "responsibility", "progress", "appraisal", "outcomes", "packs")
)
MODULES = frozenset({"time", "random", "secrets", "uuid", "locale", "getpass", "socket", "platform"})
NAMES_OF_OS = frozenset({"environ", "getenv", "urandom", "getcwd", "getlogin"})
NOW = frozenset({"now", "today", "utcnow"})


def surroundings(module: Module) -> Iterator[str]:
    """Every look at the clock, the dice or the machine."""
    for node in module.nodes():
        if isinstance(node, ast.Import):
            for name in node.names:
                if name.name.split(".")[0] in MODULES:
                    yield module.at(node, f"import {name.name}")
        elif isinstance(node, ast.ImportFrom):
            names = {name.name for name in node.names}
            if (node.module or "").split(".")[0] in MODULES or (node.module == "os" and names & NAMES_OF_OS):
                yield module.at(node, f"from {node.module} import {', '.join(sorted(names))}")
        elif isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value)
            if owner == "os" and node.attr in NAMES_OF_OS:
                yield module.at(node, f"os.{node.attr}")
            elif node.attr in NOW and owner.split(".")[-1] in {"date", "datetime", "Timestamp"}:
                yield module.at(node, f"{owner}.{node.attr}")


def test_the_engine_asks_neither_the_clock_nor_chance_nor_the_machine() -> None:
    refuse(
        (offence for module in modules_in(*ENGINE_FOLDERS) for offence in surroundings(module)),
        "Take the date, the seed or the setting as an argument; the runner or the command line asks for it.",
    )


def test_each_way_to_ask_for_the_time_or_for_chance_is_noticed() -> None:
    for text in (
        "datetime.now()",
        "datetime.date.today()",
        "import time",
        "from random import choice",
        "import os\nos.environ['TZ']",
        "from os import environ",
    ):
        assert list(surroundings(Module.parse("a.py", text))), text
    for text in ("date(2026, 6, 30)", "from datetime import time", "import os\nos.fspath(p)", "period.today"):
        assert not list(surroundings(Module.parse("a.py", text))), text
