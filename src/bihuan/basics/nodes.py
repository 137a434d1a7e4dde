"""The base of every grammar model, and the scalar types a pack is written with.

A pack is read as text throughout; each field parses its own text. Messages of the ``ValueError``
raised here are Chinese sentences, because they reach the person who owns the pack.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import core_schema

from bihuan.basics.numbers import number_text, parse_number
from bihuan.basics.vocabulary import chinese_key


class Node(BaseModel):
    """A frozen piece of a pack; its keys in YAML are Chinese, its field names English."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=chinese_key,
        populate_by_name=True,
        arbitrary_types_allowed=True,
    )


class Unit(StrEnum):
    """Units an amount may carry."""

    TIMES = "次"
    MINUTES = "分钟"
    HOURS = "学时"
    DAYS = "天"
    PERSONS = "人"
    PERSON_TIMES = "人次"
    ITEMS = "项"
    PIECES = "篇"
    CASES = "件"


class SpanUnit(StrEnum):
    """Units of a length of time."""

    DAYS = "天"
    WORKING_DAYS = "个工作日"
    WEEKS = "周"
    MONTHS = "个月"
    YEARS = "年"


@dataclass(frozen=True, slots=True)
class Amount:
    """A positive rational with its unit, such as ``2 次`` or ``8 天``."""

    value: Fraction
    unit: Unit

    def __str__(self) -> str:
        return f"{number_text(self.value)} {self.unit}"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time, such as ``15 个工作日`` or ``3 个月``."""

    length: int
    unit: SpanUnit

    def __str__(self) -> str:
        return f"{self.length} {self.unit}"


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day in a year: ``01-10``; ``次年01-10`` and ``上年12-01`` count from the period's year."""

    month: int
    day: int
    year_offset: int = 0

    def __str__(self) -> str:
        prefix = {0: "", 1: "次年", -1: "上年"}[self.year_offset]
        return f"{prefix}{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class Points:
    """What one failing or one success is worth.

    ``low`` = ``high`` for a fixed price; different for a judged range; ``whole`` means all the points of
    the measure (不得分 or 满分); ``high`` of None is an open range up to what is left.
    """

    low: Fraction
    high: Fraction | None
    whole: bool = False

    def __str__(self) -> str:
        if self.whole:
            return "全部"
        if self.high is None:
            return f"{number_text(self.low)}—剩余"
        if self.low == self.high:
            return number_text(self.low)
        return f"{number_text(self.low)}—{number_text(self.high)}"


_AMOUNT = re.compile(r"^(\S+?)\s*(次|分钟|学时|天|人次|人|项|篇|件)$")
_SPAN = re.compile(r"^(\d+)\s*(天|日|个工作日|工作日|周|个月|月|年)$")
_SPAN_UNITS = {"日": "天", "工作日": "个工作日", "月": "个月"}
_YEAR_DAY = re.compile(r"^(次年|上年)?(\d{1,2})-(\d{1,2})$")
_RANGE = re.compile(r"^([\d./]+)\s*[—~至]\s*([\d./]+|剩余)$")


def parse_amount(value: Any) -> Any:
    """Read ``1 次``, ``240 分钟``; a bare number counts 次."""
    if not isinstance(value, str):
        return value
    match = _AMOUNT.match(value.strip())
    text, unit = match.groups() if match else (value, "次")
    try:
        return Amount(parse_number(text), Unit(unit))
    except ValueError:
        raise ValueError(f"“{value}”不是数量；写法如“1 次”“240 分钟”“8 天”") from None


def parse_span(value: Any) -> Any:
    """Read ``3 个月``, ``15 个工作日``, ``30 天``, ``2 年``."""
    if not isinstance(value, str):
        return value
    match = _SPAN.match(value.strip())
    if match is None:
        raise ValueError(f"“{value}”不是时长；写法如“15 个工作日”“3 个月”“2 年”")
    length, unit = match.groups()
    return Span(int(length), SpanUnit(_SPAN_UNITS.get(unit, unit)))


def parse_year_day(value: Any) -> Any:
    """Read ``01-10``, ``次年01-10``, ``上年12-01``."""
    if not isinstance(value, str):
        return value
    match = _YEAR_DAY.match(value.strip())
    if match is None:
        raise ValueError(f"“{value}”不是月日；写法如“01-10”“次年01-10”“上年12-01”")
    offset = {"次年": 1, "上年": -1, None: 0}[match[1]]
    month, day = int(match[2]), int(match[3])
    try:
        date(2024, month, day)
    except ValueError:
        raise ValueError(f"“{value}”：没有这一天") from None
    return YearDay(month, day, offset)


def parse_points(value: Any) -> Any:
    """Read ``0.5``, ``5/30``, ``1—3``, ``0—剩余``, ``全部``."""
    if not isinstance(value, str):
        return value
    text = value.strip().removesuffix("分").strip()
    if text == "全部":
        return Points(Fraction(0), None, whole=True)
    try:
        match = _RANGE.match(text)
        if match is None:
            price = parse_number(text)
            return Points(price, price)
        low = parse_number(match[1])
        high = None if match[2] == "剩余" else parse_number(match[2])
    except ValueError:
        raise ValueError(f"“{value}”不是分值；写法如“0.5”“5/30”“1—3”“0—剩余”“全部”") from None
    if high is not None and high < low:
        raise ValueError(f"“{value}”：区间前大后小")
    return Points(low, high)


def _parse_fraction(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return parse_number(value)
    except ValueError:
        raise ValueError(f"“{value}”不是数；写法如“3”“0.5”“5/30”“90%”") from None


def _parse_int(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", value.strip()):
        raise ValueError(f"“{value}”不是整数")
    return int(value)


def _parse_yes_no(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if value not in ("是", "否"):
        raise ValueError(f"“{value}”：这里只能写“是”或“否”")
    return value == "是"


def _parse_day(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
            raise ValueError
        return date.fromisoformat(value.strip())
    except ValueError:
        raise ValueError(f"“{value}”不是日期，或没有这一天；写法如“2026-06-30”") from None


def _parse_list(value: Any) -> Any:
    return [value] if isinstance(value, str | dict) else value


class _Scalar:
    """Tells pydantic that a scalar is only ever made by its own parser, and how it is written back as text."""

    def __init__(self, kind: type[Any], parse: Callable[[Any], Any], write: Callable[[Any], str] = str) -> None:
        self.kind, self.parse, self.write = kind, parse, write

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(
            self.parse,
            core_schema.is_instance_schema(self.kind),
            serialization=core_schema.plain_serializer_function_ser_schema(self.write),
        )

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return {"type": ["string", "number", "boolean"]}


Number = Annotated[Fraction, _Scalar(Fraction, _parse_fraction, number_text)]
Int = Annotated[int, _Scalar(int, _parse_int)]
YesNo = Annotated[bool, _Scalar(bool, _parse_yes_no, lambda yes: "是" if yes else "否")]
Day = Annotated[date, _Scalar(date, _parse_day)]
AmountText = Annotated[Amount, _Scalar(Amount, parse_amount)]
SpanText = Annotated[Span, _Scalar(Span, parse_span)]
YearDayText = Annotated[YearDay, _Scalar(YearDay, parse_year_day)]
PointsText = Annotated[Points, _Scalar(Points, parse_points)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_parse_list)]
"""One text or a list of them."""

OneOrMany = BeforeValidator(_parse_list)
"""Lets a field that holds a list be written as its only element."""
