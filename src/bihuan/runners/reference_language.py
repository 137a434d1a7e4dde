"""The reference pages of the pack language, written from the grammar itself: keys, choices, triggers, words."""

from collections.abc import Iterator
from datetime import date
from enum import Enum
from fractions import Fraction
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from bihuan.appraisal.choices import Choices, Floors
from bihuan.appraisal.grammar import (
    FACT_FIELDS,
    Ballot,
    Component,
    External,
    Findings,
    FindingState,
    Honours,
    Judged,
    JudgedAs,
    Ratio,
    RatioOf,
    ScoreOf,
    Tally,
    Vacancy,
    When,
)
from bihuan.basics.nodes import Amount, Node, Points, Span, SpanUnit, YearDay
from bihuan.basics.numbers import number_text
from bihuan.basics.vocabulary import KEYS
from bihuan.packs.checks.flavours import TRIGGERS, Flavour, flavour_of
from bihuan.packs.grammar import Pack
from bihuan.packs.outline import Key, keys_of, model_title, models
from bihuan.responsibility.grammar import Applies, Requirement

WRITTEN = "由 `python -m bihuan.runners.reference` 从程序写出，不要手改。"

_SCALARS: dict[type[Any], str] = {
    Fraction: "数",
    int: "整数",
    bool: "是／否",
    date: "日期",
    Amount: "数量",
    Span: "时长",
    YearDay: "月日",
    Points: "分值",
    str: "文字",
}

_WAYS = """\
## 值怎样写

每个值都按文字读，再由所在的键去认；认不出就报 P123。

| 写法 | 例 | 说明 |
| --- | --- | --- |
| 文字 | `支委会` | 含“: ”“#”或开头是符号的加引号 |
| 数 | `3`、`0.5`、`5/30`、`90%` | 精确的分数，没有浮点数 |
| 整数 | `2` | 最多九位 |
| 是／否 | `是` | 只认这两个字 |
| 日期 | `2026-06-30` | 年四位、月日两位 |
| 月日 | `01-10`、`次年01-10`、`上年12-01` | 2 月 29 日在平年落到 28 日 |
| 时长 | `3 个月`、`15 个工作日`、`30 天`、`2 周`、`3 年` | 整数 |
| 数量 | `1 次`、`120 分钟`、`16 学时`、`8 天` | 也写人、人次、项、篇、件；不写是次；1 学时 45 分钟，1 天 480 分钟 |
| 分值 | `0.5`、`5/30`、`1—3`、`0—剩余`、`全部` | 区间由人裁量；“全部”即不得分（扣）或满分（得） |
| 列表 | `[甲, 乙]` | 只有一个时可以不写方括号 |
| 对照 | `{好: 100, 差: 0}` | 名称自定 |
"""


def _bare(annotation: Any) -> Any:
    while get_origin(annotation) in (Annotated, Union, UnionType):
        inner = [part for part in get_args(annotation) if part is not type(None)]
        annotation = inner[0]
    return annotation


def _form(model: type[Node], key: Key) -> str:
    annotation = _bare(model.model_fields[key.name].annotation)
    if key.node:
        link = f"[{model_title(key.node)}](#{anchor(key.node)})"
        return f"{link}，可写几个" if key.form == "多个" else link
    if key.form == "对照":
        return "对照"
    if get_origin(annotation) is tuple:
        inner = _bare(get_args(annotation)[0])
        return f"{_SCALARS[inner]}的列表" if inner in _SCALARS else "几组列表"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return "可选值"
    return _SCALARS[annotation]


def default_text(model: type[Node], name: str) -> str:
    """Say what a key stands for when it is left out; 必写 if it may not be."""
    field = model.model_fields[name]
    if field.is_required():
        return "必写"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None or value == () or value == {} or value == "":
        return "—"
    if isinstance(value, Fraction):
        return number_text(value)
    return "各键的默认" if isinstance(value, Node) else str(value)


