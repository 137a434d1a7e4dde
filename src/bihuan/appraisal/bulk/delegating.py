"""What is left to the reference evaluator: branches out of the ordinary, and measures the arrays do not know."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bihuan.appraisal.branch import BranchLedger, split_ledger
from bihuan.appraisal.bulk.columns import Flags, Ints, day_number, index_in
from bihuan.appraisal.bulk.ledger import BulkLedger
from bihuan.appraisal.bulk.row_objects import rows_of
from bihuan.appraisal.bulk.scene import Scene
from bihuan.appraisal.choices import SameFact
from bihuan.appraisal.tables import TABLES, LedgerTables

PART_PERIOD, EXEMPT, CASES, CORRECTED = "部分存续", "豁免", "同案去重", "跨组织更正"


def irregular(scene: Scene) -> dict[str, Flags]:
    """Give, by reason, which branches are left to the reference evaluator whole."""
    found = {
        PART_PERIOD: ~_throughout(scene),
        EXEMPT: _exempt(scene),
        CORRECTED: _corrected_elsewhere(scene),
    }
    if scene.choices.same_fact_twice is SameFact.ONCE:
        found[CASES] = _with_repeated_cases(scene)
    return found


def _throughout(scene: Scene) -> Flags:
    """Whether each branch is in being in the whole period and in every window."""
    windows = [window for unit in scene.rules.units for window in unit.demand.windows]
    for compiled in scene.rules.measures:
        for part in compiled.instalments:
            for component in part.components:
                windows += [window for unit in component.units for window in unit.demand.windows]
    start = min([scene.period.start, *(window.start for window in windows)])
    end = max([scene.period.end, *(window.end for window in windows)])
    return scene.organisations.branch_being.covers(day_number(start), day_number(end))


def _exempt(scene: Scene) -> Flags:
    rows = scene.ledger.rows("exemptions")
    found = np.zeros(scene.count, np.bool_)
    found[rows.branch[scene.live(rows, by_day=False)]] = True
    return found


def _with_repeated_cases(scene: Scene) -> Flags:
    """Branches in which a case might count in two measures."""
    found = np.zeros(scene.count, np.bool_)
    externals = scene.ledger.externals
    cases = externals.coded("case")
    named = cases.among(word for word in cases.words if word)[cases.codes]
    found[externals.branch[named & (externals.branch >= 0)]] = True
    judgements = scene.ledger.judgements
    cases = judgements.coded("case")
    kept = cases.among(word for word in cases.words if word)[cases.codes] & (judgements.branch >= 0)
    keys = judgements.branch[kept].astype(np.int64) * (len(cases.words) + 1) + cases.codes[kept]
    unique, many = np.unique(keys, return_counts=True)
    found[unique[many > 1] // (len(cases.words) + 1)] = True
    return found


def _corrected_elsewhere(scene: Scene) -> Flags:
    """Branches whose rows other organisations correct, or whose people's records elsewhere are corrected."""
    found = np.zeros(scene.count + 1, np.bool_)
    histories = [(scene.records.branch, scene.records.history)]
    for name in ("exemptions", "judgements", "findings", "honours", "externals", "ballots", "appeals"):
        rows = scene.ledger.rows(name)
        histories.append((rows.branch, rows.history))
    for branch, history in histories:
        here, there = branch[history.source], branch[history.target]
        differ = here != there
        found[here[differ]] = True
        found[there[differ]] = True
    _add_people_of_corrected(found, scene)
    return found[:-1]


def _add_people_of_corrected(found: Flags, scene: Scene) -> None:
    records, held = scene.records, scene.organisations.holdings
    if not len(records.history.target):
        return
    corrected = np.zeros(len(records), np.bool_)
    corrected[records.history.target] = True
    parts = records.participation
    mine = corrected[parts.row]
    places = {(int(person), int(branch)) for person, branch in zip(held.person, held.branch, strict=True)}
    people: dict[int, set[int]] = {}
    for person, branch in places:
        people.setdefault(person, set()).add(branch)
    for person, row in zip(parts.person[mine].tolist(), parts.row[mine].tolist(), strict=True):
        for branch in people.get(person, ()):
            if branch != records.branch[row]:
                found[branch] = True


def branch_ledgers(ledger: BulkLedger, branches: Ints) -> dict[str, BranchLedger]:
    """Give the rows of some branches as the reference evaluator takes them."""
    who = ledger.organisations
    if len(branches) == who.count:
        wanted = {table.name: rows_of(table, ledger.sheets[table.name]) for table in TABLES}
        return dict(split_ledger(wanted))
    ids = [who.branch_ids[branch] for branch in branches.tolist()]
    split = split_ledger(_tables_about(ledger, ids))
    return {name: split[name] for name in ids}


def _tables_about(ledger: BulkLedger, ids: list[str]) -> LedgerTables:
    """Pick the rows that bear on the organisations ``ids``."""
    sheets = ledger.sheets
    states = sheets["organisations"].data
    parents = pa.array(sorted(_values(states, "organisation", ids, "parent")), pa.string())
    groups = states.filter(pc.is_in(states["parent"], value_set=pa.array(ids, pa.string())))
    near = pa.array(
        sorted({*ids, *parents.to_pylist(), *groups["organisation"].to_pylist()}),
        pa.string(),
    )
    people = pa.array(sorted(_values(sheets["posts"].data, "organisation", ids, "person")), pa.string())
    mine = pa.array(ids, pa.string())
    picked: dict[str, tuple[Any, ...]] = {}
    for table in TABLES:
        data = sheets[table.name].data
        if table.name in ("organisations", "organisation_events"):
            kept = pc.is_in(data["organisation"], value_set=near)
        elif table.name == "liaisons":
            kept = pc.is_in(data["person"], value_set=people)
        elif table.name == "activities":
            kept = pc.or_(pc.is_in(data["organisation"], value_set=mine), pa.array(_with_people(sheets, people)))
        else:
            kept = pc.is_in(data["organisation"], value_set=mine)
        if "corrects" in data.column_names:
            kept = pc.or_(kept, pc.is_in(data["corrects"], value_set=data.filter(kept)["id"]))
        picked[table.name] = rows_of(table, sheets[table.name], kept)
    return picked


def _values(data: Any, key: str, wanted: Iterable[str], name: str) -> set[str]:
    rows = data.filter(pc.is_in(data[key], value_set=pa.array(list(wanted), pa.string())))
    return {value for value in rows[name].to_pylist() if value}


def _with_people(sheets: Any, people: Any) -> Flags:
    """Which activities name any of ``people``."""
    activities = sheets["activities"]
    found: Flags = index_in(activities.column("chair"), people) >= 0
    for name in ("speakers", "leaders", "observers"):
        column = activities.column(name)
        named = index_in(pc.list_flatten(column), people) >= 0
        found[pc.list_parent_indices(column).to_numpy(zero_copy_only=False)[named]] = True
    return found
