"""Dates, spans, counts and minutes in the words of the site."""

from datetime import date, datetime, timedelta
from decimal import Decimal

WEEKDAYS = "一二三四五六日"
NEAR = {-2: "前天", -1: "昨天", 0: "今天", 1: "明天", 2: "后天"}
SOON = 7


def date_words(day: date, *, weekday: bool = False, year: bool = False) -> str:
    """Write a date as 6 月 18 日, with the weekday (6 月 18 日星期四) or the year before it on request."""
    words = f"{day.month} 月 {day.day} 日"
    if year:
        words = f"{day.year} 年 {words}"
    return words + (f"星期{WEEKDAYS[day.weekday()]}" if weekday else "")


def time_words(moment: datetime) -> str:
    """Write the time of a moment as 9:05, no leading zero on the hour."""
    return f"{moment.hour}:{moment.minute:02}"


def span_words(start: datetime, end: datetime) -> str:
    """Write a span inside one day as 6 月 18 日 9:00 至 11:30; over several days each end has its date."""
    head = f"{date_words(start.date())} {time_words(start)} 至 "
    return head + (time_words(end) if start.date() == end.date() else f"{date_words(end.date())} {time_words(end)}")


def remaining_words(due: date, today: date) -> str:
    """Say how far a due date is: 逾期 18 天, 今天, 明天, 还有 2 天."""
    days = (due - today).days
    if days < 0:
        return f"逾期 {-days} 天"
    return NEAR[days] if days < 2 else f"还有 {days} 天"


def due_state(due: date, today: date) -> str:
    """Give the state word of something not yet done: 逾期, 临期 (seven days) or 未到期."""
    if due < today:
        return "逾期"
    return "临期" if due <= today + timedelta(days=SOON) else "未到期"


def ago_words(day: date, today: date) -> str:
    """Say how long ago a day was: 今天, 昨天, 前天, 9 天前; days to come as in ``remaining_words``."""
    days = (today - day).days
    if days < 0:
        return remaining_words(day, today)
    return NEAR[-days] if days <= 2 else f"{days} 天前"


def number_words(value: int | Decimal | str) -> str:
    """Group a number by thousands: 1,482. Text that is no number stays as it is."""
    if isinstance(value, str):
        sign, digits = ("−", value[1:]) if value[:1] in "-−" else ("", value)
        whole, point, rest = digits.partition(".")
        return sign + (f"{int(whole):,}{point}{rest}" if whole.isdecimal() else digits)
    return f"{value:,}".replace("-", "−")


def signed_points(text: str) -> str:
    """Put a sign before points already formatted: +1.0, −0.4, and plain 0."""
    digits = text.lstrip("+-−")
    if not digits.replace(".", "").strip("0"):
        return digits
    return ("−" if text[:1] in "-−" else "+") + digits


def minutes_words(minutes: int) -> str:
    """Write minutes as 约 4 分钟, from an hour on as 约 1 小时 30 分."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"约 {rest} 分钟"
    return f"约 {hours} 小时 {rest} 分" if rest else f"约 {hours} 小时"
