"""What each kind of fact can trigger: which lines of 扣分 and 得分 fit it, and which ladders."""

from dataclasses import dataclass

from bihuan.appraisal.grammar import Component, JudgedAs, Rate, When

TRIGGERS = (
    "per_missing",
    "per_late",
    "per_each",
    "per_absent_item",
    "per_below",
    "per_above",
    "when",
    "proportional",
    "times",
)


@dataclass(frozen=True, slots=True)
class Flavour:
    """What a kind of fact can trigger: rates, the flat 凡, which of these need a 目标, and ladders."""

    word: str
    triggers: tuple[str, ...] = ()
    whens: tuple[When, ...] = ()
    with_target: tuple[str, ...] = ()
    by_name: bool = False
    by_number: bool = False


_NUMBER = ("per_each", "per_missing", "per_below", "per_above", "when")
_TARGETS = ("per_missing", "per_below", "per_above")
_THERE = (When.PRESENT, When.ABSENT)
_SHORT = (When.SHORT,)

DEMAND = Flavour("要求", ("per_missing", "per_late", "when", "proportional"), tuple(When))
NUMBER = Flavour("次数", _NUMBER, (*_THERE, When.SHORT), _TARGETS, by_number=True)
SCORE = Flavour("数值", (*_NUMBER, "times"), (*_THERE, When.SHORT), _TARGETS, by_number=True)
EXTERNAL = Flavour("外部结果", SCORE.triggers, SCORE.whens, _TARGETS, by_name=True, by_number=True)
RATIO = Flavour("比率", ("per_below", "per_above", "when", "proportional"), _SHORT, _TARGETS, by_number=True)
YES_NO = Flavour("有无", ("when",), _THERE)
LEVEL = Flavour("等级", by_name=True)
VALUE = Flavour("裁量分值")
CHECKLIST = Flavour("清单", ("per_absent_item",))

_JUDGED = {
    JudgedAs.SITUATION: YES_NO,
    JudgedAs.LEVEL: LEVEL,
    JudgedAs.VALUE: VALUE,
    JudgedAs.CHECKLIST: CHECKLIST,
    JudgedAs.COUNT: NUMBER,
}
_PLAIN = {
    "duties": DEMAND,
    "requirement": DEMAND,
    "tally": NUMBER,
    "ratio": RATIO,
    "external": EXTERNAL,
    "honours": LEVEL,
    "condition": YES_NO,
    "findings": NUMBER,
    "vacancy": NUMBER,
    "score_of": SCORE,
}


def flavour_of(component: Component) -> Flavour:
    """Give what the fact of a component can trigger."""
    if component.judged:
        return _JUDGED[component.judged.how]
    if component.ballot:
        return SCORE if component.ballot.option_points else RATIO
    return _PLAIN[component.fact_names()[0]]


def triggers_of(rate: Rate) -> list[str]:
    """Give the names of the triggers a rate has (one, if it is right)."""
    return [name for name in TRIGGERS if getattr(rate, name) not in (None, False)]
