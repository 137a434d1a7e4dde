"""How meetings and activities of each kind are usually held: with whom, for how long, on which weekday."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Company(StrEnum):
    """Who is due at an activity."""

    EVERYONE = "全体党员"
    COMMITTEE = "支委"
    GROUP = "党小组"
    PAYING = "应交党费的党员"
    TALKED = "谈话对象"
    YOUNG = "青年"
    INFORMED = "收到提醒的党员"
    LEADERS = "班子"


MONDAY, WEDNESDAY, FRIDAY = 0, 2, 4


@dataclass(frozen=True, slots=True)
class Habit:
    """``minutes`` are usual lengths; ``joint`` kinds may share one sitting with the weekly study."""

    company: Company = Company.EVERYONE
    minutes: tuple[int, ...] = (60, 90)
    weekday: int | None = None
    joint: bool = False


USUAL: Mapping[str, Habit] = {
    "支委会": Habit(Company.COMMITTEE, (50, 60, 60, 70, 90), MONDAY),
    "党小组会": Habit(Company.GROUP, (40, 50, 60, 60, 70)),
    "党员大会": Habit(minutes=(60, 80, 90, 100), joint=True),
    "党课": Habit(minutes=(45, 60, 60, 90), joint=True),
    "主题党日": Habit(minutes=(90, 100, 120, 120), weekday=FRIDAY, joint=True),
    "组织生活会": Habit(minutes=(100, 110, 120)),
    "民主评议党员": Habit(minutes=(60, 90)),
    "谈心谈话": Habit(Company.TALKED, (30, 40, 60)),
    "党费收缴": Habit(Company.PAYING, (30,)),
    "集中学习": Habit(minutes=(120, 120, 125, 130, 150), weekday=WEDNESDAY, joint=True),
    "警示教育": Habit(minutes=(60, 90), joint=True),
    "廉洁提醒": Habit(Company.INFORMED, (30,)),
    "青年理论学习": Habit(Company.YOUNG, (60, 90)),
    "志愿服务": Habit(minutes=(90, 120)),
    "联学共建": Habit(minutes=(90, 120)),
    "教育培训": Habit(minutes=(90, 120)),
    "换届选举": Habit(minutes=(60, 80, 100)),
    "中心组学习": Habit(Company.LEADERS, (90, 120)),
    "民主生活会": Habit(Company.LEADERS, (120,)),
    "党组会": Habit(Company.LEADERS, (60, 90, 120)),
    "机关党委会议": Habit(Company.LEADERS, (60, 90)),
    "机关纪委会议": Habit(Company.LEADERS, (60, 90)),
    "支部调研": Habit(Company.LEADERS, (60, 90)),
    "专项检查": Habit(Company.LEADERS, (90, 120)),
    "半年考评": Habit(Company.LEADERS, (120,)),
}
"""Kinds of the regulations and of the demonstration pack; other kinds are held like :data:`OTHER`."""

OTHER = Habit()
WEEKLY_STUDY_MOST = 2
"""How many other kinds may share a sitting."""


def habit_of(kind: str) -> Habit:
    """Give how activities of this kind are held."""
    return USUAL.get(kind, OTHER)
