"""Facts and points in plain Chinese, as a secretary would say them."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from bihuan.appraisal.compiled import CompiledComponent
from bihuan.appraisal.values import (
    BooleanFact,
    ChecklistFact,
    FactState,
    FactValue,
    JudgedValueFact,
    LevelsFact,
    NumberFact,
    RatioFact,
    ScoreFact,
)
from bihuan.basics.numbers import Rounding, divide, number_text
from bihuan.basics.wording import label_text
from bihuan.progress.matching import Slot, Tally
from bihuan.responsibility.grammar import Requirement

NOT_YET = "尚未认定"


def points_text(units: int, per_point: int) -> str:
    """Write units as points, to a thousandth."""
    thousandths = divide(units * 1000, per_point, Rounding.HALF_UP)
    return number_text(Fraction(thousandths, 1000))


def change_text(units: int, per_point: int, gathers: bool = False) -> str:
    """Say what a net change is: 扣 0.5 分, 得 1 分, 不扣分; ``gathers``: points are gathered from zero (不得分)."""
    if units < 0:
        return f"扣 {points_text(-units, per_point)} 分"
    nothing = "不得分" if gathers else "不扣分"
    return f"得 {points_text(units, per_point)} 分" if units else nothing


def percent_text(value: Fraction) -> str:
    """Write a ratio as a percentage with at most two decimals."""
    hundredths = divide(value.numerator * 10_000, value.denominator, Rounding.HALF_UP)
    return f"{number_text(Fraction(hundredths, 100))}%"


def demand_text(requirement: Requirement) -> str:
    """Say what is demanded: 召开支委会, 报送年度计划, 开展主题党日."""
    names = "或".join(requirement.records or requirement.submissions)
    if requirement.submissions:
        return f"报送{names}"
    return f"召开{names}" if names.endswith("会") else f"开展{names}"


def asked_text(requirement: Requirement) -> str:
    """Say how often something is asked in a few words: 每月 1 次, 每季度 1 次，每次不少于 60 分钟."""
    words = {"考核期": "考核期", "季": "每季度"}
    every, least = words.get(requirement.every, f"每{requirement.every}"), requirement.each_at_least
    text = f"{every} {number_text(requirement.at_least.value)} {requirement.at_least.unit}"
    return f"{text}，每次不少于 {number_text(least.value)} {least.unit}" if least else text


def tally_text(component: CompiledComponent, fact: Tally, slots: Sequence[Slot], as_of: date) -> str:
    """Say how a requirement was met: 应召开支委会 6 次，实际 5 次（缺 4 月）."""
    unit = component.units[0]
    scale, word = unit.demand.scale, unit.demand.unit
    what = "、".join(dict.fromkeys(demand_text(one.requirement) for one in component.units))
    text = f"应{what} {_amount(fact.due, scale)} {word}，实际 {_amount(fact.done, scale)} {word}"
    details = []
    if fact.late:
        details.append(f"其中补办 {_amount(fact.late, scale)} {word}")
    if fact.missing:
        details.append(f"缺 {'、'.join(_lacking(slots, as_of, due=True))}")
    if fact.pending:
        details.append(f"未到期 {'、'.join(_lacking(slots, as_of, due=False))}")
    return f"{text}（{'；'.join(details)}）" if details else text


def _amount(value: int | Fraction, scale: int) -> str:
    return number_text(Fraction(value) / scale)


def _lacking(slots: Sequence[Slot], as_of: date, due: bool) -> list[str]:
    found: dict[str, int] = {}
    for slot in slots:
        if slot.is_open and (as_of >= slot.window.deadline) == due:
            label = label_text(slot.window.label)
            found[label] = found.get(label, 0) + 1
    return list(found)


def fact_text(component: CompiledComponent, fact: FactValue) -> str:
    """Say what a fact other than a requirement is."""
    name = component.component.name
    if isinstance(fact, NumberFact):
        state = f"，{NOT_YET}" if fact.state is FactState.UNJUDGED else ""
        return f"{name}：{number_text(Fraction(fact.value))}{_target(component)}{state}"
    if isinstance(fact, RatioFact):
        return _ratio_text(component, fact)
    if isinstance(fact, BooleanFact):
        return f"{name}：{NOT_YET if fact.value is None else '有' if fact.value else '无'}"
    if isinstance(fact, LevelsFact):
        levels = "、".join(level for _, level in fact.levels)
        return f"{name}：{levels or (NOT_YET if fact.state is FactState.UNJUDGED else '无')}"
    if isinstance(fact, ChecklistFact):
        if fact.missing is None:
            return f"{name}：{NOT_YET}"
        return f"{name}：缺{'、'.join(fact.missing)}，共 {len(fact.missing)} 项" if fact.missing else f"{name}：不缺项"
    if isinstance(fact, JudgedValueFact):
        return f"{name}：{NOT_YET}" if fact.value is None else f"{name}：认定 {number_text(fact.value)}"
    if isinstance(fact, ScoreFact):
        return f"{name}：{number_text(fact.worst)}"
    return name


def _ratio_text(component: CompiledComponent, fact: RatioFact) -> str:
    name = component.component.name
    if not fact.denominator:
        return f"{name}：没有可算的记录"
    shown = percent_text(fact.value)
    if component.component.ballot is None:
        shown += f"（{number_text(Fraction(fact.numerator))}/{number_text(Fraction(fact.denominator))}）"
    return f"{name} {shown}{_target(component)}"


def _target(component: CompiledComponent) -> str:
    targets = [rate.rate.target for rate in component.rates if rate.rate.target is not None]
    if not targets:
        return ""
    is_ratio = component.component.ratio is not None or bool(
        component.component.ballot and component.component.ballot.options
    )
    return f"，目标 {percent_text(targets[0]) if is_ratio else number_text(targets[0])}"
