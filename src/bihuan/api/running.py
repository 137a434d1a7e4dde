"""Planning, scoring, explaining and comparing, from paths or from values already at hand."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bihuan.appraisal.explaining import Explanation
from bihuan.appraisal.results import BranchScore
from bihuan.appraisal.tables import LedgerTables
from bihuan.basics.periods import Period, parse_period
from bihuan.basics.problems import Place, Problem, ProblemsError, Severity
from bihuan.ledger import ReadResult, read_ledger
from bihuan.packs import LoadedPack, check_pack, fingerprints, load_pack
from bihuan.packs.grammar import Pack
from bihuan.runners.moving import Move, moves
from bihuan.runners.planning import Obligation, plan_ledger
from bihuan.runners.results_out import (
    explained,
    lines_table,
    names_of,
    outcomes_table,
    plan_table,
    run_summary,
    scores_table,
)
from bihuan.runners.scoring import Progress, Run, score_ledger
from bihuan.runners.table_files import write_table, write_tables


@dataclass(frozen=True, slots=True)
class RunFiles:
    """Where a run was written."""

    scores: Path
    lines: Path
    outcomes: Path
    run: Path


@dataclass(frozen=True, slots=True)
class Explained:
    """One branch explained: its score and every measure of it."""

    score: BranchScore
    name: str
    measures: tuple[Explanation, ...]


def load_for_scoring(path: Path) -> LoadedPack:
    """Load a pack and refuse it if it has errors. Raises :class:`ProblemsError` with all of them."""
    loaded = load_pack(path)
    errors = [problem for problem in check_pack(loaded) if problem.severity is Severity.ERROR]
    if errors:
        raise ProblemsError(errors)
    return loaded


def read_clean_ledger(path: Path) -> ReadResult:
    """Read a ledger and refuse it if any row is wrong. Raises :class:`ProblemsError` with all problems."""
    read = read_ledger(path)
    errors = [problem for problem in read.problems if problem.severity is Severity.ERROR]
    if errors:
        raise ProblemsError(errors)
    return read


def _period(pack: Pack, period: Period | str) -> Period:
    return parse_period(period, pack.year_from) if isinstance(period, str) else period


def plan(
    pack: Pack,
    tables: LedgerTables,
    period: Period | str,
    as_of: date | None = None,
    known_at: date | None = None,
    progress: Progress | None = None,
) -> tuple[Obligation, ...]:
    """List the dated obligations of every organisation in ``period`` (``pack`` composed, as ``LoadedPack.whole``)."""
    return plan_ledger(pack, tables, _period(pack, period), as_of, known_at, progress)


def score(
    pack: Pack,
    tables: LedgerTables,
    period: Period | str,
    as_of: date | None = None,
    known_at: date | None = None,
    previous_grades: Mapping[str, Sequence[str]] | None = None,
    progress: Progress | None = None,
) -> Run:
    """Score every organisation of ``tables``; see :func:`bihuan.runners.scoring.score_ledger`."""
    return score_ledger(pack, tables, _period(pack, period), as_of, known_at, previous_grades, progress)


def explain(run: Run, organisation: str) -> Explained:
    """Explain one branch of ``run``, named by id, code or full name. Raises :class:`ProblemsError` if unknown."""
    names = names_of(run)
    found = [one for one in names if organisation in (one, *names[one])]
    scores = {one.organisation: one for one in run.scores}
    if len(found) != 1 or found[0] not in scores:
        what = f"没有参加这次考核的组织“{organisation}”" if len(found) < 2 else f"“{organisation}”不止一个组织"
        todo = "写组织编号、代码或全称；" + ("可选：" + "、".join(found) if len(found) > 1 else "见得分表的前三列")
        raise ProblemsError([Problem("C004", Severity.ERROR, Place(), what, todo=todo)])
    return Explained(scores[found[0]], names[found[0]][1], explained(run, found[0]))


def who_moves(
    before: Pack, after: Pack, tables: LedgerTables, period: Period | str, as_of: date | None = None
) -> tuple[Move, ...]:
    """Tell whose total or grade differs between two packs on the same ledger, and in which measures."""
    return moves(before, after, tables, _period(before, period), as_of)


def write_run(
    run: Run, folder: Path, form: str = "xlsx", ledger_digest: str = "", progress: Progress | None = None
) -> RunFiles:
    """Write scores, lines, outcomes (``form``: xlsx, csv or parquet) and ``run.json`` into ``folder``."""
    tables = (scores_table(run), lines_table(run, progress), outcomes_table(run))
    scores, lines, outcomes = write_tables(tables, folder, form)
    marks = fingerprints(run.pack)
    summary = run_summary(run, {"含义指纹": marks.meaning, "文字指纹": marks.wording}, ledger_digest)
    path = folder / "run.json"
    path.write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return RunFiles(scores, lines, outcomes, path)


def write_plan(obligations: Sequence[Obligation], path: Path) -> Path:
    """Write obligations to ``path``; its ending (.xlsx, .csv, .parquet) is the form."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_table([plan_table(obligations)], path, path.suffix.removeprefix("."))
