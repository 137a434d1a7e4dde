"""Grammar of 考核评价: sections, measures, what is counted (facts) and what it is worth (points)."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from bihuan.appraisal.choices import Holders, InBeing, NotApplicable, Relation, SameHonour, StepRounding, Unjudged
from bihuan.basics.nodes import AmountText, Int, Node, Number, OneOrMany, PointsText, SpanText, Texts, YesNo
from bihuan.responsibility.grammar import Applies, Basis, Bounds, Requirement


class Nature(StrEnum):
    """What kind of measure: scored within the maximum, bonus, penalty beyond the maximum, or check only."""

    SCORED = "评分"
    BONUS = "加分"
    PENALTY = "倒扣"
    CHECK = "检查"


class Start(StrEnum):
    """Whether points are taken from the full mark or gathered from zero."""

    FULL = "满分"
    ZERO = "零分"


class Rollup(StrEnum):
    """How results per Party group or per post holder become the organisation's."""

    SUM = "求和"
    MEAN = "平均"
    LOWEST = "最低"
    HIGHEST = "最高"
    ALL = "全部"
    ANY = "任一"


class JudgedAs(StrEnum):
    """The form of a judgement."""

    SITUATION = "情形"
    LEVEL = "等级"
    VALUE = "分值"
    CHECKLIST = "清单"
    COUNT = "次数"


class RatioOf(StrEnum):
    """The ratios the language knows."""

    ATTENDANCE = "出勤率"
    COMPLETION = "完成率"
    ON_TIME = "按时率"
    RECTIFIED = "整改率"
    LIAISON_COVERAGE = "包联覆盖率"


class VotesBase(StrEnum):
    """The denominator of a ballot."""

    ISSUED = "发出"
    RETURNED = "收回"
    VALID = "有效"


class TallyOf(StrEnum):
    """What a tally adds up."""

    TIMES = "次"
    MINUTES = "分钟"
    PERSON_TIMES = "人次"


class EntryState(StrEnum):
    """Which entries a tally counts."""

    ALL = "全部"
    LATE_ENTRY = "迟录"


class FindingState(StrEnum):
    """The states of a finding that can be counted."""

    TOTAL = "全部"
    OVERDUE = "逾期"
    OPEN = "未销号"
    CLOSED = "已销号"
    REOPENED = "重开"


class When(StrEnum):
    """A flat rate applies once if this holds."""

    SHORT = "不足"
    LATE = "迟报"
    PRESENT = "有"
    ABSENT = "无"


class Take(StrEnum):
    """Which of several values is taken."""

    LATEST = "最新"
    TOTAL = "合计"
    MEAN = "平均"
    HIGHEST = "最高"
    LOWEST = "最低"


class Subject(Node):
    """Per Party group or per holder of a post, and how the results are rolled up (对象)."""

    groups: YesNo = Field(False, description="逐个党小组")
    posts: Texts = Field((), description="逐个担任这些岗位的人")
    rollup: Rollup = Field(Rollup.SUM, description="求和、平均、最低、最高（对分）；全部、任一（对每个窗口是否办到）")
    holding: InBeing = Field(InBeing.WHOLE, description="任职多久才算：整窗、任一日、窗末")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if self.groups == bool(self.posts):
            raise ValueError("“对象”写“党小组: 是”或“岗位人员: […]”，二者写一样")
        return self


class Tally(Node):
    """How often something was done in the period, without a demand (次数)."""

    records: Texts = Field((), description="活动的记录种类")
    submissions: Texts = Field((), description="报送的种类")
    each_at_least: AmountText | None = Field(None, description="每次至少多长才算")
    speaker: Texts = Field((), description="须由这些岗位的人主讲")
    topic: Texts = Field((), description="须含其中任一主题")
    measure_of: TallyOf = Field(TallyOf.TIMES, description="加总什么：次、分钟、人次")
    state: EntryState = Field(EntryState.ALL, description="全部，或只数迟录的")


class Ratio(Node):
    """A ratio of two counts (比率)."""

    of: RatioOf = Field(description="出勤率、完成率、按时率、整改率、包联覆盖率")
    records: Texts = Field((), description="出勤率：哪些记录种类")
    base_without: Texts | None = Field(None, description="出勤率分母扣除哪些人；不写看口径")
    requirement: Annotated[tuple[Requirement, ...], OneOrMany] = Field((), description="完成率、按时率：哪些要求")
    source: str = Field("", description="整改率：只看这一来源的问题")


