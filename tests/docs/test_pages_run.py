"""What a page tells the reader to do works, in an empty folder with the packs beside it, and prints what it shows."""

import ast
import tomllib
from pathlib import Path

import pytest

from tests.docs.blocks import REPO, all_blocks, blocks_of, pages
from tests.docs.running import lacking, run, walk_through

LANGUAGES = frozenset({"", "bash", "sh", "text", "yaml", "csv", "python", "demo"})
RUNNABLE = [path for path in pages() if any(block.language in ("bash", "python") for block in blocks_of(path))]


@pytest.mark.parametrize("path", RUNNABLE, ids=lambda path: path.relative_to(REPO).as_posix())
def test_the_commands_of_a_page_do_what_it_says(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "packs").symlink_to(REPO / "packs", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    assert list(walk_through(path, tmp_path)) == []


def test_every_block_names_a_language_the_tests_know() -> None:
    strange = [str(block) for block in all_blocks() if block.language not in LANGUAGES]
    assert strange == [], f"known: {sorted(LANGUAGES)}"


def test_a_make_command_in_the_pages_is_a_door_of_the_makefile() -> None:
    doors = {line.partition(":")[0] for line in (REPO / "Makefile").read_text(encoding="utf-8").splitlines()}
    lines = [line.split() for block in all_blocks() if block.language == "sh" for line in block.text.splitlines()]
    named = {words[1] for words in lines if words[:1] == ["make"] and len(words) > 1}
    assert named <= doors


def test_the_readme_belongs_to_the_package() -> None:
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["readme"] == "README.md"


def test_the_walk_notices_a_command_that_fails_and_words_that_are_not_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    fails = REPO / "tests" / "docs" / "pages" / "fails.md"
    found = list(walk_through(fails, tmp_path))
    assert len(found) == 2
    assert "C001" in found[0] and "gave 2 instead of 0" in found[0]
    assert "was not printed" in found[1]


def test_python_blocks_are_whole_programs() -> None:
    for block in all_blocks():
        if block.language == "python":
            ast.parse(block.text, filename=str(block))


@pytest.mark.long
def test_the_readme_shows_what_the_demo_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "packs").symlink_to(REPO / "packs", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    code, printed = run("bihuan demo --out demo")
    assert code == 0
    shown = [block for block in blocks_of(REPO / "README.md") if block.language == "demo"]
    assert [line for block in shown for line in lacking(block, printed)] == []
