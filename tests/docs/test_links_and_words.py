"""Links lead somewhere, words have their place, and the examples in the interface work."""

import doctest
import re
from pathlib import Path

import pytest

import bihuan.api
from bihuan.appraisal.tables import TABLES
from bihuan.basics.vocabulary import KEYS
from tests.docs.blocks import REPO, page, pages

LINK = re.compile(r"(?<!\!)\[[^\]\n]*\]\(([^)\s]+)\)|!\[[^\]\n]*\]\(([^)\s]+)\)")
STAGES = ("responsibility", "progress", "appraisal", "outcomes")
NOT_IN_AN_ANCHOR = re.compile(r"[^\w\- ]")


def anchors_of(path: Path) -> set[str]:
    """The anchors a code host makes of the headings of a page."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.S)
    headings = re.findall(r"^#{1,6} (.+)$", text, flags=re.M)
    return {NOT_IN_AN_ANCHOR.sub("", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(path: Path) -> list[str]:
    """The links of a page that lead to no file, or to no heading of one."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.S)
    found = []
    for target in (first or second for first, second in LINK.findall(text)):
        if target.startswith(("http://", "https://")):
            continue
        name, _, anchor = target.partition("#")
        other = (path.parent / name).resolve() if name else path
        if not other.exists() or (anchor and anchor not in anchors_of(other)):
            found.append(target)
    return found


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.relative_to(REPO).as_posix())
def test_the_links_of_a_page_lead_somewhere(path: Path) -> None:
    assert broken_links(path) == []


def test_a_broken_link_is_noticed(tmp_path: Path) -> None:
    wrong = tmp_path / "a.md"
    wrong.write_text("# 一、题目\n[好](#一题目) [坏](#二) [没有](b.md)\n", encoding="utf-8")
    assert broken_links(wrong) == ["#二", "b.md"]


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen, rest = set[Path](), [page("README.md")]
    while rest:
        path = rest.pop()
        if path in seen or path.suffix != ".md":
            continue
        seen.add(path)
        targets = (first or second for first, second in LINK.findall(path.read_text(encoding="utf-8")))
        rest += [
            (path.parent / target.partition("#")[0]).resolve() for target in targets if not target.startswith("http")
        ]
    docs = {path for path in pages() if path.is_relative_to(REPO / "docs") and "decisions" not in path.parts}
    assert {path.name for path in docs - seen} == set()


def test_every_stage_key_table_and_column_has_its_word() -> None:
    words = page("docs/glossary.md").read_text(encoding="utf-8") + page("docs/reference/vocabulary.md").read_text(
        encoding="utf-8"
    )
    assert [stage for stage in STAGES if f"`{stage}`" not in words] == []
    assert [name for name in KEYS if f"`{name}`" not in words] == []
    for table in TABLES:
        assert f"| **{table.sheet}** | | `{table.name}` |" in words
        for column in table.columns:
            assert f"| {table.sheet} | {column.heading} | `{column.name}` |" in words


def test_a_word_of_the_glossary_names_code_that_exists() -> None:
    text = page("docs/glossary.md").read_text(encoding="utf-8")
    sources = "\n".join(path.read_text(encoding="utf-8") for path in sorted((REPO / "src").rglob("*.py")))
    rows = [line.split("|") for line in text.splitlines() if line.startswith("| ") and "---" not in line]
    names = {name for row in rows for name in re.findall(r"`([\w.]+)`", row[3])}
    missing = [name for name in sorted(names) if not re.search(rf"\b{re.escape(name.split('.')[-1])}\b", sources)]
    assert missing == []


def test_a_chinese_term_stands_in_the_glossary_once() -> None:
    text = page("docs/glossary.md").read_text(encoding="utf-8")
    terms = re.findall(r"^\| ([^|]+?) \| [^|]+ \| [^|]+ \| [^|]+ \|$", text, flags=re.M)
    terms = [term for term in terms if term not in ("中文", "---")]
    assert sorted(term for term in set(terms) if terms.count(term) > 1) == []


def test_the_examples_of_the_interface_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPO)
    result = doctest.testmod(bihuan.api)
    assert result.attempted > 0
    assert result.failed == 0
