"""Grammar of 领导责任: conditions on organisations, cadence, evidence, deadlines, duties.

The keys a person writes are in :mod:`bihuan.basics.vocabulary`; the Chinese descriptions here become the reference.
"""

from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Self

from pydantic import Field, model_validator

from bihuan.basics.nodes import (
    Amount,
    AmountText,
    Day,
    Int,
    Node,
    Number,
    OneOrMany,
    SpanText,
    Texts,
    Unit,
    YearDayText,
    YesNo,
)


class Counting(StrEnum):
    """How a shortfall is counted: window by window, or over the whole period (缺次口径)."""

    BY_WINDOW = "逐期"
    IN_TOTAL = "总数"


class Holiday(StrEnum):
    """What happens to a deadline that falls on a day off."""

    AFTER = "顺延"
    BEFORE = "提前"
    UNCHANGED = "不变"


class Basis(Node):
    """Points to a clause of a source of the pack."""

    source: str = Field(description="来源的编号")
    clause: str = Field(description="条款号，照抄来源，如“2.10”；不编造")


class Bounds(Node):
    """Limits on a number; each key says whether the limit itself is included."""

    not_less: Number | None = Field(None, description="≥ 这个数")
    more: Number | None = Field(None, description="> 这个数")
    not_more: Number | None = Field(None, description="≤ 这个数")
    less: Number | None = Field(None, description="< 这个数")
    from_up: Number | None = Field(None, description="原文“以上”；含不含本数看口径“以上以下含本数”")
    from_down: Number | None = Field(None, description="原文“以下”；含不含本数看口径“以上以下含本数”")


class Applies(Node):
    """A condition on an organisation; all the keys given must hold (适用)."""

    tiers: Texts = Field((), description="层级是其中之一")
    kinds: Texts = Field((), description="类别是其中之一")
    labels: Texts = Field((), description="带有其中任一标签")
    has_committee: YesNo | None = Field(None, description="是否设支委会")
    has_groups: YesNo | None = Field(None, description="是否设党小组（台账里有在存续的下级党小组）")
    full_members: Bounds | None = Field(None, description="正式党员人数")
    members: Bounds | None = Field(None, description="正式与预备党员合计人数")
    committee_size: Bounds | None = Field(None, description="支部委员会委员人数")
    posts_filled: Texts = Field((), description="基准日这些岗位都有人任职（含代管）")
    in_being_for: SpanText | None = Field(None, description="到基准日成立已满多久")
    parent_tiers: Texts = Field((), description="上级组织的层级是其中之一")
    on: str | None = Field(None, description="以哪一天为准：期初、期末（默认）或月日如“06-30”")
    unless: "Applies | None" = Field(None, description="除外：符合这个条件的不适用")
    any_of: Annotated[tuple["Applies", ...], OneOrMany] = Field((), description="其中任一条件成立")


EVERYTHING = Applies()
"""The condition that always holds; what a pack does not write."""


class Deadline(Node):
    """The last day on which an obligation of a window counts as met on time (截止)."""

    day: YearDayText | None = Field(None, description="固定月日；跨年写“次年01-10”。只用于每年一次或考核期一次的要求")
    within: SpanText | None = Field(None, description="窗口结束（或“自”所指事件）之后多久")
    after_event: str | None = Field(None, description="相对哪个组织事件起算，如成立、换届；此时每个事件产生一项应办")
    nth: Int | None = Field(None, description="窗口里第几个“周几”（与周几合用）")
    weekday: str | None = Field(None, description="一、二、三、四、五、六、日")
    lunar: str | None = Field(None, description="农历月日，如“12-30”；该月没有三十则取最后一天")
    on_holiday: Holiday = Field(Holiday.UNCHANGED, description="遇放假：顺延、提前、不变")


