"""The engine for programs: the same as the command line, with frozen typed values.

Everything a program (the site among them) may use of the engine is exported here; nothing else is promised.

    >>> from pathlib import Path
    >>> from bihuan import api
    >>> pack = api.load_pack(Path("packs/rubric-17-branch-normalization"))
    >>> [problem for problem in api.check_pack(pack) if problem.severity is api.Severity.ERROR]
    []
    >>> all(result.is_right for result in api.run_cases(pack))
    True
    >>> api.parse_period("2026H1").end.isoformat()
    '2026-06-30'
"""

from bihuan.api.running import (
    Explained,
    RunFiles,
    explain,
    load_for_scoring,
    plan,
    read_clean_ledger,
    score,
    who_moves,
    write_plan,
    write_run,
)
from bihuan.appraisal.explaining import Explanation, Reason, WindowReason
from bihuan.appraisal.grading import GradeProposal
from bihuan.appraisal.results import BranchScore, Line, LineState, SectionScore
from bihuan.appraisal.sentences import points_text
from bihuan.appraisal.tables import TABLES, LedgerTables
from bihuan.basics.periods import Period, parse_period
from bihuan.basics.problems import Place, Problem, ProblemsError, Severity
from bihuan.ledger import ReadResult, check_tables, read_ledger, write_csv, write_parquet, write_template, write_xlsx
from bihuan.outcomes.proposing import Proposal
from bihuan.packs import LoadedPack, check_pack, load_pack
from bihuan.packs.grammar import Pack
from bihuan.runners.cases import CaseResult, run_cases
from bihuan.runners.moving import Move
from bihuan.runners.planning import Obligation
from bihuan.runners.results_out import canonical_result
from bihuan.runners.scoring import Run

__all__ = [
    "TABLES",
    "BranchScore",
    "CaseResult",
    "Explained",
    "Explanation",
    "GradeProposal",
    "LedgerTables",
    "Line",
    "LineState",
    "LoadedPack",
    "Move",
    "Obligation",
    "Pack",
    "Period",
    "Place",
    "Problem",
    "ProblemsError",
    "Proposal",
    "ReadResult",
    "Reason",
    "Run",
    "RunFiles",
    "SectionScore",
    "Severity",
    "WindowReason",
    "canonical_result",
    "check_pack",
    "check_tables",
    "explain",
    "load_for_scoring",
    "load_pack",
    "parse_period",
    "plan",
    "points_text",
    "read_clean_ledger",
    "read_ledger",
    "run_cases",
    "score",
    "who_moves",
    "write_csv",
    "write_parquet",
    "write_plan",
    "write_run",
    "write_template",
    "write_xlsx",
]