def anchor(model: type[Node]) -> str:
    """Give the anchor of a model's heading: its title and its name, as code hosts make anchors of headings."""
    return f"{model_title(model)}-{model.__name__.lower()}"


def cell(text: str) -> str:
    """Write a text so that it stays in its cell of a table."""
    return text.replace("|", "\\|").replace("\n", " ")


def _model(model: type[Node]) -> Iterator[str]:
    yield from (f"### {model_title(model)} `{model.__name__}`", "")
    yield from ("| 键 | 代码名 | 写法 | 不写时 | 说明 |", "| --- | --- | --- | --- | --- |")
    for word, key in keys_of(model).items():
        form = "、".join(key.choices) if key.choices and key.form == "文字" else _form(model, key)
        told = (f"**{word}**", f"`{key.name}`", form, default_text(model, key.name), key.description)
        yield f"| {' | '.join(cell(one) for one in told)} |"
    yield ""


def language_page() -> str:
    """Give the page of every model and key, and of which trigger fits which fact."""
    lines = ["# 规则包语言", "", WRITTEN, ""]
    lines += ["怎样写，见[把纸面细则写成规则包](../guides/from-paper-rubric.md)；怎样算，见[求值语义](semantics.md)；"]
    lines += ["口径见[口径一览](choices.md)；算例里的“组织”“已知”“应得”见[算例的写法](cases.md)。", "", _WAYS]
    lines += ["## 触发和事实怎样相配", "", *_matrix(), "## 每一样有哪些键", ""]
    for model in models():
        lines += _model(model)
    return "\n".join(lines).rstrip("\n") + "\n"


def _examples() -> Iterator[tuple[str, Component]]:
    """One component for every kind of fact, with the word for it."""
    demand = Requirement(records=("x",))
    made: dict[str, dict[str, Any]] = {
        "duties": {"duties": ("x",)},
        "requirement": {"requirement": (demand,)},
        "tally": {"tally": Tally(records=("x",))},
        "ratio": {"ratio": Ratio(of=RatioOf.ATTENDANCE)},
        "external": {"external": External(name="x")},
        "honours": {"honours": Honours()},
        "condition": {"condition": Applies(has_groups=True)},
        "findings": {"findings": Findings(state=FindingState.OPEN)},
        "vacancy": {"vacancy": Vacancy(posts=("x",), longer_than=Span(3, SpanUnit.MONTHS))},
        "score_of": {"score_of": ScoreOf(period=("上半年",))},
    }
    for name in FACT_FIELDS:
        if name == "judged":
            for how in JudgedAs:
                yield f"认定·{how}", Component(name="x", judged=Judged(how=how))
        elif name == "ballot":
            yield "测评·选项", Component(name="x", ballot=Ballot(name="x", options=("x",)))
            yield "测评·选项分", Component(name="x", ballot=Ballot(name="x", option_points={"x": Fraction(1)}))
        else:
            yield KEYS[name], Component(name="x", **made[name])


def _matrix() -> Iterator[str]:
    rates = [name for name in TRIGGERS if name != "when"]
    heads = [KEYS[name] for name in rates] + [f"凡{when}" for when in When] + ["分档"]
    yield "一行扣分（得分）恰好写一个触发，配一个分值。“✓”可以配；“目标”表示还要写“目标”；"
    yield "“区间”是裁量分值，直接写区间，不写触发。"
    yield ""
    yield f"| 事实 | {' | '.join(heads)} |"
    yield f"| --- |{' --- |' * len(heads)}"
    for word, component in _examples():
        yield f"| {word} | {' | '.join(_fits(flavour_of(component), rates))} |"
    yield from ("", "认定·分值只写一行扣分或得分，写明区间，如 `扣: 1—3`。荣誉、等级按名称分档，次数、比率按数值分档。")
    yield ""


