"""Rows of the ledger that describe who is who: organisations through time, people, posts, liaison."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bihuan.basics.tables import Table, col, table


class Tier(StrEnum):
    """The tiers of organisation the product knows (三级, and what stands between and below them)."""

    WORK_COMMITTEE = "机关工委"
    LEADING_GROUP = "党组"
    PARTY_COMMITTEE = "党委"
    COMMITTEE = "机关党委"
    GENERAL_BRANCH = "党总支"
    BRANCH = "党支部"
    PARTY_GROUP = "党小组"


EVENTS = ("成立", "撤销", "合并", "分立", "隶属变更", "停止活动", "恢复活动", "换届", "延期换届批准")


@dataclass(frozen=True, slots=True)
class OrganisationState:
    """An organisation as it stands over one interval (both days inclusive; ``until`` None = still so)."""

    organisation: str = col("组织编号", "永久编号，更名、迁移都不变")
    code: str = col("代码", "单位自己用的代码，可变")
    name: str = col("名称", "全称")
    parent: str | None = col("上级编号", "上级组织的编号；最上级留空", None, refers="organisations")
    tier: str = col("层级", "机关工委、党组、党委、机关党委、党总支、党支部、党小组", "党支部", choices=tuple(Tier))
    kind: str = col("类别", "机关、直属单位、事业单位、国企、社会组织，或规则包用到的其他类别", "机关")
    labels: tuple[str, ...] = col("标签", "规则包条件用到的标签，用、隔开", ())
    since: date = col("生效日期", "这一行从哪一天起成立", date(1900, 1, 1))
    until: date | None = col("失效日期", "到哪一天为止（含）；现在仍如此则留空", None)
    full_members: int = col("正式党员", "正式党员人数", 0)
    probationary: int = col("预备党员", "预备党员人数", 0)
    has_committee: bool = col("设支委会", "是否设支部委员会", False)
    committee_size: int = col("委员数", "委员人数", 0)


@dataclass(frozen=True, slots=True)
class OrganisationEvent:
    """Something that happened to an organisation on a day."""

    id: str = col("编号", "永久编号")
    organisation: str = col("组织编号", "哪个组织", refers="organisations")
    event: str = col("事件", "成立、撤销、合并、分立、隶属变更、停止活动、恢复活动、换届等", choices=EVENTS)
    day: date = col("日期", "发生日期")
    successors: tuple[str, ...] = col("承继组织", "由谁承继，组织编号，用、隔开", (), refers="organisations")
    received: date | None = col("接收日期", "程序接收的日期；空则视同发生日期", None)


@dataclass(frozen=True, slots=True)
class Person:
    """A person who holds a post; the ledger names no other members."""

    id: str = col("人员编号", "永久编号")
    name: str = col("姓名", "姓名")
    organisation: str = col("组织编号", "组织关系所在的党支部", refers="organisations")
    since: date = col("转入日期", "从哪一天起在这个支部", date(1900, 1, 1))
    until: date | None = col("转出日期", "到哪一天为止（含）", None)


@dataclass(frozen=True, slots=True)
class PostHolding:
    """A person holding a post of an organisation over an interval."""

    id: str = col("编号", "永久编号")
    person: str = col("人员编号", "谁", refers="people")
    organisation: str = col("组织编号", "哪个组织的岗位", refers="organisations")
    post: str = col("岗位", "书记、副书记、专职副书记、班子成员、组织委员等")
    since: date = col("任职日期", "起")
    until: date | None = col("免职日期", "止（含）；现任留空", None)
    acting: bool = col("代管", "是否代管", False)


@dataclass(frozen=True, slots=True)
class Liaison:
    """A committee member charged with a branch or a study group (包联)."""

    id: str = col("编号", "永久编号")
    person: str = col("人员编号", "包联的委员", refers="people")
    organisation: str = col("组织编号", "被包联的党支部或青年学习小组所在党支部", refers="organisations")
    kind: str = col("包联类型", "党支部或青年理论学习小组", "党支部", choices=("党支部", "青年理论学习小组"))
    since: date = col("开始日期", "起", date(1900, 1, 1))
    until: date | None = col("结束日期", "止（含）", None)


TABLES: tuple[Table, ...] = (
    table("organisations", "组织", "党组织及其变动前后的样子，一段时间一行；党小组也是一行", OrganisationState),
    table("organisation_events", "组织变动", "成立、撤销、合并、换届等事件", OrganisationEvent),
    table("people", "人员", "担任岗位的人；一般党员不列名", Person),
    table("posts", "任职", "谁在什么时候担任什么岗位", PostHolding),
    table("liaisons", "包联", "委员与党支部、青年理论学习小组的包联关系", Liaison),
)
