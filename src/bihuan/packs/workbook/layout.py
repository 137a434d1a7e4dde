"""Which sheets the workbook has, and the columns of each: headings, drop-downs, what they stand for."""

from dataclasses import dataclass
from functools import cache

from bihuan.appraisal.grammar import FACT_FIELDS, Band, Component, Direct, Fact, GradeRule, Measure, Section, Veto, When
from bihuan.basics.nodes import Node
from bihuan.basics.vocabulary import KEYS
from bihuan.outcomes.grammar import Consequence
from bihuan.packs.checks.flavours import TRIGGERS
from bihuan.packs.grammar import AcceptedWarning, Case, Clause, NotAdopted, Pack, Source
from bihuan.packs.outline import Key, keys_of
from bihuan.progress.grammar import RecordKind
from bihuan.responsibility.grammar import CalendarYear, Duty, NamedWindows, Programme

FACT, CONTENT = "事实", "内容"
SIDE, TRIGGER, STEP, PRICE, OTHER = "行别", "触发", "每多少", "分值", "其他"
OWNER, PART = "指标编号", "计分项"
FACT_WORDS = tuple(KEYS[name] for name in FACT_FIELDS)
TRIGGER_WORDS = (
    *(KEYS[name] for name in TRIGGERS if name not in ("when", "proportional")),
    *(f"凡{when}" for when in When),
    KEYS["proportional"],
    OTHER,
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the closed list or the sheet its values come from, what to write."""

    heading: str
    doc: str
    choices: tuple[str, ...] = ()
    values_of: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows of ``model`` standing under ``key`` of the pack or of their owner."""

    name: str
    key: str
    model: type[Node]
    columns: tuple[Column, ...]


_SPLIT = frozenset({"条款表", "计分", "扣分", "得分", "分档", "等次表", "直接定级", "效果"})
"""Keys that have sheets (or columns) of their own."""

_POINTS_INTO = {"板块": "板块", "等次不高于": "等次", "等次定为": "等次", "等次为": "等次"}


def _column(key: Key) -> Column:
    return Column(key.chinese, key.description, key.choices, _POINTS_INTO.get(key.chinese, ""))


def columns_of(model: type[Node]) -> tuple[Column, ...]:
    """Give the columns of a model: its keys, the twelve kinds of fact as two columns, an effect as three."""
    columns: list[Column] = []
    for word, key in keys_of(model).items():
        if word in _SPLIT or (issubclass(model, Fact) and key.name in FACT_FIELDS):
            continue
        columns.append(_column(key))
    if issubclass(model, Fact):
        place = next(n for n, column in enumerate(columns) if column.heading in ("最多", "凡"))
        columns[place:place] = [
            Column(FACT, "看什么；从下拉里选一种", FACT_WORDS),
            Column(CONTENT, "这件事实的内容，写“键: 值”，用半角逗号隔开；几个要求一行一个"),
        ]
    if model is Veto:
        place = next(n for n, column in enumerate(columns) if column.heading == "说明")
        columns[place:place] = [_column(key) for key in _effect_keys()]
    return tuple(columns)


def _effect_keys() -> list[Key]:
    effect = keys_of(Veto)["效果"].node
    return list(keys_of(effect).values()) if effect else []


RATE_COLUMNS = (
    Column(OWNER, "哪个指标", values_of="指标"),
    Column(PART, "指标里的哪一项"),
    Column(SIDE, "扣分还是得分", ("扣分", "得分")),
    Column(TRIGGER, "什么情况下扣（得）；裁量分值不选", TRIGGER_WORDS),
    Column(STEP, "每少、每迟、每次多少，如“1 次”；凡、按比例不写"),
    Column("目标", "目标值，如 90%"),
    Column(PRICE, "扣（得）多少；全部、1—3 也可以"),
    Column("最多", "这一行最多多少分"),
    Column("取整", "步数取整", keys_of(keys_of(Component)["扣分"].node or Node)["取整"].choices),
)


@cache
def sheets() -> tuple[Sheet, ...]:
    """Give the sheets of lists, in the order of the workbook."""
    owner, part = Column(OWNER, "哪个指标", values_of="指标"), Column(PART, "指标里的哪一项")
    source = Column("文件", "哪份文件（来源的编号）", values_of="来源")
    plain: list[tuple[str, str, type[Node]]] = [
        ("来源", "来源", Source),
        ("条款", "条款表", Clause),
        ("日历", "日历", CalendarYear),
        ("自定周期", "自定周期", NamedWindows),
        ("责任", "责任清单", Duty),
        ("计划", "计划", Programme),
        ("记录种类", "记录种类", RecordKind),
        ("板块", "板块表", Section),
        ("指标", "指标表", Measure),
        ("计分项", "计分", Component),
        ("分档", "分档", Band),
        ("否决", "否决表", Veto),
        ("等次", "等次表", GradeRule),
        ("直接定级", "直接定级", Direct),
        ("结果运用", "结果运用", Consequence),
        ("不予采用", "不予采用", NotAdopted),
        ("已知提示", "已知提示", AcceptedWarning),
        ("算例", "算例", Case),
    ]
    before = {"条款": (source,), "计分项": (owner,), "分档": (owner, part)}
    made = [Sheet(name, key, model, (*before.get(name, ()), *columns_of(model))) for name, key, model in plain]
    place = next(n for n, sheet in enumerate(made) if sheet.name == "分档")
    made.insert(place, Sheet("扣分得分", "扣分", Node, RATE_COLUMNS))
    return tuple(made)


PACK_SHEET, CHOICES_SHEET = "规则包", "口径"


@cache
def pack_rows() -> tuple[tuple[tuple[str, ...], Key], ...]:
    """Give the rows of the first sheet: key paths of single values of the pack, with their keys."""
    rows: list[tuple[tuple[str, ...], Key]] = []
    for word, key in keys_of(Pack).items():
        if key.form in ("文字", "列表"):
            rows.append(((word,), key))
        elif word in ("抵用", "等次") and key.node:
            inner = keys_of(key.node).items()
            rows += [((word, name), sub) for name, sub in inner if name not in _SPLIT]
    return tuple(rows)


@cache
def choice_rows() -> tuple[tuple[tuple[str, ...], Key], ...]:
    """Give the rows of the second sheet: every declared choice, the floors one by one."""
    rows: list[tuple[tuple[str, ...], Key]] = []
    model = keys_of(Pack)["口径"].node
    for word, key in keys_of(model).items() if model else ():
        if key.form == "键" and key.node:
            rows += [((word, name), sub) for name, sub in keys_of(key.node).items()]
        else:
            rows.append(((word,), key))
    return tuple(rows)
