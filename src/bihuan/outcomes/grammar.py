"""Grammar of 结果运用: what is proposed when, to whom, by when, and what returns to the next cycle."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from bihuan.basics.nodes import Int, Node, OneOrMany, SpanText, Texts, YesNo
from bihuan.responsibility.grammar import Basis


class Trigger(Node):
    """What makes a consequence be proposed; all the keys given must hold (触发)."""

    trigger_grades: Texts = Field((), description="等次是其中之一")
    trigger_in_a_row: Int | None = Field(None, description="连续几期都是这些等次（含本期）")
    trigger_veto: Texts = Field((), description="触发了其中任一否决（编号）")
    trigger_measure: Texts = Field((), description="其中任一指标（编号）有扣分")
    trigger_finding: str | None = Field(None, description="有处于这一状态的问题：逾期、未销号、重开")

    trigger_duty: Texts = Field((), description="其中任一责任（编号）在本期有缺（截止已过而没有办）")
    natures: Texts = Field((), description="与“问题状态”合用：只看这些类型的问题")
    origin: str = Field("", description="与“问题状态”合用：只看这一来源的问题")

    @model_validator(mode="after")
    def _something(self) -> Self:
        found = (self.trigger_duty, self.trigger_grades)
        if not (any(found) or self.trigger_veto or self.trigger_measure or self.trigger_finding):
            raise ValueError("“触发”里至少写一样：等次为、否决项、失分指标、问题状态、欠办责任")
        return self


class Consequence(Node):
    """A consequence the machine proposes and a person decides (措施)."""

    consequence: str = Field(description="措施名称，如“约谈党支部书记”")
    id: str = Field(description="稳定编号")
    basis: Annotated[tuple[Basis, ...], OneOrMany] = Field((), description="依据")
    trigger: Trigger = Field(description="什么情况下提出")
    to: str = Field(description="对谁：组织或岗位")
    from_whom: str = Field(description="由谁实施")
    time_limit: SpanText | None = Field(None, description="结果确定后多久之内；来源没写就不写")
    closed_by: str = Field("", description="凭什么办结，如“约谈记录”")
    returns_as: str = Field("", description="转入下期责任清单的内容")
    advice_only: YesNo = Field(False, description="涉及党员权利的只作建议")
    note: str = Field("", description="说明")
