"""YAML is read as text with places; what a pack does not need is refused in plain words, and nothing crashes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.basics.problems import Problem
from bihuan.packs.reading import read_yaml
from bihuan.packs.trees import plain


def read(text: str) -> tuple[object, list[Problem]]:
    """Read one file given as text."""
    root, problems, _ = read_yaml(text.encode("utf-8"), "a.yaml")
    return (plain(root) if root else None), problems


def found(text: str) -> list[str]:
    """The codes of the problems of one file, in order."""
    return [problem.code for problem in read(text)[1]]


def test_every_scalar_stays_the_text_that_was_typed() -> None:
    text = "条款: 2.10\n时间: 14:30\n编号: 010\n说明: no\n数: .nan\n日: 2023-02-30\n大: " + "9" * 5000 + "\n"
    content, problems = read(text)
    assert problems == []
    assert content == {
        "条款": "2.10",
        "时间": "14:30",
        "编号": "010",
        "说明": "no",
        "数": ".nan",
        "日": "2023-02-30",
        "大": "9" * 5000,
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &x 1\nb: *x\n", "P107"),
        ("a: &x [*x]\n", "P107"),
        ("a: !!python/object/apply:os.system [ls]\n", "P108"),
        ("a: !!int 3\n", "P108"),
        ("a: 1\na: 2\n", "P109"),
        ("b: 1\n<<: {a: 1}\n", "P110"),
        ("a: 1\n---\nb: 2\n", "P111"),
        ("%YAML 1.1\n---\na: 1\n", "P111"),
        ("a: " + "[" * 40 + "]" * 40 + "\n", "P112"),
        ("a: " + "[" * 5000 + "\n", "P112"),
        ("a: " + "{b: " * 5000 + "\n", "P112"),
        ("a:\n", "P113"),
        ("- a\n- b\n", "P114"),
        ("", "P114"),
        ("a:\tb\n", "P104"),
        ("a: x\x00y\n", "P103"),
        ("a: x\u200by\n", "P103"),
        ("a: 'x\nb: 1\n", "P106"),
        ("a: {x: 1\nb: 1\n", "P106"),
        ("a: b: c\n", "P106"),
        ("a: %x\n", "P106"),
        ("? [a]\n: b\n", "P124"),
    ],
)
def test_what_a_pack_does_not_need_is_refused_with_its_own_code(text: str, code: str) -> None:
    assert code in found(text)


def test_bytes_that_are_not_utf8_are_reported_at_their_place() -> None:
    _, (problem,), _ = read_yaml("a: 1\n指标: ".encode() + b"\xff\xfe", "a.yaml")
    assert (problem.code, problem.place.line, problem.place.column) == ("P101", 2, 5)


def test_a_file_too_large_is_not_even_parsed() -> None:
    _, (problem,), _ = read_yaml(b"a: " + b"x" * 2_000_001, "a.yaml")
    assert problem.code == "P102"


def test_a_byte_order_mark_and_windows_line_ends_are_accepted() -> None:
    root, problems, _ = read_yaml("\ufeffa: 1\r\nb: 2\r\n".encode(), "a.yaml")
    assert root is not None and plain(root) == {"a": "1", "b": "2"} and not problems


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("指标表:\n- 指标：支部\n  编号: x\n", 2, 5),
        ("要求：\n  记录: 支委会\n", 1, 3),
        ("计分: {每少: 1 次，扣: 0.5}\n", 1, 13),
        ("计分: {每少：1 次}\n", 1, 8),
        ("记录: ［a, b］\n", 1, 5),
        ("记录: [a，b]\n", 1, 7),
    ],
)
def test_full_width_punctuation_gets_its_own_message_with_the_column(text: str, line: int, column: int) -> None:
    _, problems = read(text)
    places = [(one.place.line, one.place.column) for one in problems if one.code == "P105"]
    assert (line, column) in places
    assert "P106" not in [one.code for one in problems]


@pytest.mark.parametrize(
    "text",
    [
        "说明: 注意：这是说明，不是键\n",
        "条款: {条款: 1, 文字: 领导带头，效果好：真的}\n",
        "记录: ['甲，乙', 丙]\n",
        "说明: |\n  要求：写在文字里\n",
    ],
)
def test_full_width_punctuation_in_prose_is_left_alone(text: str) -> None:
    assert read(text)[1] == []


def test_one_slip_does_not_hide_the_others() -> None:
    _, problems = read("指标表:\n- a: b: c\n- d: [1\n- e: 3\n板块表：\n- f: 1\n")
    assert [(one.code, one.place.line) for one in problems] == [("P106", 2), ("P106", 3), ("P105", 5)]


@given(st.text(alphabet="a键：:，,［[]{}｛｝'\"&*!|>-?%@#<~ \n\t0\x00é𠮷", max_size=60))
def test_no_text_whatever_crashes_the_reader(text: str) -> None:
    root, problems, _ = read_yaml(text.encode("utf-8"), "a.yaml")
    assert root is not None or problems


@given(st.binary(max_size=60))
def test_no_bytes_whatever_crash_the_reader(content: bytes) -> None:
    root, problems, _ = read_yaml(content, "a.yaml")
    assert root is not None or problems
