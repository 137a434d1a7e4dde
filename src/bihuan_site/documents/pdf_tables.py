"""A PDF font's table from glyph codes to characters (its ToUnicode stream)."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice

SINGLES = re.compile(rb"beginbfchar(.*?)endbfchar", re.S)
RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.S)
ONE = re.compile(rb"<([0-9A-Fa-f]{1,8})>\s{0,4}<([0-9A-Fa-f]{1,40})>")
RANGE = re.compile(
    rb"<([0-9A-Fa-f]{1,8})>\s{0,4}<([0-9A-Fa-f]{1,8})>\s{0,4}(?:<([0-9A-Fa-f]{1,40})>|\[([^\[\]]{0,20000})\])"
)
LISTED = re.compile(rb"<([0-9A-Fa-f]{1,40})>")
MOST_LETTERS = 70_000

Table = tuple[int, Mapping[int, str]]
"""How many bytes a code has, and the text of each code."""


def table_of(stream: bytes) -> Table:
    """Read the table of a ToUnicode stream."""
    first = ONE.search(stream, max(stream.find(b"beginbf"), 0))
    width = max(1, min(4, len(first[1]) // 2)) if first else 2
    return width, dict(islice(_letters(stream), MOST_LETTERS))


def spelled(text: bytes, table: Table) -> str:
    """Give the characters of a string of glyph codes; codes without a character are left out."""
    width, letters = table
    codes = (int.from_bytes(text[place : place + width], "big") for place in range(0, len(text), width))
    return "".join(letters.get(code, "") for code in codes)


def _letters(stream: bytes) -> Iterator[tuple[int, str]]:
    for block in SINGLES.findall(stream):
        for code, text in ONE.findall(block):
            yield int(code, 16), _text(text)
    for block in RANGES.findall(stream):
        for begin, end, text, listed in RANGE.findall(block):
            codes = range(int(begin, 16), int(end, 16) + 1)
            if text:
                yield from _following(codes, _text(text))
            else:
                yield from zip(codes, map(_text, LISTED.findall(listed)), strict=False)


def _following(codes: range, first: str) -> Iterator[tuple[int, str]]:
    for code in codes:
        letter = ord(first[-1]) + code - codes.start if first else 0x110000
        if letter > 0x10FFFF:
            return
        yield code, first[:-1] + chr(letter)


def _text(digits: bytes) -> str:
    even = digits + b"0" * (len(digits) % 2)
    return bytes.fromhex(even.decode("ascii")).decode("utf-16-be", errors="replace")