class Sampling(Node):
    """How the finding of a spot check is carried over (抽样)."""

    population: str = Field(description="总体，如“党员花名册”")
    size: Int | None = Field(None, description="抽多少个；不写由抽查时定")
    extrapolate: YesNo = Field(False, description="按总体数与样本数之比推及全体；否则只计样本")


class Judged(Node):
    """Something a person decides and the ledger records (认定)."""

    how: JudgedAs = Field(
        JudgedAs.SITUATION, description="情形（有/无）、等级、分值（区间裁量）、清单（缺哪几项）、次数"
    )
    assessors: Texts = Field((), description="给分人；不写则不限（自评除外）")
    checklist: Texts = Field((), description="清单的各项名称")
    unjudged: Unjudged | None = Field(None, description="没有认定时：未评定，或视为无；次数默认视为无")
    take: Take | None = Field(None, description="多次认定怎么取：最新（默认）、平均、合计；次数默认合计")
    dedupe: YesNo = Field(False, description="同一案号只计一次")
    sample: Sampling | None = Field(None, description="由抽查得出时")


class External(Node):
    """A result taken over from elsewhere (外部)."""

    name: str = Field(description="台账“外部结果”里的名称")
    take: Take = Field(Take.LATEST, description="最新、合计、平均、最高、最低")
    dedupe: YesNo = Field(False, description="同一案号只计一次")
    unjudged: Unjudged | None = Field(None, description="没有结果时：未评定（默认），或视为无（按 0）")


class Honours(Node):
    """Honours received; points come from the bands by level (荣誉)."""

    title: Texts = Field((), description="只认这些名称；不写不限")
    same_honour: SameHonour | None = Field(None, description="同一荣誉多级：取最高、累加；不写看口径")
    take: Take = Field(Take.TOTAL, description="不同荣誉之间：合计，或只取最高")
    valid_for: SpanText | None = Field(None, description="有效多久；不写看口径")
    holders: Holders | None = Field(None, description="集体，或集体和个人；不写看口径")


class Ballot(Node):
    """A ballot: the share of some options, or the mean of points of options, weighted by voter group (测评)."""

    name: str = Field(description="台账“测评票”里的测评名称")
    options: Texts = Field((), description="算占比的选项，如[优秀, 称职]")
    option_points: dict[str, Number] = Field({}, description="各选项的分，如{好: 100, 较好: 80}；与“选项”二选一")
    group_weights: dict[str, Number] = Field({}, description="各群体权重，合计 1；不写则合并计票")
    votes_base: VotesBase = Field(VotesBase.VALID, description="分母：发出、收回、有效票")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if bool(self.options) == bool(self.option_points):
            raise ValueError("“测评”里须写“选项”或“选项分”，二者写一样")
        if self.group_weights and sum(self.group_weights.values()) != 1:
            raise ValueError("“群体权重”合计须为 1（100%）")
        return self


class Findings(Node):
    """Findings counted by state (问题)."""

    state: FindingState = Field(description="全部、逾期、未销号、已销号、重开")
    source: str = Field("", description="只看这一来源")
    natures: Texts = Field((), description="只看这些类型；“长期坚持”从不算逾期")


class Vacancy(Node):
    """Posts that stood vacant too long in the period (空缺)."""

    posts: Texts = Field(description="哪些岗位")
    longer_than: SpanText = Field(description="空缺超过多久算一个")


class ScoreOf(Node):
    """A score of the same pack over parts of the period, such as the two half-years (引用得分)."""

    period: Texts = Field(description="上半年、下半年、一季度、二季度、三季度、四季度")
    part: str = Field("总分", description="总分，或板块名、指标编号")
    combine: Take = Field(Take.MEAN, description="几个期间怎么合：平均、合计、最高、最低")


