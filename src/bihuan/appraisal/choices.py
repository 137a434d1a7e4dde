"""The declared choices (口径) every pack makes, explicitly or by a printed default.

Real scoring rules leave these open; a pack may not. Each class below is a closed list, and
:class:`Choices` holds the default of each, which ``bihuan check`` prints.
"""

from enum import StrEnum

from pydantic import Field

from bihuan.basics.nodes import Int, Node, SpanText, Texts, YesNo
from bihuan.basics.numbers import Rounding
from bihuan.responsibility.grammar import Counting


class Relation(StrEnum):
    """How several deductions of one measure add up."""

    ADD = "叠加"
    WORST = "取最重"
    ZERO_FIRST = "零分优先"


class StepRounding(StrEnum):
    """How a shortfall is turned into steps of a rate."""

    CONTINUOUS = "连续"
    CEILING = "进一"
    FLOOR = "去尾"
    HALF_UP = "四舍五入"


class BelongsBy(StrEnum):
    """The date that decides which period a record belongs to."""

    HAPPENED = "发生日"
    RECORDED = "录入日"


class LateEntry(StrEnum):
    """Whether a record entered late still counts; lateness itself is always shown."""

    COUNTS = "照计"
    DOES_NOT_COUNT = "不计"


class NotApplicable(StrEnum):
    """What happens to the points of a measure that does not apply."""

    LEFT_OUT = "剔除"
    SCALED_UP = "放大"
    FULL = "满分"
    AVERAGE = "平均"


class PartPeriod(StrEnum):
    """How an organisation in being for only part of the period is treated."""

    AS_IS = "照常"
    PRO_RATA = "折算"
    NO_GRADE = "不定等次"


class InBeing(StrEnum):
    """How much of a window an organisation (or a post holder) must be there for it to count."""

    WHOLE = "整窗"
    ANY_DAY = "任一日"
    LAST_DAY = "窗末"


class SameFact(StrEnum):
    """Whether one case (案号) may cost points in two measures."""

    ALLOWED = "允许"
    ONCE = "去重"


class SameHonour(StrEnum):
    """How several levels of the same honour count."""

    HIGHEST = "取最高"
    ADD = "累加"


class Holders(StrEnum):
    """Whose honours count."""

    COLLECTIVE = "集体"
    BOTH = "集体和个人"


class NoRuleItems(StrEnum):
    """What an item with a demand but no rule of deduction is."""

    CHECK = "检查项"
    JUDGED = "裁量"


class Unjudged(StrEnum):
    """The state of a judgement nobody has made yet."""

    UNDECIDED = "未评定"
    NONE = "视为无"


class DuringAppeal(StrEnum):
    """The state of a score while it is published for objection or an appeal is open."""

    PROVISIONAL = "暂定"
    STANDS = "照旧"


class VersionsBy(StrEnum):
    """Which pack version governs: that of the period's end, or that in force when a window ended."""

    PERIOD_END = "期末"
    HAPPENED = "发生时"


class Ties(StrEnum):
    """What happens when equal totals straddle the last place of a quota."""

    ALL_IN = "都进"
    ALL_OUT = "都不进"
    BY_CODE = "按代码"


class QuotaRounding(StrEnum):
    """How a share of organisations becomes a number of places."""

    HALF_UP = "四舍五入"
    CEILING = "进一"
    FLOOR = "去尾"
    AT_LEAST_ONE = "不足一补一"


class LongWindows(StrEnum):
    """A yearly requirement in a half-year appraisal: left to the period in which it ends, or shown as not due."""

    LAST_PERIOD = "归末期"
    NOT_DUE = "计为未到期"


class Floors(Node):
    """Where a sum may not fall below zero (触底)."""

    floor_component: YesNo = Field(True, description="得分类计分项的净得分不低于 0")
    floor_measure: YesNo = Field(True, description="条目得分不低于 0")
    floor_section: YesNo = Field(True, description="模块得分不低于 0")
    floor_total: YesNo = Field(True, description="总分不低于 0")


