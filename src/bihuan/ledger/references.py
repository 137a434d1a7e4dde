"""Ids in cells: an id is taken as it is; a code, a name or an alias becomes its id, or is refused with candidates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bihuan.basics.tables import Column, col, table
from bihuan.ledger.candidates import Candidates
from bihuan.ledger.finding import Findings, quoted
from bihuan.ledger.sheet_rows import BAD, SheetRows


@dataclass(frozen=True, slots=True)
class Alias:
    """A way of writing an organisation or a person that this ledger settles by hand."""

    text: str = col("写法", "表里出现的写法")
    kind: str = col("类型", "组织或人员", choices=("组织", "人员"))
    id: str = col("编号", "它指的组织编号或人员编号")


ALIASES = table("aliases", "别名对照", "有歧义或相近的写法，各指哪一个编号", Alias)
_KINDS = {"组织": "organisations", "人员": "people"}
_WORDS = {"organisations": "组织", "people": "人员", "samples": "抽查"}


@dataclass(slots=True)
class Names:
    """What one table's ids may be called: the ids, the ids for each other way of writing, and the aliases."""

    ids: set[str] = field(default_factory=set)
    called: dict[str, set[str]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    gathered: Candidates | None = None

    def add(self, id_: object, *texts: object) -> None:
        """Add an id and what else it is called; anything that is not a text is left out."""
        if isinstance(id_, str):
            self.ids.add(id_)
            for text in texts:
                if isinstance(text, str):
                    self.called.setdefault(text, set()).add(id_)

    def candidates(self) -> Candidates:
        """Give the ids and names to choose from, put together once."""
        if self.gathered is None:
            self.gathered = Candidates(self.ids | set(self.called))
        return self.gathered

    def described(self, texts: Iterable[str]) -> str:
        """Write candidates as the person should write them, each with its ids."""
        return "；".join(
            text if text in self.ids else f"{text}（{'、'.join(sorted(self.called[text]))}）" for text in texts
        )


@dataclass(frozen=True, slots=True)
class Resolved:
    """The id a text stands for; or the code and words of what is wrong; ``noted`` if a name was replaced."""

    id: str = ""
    bad: str = ""
    what: str = ""
    noted: bool = False


def resolve(text: str, names: Names, word: str) -> Resolved:
    """Find the id that ``text`` stands for among ``names``; ``word`` says of what in messages."""
    if text in names.ids:
        return Resolved(text)
    if text in names.aliases:
        return Resolved(names.aliases[text], noted=True)
    found = names.called.get(text, set())
    if len(found) == 1:
        return Resolved(next(iter(found)), noted=True)
    if found:
        return Resolved(bad="L302", what=f"{quoted(text)}可能是{word}{'、'.join(sorted(found))}")
    alike = names.candidates().alike(text)
    if alike:
        return Resolved(bad="L303", what=f"{quoted(text)}与“{names.described(alike[:3])}”相近而不相同")
    near = names.candidates().near(text)
    meant = f"；相近的有：{names.described(near)}" if near else ""
    return Resolved(bad="L301", what=f"没有{word}{quoted(text)}{meant}")


def names_in(sheets: Mapping[str, SheetRows], known: Mapping[str, tuple[Any, ...]]) -> dict[str, Names]:
    """Collect the ids and names of organisations, people and samples, of this file and of the ledger it joins."""
    names = {"organisations": Names(), "people": Names(), "samples": Names()}
    fields = {
        "organisations": ("organisation", "code", "name"),
        "people": ("id", "name"),
        "samples": ("id",),
    }
    for target, columns in fields.items():
        if target in sheets:
            for values in zip(*(sheets[target].values[column] for column in columns), strict=True):
                names[target].add(*values)
        for row in known.get(target, ()):
            names[target].add(*(getattr(row, column) for column in columns))
    return names


def add_aliases(aliases: SheetRows, names: Mapping[str, Names], findings: Findings) -> None:
    """Take the aliases of the sheet 别名对照; each must name an id there is, and a text only one."""
    rows = zip(*(aliases.values[column] for column in ("text", "kind", "id")), strict=True)
    for position, (text, kind, id_) in enumerate(rows):
        if position in aliases.bad:
            continue
        known = names[_KINDS[kind]]
        if id_ not in known.ids:
            where = aliases.cell("id", position)
            findings.add("L305", f"没有编号为{quoted(id_)}的{kind}", aliases.sheet, where, "编号")
        elif known.aliases.setdefault(text, id_) != id_:
            where = aliases.cell("text", position)
            findings.add("L305", f"{quoted(text)}在别名对照里指两个编号", aliases.sheet, where, "写法")


def resolve_sheet(sheet: SheetRows, names: Mapping[str, Names], findings: Findings) -> None:
    """Replace what the reference columns of a sheet say by ids; what cannot be resolved is a problem of its cell."""
    for column in sheet.table.columns:
        if column.refers in names and column.name in sheet.places:
            _resolve_column(sheet, column, names[column.refers], findings)


def _resolve_column(sheet: SheetRows, column: Column, names: Names, findings: Findings) -> None:
    values = sheet.values[column.name]
    texts = {text for value in set(values) for text in _texts(value)} - names.ids
    if not texts:
        return
    word = _WORDS[column.refers]
    answers = {text: resolve(text, names, word) for text in sorted(texts)}
    noted: list[tuple[int, int]] = []
    for position, value in enumerate(values):
        found = [answers[text] for text in _texts(value) if text in answers]
        if not found:
            continue
        where = sheet.cell(column.name, position)
        for answer in found:
            if answer.bad:
                sheet.bad.add(position)
                findings.add(answer.bad, f"“{column.heading}”：{answer.what}", sheet.sheet, where, column.heading)
        if all(not answer.bad for answer in found):
            noted.append((sheet.rows[position], sheet.places[column.name]))
            values[position] = _with_ids(value, answers)
    findings.note_cells("L304", sheet.sheet, column.heading, noted)


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) and value else ()


def _with_ids(value: Any, answers: Mapping[str, Resolved]) -> Any:
    if isinstance(value, tuple):
        return tuple(answers[text].id if text in answers else text for text in value)
    return value if value is BAD else answers[value].id
