"""Grammar of the facts an appraisal rests on: what is counted, found out or judged, and for whom."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from bihuan.appraisal.choices import Holders, InBeing, SameHonour, Unjudged
from bihuan.basics.nodes import AmountText, Int, Node, Number, OneOrMany, SpanText, Texts, YesNo
from bihuan.responsibility.grammar import Requirement


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
    role: str | None = Field(None, description="按人计时看身份：主讲、出席、列席、主持；默认主讲、出席、主持任一")
    measure_of: TallyOf = Field(TallyOf.TIMES, description="加总什么：次、分钟、人次")
    state: EntryState = Field(EntryState.ALL, description="全部，或只数迟录的")


class Ratio(Node):
    """A ratio of two counts (比率)."""

    of: RatioOf = Field(description="出勤率、完成率、按时率、整改率、包联覆盖率")
    records: Texts = Field((), description="出勤率：哪些记录种类")
    base_without: Texts | None = Field(None, description="出勤率分母扣除哪些人；不写看口径")
    requirement: Annotated[tuple[Requirement, ...], OneOrMany] = Field((), description="完成率、按时率：哪些要求")
    origin: str = Field("", description="整改率：只看这一来源的问题")


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
    honour_levels: Texts = Field((), description="只认这些级别；不写不限")
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
    origin: str = Field("", description="只看这一来源（台账的“来源”列）")
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
