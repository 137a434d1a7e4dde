"""Files read the same on every machine: encodings are named, and listings are sorted."""

import ast
import re
from collections.abc import Iterator

from tests.house_rules.tree import Module, dotted, modules, refuse

LISTINGS = frozenset({"iterdir", "glob", "rglob", "iglob", "listdir", "scandir"})
ALWAYS_BYTES = re.compile(r"(?:^|[._])(?:zip|zip_?file|archive|tar_?file|os|webbrowser)[.]open$", re.I)


def opens_text(call: ast.Call) -> bool:
    """Whether a call opens a file as text; members of archives are always bytes."""
    name = dotted(call.func)
    if name.endswith((".read_text", ".write_text")):
        return True
    if name.split(".")[-1] != "open" or ALWAYS_BYTES.search(name):
        return False
    given = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    modes = {part.value for part in given if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    return not any("b" in mode and set(mode) <= set("rwaxb+") for mode in modes)


def unnamed_encodings(module: Module) -> Iterator[str]:
    """Calls that open text without ``encoding=``."""
    for call in module.calls():
        if opens_text(call) and "encoding" not in {keyword.arg for keyword in call.keywords}:
            yield module.at(call, f"{ast.unparse(call.func)} without encoding=")


def unsorted_listings(module: Module) -> Iterator[str]:
    """Folder listings that are not inside ``sorted(...)``."""
    in_order = {
        id(node)
        for call in module.calls()
        if isinstance(call.func, ast.Name) and call.func.id == "sorted"
        for node in ast.walk(call)
    }
    for call in module.calls():
        name = call.func.attr if isinstance(call.func, ast.Attribute) else dotted(call.func)
        if (name in LISTINGS and id(call) not in in_order) or dotted(call.func) == "os.walk":
            yield module.at(call, f"{ast.unparse(call.func)} outside sorted(...)")


def test_every_text_file_is_opened_with_a_named_encoding() -> None:
    refuse(
        (offence for module in modules() for offence in unnamed_encodings(module)),
        "Name the encoding: encoding='utf-8'.",
    )


def test_every_folder_is_listed_in_sorted_order() -> None:
    refuse(
        (offence for module in modules() for offence in unsorted_listings(module)),
        "Put the listing inside sorted(...); instead of os.walk use sorted(path.rglob(...)).",
    )


def test_a_text_file_opened_without_an_encoding_is_noticed() -> None:
    for text in ("open(p)", "open(p, 'w')", "p.open('a')", "p.read_text()", "Path(p).write_text(t)", "f(p).open()"):
        assert list(unnamed_encodings(Module.parse("a.py", text))), text
    for text in ("open(p, 'rb')", "p.open(mode='wb')", "p.read_text(encoding='utf-8')", "archive.open('sheet.xml')"):
        assert not list(unnamed_encodings(Module.parse("a.py", text))), text


def test_a_folder_listed_in_no_order_is_noticed() -> None:
    for text in ("list(p.iterdir())", "[q for q in p.glob('*')]", "os.listdir(p)", "os.walk(p)", "Path(p).rglob('*')"):
        assert list(unsorted_listings(Module.parse("a.py", text))), text
    for text in ("sorted(p.iterdir())", "sorted(q.name for q in p.glob('*') if q.is_file())"):
        assert not list(unsorted_listings(Module.parse("a.py", text))), text
