"""Grammar of a whole pack: identity, sources, everything the four stages say, and worked examples.

A pack on disk is a folder; its files are mappings whose keys are the fields of :class:`Pack`, merged
(lists are joined in the order of the sorted file names).
"""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from bihuan.appraisal.choices import Choices
from bihuan.appraisal.grammar import Grading, Measure, Section, Veto
from bihuan.basics.nodes import Day, Node, Number, OneOrMany, Texts, YearDay, YearDayText, YesNo
from bihuan.outcomes.grammar import Consequence
from bihuan.progress.grammar import RecordKind, SharingRules
from bihuan.responsibility.grammar import Basis, CalendarYear, Duty, NamedWindows, Programme


class TextNature(StrEnum):
    """Whether the text of a clause is the source's own (short, from a document at hand) or retold."""

    VERBATIM = "原文"
    RETOLD = "转述"


class Checked(StrEnum):
    """How far a fact is confirmed: seen in the text, seen second-hand, or general knowledge only."""

    SEEN = "甲"
    SECOND_HAND = "乙"
    UNCONFIRMED = "丙"


class Cycle(StrEnum):
    """The usual period of appraisal."""

    YEAR = "年"
    HALF_YEAR = "半年"
    QUARTER = "季"
    MONTH = "月"
    TWO_YEARS = "两年"


class NotAdoptedReason(StrEnum):
    """Why an item of a source is not adopted as a measure."""

    PERSON_POINTS = "给个人计分或排名"
    PERSON_DISCIPLINE = "涉及个人违纪违法"
    BELIEF_OR_OPINION = "涉及宗教信仰或个人思想言论"
    TRACES = "以痕迹计分"
    NO_RULE = "来源缺损，无从编码"


class Clause(Node):
    """One clause of a source as the pack relies on it (条款)."""

    clause: str = Field(description="条款号，照来源；没有编号的写来源里的位置")
    text: str = Field(description="文字")
    nature: TextNature = Field(TextNature.RETOLD, description="原文（短、逐字、手头有文件）或转述")
    checked: Checked | None = Field(None, description="核实程度；不写同文件")


class Source(Node):
    """A document the pack relies on (来源)."""

    source: str = Field(description="编号，供依据引用")
    title: str = Field(description="标题")
    number: str = Field("", description="文号")
    issued: str = Field("", description="印发或发布日期；只知年份就写年份")
    by: str = Field("", description="发文机关或出处")
    address: str = Field("", description="网址")
    checked: Checked = Field(description="核实程度：甲见到条文，乙见于二手材料，丙未核实")
    checker: str = Field("", description="核实人")
    clauses: Annotated[tuple[Clause, ...], OneOrMany] = Field((), description="用到的条款")
    note: str = Field("", description="说明")


class NotAdopted(Node):
    """An item of a source the product refuses to score, with the reason (不予采用)."""

    item: str = Field(description="项目名称")
    max: str = Field("", description="来源里的分值")
    basis: Annotated[tuple[Basis, ...], OneOrMany] = Field((), description="来源条款")
    reason: NotAdoptedReason = Field(description="理由")
    note: str = Field("", description="说明")


class AcceptedWarning(Node):
    """A warning the owner has seen and accepts (已知提示); an entry that no longer fires is an error."""

    code: str = Field(description="提示代码，如 P201")
    place: str = Field(description="提示给出的位置（编号路径），如 指标/appraisal.lecture")
    reason: str = Field(description="为什么接受")


class Situation(StrEnum):
    """Which side of a rule a case stands on."""

    APPLIES = "适用"
    DOES_NOT_APPLY = "不适用"
    BOUNDARY = "边界"


class Case(Node):
    """A worked example a clerk can check with a pencil (算例)."""

    case: str = Field(description="一句话，说明情形与结果")
    because: str = Field(description="依据与道理")
    about: Texts = Field(description="关于哪些指标、责任、否决、措施（编号或名称）")
    situation: Situation = Field(description="适用、不适用、边界")
    period: str = Field(description="考核期，如 2026H1")
    as_of: Day | None = Field(None, description="截至哪一天；不写为考核期末")
    known_at: Day | None = Field(None, description="知悉至哪一天；不写为全部")
    organisation: dict[str, Any] = Field(
        {}, description="组织表各列，另有“党小组数”和“岗位”（如{书记: 1, 班子成员: 3}）；不写为普通党支部"
    )
    totals: dict[str, Number] = Field({}, description="只考等次时，直接给各组织总分")
    given: dict[str, Any] = Field({}, description="台账各表的行；或“记录种类: [日期…]”的简写")
    expect: dict[str, Any] = Field(description="指标名或编号对应的结果；另有总分、等次、否决、措施、责任")


class Pack(Node):
    """A rule pack (规则包)."""

    pack: str = Field(description="名称")
    id: str = Field(description="稳定编号：发布单位-主题，英文小写与连字符")
    version: str = Field(description="版本，如 2026.1")
    issuer: str = Field(description="发布单位")
    in_force_from: Day = Field(description="施行日期")
    in_force_to: Day | None = Field(None, description="废止日期")
    builds_on: Texts = Field((), description="所基于的规则包编号；可用其责任、记录种类、日历")
    cycle: Cycle = Field(Cycle.YEAR, description="考核周期")
    year_from: YearDayText = Field(YearDay(1, 1), description="年度从哪一天起，如“上年12-01”")
    incomplete: YesNo = Field(False, description="残缺：来源不全，总分与等次不定")
    invented: YesNo = Field(False, description="虚构：演示用，不是任何单位的真实规定")
    note: str = Field("", description="说明")
    choices: Choices = Field(Choices(), description="口径：每一种解释选择")
    sources: Annotated[tuple[Source, ...], OneOrMany] = Field((), description="来源")
    calendars: Annotated[tuple[CalendarYear, ...], OneOrMany] = Field((), description="放假与调休")
    windows: Annotated[tuple[NamedWindows, ...], OneOrMany] = Field((), description="自定周期")
    duties: Annotated[tuple[Duty, ...], OneOrMany] = Field((), description="责任清单")
    programme: Annotated[tuple[Programme, ...], OneOrMany] = Field((), description="计划")
    record_kinds: Annotated[tuple[RecordKind, ...], OneOrMany] = Field((), description="记录种类")
    sharing: SharingRules = Field(SharingRules(), description="抵用")
    sections: Annotated[tuple[Section, ...], OneOrMany] = Field((), description="板块")
    bonus_cap: Number | None = Field(None, description="全部加分最多多少")
    measures: Annotated[tuple[Measure, ...], OneOrMany] = Field((), description="指标")
    vetoes: Annotated[tuple[Veto, ...], OneOrMany] = Field((), description="否决")
    grading: Grading | None = Field(None, description="等次；没有则不定等次")
    consequences: Annotated[tuple[Consequence, ...], OneOrMany] = Field((), description="结果运用")
    not_adopted: Annotated[tuple[NotAdopted, ...], OneOrMany] = Field((), description="不予采用")
    accepted_warnings: Annotated[tuple[AcceptedWarning, ...], OneOrMany] = Field((), description="已知提示")
    cases: Annotated[tuple[Case, ...], OneOrMany] = Field((), description="算例")
