"""One cell to one value of the standard: a cell is accepted without loss, or refused with its reason."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from bihuan.basics.numbers import parse_number
from bihuan.basics.tables import Column
from bihuan.ledger.days import NoDayError, day_from_cell, day_from_text
from bihuan.ledger.grid import cell_text
from bihuan.ledger.texts import clean_text, half_width, is_plain_identifier

LARGEST = 999_999_999
LONGEST = 32_767
_EXACT_DIGITS = 15
_SERIAL_ZERO = date(1899, 12, 30)
_YES, _NO = {"是", "√", "✓", "✔", "TRUE", "true", "True"}, {"否", "×", "✗", "✘", "FALSE", "false", "False"}
_IDENTIFIERS = frozenset({"id", "organisation", "code", "corrects"})


class Blank:
    """The value of a cell with nothing in it."""


BLANK = Blank()


class Parsed(NamedTuple):
    """The value of a cell; or the code of what is wrong and a phrase about it; and codes of what was noted."""

    value: Any = BLANK
    bad: str = ""
    detail: str = ""
    notes: tuple[str, ...] = ()


def is_identifier(column: Column) -> bool:
    """Whether the column holds ids or codes of its own table, which must be plain."""
    return not column.refers and column.name in _IDENTIFIERS


def parse_cell(column: Column, cell: str) -> Parsed:
    """Read one cell (as :mod:`bihuan.ledger.grid` writes it) for its column; blank gives ``BLANK``."""
    kind, body = cell[:1], cell[1:]
    if not kind:
        return Parsed()
    if kind == "e":
        return Parsed(bad="L209", detail=f"是错误值 {body}")
    if kind == "u":
        return Parsed(bad="L210", detail="是公式，没有结果")
    if kind == "s":
        clean = clean_text(body)
        if clean.bad:
            return Parsed(bad=clean.bad, detail=_code_points(body))
        if not clean.text:
            return Parsed(notes=clean.notes)
        if len(body) > LONGEST:
            return Parsed(bad="L218", detail=f"有 {len(body)} 个字符")
        parsed = _PARSERS[column.type](column, "s", clean.text)
        return parsed._replace(notes=clean.notes + parsed.notes) if clean.notes else parsed
    if kind == "n" and _digits(body) > _EXACT_DIGITS:
        return Parsed(bad="L212", detail=f"是数 {body}")
    return _PARSERS[column.type](column, kind, body)


def _digits(number: str) -> int:
    mantissa, _, power = number.partition("e")
    digits = len(mantissa.lstrip("-").replace(".", "").strip("0"))
    return digits if not power or int(power) < _EXACT_DIGITS else _EXACT_DIGITS + 1


def _code_points(text: str) -> str:
    odd = sorted({f"U+{ord(char):04X}" for char in text if not char.isprintable() and char not in "\n\t　\xa0"})
    return f"含有 {'、'.join(odd)}"


def _text(column: Column, kind: str, body: str) -> Parsed:
    if kind == "n":
        if not body.lstrip("-").isdigit():
            return Parsed(bad="L213", detail=f"是小数 {body}")
        return Parsed(body)
    if kind != "s":
        return Parsed(bad="L213", detail=f"是{_KINDS[kind]} {cell_text(kind + body)}")
    if is_identifier(column) and not is_plain_identifier(body):
        return Parsed(bad="L216", detail="有全角字母数字或空白")
    if column.choices and body not in column.choices:
        return Parsed(bad="L208", detail=f"只能是{'、'.join(column.choices)}")
    return Parsed(body)


_KINDS = {"b": "逻辑值", "d": "日期", "t": "日期", "o": "时间", "n": "数"}


def _integer(column: Column, kind: str, body: str) -> Parsed:
    plain = half_width(body) if kind == "s" else body
    digits = plain[1:] if plain[:1] in ("-", "+") else plain
    if kind not in "sn" or not (digits.isascii() and digits.isdigit()):
        return Parsed(bad="L202", detail=_as_kind(kind, body))
    if len(digits.lstrip("0")) > len(str(LARGEST)):
        return Parsed(bad="L224", detail="太大")
    return Parsed(int(plain), notes=() if plain == body else ("L221",))


def _as_kind(kind: str, body: str) -> str:
    return "不是所要的" if kind in "sn" else f"是{_KINDS[kind]} {cell_text(kind + body)}"


def _fraction(column: Column, kind: str, body: str) -> Parsed:
    plain = half_width(body) if kind == "s" else body
    try:
        if kind == "n":
            value = Fraction(Decimal(body))
        elif kind == "s":
            value = parse_number(plain)
        else:
            return Parsed(bad="L203", detail=_as_kind(kind, body))
    except ValueError:
        return Parsed(bad="L203", detail="不是数")
    if max(abs(value.numerator), value.denominator) > LARGEST:
        return Parsed(bad="L224", detail="太大或小数位太多")
    return Parsed(value, notes=() if plain == body else ("L221",))


def _yes_no(column: Column, kind: str, body: str) -> Parsed:
    if kind == "b":
        return Parsed(body == "1")
    if kind == "s" and body in _YES | _NO:
        return Parsed(body in _YES)
    return Parsed(bad="L207", detail="不是“是”或“否”")


def _day(column: Column, kind: str, body: str) -> Parsed:
    try:
        if kind == "d":
            return Parsed(day_from_cell(body))
        if kind == "t":
            return Parsed(day_from_cell(body[:10]), notes=("L222",))
        if kind == "s" or (kind == "n" and len(body) == 8):
            day, notes = day_from_text(body)
            return Parsed(day, notes=notes)
    except NoDayError as error:
        return Parsed(bad=error.code, detail=str(error))
    if kind == "n" and body.isdigit() and 60 < int(body) < 200_000:
        meant = _SERIAL_ZERO + timedelta(days=int(body))
        return Parsed(bad="L204", detail=f"是数，按 Excel 日期序号是 {meant}；请把单元格设为日期格式")
    return Parsed(bad="L204", detail="不是日期")


def _list(column: Column, kind: str, body: str) -> Parsed:
    text = _text(column, kind, body) if kind != "s" else Parsed(body)
    if text.bad:
        return text
    pieces = [clean_text(piece) for piece in text.value.split("、")]
    if not all(piece.text for piece in pieces):
        return Parsed(bad="L217", detail="有空的一项")
    trimmed = any("L220" in piece.notes for piece in pieces)
    return Parsed(tuple(piece.text for piece in pieces), notes=("L220",) if trimmed else ())


def _counts(column: Column, kind: str, body: str) -> Parsed:
    pairs: list[tuple[str, int]] = []
    for piece in body.split("、") if kind == "s" else [""]:
        name, _, count = piece.replace("：", ":").partition(":")
        name, count = clean_text(name).text, half_width(clean_text(count).text)
        if not name or not (count.isascii() and count.isdigit()) or len(count) > len(str(LARGEST)):
            return Parsed(bad="L217", detail="不是“类别:人数”")
        pairs.append((name, int(count)))
    if len({name for name, _ in pairs}) != len(pairs):
        return Parsed(bad="L217", detail="同一类别写了两次")
    return Parsed(tuple(pairs))


_PARSERS: dict[str, Callable[[Column, str, str], Parsed]] = {
    "str": _text,
    "int": _integer,
    "bool": _yes_no,
    "date": _day,
    "Fraction": _fraction,
    "tuple": _list,
    "dict": _counts,
}