def _fits(flavour: Flavour, rates: list[str]) -> Iterator[str]:
    is_demand = "per_late" in flavour.triggers
    if flavour.word == "裁量分值":
        yield from ["区间"] + [""] * (len(rates) - 1 + len(When) + 1)
        return
    for name in rates:
        fits = "目标" if name in flavour.with_target else "✓"
        yield fits if name in flavour.triggers else ""
    for when in When:
        fits = "目标" if when is When.SHORT and not is_demand else "✓"
        yield fits if when in flavour.whens else ""
    ladders = [word for word, there in (("按名称", flavour.by_name), ("按数值", flavour.by_number)) if there]
    yield "、".join(ladders)


NUMBERED = (
    ("1", ("floors",)),
    ("2", ("relation_default",)),
    ("3", ("counting_default",)),
    ("4", ("ratio_rounding", "line_rounding", "total_rounding", "total_decimals")),
    ("5", ("bounds_inclusive",)),
    ("6", ("belongs_by",)),
    ("7", ("late_entry", "late_entry_days")),
    ("8", ("not_applicable_default",)),
    ("9", ("part_period", "part_period_less_than", "window_in_being")),
    ("10", ("attendance_without",)),
    ("11", ("same_fact_twice",)),
    ("12", ("same_honour", "valid_for", "holders")),
    ("13", ("no_rule_items",)),
    ("14", ("unjudged_default",)),
    ("15", ("publicity_days", "during_appeal")),
    ("16", ("versions_by",)),
    ("17", ("ties", "quota_rounding", "direct_takes_place", "veto_refill")),
    ("另", ("long_windows",)),
)
"""The declared choices by the number of their section in the guide."""


def choices_page() -> str:
    """Give the page of every declared choice with its values and its default."""
    lines = ["# 口径一览", "", WRITTEN, ""]
    lines += ["口径写在 `pack.yaml` 的“口径”里；`bihuan check 规则包 --choices` 列出一个包取了什么。"]
    lines += ["每一种的写法和例子在[指南第六节](../guides/from-paper-rubric.md#六十七种要说清的口径)，编号相同。", ""]
    lines += ["| 编号 | 键 | 可选值 | 默认 | 说明 |", "| --- | --- | --- | --- | --- |"]
    for number, names in NUMBERED:
        for name in names:
            lines += _choice(number, Choices, name)
    for name in Floors.model_fields:
        lines += _choice("1", Floors, name, "触底·")
    return "\n".join(lines) + "\n"


def _choice(number: str, model: type[Node], name: str, prefix: str = "") -> Iterator[str]:
    key = next(key for key in keys_of(model).values() if key.name == name)
    values = "、".join(key.choices) if key.choices else "四级各写是或否" if key.node else _form(model, key)
    told = (
        number,
        f"**{prefix}{key.chinese}**",
        values,
        default_text(model, name),
        key.description or "这一级不低于 0",
    )
    yield f"| {' | '.join(cell(one) for one in told)} |"


def pack_words() -> Iterator[tuple[str, str, str]]:
    """Give every key of the language: the Chinese word, its name in the code, and where it is written."""
    titles: dict[str, list[str]] = {}
    for model in models():
        for key in keys_of(model).values():
            titles.setdefault(key.name, []).append("规则包" if model is Pack else model_title(model))
    for name, chinese in KEYS.items():
        yield chinese, name, "、".join(dict.fromkeys(titles.get(name, ["算例"])))


def value_words() -> Iterator[tuple[str, str, str]]:
    """Give every closed value: the Chinese word, its name in the code, and the type it belongs to."""
    kinds: dict[str, type[Enum]] = {}
    for model in models():
        for field in model.model_fields.values():
            kind = _bare(field.annotation)
            if isinstance(kind, type) and issubclass(kind, Enum):
                kinds.setdefault(kind.__name__, kind)
    for _, kind in sorted(kinds.items()):
        for member in kind:
            yield str(member.value), member.name, kind.__name__
