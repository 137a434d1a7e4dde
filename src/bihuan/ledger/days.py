"""Days as people write them: accepted when only one day can be meant, never guessed."""

import re
from datetime import date

from bihuan.ledger.texts import half_width

EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
_SERIALS_AGREE_FROM = date(1900, 3, 2)

_DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日?)"
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_CLOCK = re.compile(r"[ T](\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?")
_AMBIGUOUS = re.compile(
    r"\d{1,2}[-/.年]\d{1,2}[-/.月]\d{1,4}日?|\d{4}[-/.年]\d{1,2}月?|\d{1,2}[-/.月]\d{1,2}日?"
    r"|[A-Za-z]{3,9}[- /]\d{2,4}|\d{1,2}[- /][A-Za-z]{3,9}(?:[- /]\d{2,4})?"
)


class NoDayError(ValueError):
    """The text is not a day; ``code`` is the problem code, the message what a person should know."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def day_from_text(text: str) -> tuple[date, tuple[str, ...]]:
    """Read ``2026-01-10``, ``2026/1/10``, ``2026.1.10``, ``2026年1月10日`` or ``20260110``, with codes of notes.

    Full-width digits and signs are noted (L221), a time of day other than midnight is left out and noted (L222).
    Raises :class:`NoDayError` for a day that does not exist (L206), is ambiguous (L205) or is none (L204).
    """
    notes: list[str] = []
    plain = half_width(text)
    if plain != text:
        notes.append("L221")
    found = _DAY.match(plain)
    rest = plain[found.end() :] if found else ""
    if found is None:
        found = _COMPACT.fullmatch(plain)
    clock = _CLOCK.fullmatch(rest)
    if found is None or (rest and clock is None):
        ambiguous = _AMBIGUOUS.fullmatch(plain)
        raise NoDayError("L205", "含糊的日期") if ambiguous else NoDayError("L204", "不是日期")
    if clock and any(int(part) for part in clock.groups() if part):
        notes.append("L222")
    year, month, day = [int(part) for part in found.groups() if part is not None]
    return _existing_day(year, month, day), tuple(notes)


def _existing_day(year: int, month: int, day: int) -> date:
    try:
        existing = date(year, month, day)
    except ValueError:
        raise NoDayError("L206", "没有这一天") from None
    if not EARLIEST <= existing <= LATEST:
        raise NoDayError("L206", "年份不在 1900—2999")
    return existing


def day_from_cell(iso: str) -> date:
    """Read a day that stood in an Excel date cell.

    Days up to 1900-03-01 are refused (L205): Excel counts a 29 February 1900 that never was, so they differ by one
    between programs.
    """
    found = date.fromisoformat(iso)
    if found < _SERIALS_AGREE_FROM:
        raise NoDayError("L205", "1900 年 3 月以前的 Excel 日期各软件相差一天")
    return _existing_day(found.year, found.month, found.day)
