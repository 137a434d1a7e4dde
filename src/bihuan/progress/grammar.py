"""Grammar of 工作推进: kinds of record, and how one record counts for several duties."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from bihuan.basics.nodes import AmountText, Node, OneOrMany, Texts, YesNo


class Register(StrEnum):
    """Which ledger table records of a kind stand in."""

    ACTIVITIES = "活动"
    SUBMISSIONS = "报送"


class Sharing(StrEnum):
    """Whether one record may meet several requirements."""

    SHARED = "共享"
    EXCLUSIVE = "独占"


class RecordKind(Node):
    """A kind of record (记录种类)."""

    kind: str = Field(description="名称，如“支委会”；写进台账“种类”列")
    kept_in: Register = Field(Register.ACTIVITIES, description="登记在活动表还是报送表")
    minutes: AmountText | None = Field(None, description="最短多少分钟才算一次；写时长不写字数")
    must_speak: YesNo = Field(False, description="是否必须写明主讲人才算")
    also_called: Texts = Field((), description="台账里可能写的别名")
    note: str = Field("", description="说明，如应到、实到在这种记录里指什么")


class SharingRules(Node):
    """How records are shared among requirements (抵用): by default one record counts for each, once each."""

    sharing_default: Sharing = Field(Sharing.SHARED, description="共享：一次活动可抵多项；独占：只抵一项")
    exclusive: Annotated[tuple[Texts, ...], OneOrMany] = Field(
        (), description="在共享之下，这些编号（责任或“指标编号/计分项名”）之间一条记录只抵一项，每组一个列表"
    )
