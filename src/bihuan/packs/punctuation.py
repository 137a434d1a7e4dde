"""Full-width punctuation where YAML needs its own: the commonest slip of people who type Chinese."""

import re
from collections.abc import Iterator

from bihuan.basics.vocabulary import NAMES

HALF = {"：": ":", "，": ",", "［": "[", "］": "]", "｛": "{", "｝": "}", "“": '"', "”": '"', "－": "-", "＃": "#"}
_ENTRY = re.compile(r"^(?P<lead>[\s　]*(?:[-－]\s*)*[\s　]*)(?P<key>[^\s:：#'\"{}\[\]]+)：")
_KEY_AHEAD = re.compile(r"，\s*(?P<key>[^\s:：，,]+)\s*[:：]")
_KEY_BEHIND = re.compile(r"(?:^|[,，{｛\s])(?P<key>[^\s:：，,{｛]+)(?P<mark>：)")


def slips_in_line(line: str) -> Iterator[tuple[int, str]]:
    """Give the column (from 1) and character of each mark in ``line`` that surely stands for a YAML mark.

    Sure are: a colon right after a word of the language at the head of the line, full-width brackets that open a
    value, and inside brackets the marks that :func:`slips_in_flow` knows.
    """
    entry = _ENTRY.match(line)
    if entry and entry["key"] in NAMES:
        yield entry.end(), "："
    if re.match(r"^\s*－", line):
        yield line.index("－") + 1, "－"
    opened = re.search(r"(?:[:：]|-)\s*(?P<open>[［｛\[{])", line)
    if not opened:
        return
    start = opened.start("open")
    inside = _without_quoted(line[start:])
    wide = inside[0] in "［｛"
    found = {n for n, mark in enumerate(inside) if wide and mark in "［］｛｝"}
    found |= set(slips_in_flow(inside[1:], listed=inside[0] in "[［", offset=1))
    for position in sorted(found):
        yield start + position + 1, inside[position]


def slips_in_flow(text: str, *, listed: bool, offset: int = 0) -> Iterator[int]:
    """Give the positions of marks in unquoted text inside brackets that stand for YAML marks.

    In a list every comma does; in a mapping a comma only if a word of the language with a colon follows,
    a colon only if a word of the language stands before it. Anything else is somebody's prose.
    """
    for position, mark in enumerate(text):
        if mark == "，" and listed:
            yield position + offset
    for found in _KEY_AHEAD.finditer(text):
        if not listed and found["key"] in NAMES:
            yield found.start() + offset
    for found in _KEY_BEHIND.finditer(text):
        if found["key"] in NAMES:
            yield found.start("mark") + offset


def _without_quoted(text: str) -> str:
    """Blank what stands in half-width quotes, keeping the length."""
    return re.sub(r"'[^']*'|\"[^\"]*\"", lambda found: " " * len(found[0]), text)


def opens_with_full_width(text: str) -> bool:
    """Whether an unquoted value begins with a full-width bracket, which YAML reads as plain text."""
    return text.startswith(("［", "｛"))


def first_slip(text: str, marks: str = "：，［］｛｝") -> str:
    """Give the first full-width mark of ``marks`` in ``text``, or nothing."""
    return next((character for character in text if character in marks), "")


def sentence(mark: str) -> str:
    """Say which mark was met and which one is meant."""
    return f"这里用了全角“{mark}”，YAML 要用半角“{HALF[mark]}”"
