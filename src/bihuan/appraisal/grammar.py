"""Grammar of 考核评价: sections, measures, what their facts are worth (points), vetoes and grades.

The facts themselves are in :mod:`bihuan.appraisal.fact_grammar` and can be imported from here too.
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from bihuan.appraisal.choices import NotApplicable, Relation, StepRounding
from bihuan.appraisal.fact_grammar import Ballot as Ballot
from bihuan.appraisal.fact_grammar import EntryState as EntryState
from bihuan.appraisal.fact_grammar import External as External
from bihuan.appraisal.fact_grammar import Findings as Findings
from bihuan.appraisal.fact_grammar import FindingState as FindingState
from bihuan.appraisal.fact_grammar import Honours as Honours
from bihuan.appraisal.fact_grammar import Judged as Judged
from bihuan.appraisal.fact_grammar import JudgedAs as JudgedAs
from bihuan.appraisal.fact_grammar import Ratio as Ratio
from bihuan.appraisal.fact_grammar import RatioOf as RatioOf
from bihuan.appraisal.fact_grammar import Rollup as Rollup
from bihuan.appraisal.fact_grammar import Sampling as Sampling
from bihuan.appraisal.fact_grammar import ScoreOf as ScoreOf
from bihuan.appraisal.fact_grammar import Subject as Subject
from bihuan.appraisal.fact_grammar import Take as Take
from bihuan.appraisal.fact_grammar import Tally as Tally
from bihuan.appraisal.fact_grammar import TallyOf as TallyOf
from bihuan.appraisal.fact_grammar import Vacancy as Vacancy
from bihuan.appraisal.fact_grammar import VotesBase as VotesBase
from bihuan.basics.nodes import AmountText, Node, Number, OneOrMany, PointsText, Texts, YesNo
from bihuan.responsibility.grammar import EVERYTHING, Applies, Basis, Bounds, Requirement


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


class When(StrEnum):
    """A flat rate applies once if this holds."""

    SHORT = "不足"
    LATE = "迟报"
    PRESENT = "有"
    ABSENT = "无"


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
    applies: Applies = Field(EVERYTHING, description="对哪些组织适用")
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
    applies: Applies = Field(EVERYTHING, description="对哪些组织适用")
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