class Choices(Node):
    """Every choice of interpretation with its default (口径)."""

    floors: Floors = Field(
        Floors(), description="各级是否触底；次序为情形求和、计分项上限、条目触底、模块、权重、加分、否决、等次"
    )
    relation_default: Relation = Field(Relation.ADD, description="同一条目多种扣分情形的关系")
    counting_default: Counting = Field(Counting.BY_WINDOW, description="缺次逐期判还是按总数判")
    ratio_rounding: StepRounding = Field(StepRounding.CONTINUOUS, description="“每低 1%”的缺口取整")
    line_rounding: Rounding = Field(Rounding.HALF_UP, description="条目得分取到千分之一分的办法")
    total_rounding: Rounding = Field(Rounding.HALF_UP, description="总分取整办法")
    total_decimals: Int = Field(2, description="总分保留几位小数（0—3）")
    bounds_inclusive: YesNo = Field(True, description="“以上”“以下”是否含本数")
    belongs_by: BelongsBy = Field(BelongsBy.HAPPENED, description="记录归属哪一期看发生日还是录入日")
    late_entry: LateEntry = Field(LateEntry.COUNTS, description="迟录的活动是否计；迟录总会标明")
    late_entry_days: Int = Field(30, description="发生后超过多少天接收的算迟录")
    not_applicable_default: NotApplicable = Field(NotApplicable.LEFT_OUT, description="不适用条目的分怎么处理")
    part_period: PartPeriod = Field(PartPeriod.AS_IS, description="年中成立、撤并单位怎么算")
    part_period_less_than: SpanText | None = Field(None, description="存续不足多久才算年中单位；不写为整个考核期")
    window_in_being: InBeing = Field(InBeing.WHOLE, description="窗口内存续多久才有应办")
    attendance_without: Texts = Field((), description="出勤率分母扣除哪些人：请假，或“其他未到”里的类别")
    same_fact_twice: SameFact = Field(SameFact.ALLOWED, description="同一案号在两条里扣分")
    same_honour: SameHonour = Field(SameHonour.HIGHEST, description="同一荣誉多级怎么计")
    valid_for: SpanText | None = Field(None, description="荣誉有效多久；不写为只认考核期内的")
    holders: Holders = Field(Holders.COLLECTIVE, description="计集体荣誉，还是个人荣誉也计")
    no_rule_items: NoRuleItems = Field(NoRuleItems.CHECK, description="只有要求没有扣分办法的条目")
    unjudged_default: Unjudged = Field(Unjudged.UNDECIDED, description="该由人认定而尚未认定时")
    publicity_days: SpanText | None = Field(None, description="公示期；结果发出时标明公示到哪一天，此前为暂定")
    during_appeal: DuringAppeal = Field(DuringAppeal.PROVISIONAL, description="公示与申诉期间分数的状态")
    versions_by: VersionsBy = Field(VersionsBy.PERIOD_END, description="规则改版的年份按哪一版计")
    ties: Ties = Field(Ties.ALL_OUT, description="名额末位并列时")
    quota_rounding: QuotaRounding = Field(QuotaRounding.FLOOR, description="名额取整")
    direct_takes_place: YesNo = Field(True, description="直接定级的占不占名额")
    veto_refill: YesNo = Field(True, description="被否决者退出后是否递补")
    long_windows: LongWindows = Field(LongWindows.LAST_PERIOD, description="周期长于考核期的要求")


def choices_text(choices: Choices) -> str:
    """List every choice in Chinese, a line each, saying which the pack wrote and which are defaults."""
    lines = []
    for name, field in Choices.model_fields.items():
        value = getattr(choices, name)
        if isinstance(value, Floors):
            parts = value.model_dump(by_alias=True)
            shown = "，".join(f"{part} {yes}" for part, yes in parts.items())
        elif isinstance(value, tuple):
            shown = "、".join(value) or "无"
        elif isinstance(value, bool):
            shown = "是" if value else "否"
        else:
            shown = "不写" if value is None else str(value)
        origin = "规则包写明" if name in choices.model_fields_set else "默认"
        lines.append(f"{field.alias}：{shown}（{origin}）　{field.description}")
    return "\n".join(lines)
