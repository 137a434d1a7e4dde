"""From a worked example in a pack to a small ledger: the shorthand a clerk writes becomes ordinary rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bihuan.appraisal.grammar import Judged
from bihuan.appraisal.tables import TABLES
from bihuan.basics.numbers import parse_number
from bihuan.basics.periods import Period
from bihuan.basics.tables import Column, Table
from bihuan.packs.grammar import Case, Pack
from bihuan.progress.grammar import Register

BRANCH, PARENT = "本支部", "上级党委"
DEFAULT_ORGANISATION = {
    "代码": "01",
    "名称": "本支部",
    "层级": "党支部",
    "类别": "机关",
    "生效日期": "2000-01-01",
    "正式党员": "12",
    "设支委会": "是",
    "委员数": "3",
}
EARLIER_GRADES = "上期等次"
_SHEETS: Mapping[str, Table] = {table.sheet: table for table in TABLES}


class CaseError(ValueError):
    """A worked example that cannot be read; the message is a Chinese sentence."""


@dataclass
class CaseLedger:
    """Rows of a case by table name, and the earlier grades it names."""

    rows: dict[str, list[Any]] = field(default_factory=dict)
    previous_grades: list[str] = field(default_factory=list)

    @property
    def tables(self) -> dict[str, tuple[Any, ...]]:
        """The rows as a ledger."""
        return {name: tuple(rows) for name, rows in self.rows.items()}


def parse_cell(column: Column, text: Any) -> Any:
    """Read one cell of a case as the type of its column."""
    try:
        return _PARSERS[column.type](text)
    except (ValueError, KeyError):
        raise CaseError(f"“{column.heading}”写成“{text}”，读不懂") from None


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(one) for one in value)
    return tuple(part for part in str(value).replace("，", "、").split("、") if part)


def _pairs(value: Any) -> tuple[tuple[str, int], ...]:
    if isinstance(value, dict):
        return tuple((str(key), int(count)) for key, count in value.items())
    split = (part.replace("：", ":").partition(":") for part in _texts(value))
    return tuple((name.strip(), int(count)) for name, _, count in split)


_PARSERS: Mapping[str, Any] = {
    "str": str,
    "int": int,
    "bool": lambda text: {"是": True, "否": False}[text],
    "date": date.fromisoformat,
    "Fraction": parse_number,
    "tuple": _texts,
    "dict": _pairs,
}


def case_ledger(case: Case, pack: Pack, period: Period) -> CaseLedger:
    """Build the ledger of ``case``. Raises :class:`CaseError` for anything that cannot be read."""
    ledger = CaseLedger()
    builder = _Builder(case, pack, period, ledger)
    builder.organisation()
    for name, value in case.given.items():
        if name == EARLIER_GRADES:
            ledger.previous_grades = [str(one) for one in value]
        elif name in builder.kinds:
            builder.records(name, value)
        elif name in _SHEETS:
            builder.sheet(_SHEETS[name], value)
        else:
            known = "、".join([*builder.kinds, *_SHEETS, EARLIER_GRADES])
            raise CaseError(f"“已知”里的“{name}”既不是记录种类，也不是台账的表；可写：{known}")
    return ledger


@dataclass
class _Builder:
    case: Case
    pack: Pack
    period: Period
    ledger: CaseLedger

    def __post_init__(self) -> None:
        self.kinds = {kind.kind: kind for kind in self.pack.record_kinds}
        self.numbers: dict[str, int] = {}

    def add(self, table: Table, cells: Mapping[str, Any]) -> None:
        known = {column.heading: column for column in table.columns}
        values: dict[str, Any] = {}
        for heading, text in cells.items():
            if heading not in known:
                raise CaseError(f"“{table.sheet}”表没有“{heading}”一列；有：{'、'.join(known)}")
            values[known[heading].name] = parse_cell(known[heading], text)
        first = table.columns[0]
        if first.name == "id" and "id" not in values:
            self.numbers[table.name] = self.numbers.get(table.name, 0) + 1
            values["id"] = f"{table.sheet}{self.numbers[table.name]:03d}"
        lacking = [one.heading for one in table.columns if not one.optional and one.name not in values]
        if lacking:
            raise CaseError(f"“{table.sheet}”的一行缺少：{'、'.join(lacking)}")
        self.ledger.rows.setdefault(table.name, []).append(table.row(**values))

    def organisation(self) -> None:
        cells = {**DEFAULT_ORGANISATION, **self.case.organisation}
        groups = int(str(cells.pop("党小组数", 0)))
        posts = cells.pop("岗位", {"书记": "1"})
        sheet = _SHEETS["组织"]
        parent = {"组织编号": PARENT, "代码": "00", "名称": "上级党委", "层级": "机关党委"}
        if "上级编号" not in cells:
            self.add(sheet, parent)
            cells["上级编号"] = PARENT
        self.add(sheet, {"组织编号": BRANCH, **cells})
        for number, name in enumerate(self.case.totals):
            self.add(sheet, {**cells, "组织编号": name, "代码": f"{number:03d}", "名称": name})
        for nth in range(1, groups + 1):
            name = f"小组{nth}"
            own = {"组织编号": name, "代码": name, "名称": name, "上级编号": BRANCH, "层级": "党小组"}
            self.add(sheet, {**own, "生效日期": str(cells["生效日期"])})
        given = self.case.given.get("任职", [])
        written = {(str(row.get("岗位")), str(row.get("人员编号"))) for row in given if isinstance(row, dict)}
        for post, number in posts.items():
            for person in people_of(post, int(str(number))):
                if (post, person) not in written:
                    own = {"人员编号": person, "组织编号": BRANCH, "岗位": post, "任职日期": "2000-01-01"}
                    self.add(_SHEETS["任职"], own)

    def records(self, kind: str, value: Any) -> None:
        register = self.kinds[kind].kept_in
        sheet = _SHEETS["活动" if register is Register.ACTIVITIES else "报送"]
        for one in value if isinstance(value, list) else [value]:
            cells = dict(one) if isinstance(one, dict) else {"日期": one}
            self.add(sheet, {**self._record_defaults(sheet), "种类": kind, **cells})

    def _record_defaults(self, sheet: Table) -> dict[str, Any]:
        plain: dict[str, Any] = {"组织编号": BRANCH}
        if sheet.sheet == "活动":
            plain |= {"分钟": "60", "应到": "12", "实到": "12"}
        return plain

    def sheet(self, table: Table, value: Any) -> None:
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, dict):
                raise CaseError(f"“{table.sheet}”的每一行要写成“列名: 值”")
            for cells in self._expanded(table, dict(one)):
                self.add(table, cells)

    def _expanded(self, table: Table, cells: dict[str, Any]) -> Iterable[dict[str, Any]]:
        headings = {column.heading for column in table.columns}
        if "组织编号" in headings and table.name != "organisations":
            cells.setdefault("组织编号", BRANCH)
        if table.name == "activities":
            cells = {**self._record_defaults(table), **cells}
        if "日期" in headings:
            cells.setdefault("日期", self.period.end.isoformat())
        if table.name == "judgements":
            cells.setdefault("给分人", self._assessor(str(cells.get("指标编号")), str(cells.get("项"))))
        votes = cells.pop("票", None)
        if votes is None:
            return [cells]
        return [{**cells, "选项": option, "票数": count} for option, count in votes.items()]

    def _assessor(self, measure: str, item: str) -> str:
        for one in self.pack.measures:
            if one.id == measure:
                for component in one.components:
                    if component.name == item and isinstance(component.judged, Judged):
                        return next(iter(component.judged.assessors), "考评组")
        return "考评组"


def people_of(post: str, number: int) -> list[str]:
    """Name the people of a post in a case: 书记, or 班子成员1, 班子成员2 when there are several."""
    return [post] if number == 1 else [f"{post}{nth}" for nth in range(1, number + 1)]
