"""The columns and filters of the list of records."""

from datetime import date, timedelta

from bihuan_site.ledger.models import Activity
from bihuan_site.progress.activities.checking import late_after, late_days
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.listing import Column

STATES = ("补记", "补开", "已更正", "空记录", "雷同", "已作废")
MONTHS = 18

COLUMNS = (
    Column("日期", lambda row: row.day, "day"),
    Column("活动类型", lambda row: row.kinds),
    Column("主题", lambda row: row.title),
    Column("党小组", lambda row: row.group.name if row.group else ""),
    Column("应到", lambda row: row.due, number=True),
    Column("实到", lambda row: row.present, number=True),
    Column("报备", lambda row: row.leave, number=True),
    Column("时长（分钟）", lambda row: row.minutes, number=True),
    Column("接收日期", lambda row: row.received, "received"),
    Column("说明", lambda row: "，".join(words_of(row))),
)
BRANCH = Column("支部", lambda row: row.organisation.name, "organisation__code")


def columns_for(actor: Actor, many: bool) -> tuple[Column, ...]:
    """Give the columns; with the branch where the actor sees several."""
    return (COLUMNS[0], BRANCH, *COLUMNS[1:]) if many else COLUMNS


def words_of(row: Activity) -> list[str]:
    """Say what is special about a record: 补记, 补开, 已更正, 已作废."""
    words = []
    days = late_days(row)
    if days > late_after() and not row.corrects:
        words.append(f"补记 {days} 天")
    if row.makes_up:
        words.append(f"补开 {row.makes_up}")
    if row.withdrawn:
        words.append("已作废")
    elif row.corrects:
        words.append("已更正")
    return words


def months() -> list[tuple[str, str]]:
    """Give the months to filter by, newest first."""
    first = business_day().replace(day=1)
    found: list[date] = []
    while len(found) < MONTHS:
        found.append(first)
        first = (first - timedelta(days=1)).replace(day=1)
    return [(f"{one:%Y-%m}", f"{one.year} 年 {one.month} 月") for one in found]
