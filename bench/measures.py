"""The forty measures of the comparison, in a form that can be written in the language of every engine.

Points are in thousandths. Ten measures look at Party groups or at post holders.
"""

from dataclasses import dataclass, replace
from typing import Any

KINDS = (
    "支委会",
    "党员大会",
    "党小组会",
    "党课",
    "主题党日",
    "集中学习",
    "谈心谈话",
    "组织生活会",
    "志愿服务",
    "廉政教育",
)
WINDOWS = {"月": 12, "季": 4, "半年": 2, "年": 1}
GROUPS = (1, 2)
SECRETARY, MEMBERS = (1,), (2, 3)
EVERYBODY = (1, 2, 3)
ORIGINS = ("巡察反馈", "半年考评")
LEVELS = (("省级", 1000), ("市级", 500), ("区级", 200))
HONOURS_AT_MOST = 2000
VETOED_AT_MOST = 60_000
PAPER = "季度报告"
ON_TIME_WITHIN, LATE_WITHIN = 10, 20


@dataclass(frozen=True)
class Count:
    """So many records a window; ``subjects`` are groups or persons looked at one by one, rolled up by ``roll``.

    ``least`` is the shortest time of a record, ``speakers`` the persons one of whom must speak.
    """

    id: str
    kind: int
    window: str
    need: int
    price: int
    top: int
    by: str = ""
    subjects: tuple[int, ...] = (0,)
    roll: str = "求和"
    least: int = 0
    speakers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Share:
    """Minutes gathered, in proportion to what is needed."""

    id: str
    kind: int
    window: str
    need: int
    top: int
    by: str = ""
    subjects: tuple[int, ...] = (0,)
    least: int = 0
    speakers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Attendance:
    """A deduction for every percent below ninety."""

    id: str
    kind: int
    price: int
    top: int
    by: str = ""
    subjects: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class LateEntries:
    """A deduction for every record received more than thirty days after its day."""

    id: str
    kinds: tuple[int, ...]
    price: int
    top: int


@dataclass(frozen=True)
class Papers:
    """A report a quarter, so much off if it is missing, less if it came late."""

    id: str
    price: int
    late_price: int
    top: int


@dataclass(frozen=True)
class Problems:
    """A deduction for every finding in a state."""

    id: str
    state: str
    origin: int
    price: int
    top: int


@dataclass(frozen=True)
class Closed:
    """The share of findings that were due and are closed."""

    id: str
    top: int


Spec = Count | Share | Attendance | LateEntries | Papers | Problems | Closed


def _by_group(id: str, kind: int, window: str, price: int, top: int, roll: str, least: int = 0) -> Count:
    return Count(id, kind, window, 1, price, top, "group", GROUPS, roll, least)


def _by_person(id: str, kind: int, window: str, price: int, top: int, who: tuple[int, ...], roll: str) -> Count:
    return Count(id, kind, window, 1, price, top, "speaker", who, roll)


FORTY_LESS_TWO: tuple[Spec, ...] = (
    Count("c.committee", 1, "月", 1, 250, 3000),
    Count("c.assembly", 2, "季", 1, 1000, 4000),
    Count("c.theme_day", 5, "月", 1, 250, 3000),
    Count("c.study", 6, "月", 2, 125, 3000),
    Count("c.talks", 7, "半年", 2, 500, 2000),
    Count("c.review", 8, "年", 1, 2000, 2000),
    Count("c.volunteers", 9, "季", 1, 500, 2000),
    Papers("c.reports", 500, 200, 2000),
    _by_group("g.meetings", 3, "月", 250, 3000, "平均"),
    _by_group("g.study", 6, "季", 250, 2000, "求和"),
    _by_group("g.theme_day", 5, "季", 500, 2000, "全部"),
    _by_person("p.secretary_class", 4, "半年", 1000, 2000, SECRETARY, "平均"),
    _by_person("p.member_study", 6, "半年", 1000, 2000, MEMBERS, "任一"),
    _by_person("p.member_class", 4, "年", 1000, 2000, MEMBERS, "平均"),
    *(Attendance(f"a.kind{kind}", kind, 100, 2000) for kind in (1, 2, 4, 5, 6, 9)),
    Attendance("a.groups", 3, 100, 2000, "group", GROUPS),
    Share("m.study", 6, "年", 1440, 3000),
    Share("m.class", 4, "年", 360, 3000),
    Share("m.integrity", 10, "半年", 180, 3000),
    Share("m.members", 6, "年", 180, 2000, "speaker", MEMBERS),
    LateEntries("l.meetings", (1, 2), 200, 2000),
    LateEntries("l.classes", (4, 5), 200, 2000),
    LateEntries("l.study", (6,), 200, 2000),
    Count("d.class", 4, "季", 1, 500, 2000, least=60),
    Count("d.study", 6, "月", 1, 250, 3000, least=90),
    _by_group("d.groups", 3, "季", 500, 2000, "平均", 60),
    Count("s.class", 4, "半年", 1, 1000, 2000, speakers=SECRETARY),
    Count("s.integrity", 10, "半年", 1, 1000, 2000, speakers=EVERYBODY),
    _by_person("s.secretary", 10, "年", 2000, 2000, SECRETARY, "平均"),
    Problems("o.overdue", "逾期", 0, 500, 3000),
    Closed("o.closed", 3000),
    Problems("o.open", "未销号", 1, 500, 2000),
    Problems("o.reopened", "重开", 0, 1000, 2000),
)
"""All measures but the honours (a bonus) and the veto."""


ALL = len(FORTY_LESS_TWO) + 2
"""Forty: with the honours and the veto."""


def specs(measures: int = ALL) -> tuple[Spec, ...]:
    """Give all measures but the honours and the veto; beyond forty, variants with other needs, lengths and prices.

    Every other round of variants asks for longer records, so that it rests on facts of its own.
    """
    made: list[Spec] = []
    while len(made) < measures - 2:
        turn = len(made) // len(FORTY_LESS_TWO)
        spec = FORTY_LESS_TWO[len(made) % len(FORTY_LESS_TWO)]
        made.append(replace(spec, **_changes(spec, turn)) if turn else spec)
    return tuple(made)


def _changes(spec: Spec, turn: int) -> dict[str, Any]:
    name = {"id": f"{spec.id}.v{turn}"}
    if isinstance(spec, Count | Share):
        return name | ({"least": spec.least + 15 * turn} if turn % 2 == 0 else {"need": spec.need + turn})
    return name | ({} if isinstance(spec, Closed) else {"price": spec.price + 10 * turn})
