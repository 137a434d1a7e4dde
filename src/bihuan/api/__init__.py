"""The engine for programs: the same as the command line, with frozen typed values.

Everything a program (the site among them) may use of the engine is exported here; nothing else is promised. Names are
loaded when they are first asked for, so that importing this module costs next to nothing.

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

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    from bihuan.appraisal.branch import BranchLedger
    from bihuan.appraisal.compiled import CompiledRules
    from bihuan.appraisal.explaining import Explanation, Reason, WindowReason
    from bihuan.appraisal.grading import GradeProposal
    from bihuan.appraisal.grammar import Band, Component, Measure, Nature, Rate, Section
    from bihuan.appraisal.looking import Look
    from bihuan.appraisal.results import BranchScore, Line, LineState, SectionScore
    from bihuan.appraisal.rows import Appeal, BallotCount, ExternalResult, Honour, Judgement, Sample
    from bihuan.appraisal.sentences import asked_text, points_text
    from bihuan.appraisal.tables import TABLES, LedgerTables
    from bihuan.basics.calendar import WorkCalendar
    from bihuan.basics.nodes import Amount, Span, SpanUnit, Unit
    from bihuan.basics.numbers import number_text
    from bihuan.basics.periods import Period, parse_period
    from bihuan.basics.problems import Place, Problem, ProblemsError, Severity
    from bihuan.basics.wording import label_text
    from bihuan.ledger import (
        AttendanceResult,
        AttendanceTotal,
        Limits,
        Mapping,
        ReadResult,
        attendance_totals,
        check_tables,
        load_mapping,
        read_ledger,
        read_with_mapping,
        save_mapping,
        saved_mappings,
        stamp,
        write_attendance_template,
        write_csv,
        write_parquet,
        write_template,
        write_xlsx,
    )
    from bihuan.organisations.rows import Liaison, OrganisationEvent, OrganisationState, Person, PostHolding, Tier
    from bihuan.organisations.rows import Person as PersonRow
    from bihuan.organisations.structure import Article, Gravity, StructureFinding
    from bihuan.organisations.structure_checks import Staffing
    from bihuan.outcomes.grammar import Consequence
    from bihuan.outcomes.proposing import Proposal
    from bihuan.packs import (
        CODES,
        Change,
        Fingerprints,
        LoadedPack,
        check_pack,
        compare_packs,
        export_workbook,
        fingerprints,
        freeze,
        import_workbook,
        load_pack,
        pack_as_plain,
        pack_from_plain,
        pack_json_schema,
        read_workbook,
        read_workbook_apart,
        thaw,
        verify_frozen,
        write_pack,
    )
    from bihuan.packs.grammar import Pack
    from bihuan.progress.grammar import RecordKind
    from bihuan.progress.rows import Activity, Exemption, Finding, Submission
    from bihuan.responsibility.grammar import Basis, Duty, Programme, Requirement
    from bihuan.runners.cases import CaseResult, run_cases
    from bihuan.runners.demo_data import DemoData, Member, Roster, make_demo, make_half_before, make_roster
    from bihuan.runners.differing import Difference, MeasureChange, ObligationChange, Waiting, difference, preview
    from bihuan.runners.moving import Move
    from bihuan.runners.one_branch import (
        BranchStanding,
        StandingLine,
        branch_ledgers,
        compile_rules,
        explain_standing,
        stand,
        with_rows,
    )
    from bihuan.runners.open_windows import OpenWindow
    from bihuan.runners.planning import Obligation
    from bihuan.runners.results_out import canonical_result
    from bihuan.runners.rules import calendar_of
    from bihuan.runners.scoring import Run, names_in
    from bihuan.runners.structure import check_structure

_DOORS = {
    "bihuan.api.running": (
        "Explained RunFiles explain load_for_scoring plan read_clean_ledger score who_moves write_plan write_run"
    ),
    "bihuan.appraisal.branch": "BranchLedger",
    "bihuan.appraisal.compiled": "CompiledRules",
    "bihuan.appraisal.explaining": "Explanation Reason WindowReason",
    "bihuan.appraisal.grading": "GradeProposal",
    "bihuan.appraisal.grammar": "Band Component Measure Nature Rate Section",
    "bihuan.appraisal.looking": "Look",
    "bihuan.appraisal.results": "BranchScore Line LineState SectionScore",
    "bihuan.appraisal.rows": "Appeal BallotCount ExternalResult Honour Judgement Sample",
    "bihuan.appraisal.sentences": "asked_text points_text",
    "bihuan.appraisal.tables": "LedgerTables TABLES",
    "bihuan.basics.calendar": "WorkCalendar",
    "bihuan.basics.nodes": "Amount Span SpanUnit Unit",
    "bihuan.basics.numbers": "number_text",
    "bihuan.basics.periods": "Period parse_period",
    "bihuan.basics.problems": "Place Problem ProblemsError Severity",
    "bihuan.basics.wording": "label_text",
    "bihuan.ledger": (
        "AttendanceResult AttendanceTotal Limits Mapping ReadResult attendance_totals check_tables "
        "load_mapping read_ledger read_with_mapping save_mapping saved_mappings stamp "
        "write_attendance_template write_csv write_parquet write_template write_xlsx"
    ),
    "bihuan.organisations.rows": "Liaison OrganisationEvent OrganisationState Person PostHolding Tier",
    "bihuan.organisations.structure": "Article Gravity StructureFinding",
    "bihuan.organisations.structure_checks": "Staffing",
    "bihuan.outcomes.grammar": "Consequence",
    "bihuan.outcomes.proposing": "Proposal",
    "bihuan.packs": (
        "CODES Change Fingerprints LoadedPack check_pack compare_packs export_workbook fingerprints "
        "freeze import_workbook load_pack pack_as_plain pack_from_plain pack_json_schema read_workbook "
        "read_workbook_apart thaw verify_frozen write_pack"
    ),
    "bihuan.packs.grammar": "Pack",
    "bihuan.progress.grammar": "RecordKind",
    "bihuan.progress.rows": "Activity Exemption Finding Submission",
    "bihuan.responsibility.grammar": "Basis Duty Programme Requirement",
    "bihuan.runners.cases": "CaseResult run_cases",
    "bihuan.runners.demo_data": "DemoData Member Roster make_demo make_half_before make_roster",
    "bihuan.runners.differing": "Difference MeasureChange ObligationChange Waiting difference preview",
    "bihuan.runners.moving": "Move",
    "bihuan.runners.one_branch": (
        "BranchStanding StandingLine branch_ledgers compile_rules explain_standing stand with_rows"
    ),
    "bihuan.runners.open_windows": "OpenWindow",
    "bihuan.runners.planning": "Obligation",
    "bihuan.runners.results_out": "canonical_result",
    "bihuan.runners.rules": "calendar_of",
    "bihuan.runners.scoring": "Run names_in",
    "bihuan.runners.structure": "check_structure",
}
_OTHER_NAMES = {"PersonRow": "Person"}

__all__ = [
    "CODES",
    "TABLES",
    "Activity",
    "Amount",
    "Appeal",
    "Article",
    "AttendanceResult",
    "AttendanceTotal",
    "BallotCount",
    "Band",
    "Basis",
    "BranchLedger",
    "BranchScore",
    "BranchStanding",
    "CaseResult",
    "Change",
    "CompiledRules",
    "Component",
    "Consequence",
    "DemoData",
    "Difference",
    "Duty",
    "Exemption",
    "Explained",
    "Explanation",
    "ExternalResult",
    "Finding",
    "Fingerprints",
    "GradeProposal",
    "Gravity",
    "Honour",
    "Judgement",
    "LedgerTables",
    "Liaison",
    "Limits",
    "Line",
    "LineState",
    "LoadedPack",
    "Look",
    "Mapping",
    "Measure",
    "MeasureChange",
    "Member",
    "Move",
    "Nature",
    "Obligation",
    "ObligationChange",
    "OpenWindow",
    "OrganisationEvent",
    "OrganisationState",
    "Pack",
    "Period",
    "Person",
    "PersonRow",
    "Place",
    "PostHolding",
    "Problem",
    "ProblemsError",
    "Programme",
    "Proposal",
    "Rate",
    "ReadResult",
    "Reason",
    "RecordKind",
    "Requirement",
    "Roster",
    "Run",
    "RunFiles",
    "Sample",
    "Section",
    "SectionScore",
    "Severity",
    "Span",
    "SpanUnit",
    "Staffing",
    "StandingLine",
    "StructureFinding",
    "Submission",
    "Tier",
    "Unit",
    "Waiting",
    "WindowReason",
    "WorkCalendar",
    "asked_text",
    "attendance_totals",
    "branch_ledgers",
    "calendar_of",
    "canonical_result",
    "check_pack",
    "check_structure",
    "check_tables",
    "compare_packs",
    "compile_rules",
    "difference",
    "explain",
    "explain_standing",
    "export_workbook",
    "fingerprints",
    "freeze",
    "import_workbook",
    "label_text",
    "load_for_scoring",
    "load_mapping",
    "load_pack",
    "make_demo",
    "make_half_before",
    "make_roster",
    "names_in",
    "number_text",
    "pack_as_plain",
    "pack_from_plain",
    "pack_json_schema",
    "parse_period",
    "plan",
    "points_text",
    "preview",
    "read_clean_ledger",
    "read_ledger",
    "read_with_mapping",
    "read_workbook",
    "read_workbook_apart",
    "run_cases",
    "save_mapping",
    "saved_mappings",
    "score",
    "stamp",
    "stand",
    "thaw",
    "verify_frozen",
    "who_moves",
    "with_rows",
    "write_attendance_template",
    "write_csv",
    "write_pack",
    "write_parquet",
    "write_plan",
    "write_run",
    "write_template",
    "write_xlsx",
]

_MODULE_OF = {name: module for module, names in _DOORS.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    known = _OTHER_NAMES.get(name, name)
    if known not in _MODULE_OF:
        raise AttributeError(f"module 'bihuan.api' has no attribute '{name}'")
    value = getattr(import_module(_MODULE_OF[known]), known)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
