"""What a text in a cell is: its blanks, its invisible characters, and which other text it could be mistaken for."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple


class CleanText(NamedTuple):
    """A text without the blanks around it, the code of what is wrong with it (or ""), and codes of what was noted."""

    text: str
    bad: str = ""
    notes: tuple[str, ...] = ()


_LINE_BREAKS = re.compile(r"\r\n?")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SEPARATES_LINES = ("Zl", "Zp")


def clean_text(raw: str) -> CleanText:
    """Take the blanks off both ends of ``raw`` and look at what is left, which is kept as it is.

    Bad are control characters, lone surrogates (L215) and invisible characters inside the text (L214). Noted are
    trimmed ends (L220), unified line breaks (L225) and texts that are not in composed form (L223).
    """
    if raw.isprintable() and raw[:1] != " " and raw[-1:] != " " and unicodedata.is_normalized("NFC", raw):
        return CleanText(raw)
    notes: list[str] = []
    text = raw
    if "\r" in text:
        text = _LINE_BREAKS.sub("\n", text)
        notes.append("L225")
    if any(_is_control(char) for char in text):
        return CleanText(text, "L215")
    trimmed = _trim(text)
    if trimmed != text:
        notes.append("L220")
    if any(unicodedata.category(char) == "Cf" for char in trimmed):
        return CleanText(trimmed, "L214")
    if not unicodedata.is_normalized("NFC", trimmed):
        notes.append("L223")
    return CleanText(trimmed, "", tuple(notes))


def _is_control(char: str) -> bool:
    category = unicodedata.category(char)
    if category == "Cc":
        return char not in "\n\t"
    return category == "Cs" or category in _SEPARATES_LINES or char in "\ufffe\uffff"


def _trim(text: str) -> str:
    start, end = 0, len(text)
    while start < end and _is_blank(text[start]):
        start += 1
    while end > start and _is_blank(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_blank(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) == "Cf"


def half_width(text: str) -> str:
    """Give ``text`` with full-width letters, digits and signs as their half-width twins."""
    return text if text.isascii() else text.translate(_FULL_WIDTH)


_WIDE_ALPHANUMERIC = re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_WHITE = re.compile(r"\s")


def is_plain_identifier(text: str) -> bool:
    """Whether ``text`` may stand as an id: no full-width letters or digits, no blank other than a plain space."""
    return not _WIDE_ALPHANUMERIC.search(text) and not _WHITE.search(text.replace(" ", ""))


_DASHES = "-‐‑‒–—―−－ｰーㄧ﹘﹣⼀"
_DOTS = "·•・‧∙⋅･．。᛫"
_LETTERS = {
    "АВСЕНІЈКМОРЅТХУаеорсухіјѕ": "ABCEHIJKMOPSTXYaeopcyxijs",
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο": "ABEZHIKMNOPTYXo",
}
_SAME_SHAPE = {ord(dash): "一" for dash in _DASHES} | {ord(dot): "·" for dot in _DOTS}
_SAME_SHAPE |= {
    ord(wrong): right for wrongs, rights in _LETTERS.items() for wrong, right in zip(wrongs, rights, strict=True)
}
_SAME_LETTER = {ord("o"): "0", ord("l"): "1", ord("i"): "1", ord("|"): "1", ord("〇"): "0", ord("○"): "0"}


@cache
def shape_of(text: str) -> str:
    """Give what ``text`` looks like: two texts with one shape are easily taken for each other.

    Width, case, blanks, invisible characters, composed forms, dashes (and 一), dots, Greek and Cyrillic twins of
    Latin letters fall together. Digits and Latin letters stay apart; :func:`rough_shape_of` joins them too.
    """
    folded = unicodedata.normalize("NFKC", text.translate(_SAME_SHAPE)).casefold()
    kept = (char for char in folded if not char.isspace() and unicodedata.category(char) != "Cf")
    return "".join(kept).translate(_SAME_SHAPE)


@cache
def rough_shape_of(text: str) -> str:
    """Give the shape of ``text`` with 0, O and 〇, and 1, l and I, taken for one another as well."""
    return shape_of(text).translate(_SAME_LETTER)
