"""Rows of the ledger that appraise: judgements, ballots, honours, external results, samples, appeals."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bihuan.basics.tables import Table, col, table
from bihuan.progress.rows import CORRECTS, RECEIVED, WITHDRAWN


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an assessor decided about one item of one measure: a yes or no, a level, a value, a count or a list."""

    id: str = col("认定编号", "永久编号")
    organisation: str = col("组织编号", "被认定的组织", refers="organisations")
    measure: str = col("指标编号", "哪个指标")
    item: str = col("项", "指标里的哪一项（计分项的名）")
    day: date = col("日期", "认定日期；事件类认定写事件发生日期")
    role: str = col("给分人", "以什么身份认定，如机关党委、组织科；自评写“自评”，只作对照")
    outcome: str | None = col("结论", "情形认定写“有”或“无”；等级认定写等级", None)
    value: Fraction | None = col("分值", "区间裁量给的数（扣多少或得多少）", None)
    count: int | None = col("次数", "按次、按人、按件认定的数", None)
    missing: tuple[str, ...] = col("缺项", "清单里缺的项，用、隔开；一项不缺写“无”", ())
    subject: str | None = col("对象编号", "只认定某个人的岗位履职或某个党小组时填写", None)
    case: str | None = col("案号", "同一件事的标识，用来去重", None)
    sample: str | None = col("抽查编号", "由哪次抽查得出", None, refers="samples")
    reason: str = col("理由", "为什么这样认定", "")
    period: str | None = col("考核期", "归哪个考核期，如 2026；期末以后才有结果时填写，不写按日期", None)
    received: date | None = col("接收日期", RECEIVED, None)
    corrects: str | None = col("更正", CORRECTS, None)
    withdrawn: bool = col("作废", WITHDRAWN, False)


@dataclass(frozen=True, slots=True)
class BallotCount:
    """Votes of one voter group for one option of one ballot; the options 发出, 收回, 有效 count papers."""

    id: str = col("编号", "永久编号")
    organisation: str = col("组织编号", "被测评的组织", refers="organisations")
    ballot: str = col("测评", "测评名称")
    day: date = col("日期", "测评日期")
    group: str = col("群体", "投票的群体，如党员、群众", "全体")
    option: str = col("选项", "选项名；“发出”“收回”“有效”是票数", "")
    votes: int = col("票数", "张数", 0)
    subject: str | None = col("对象编号", "测评某个岗位人员的履职时填写", None)
    period: str | None = col("考核期", "归哪个考核期，如 2026；期末以后才有结果时填写，不写按日期", None)
    received: date | None = col("接收日期", RECEIVED, None)
    corrects: str | None = col("更正", CORRECTS, None)
    withdrawn: bool = col("作废", WITHDRAWN, False)


@dataclass(frozen=True, slots=True)
class Honour:
    """A commendation an organisation received."""

    id: str = col("荣誉编号", "永久编号")
    organisation: str = col("组织编号", "获得的组织", refers="organisations")
    title: str = col("名称", "荣誉名称")
    level: str = col("级别", "规则包分档里的级别，如省级、市级")
    day: date = col("日期", "授予日期")
    case: str | None = col("荣誉标识", "同一荣誉逐级获奖时写同一标识", None)
    holder: str = col("归属", "集体或个人", "集体", choices=("集体", "个人"))
    received: date | None = col("接收日期", RECEIVED, None)
    corrects: str | None = col("更正", CORRECTS, None)
    withdrawn: bool = col("作废", WITHDRAWN, False)


@dataclass(frozen=True, slots=True)
class ExternalResult:
    """A result taken over from elsewhere: a superior body's deduction, an annual appraisal grade."""

    id: str = col("编号", "永久编号")
    organisation: str = col("组织编号", "哪个组织", refers="organisations")
    name: str = col("名称", "规则包“外部”里的名称")
    day: date = col("日期", "结果日期")
    value: Fraction | None = col("数值", "数值结果", None)
    grade: str | None = col("等级", "等级结果", None)
    case: str | None = col("案号", "同一件事的标识，用来去重", None)
    origin: str = col("出处", "文件、文号或系统", "")
    period: str | None = col("考核期", "归哪个考核期，如 2026；期末以后才有结果时填写，不写按日期", None)
    received: date | None = col("接收日期", RECEIVED, None)
    corrects: str | None = col("更正", CORRECTS, None)
    withdrawn: bool = col("作废", WITHDRAWN, False)


@dataclass(frozen=True, slots=True)
class Sample:
    """A spot check: what was drawn from which population, reproducible from its seed."""

    id: str = col("抽查编号", "永久编号")
    organisation: str = col("组织编号", "被抽查的组织", refers="organisations")
    measure: str = col("指标编号", "哪个指标")
    day: date = col("日期", "抽查日期")
    population: int = col("总体数", "总体里有多少个")
    size: int = col("样本数", "抽了多少个")
    seed: str = col("种子", "抽签用的数，凭它可复核", "")
    drawn: tuple[str, ...] = col("抽中", "抽中的序号或编号，用、隔开", ())
    received: date | None = col("接收日期", RECEIVED, None)
    corrects: str | None = col("更正", CORRECTS, None)
    withdrawn: bool = col("作废", WITHDRAWN, False)


@dataclass(frozen=True, slots=True)
class Appeal:
    """A branch's objection to the points of one measure; while open, the score is provisional."""

    id: str = col("申诉编号", "永久编号")
    organisation: str = col("组织编号", "哪个组织", refers="organisations")
    measure: str = col("指标编号", "对哪个指标")
    period: str = col("考核期", "如 2026H1")
    day: date = col("提出日期", "提出的日期")
    answered: date | None = col("答复日期", "答复的日期；未答复留空", None)
    result: str | None = col("结果", "维持或更正", None, choices=("维持", "更正"))
    received: date | None = col("接收日期", RECEIVED, None)
    corrects: str | None = col("更正", CORRECTS, None)
    withdrawn: bool = col("作废", WITHDRAWN, False)


TABLES: tuple[Table, ...] = (
    table("judgements", "认定", "由人认定的事：情形、等级、裁量分、次数、缺项", Judgement),
    table("ballots", "测评票", "民主测评的票数", BallotCount),
    table("honours", "荣誉", "获得的荣誉", Honour),
    table("externals", "外部结果", "从别处引入的结果", ExternalResult),
    table("samples", "抽查", "抽查的样本，可复核", Sample),
    table("appeals", "申诉", "对得分的申诉与答复", Appeal),
)