class Fact(Node):
    """Exactly one thing to count or to find out; the base of components, vetoes and direct grades."""

    duties: Texts = Field((), description="取这些责任（编号）的要求")
    requirement: Annotated[tuple[Requirement, ...], OneOrMany] = Field((), description="应办多少；几种会各算各的写几个")
    tally: Tally | None = Field(None, description="办了多少次")
    ratio: Ratio | None = Field(None, description="比率")
    judged: Judged | None = Field(None, description="由人认定")
    external: External | None = Field(None, description="外部结果")
    honours: Honours | None = Field(None, description="荣誉")
    ballot: Ballot | None = Field(None, description="民主测评")
    condition: Applies | None = Field(None, description="组织的情况是否如此")
    findings: Findings | None = Field(None, description="问题整改")
    vacancy: Vacancy | None = Field(None, description="岗位空缺")
    score_of: ScoreOf | None = Field(None, description="本规则包别的期间的得分")

    @model_validator(mode="after")
    def _one_fact(self) -> Self:
        if len(self.fact_names()) != 1:
            raise ValueError(
                "须写且只写一样事实：责任清单、要求、次数、比率、认定、外部、荣誉、测评、条件、问题、空缺、引用得分"
            )
        return self

    def fact_names(self) -> list[str]:
        """Give the English names of the fact keys that are filled."""
        return [name for name in FACT_FIELDS if getattr(self, name)]


FACT_FIELDS = (
    "duties",
    "requirement",
    "tally",
    "ratio",
    "judged",
    "external",
    "honours",
    "ballot",
    "condition",
    "findings",
    "vacancy",
    "score_of",
)


class Rate(Node):
    """What a failing costs or a success earns: exactly one trigger, and a price (扣分 / 得分 的一行)."""

    per_missing: AmountText | None = Field(None, description="每少这么多（要求的缺口；或配“目标”用于次数、外部数值）")
    per_late: AmountText | None = Field(None, description="每迟办（补办、补报）这么多次")
    per_each: AmountText | None = Field(None, description="每有这么多（次数、认定次数、外部数值、问题数、空缺数）")
    per_absent_item: AmountText | None = Field(None, description="清单每缺这么多项")
    per_below: Number | None = Field(None, description="比“目标”每低这么多（比率、测评、数值）")
    per_above: Number | None = Field(None, description="比“目标”每高这么多")
    when: When | None = Field(None, description="凡：不足（有缺口即一次性）、迟报、有、无")
    proportional: YesNo = Field(False, description="按比率（或完成率）乘以分值")
    times: Number | None = Field(None, description="外部数值、引用得分乘以这个数")
    target: Number | None = Field(None, description="目标值，如 90% 或 10")
    deduct: PointsText | None = Field(None, description="扣多少；“全部”即不得分；“1—3”为区间，由人裁量")
    award: PointsText | None = Field(None, description="得多少；“全部”即得满分")
    cap: Number | None = Field(None, description="这一行最多多少分")
    rounding: StepRounding | None = Field(
        None, description="步数取整：连续、进一、去尾、四舍五入；每低每高默认看口径，每少默认进一，每次默认去尾"
    )


class Band(Node):
    """One step of a ladder: a level, or a range of the number; the first that fits counts (分档 的一行)."""

    band: str = Field("", description="等级名（等级认定、荣誉级别、外部等级）；数值分档不写")
    bounds: Bounds | None = Field(None, description="数值范围")
    deduct: PointsText | None = Field(None, description="扣多少")
    award: PointsText | None = Field(None, description="得多少")


class Component(Fact):
    """One line of the arithmetic of a measure (计分项): a fact and what it is worth."""

    name: str = Field(description="这一项的名称，指标内不重复；认定记录凭它对应")
    basis: Annotated[tuple[Basis, ...], OneOrMany] = Field((), description="依据；不写同指标")
    applies: Applies | None = Field(None, description="只对符合条件的组织有这一项")
    subject: Subject | None = Field(None, description="逐个党小组或岗位人员；不写同指标")
    deductions: Annotated[tuple[Rate, ...], OneOrMany] = Field((), description="扣分")
    awards: Annotated[tuple[Rate, ...], OneOrMany] = Field((), description="得分")
    bands: Annotated[tuple[Band, ...], OneOrMany] = Field((), description="分档")
    cap: Number | None = Field(None, description="这一项最多扣（得）多少")
    alternative_group: str = Field("", description="同组的几项只计扣得最多的一项")
    note: str = Field("", description="说明，如何解读含混之处")


class Instalments(Node):
    """The measure is appraised window by window and the results combined (分期)."""

    every: str = Field(description="月、季、半年")
    combine: Take = Field(Take.MEAN, description="平均、合计、最低、最高")


