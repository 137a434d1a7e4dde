"""What is in the project works anywhere: it names no package registry's host and no folder of one machine."""

import re
from collections.abc import Iterator

from tests.house_rules.tree import REPO, files, refuse

# Written so that this file does not match itself.
REGISTRY = re.compile(
    r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|yarnpkg[.]com|deb[.]debian|debian[.]org/debian|conda[.]anaconda"
    r"|(?:mirrors?|pypi)[.][\w-]+[.](?:com|cn|edu|org)|^\s*(?:-i|--(?:extra-)?index-url|--find-links)\b",
    re.I,
)
MACHINE_PATH = re.compile(r"(?<![\w.$}~/-])/(?:work|root|home|Users)/")


def text_of(path: str) -> str:
    """What a file says, or nothing if it is not text."""
    content = (REPO / path).read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", errors="replace")


def named_places(path: str, text: str) -> Iterator[str]:
    """Lines that tie the project to a registry's host or to one machine."""
    for number, line in enumerate(text.splitlines(), start=1):
        if REGISTRY.search(line):
            yield f"{path}:{number}: names a package registry"
        if MACHINE_PATH.search(line):
            yield f"{path}:{number}: names a folder of one machine"


def test_no_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    refuse(
        (offence for path in files() for offence in named_places(path, text_of(path))),
        "Let the reader's own settings say where packages come from; write paths relative to the project.",
    )


def test_a_registry_and_a_machine_path_are_noticed() -> None:
    for text in (
        "# see files.pythonhosted" + ".org",
        "--index-url x",
        "cd /" + "home/li/bihuan",
        '"/' + 'root/x"',
    ):
        assert list(named_places("a.md", text)), text
    for text in ("docs/work/plan.md", "https://example.org/home/", "pip install -r requirements.txt", "$HOME/bihuan"):
        assert not list(named_places("a.md", text)), text
