"""Rows of the ledger that record work: activities, submissions upward, exemptions, findings under rectification.

A finding stands here and not in ``outcomes`` because appraisal counts overdue ones, and imports run only backwards.
"""

from dataclasses import dataclass
from datetime import date

from bihuan.basics.tables import Table, col, table

CLAIMED = "自报的录入日期；空则视同发生日期"
RECEIVED = "程序接收的日期，由程序盖章；空则视同自报日期"
CORRECTS = "本行更正哪一行（写那一行的编号）；被更正的行保留，不再计"
WITHDRAWN = "作废：本行不再计，只留痕"
NATURES = ("立行立改", "限期整改", "长期坚持")


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity, recorded once; it counts for every duty it satisfies."""

    id: str = col("活动编号", "永久编号")
    organisation: str = col("组织编号", "开展活动的组织", refers="organisations")
    kinds: tuple[str, ...] = col("种类", "记录种类，一次活动可兼几种，用、隔开")
    day: date = col("日期", "发生日期")
    group: str | None = col("党小组编号", "党小组开展的，写党小组的组织编号", None, refers="organisations")
    topics: tuple[str, ...] = col("主题", "规则包用到的主题词，用、隔开", ())
    minutes: int = col("分钟", "时长，分钟", 0)
    due: int = col("应到", "应到人数", 0)
    present: int = col("实到", "实到人数", 0)
    leave: int = col("请假", "请假人数", 0)
    others: tuple[tuple[str, int], ...] = col("其他未到", "按类别记人数，如“离退休:2、借调:1”，含在应到之内", ())
    chair: str | None = col("主持人", "人员编号", None, refers="people")
    speakers: tuple[str, ...] = col("主讲人", "人员编号，用、隔开", (), refers="people")
    leaders: tuple[str, ...] = col("出席领导", "以普通党员身份或按岗位职责参加的岗位人员编号", (), refers="people")
    observers: tuple[str, ...] = col("列席", "列席、包联督导的人员编号", (), refers="people")
    first_item: bool = col("第一议题", "是否落实第一议题", False)
    makes_up: str | None = col("补办期间", "补办哪一期，如 2026-05；不是补办留空", None)
    claimed: date | None = col("自报日期", CLAIMED, None)
    received: date | None = col("接收日期", RECEIVED, None)
    corrects: str | None = col("更正", CORRECTS, None)
    withdrawn: bool = col("作废", WITHDRAWN, False)


@dataclass(frozen=True, slots=True)
class Submission:
    """A report, plan or other paper handed upward."""

    id: str = col("报送编号", "永久编号")
    organisation: str = col("组织编号", "报送的组织", refers="organisations")
    kind: str = col("种类", "报送种类，如年度计划、述职报告")
    day: date = col("日期", "报送日期")
    period: str | None = col("所属期", "如 2026、2026H1、2026-05；空则按日期归期", None)
    person: str | None = col("人员编号", "个人述职等写明谁", None, refers="people")
    returned: bool = col("退回", "是否被退回；退回的不算报送", False)
    claimed: date | None = col("自报日期", CLAIMED, None)
    received: date | None = col("接收日期", RECEIVED, None)
    corrects: str | None = col("更正", CORRECTS, None)
    withdrawn: bool = col("作废", WITHDRAWN, False)


@dataclass(frozen=True, slots=True)
class Exemption:
    """A duty or measure that does not apply to an organisation for a time, with ground and approver."""

    id: str = col("豁免编号", "永久编号")
    organisation: str = col("组织编号", "哪个组织", refers="organisations")
    target: str = col("事项编号", "责任编号或指标编号；写“全部”为所有事项")
    ground: str = col("理由", "豁免的事实与依据")
    approver: str = col("批准人", "批准的组织或人")
    since: date = col("起", "从哪一天")
    until: date | None = col("止", "到哪一天（含）", None)
    subject: str | None = col("对象编号", "只豁免某个人或党小组时填写", None)
    received: date | None = col("接收日期", RECEIVED, None)
    corrects: str | None = col("更正", CORRECTS, None)
    withdrawn: bool = col("作废", WITHDRAWN, False)


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem found, with its deadline and the dates on which it moved on."""

    id: str = col("问题编号", "永久编号")
    organisation: str = col("组织编号", "由哪个组织整改", refers="organisations")
    origin: str = col("来源", "如巡察反馈、半年考评、专项检查")
    text: str = col("问题", "问题表述，写事不写人")
    opened: date = col("反馈日期", "反馈的日期")
    nature: str = col("类型", "立行立改、限期整改、长期坚持", "限期整改", choices=NATURES)
    due: date | None = col("整改期限", "到哪一天", None)
    done: date | None = col("完成日期", "整改完成报告的日期", None)
    closed: date | None = col("销号日期", "审核销号的日期", None)
    reviewed: date | None = col("回头看日期", "回头看的日期", None)
    reopened: date | None = col("重开日期", "回头看不合格、二次整改的日期", None)
    measures: str = col("整改措施", "怎么改", "")
    leader: str = col("责任领导", "岗位或姓名", "")
    owner: str = col("责任部门", "牵头的处室或支部", "")
    evidence: str = col("佐证", "整改完成凭什么说明", "")
    closer: str = col("销号审核人", "谁审核销号；双审的写两人", "")
    received: date | None = col("接收日期", RECEIVED, None)
    corrects: str | None = col("更正", CORRECTS, None)
    withdrawn: bool = col("作废", WITHDRAWN, False)


TABLES: tuple[Table, ...] = (
    table("activities", "活动", "组织生活和其他活动，一次一行", Activity),
    table("submissions", "报送", "计划、总结、述职报告等的报送", Submission),
    table("exemptions", "豁免", "某组织某段时间不适用某事项", Exemption),
    table("findings", "问题整改", "问题与整改销号", Finding),
)