class Section(Node):
    """A part of the score, often a dimension such as one of the 五好 (板块)."""

    section: str = Field(description="板块名称")
    max: Number | None = Field(None, description="满分，用来核对；残缺的可不写")
    weight: Number | None = Field(None, description="权重：板块得分（先触底）乘以它计入总分")
    bonus_cap: Number | None = Field(None, description="本板块加分最多多少")


class Measure(Node):
    """One scored item (指标)."""

    measure: str = Field(description="指标名称")
    id: str = Field(description="稳定编号，英文小写与点、下划线；不复用")
    section: str = Field(description="属于哪个板块")
    max: Number = Field(description="满分；倒扣写 0")
    basis: Annotated[tuple[Basis, ...], OneOrMany] = Field(description="依据的条款")
    nature: Nature = Field(Nature.SCORED, description="评分、加分、倒扣、检查（只列不计分）")
    applies: Applies = Field(Applies(), description="对哪些组织适用")
    subject: Subject | None = Field(None, description="逐个党小组或岗位人员，各计分项默认如此")
    start: Start | None = Field(
        None, description="起评：满分往下扣，或零分往上加；不写则有得分的从零分起，否则从满分起"
    )
    components: Annotated[tuple[Component, ...], OneOrMany] = Field((), description="计分项；检查项可不写")
    relation: Relation | None = Field(None, description="情形关系；不写看口径")
    beyond_max: Number | None = Field(None, description="得分可超过满分多少")
    when_not_applicable: NotApplicable | None = Field(None, description="不适用时；不写看口径")
    variant_of: str = Field("", description="同一条目对不同单位的几个变体写同一个名字")
    instalments: Instalments | None = Field(None, description="分期考核再合成")
    review: Texts = Field((), description="考评方式，如查看资料、抽查")
    evidence: Texts = Field((), description="佐证材料的名称（只作提示，不因有无材料计分）")
    note: str = Field("", description="说明，如何解读含混之处")


class Effect(Node):
    """What a veto does (效果)."""

    grade_at_most: str = Field("", description="等次不高于")
    grade_fixed: str = Field("", description="等次定为")
    total_at_most: Number | None = Field(None, description="总分不超过")


class Veto(Fact):
    """A fact that limits the grade or the total (否决)."""

    veto: str = Field(description="名称")
    id: str = Field(description="稳定编号")
    basis: Annotated[tuple[Basis, ...], OneOrMany] = Field(description="依据")
    when: When = Field(When.PRESENT, description="凡：有、无、不足")
    applies: Applies = Field(Applies(), description="对哪些组织适用")
    effect: Effect = Field(description="效果")
    note: str = Field("", description="说明")


class Direct(Fact):
    """A fact that sets the grade directly (直接定级)."""

    name: str = Field(description="名称")
    basis: Annotated[tuple[Basis, ...], OneOrMany] = Field((), description="依据")
    when: When = Field(When.PRESENT, description="凡：有、无")
    grade: str = Field(description="定为哪个等次")


class GradeRule(Node):
    """One grade, best first; a grade with neither threshold nor quota takes the rest (等次)."""

    grade: str = Field(description="等次名称")
    score_from: Number | None = Field(None, description="总分不低于")
    quota: Number | None = Field(None, description="名额占比，如 10%")


class QuotaScope(StrEnum):
    """Among which organisations a quota is reckoned."""

    ALL = "全体"
    SAME_PARENT = "同上级"
    SAME_KIND = "同类别"


class GradeMethod(StrEnum):
    """Grades computed from totals, or judged by a person and only checked against quotas."""

    COMPUTED = "计算"
    JUDGED = "评定"


class Grading(Node):
    """How totals become grades (等次)."""

    method: GradeMethod = Field(
        GradeMethod.COMPUTED, description="计算：按总分；评定：由人评定（认定表，指标编号“等次”），机器核名额"
    )
    grades: Annotated[tuple[GradeRule, ...], OneOrMany] = Field(description="由高到低")
    scope: QuotaScope = Field(QuotaScope.ALL, description="名额在哪个范围里算")
    direct: Annotated[tuple[Direct, ...], OneOrMany] = Field((), description="直接定级")
    basis: Annotated[tuple[Basis, ...], OneOrMany] = Field((), description="依据")
