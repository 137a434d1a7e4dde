"""The pages for the one who runs the site say what the program does: settings, commands, service files."""

import re
import shlex
from pathlib import Path

import pytest

from tests.docs.blocks import REPO, all_blocks, page

PACKAGE = REPO / "src" / "bihuan_site"
READ = re.compile(r'(?:_(?:text|flag|listed)\(|environ\.get\(|environ\[)\s*"(?:BIHUAN_)?([A-Z_]+)"')
DEPLOY = sorted((REPO / "deploy").iterdir())
DOCUMENTED = re.compile(r"^\| `(BIHUAN_[A-Z_]+)` \|", re.M)


def settings_read() -> set[str]:
    """Every setting some module of the site reads."""
    sources = [PACKAGE / "config" / "settings.py", PACKAGE / "accounts" / "settings.py"]
    return {f"BIHUAN_{name}" for path in sources for name in READ.findall(path.read_text(encoding="utf-8"))}


def documented() -> list[str]:
    return DOCUMENTED.findall(page("docs/reference/settings.md").read_text(encoding="utf-8"))


def test_every_setting_is_documented_once_and_no_other() -> None:
    assert sorted(documented()) == sorted(settings_read())


def test_no_other_module_reads_the_environment() -> None:
    own = {PACKAGE / "config" / "settings.py", PACKAGE / "accounts" / "settings.py"}
    paths = [path for path in sorted(PACKAGE.rglob("*.py")) if path not in own]
    others = [path.name for path in paths if READ.search(path.read_text(encoding="utf-8"))]
    assert others == []


def commands() -> set[str]:
    """Every command of the site, its own and Django's."""
    own = {path.stem for path in sorted(PACKAGE.glob("*/management/commands/*.py")) if path.stem != "__init__"}
    return own | {"migrate", "assets"}


def site_lines() -> list[tuple[str, list[str]]]:
    """Every command line of the site in the pages and the service files: where, and the words after its name."""
    lines = [(str(block), line) for block in all_blocks() if block.language == "sh" for line in block.text.splitlines()]
    lines += [(path.name, line) for path in DEPLOY for line in path.read_text(encoding="utf-8").splitlines()]
    found = []
    for where, line in lines:
        if "bihuan-site " in line and not line.startswith("#"):
            rest = line.rpartition("bihuan-site ")[2].strip("'")
            found.append((where, shlex.split(rest.replace('"', ""), comments=True)))
    return found


@pytest.mark.parametrize(("where", "words"), site_lines(), ids=lambda value: str(value)[:60])
def test_a_command_in_the_pages_is_a_command_of_the_site(where: str, words: list[str]) -> None:
    assert words[0] in commands(), where


def test_the_service_files_set_only_settings_that_exist() -> None:
    set_there = {name for path in DEPLOY for name in re.findall(r"BIHUAN_[A-Z_]+", path.read_text(encoding="utf-8"))}
    assert set_there <= settings_read()


def test_every_service_file_is_told_of_in_the_pages() -> None:
    text = "".join(page(f"docs/guides/{name}.md").read_text(encoding="utf-8") for name in ("deployment", "backup"))
    assert [path.name for path in DEPLOY if path.name not in text] == []


@pytest.mark.parametrize("path", DEPLOY, ids=lambda path: path.name)
def test_a_service_file_does_not_run_as_root_and_listens_to_this_machine_only(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".service":
        assert "\nUser=bihuan\n" in text and "\nNoNewPrivileges=true\n" in text
    assert "0.0.0.0" not in text
