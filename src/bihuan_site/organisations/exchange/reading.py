"""Reading a workbook before anything is stored: in the engine's process apart, then against what the site knows."""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bihuan import api
from bihuan_site.organisations.models import SheetMapping
from bihuan_site.organisations.placing import UNDER
from bihuan_site.organisations.scoping import organisations_in
from bihuan_site.organisations.standard_queries import TABLES, as_plain, state_of_data, tables_for
from bihuan_site.shared.actor import Actor

MEBI = 1024 * 1024
LIMITS = api.Limits(
    file_bytes=20 * MEBI, rows=60_000, cells=1_500_000, unpacked_bytes=200 * MEBI, wall_seconds=60, problems=500
)
ORGANISATIONS = "组织"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing wrong with a workbook: where it stands, what, why, what to do; ``stops`` the taking or only tells."""

    sheet: str
    cell: str
    column: str
    what: str
    why: str = ""
    todo: str = ""
    code: str = ""
    stops: bool = True


@dataclass(frozen=True, slots=True)
class Read:
    """A workbook as read: what it is bound to, its rows by table, what is wrong with it."""

    name: str
    digest: str
    basis: str
    mapping: str
    rows: dict[str, list[dict[str, Any]]]
    troubles: list[Trouble]
    skipped: int


def read_workbook(actor: Actor, content: bytes, name: str, mapping: SheetMapping | None = None) -> Read:
    """Read the bytes of a workbook; takes seconds for a large one, so call it outside any transaction."""
    basis, known = state_of_data(), tables_for(None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "import.xlsx"
        path.write_bytes(content)
        if mapping is None:
            result = api.read_ledger(path, limits=LIMITS, known=known)
        else:
            result = api.read_with_mapping(path, mapping_of(mapping), limits=LIMITS, known=known)
    told = hashlib.sha256(content + repr(sorted(mapping.content.items()) if mapping else "").encode()).hexdigest()
    troubles = [_trouble(one) for one in result.problems]
    troubles += _other_tables(result.tables)
    troubles += _own_checks(actor, result)
    rows = {table: [as_plain(row) for row in result.tables[table]] for table in TABLES if result.tables[table]}
    if not rows and not any(one.stops for one in troubles):
        troubles.append(Trouble("", "", "", "表里没有一行可以导入", todo="请用模板填写后再上传。"))
    return Read(name, told, basis, mapping.name if mapping else "", rows, troubles, len(result.skipped))


def mapping_of(stored: SheetMapping) -> api.Mapping:
    """Give the engine's mapping of a saved one."""
    content = stored.content
    return api.Mapping(
        name=stored.name,
        sheet=content["sheet"],
        heading_row=content["heading_row"],
        table=content["table"],
        columns=content["columns"],
        constants=content.get("constants", {}),
        skip=tuple(content.get("skip", ())),
    )


def _trouble(problem: api.Problem) -> Trouble:
    place = problem.place
    stops = problem.severity is api.Severity.ERROR
    return Trouble(place.sheet, place.cell, place.path, problem.what, problem.why, problem.todo, problem.code, stops)


def _other_tables(tables: Mapping[str, tuple[Any, ...]]) -> Iterator[Trouble]:
    for one in api.TABLES:
        if one.name not in TABLES and tables.get(one.name):
            allowed = "、".join(table.sheet for table in TABLES.values())
            what = f"“{one.sheet}”有 {len(tables[one.name])} 行，这里不导入"
            yield Trouble(one.sheet, "", "", what, todo=f"这里只导入{allowed}。请删去这张表后再上传。")


def _own_checks(actor: Actor, result: api.ReadResult) -> Iterator[Trouble]:
    """What the engine cannot know: rights, tiers under tiers, people in branches."""
    tiers = dict(organisations_in(actor).filter(active=True).values_list("pk", "tier"))
    known = dict(tiers)
    new = {row.organisation: row for row in result.tables["organisations"]}
    tiers |= {name: row.tier for name, row in new.items()}
    for at, row in enumerate(result.tables["organisations"]):
        if row.organisation in known:
            yield _at(
                result,
                "organisations",
                at,
                "organisation",
                f"组织编号 {row.organisation} 已经在用",
                "已有的组织在网页上改。",
            )
        elif row.parent not in tiers:
            yield _at(result, "organisations", at, "parent", "上级组织不在你管理的范围里", "请填你管理的组织作上级。")
        elif tiers[row.parent] not in UNDER[row.tier]:
            yield _at(
                result, "organisations", at, "parent", f"{row.tier}不能放在{tiers[row.parent]}下面", "请改层级或上级。"
            )
    for table in ("people", "posts", "liaisons", "organisation_events"):
        for at, row in enumerate(result.tables[table]):
            if row.organisation not in tiers:
                yield _at(result, table, at, "organisation", "组织不在你管理的范围里", "请删去这一行，或改组织编号。")
            elif table == "people" and tiers[row.organisation] != "党支部":
                yield _at(result, table, at, "organisation", "党员的组织关系要在党支部", "请填党支部的编号。")


def _at(result: api.ReadResult, table: str, position: int, field: str, what: str, todo: str) -> Trouble:
    origin = result.origins[table]
    heading = next(one.heading for one in TABLES[table].columns if one.name == field)
    return Trouble(origin.sheet, origin.cell(position, field), heading, what, todo=todo, code="S001")