class Requirement(Node):
    """So many records of these kinds in every window (要求)."""

    records: Texts = Field((), description="活动的记录种类；几种任一都算")
    submissions: Texts = Field((), description="报送的种类；几种任一都算")
    every: str = Field("考核期", description="周、月、季、半年、年、考核期，或规则包“自定周期”里的名称")
    at_least: AmountText = Field(
        Amount(Fraction(1), Unit.TIMES), description="至少多少：次，或累计的分钟、学时、天、人次"
    )
    each_at_least: AmountText | None = Field(None, description="每次至少多长才算一次（分钟、学时、天）；不够的算 0 次")
    speaker: Texts = Field((), description="须由这些岗位的人主讲")
    role: str | None = Field(None, description="按人计时看身份：主讲、出席、列席、主持；默认主讲或出席、主持任一")
    quorum: Number | None = Field(None, description="到会率不低于多少才有效，如 1/2")
    first_item: YesNo | None = Field(None, description="须落实第一议题才算")
    topic: Texts = Field((), description="须含其中任一主题")
    months: tuple[Int, ...] = Field((), description="只认这些月份里发生的，如 [10, 11, 12]")
    deadline: Deadline | None = Field(None, description="截止日；不写则为窗口最后一天")
    late_until: SpanText | None = Field(None, description="截止后多久之内补办（补报）仍可挽回一部分，补办的按“每迟”计")
    counting: Counting | None = Field(None, description="逐期或总数；不写则看口径“缺次”")

    @model_validator(mode="after")
    def _one_evidence(self) -> Self:
        if bool(self.records) == bool(self.submissions):
            raise ValueError("“要求”里须写“记录”或“报送”，二者写一样")
        if self.at_least.value <= 0:
            raise ValueError("“至少”须大于 0")
        return self


class Duty(Node):
    """One entry of a responsibility list: who answers for what, how often, on what basis (责任)."""

    duty: str = Field(description="责任的名称")
    id: str = Field(description="稳定编号，英文小写与点、下划线；不复用")
    tier: str = Field(description="哪一级：党组、机关党委、党支部等")
    post: str = Field("组织", description="哪个岗位：组织、书记、班子成员、专职副书记等")
    basis: Annotated[tuple[Basis, ...], OneOrMany] = Field(description="依据的条款；严于上级时两条都写")
    applies: Applies = Field(EVERYTHING, description="对哪些组织适用")
    requirement: Requirement | None = Field(None, description="频次与凭据；没有频次的责任不写")
    heading: str = Field("", description="归在计划的哪个标题（维度）下")
    exempt_when: Texts = Field((), description="可以申请豁免的情形")
    overrides: str = Field("", description="覆盖所基于规则包里的哪条责任（编号）；原条款仍显示")
    stricter_than: Basis | None = Field(None, description="严于哪条规定；显示“本单位自定”")
    in_force_from: Day | None = Field(None, description="从哪一天起；不写随规则包")
    in_force_to: Day | None = Field(None, description="到哪一天止")
    note: str = Field("", description="说明")


class Programme(Node):
    """A plan of one or several years that groups duties under its own headings (计划)."""

    programme: str = Field(description="计划名称")
    id: str = Field(description="稳定编号")
    basis: Annotated[tuple[Basis, ...], OneOrMany] = Field((), description="依据")
    in_force_from: Day | None = Field(None, description="起")
    in_force_to: Day | None = Field(None, description="止")
    headings: Texts = Field((), description="标题（维度）的名称，依次排列")


class CalendarYear(Node):
    """Days off and make-up working days of one year, as published; a year without one is reckoned 暂算."""

    year: Int = Field(description="年份")
    basis: Basis | None = Field(None, description="依据的通知")
    holidays: tuple[Day, ...] = Field((), description="放假的日子（落在周末的也可写）")
    workdays: tuple[Day, ...] = Field((), description="调休上班的周末")


class NamedWindows(Node):
    """A cadence of the pack's own, such as school terms (自定周期)."""

    name: str = Field(description="名称，用在“每”里")
    spans: tuple[tuple[YearDayText, YearDayText], ...] = Field(description="每个区间的起止月日，如 [[02-20, 07-15]]")
