"""Scoring a whole ledger: every branch, then grades and consequences; one call behind the command and the API."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.appraisal.branch import BranchLedger, split_ledger
from bihuan.appraisal.compiled import CompiledRules
from bihuan.appraisal.compiling import compile_rules
from bihuan.appraisal.facts import FactFinder
from bihuan.appraisal.grading import Candidate, GradeProposal, propose_grades
from bihuan.appraisal.judged_facts import SELF_ASSESSMENT
from bihuan.appraisal.results import BranchScore, LineState
from bihuan.appraisal.scoring import Scorer, score_branch, view_of
from bihuan.appraisal.tables import LedgerTables
from bihuan.basics.periods import Period
from bihuan.organisations.rows import OrganisationState, Person
from bihuan.outcomes.proposing import Proposal, propose
from bihuan.packs.grammar import Pack
from bihuan.progress.matching import tally
from bihuan.runners.rules import rules_of

Progress = Callable[[int, int], None]
GRADE_MEASURE = "等次"


@dataclass(frozen=True)
class Run:
    """The result of scoring a ledger: scores by organisation id in order, grades, consequences, and what made it."""

    pack: Pack
    rules: CompiledRules
    period: Period
    as_of: date
    known_at: date | None
    scores: tuple[BranchScore, ...]
    grades: Mapping[str, GradeProposal]
    proposals: tuple[Proposal, ...]
    ledgers: Mapping[str, BranchLedger]
    names: Mapping[str, str]
    """Names of people and organisations (Party groups too) by id, for explanations."""


def score_ledger(
    pack: Pack,
    tables: LedgerTables,
    period: Period,
    as_of: date | None = None,
    known_at: date | None = None,
    previous_grades: Mapping[str, Sequence[str]] | None = None,
    progress: Progress | None = None,
    rules: CompiledRules | None = None,
) -> Run:
    """Score every organisation of ``tables`` to which at least one measure applies.

    ``as_of`` defaults to the period's end, ``known_at`` to everything received; ``previous_grades`` are the grades of
    earlier periods by organisation, latest first. ``progress`` is told (done, all) after each branch; ``rules`` spares
    compiling the pack again for the same period.
    """
    rules = rules or compile_rules(rules_of(pack), period)
    ledgers = split_ledger(tables)
    day = as_of or period.end
    scores = []
    for number, ledger in enumerate(ledgers.values(), start=1):
        score = score_branch(ledger, rules, day, known_at)
        if is_in_round(score):
            scores.append(score)
        if progress:
            progress(number, len(ledgers))
    return finish_run(pack, rules, ledgers, scores, day, known_at, previous_grades or {}, names_in(tables))


def names_in(tables: LedgerTables) -> dict[str, str]:
    """Give the latest name of every organisation and person of a ledger by id."""
    found = {state.organisation: state.name for state in sorted(tables.get("organisations", ()), key=_since)}
    return found | {person.id: person.name for person in sorted(tables.get("people", ()), key=_since)}


def _since(row: OrganisationState | Person) -> date:
    return row.since


def is_in_round(score: BranchScore) -> bool:
    """Whether at least one measure applies to the organisation."""
    return any(line.state is not LineState.NOT_APPLICABLE for line in score.lines)


def finish_run(
    pack: Pack,
    rules: CompiledRules,
    ledgers: Mapping[str, BranchLedger],
    scores: Iterable[BranchScore],
    as_of: date,
    known_at: date | None,
    previous_grades: Mapping[str, Sequence[str]],
    names: Mapping[str, str],
) -> Run:
    """The small second pass over all scores: grades with quotas, then consequences."""
    listed = tuple(scores)
    candidates = [candidate(score, ledgers[score.organisation], rules, as_of, known_at) for score in listed]
    grades = propose_grades(candidates, rules.rules, rules.per_point)
    published = max(as_of, rules.period.end)
    proposals: list[Proposal] = []
    titles = titles_of(pack)
    for score in listed if pack.consequences else ():
        proposals += propose(
            pack.consequences,
            score,
            grades[score.organisation].grade,
            view_of(ledgers[score.organisation], rules, as_of, known_at),
            rules.period,
            rules.rules.time.calendar,
            published,
            previous_grades.get(score.organisation, ()),
            unmet_duties(pack, rules, ledgers[score.organisation], as_of, known_at),
            titles,
        )
    return Run(pack, rules, rules.period, as_of, known_at, listed, grades, tuple(proposals), ledgers, names)


def unmet_duties(
    pack: Pack, rules: CompiledRules, ledger: BranchLedger, as_of: date, known_at: date | None
) -> set[str]:
    """Give the ids of the duties named in triggers that have something missing."""
    return unmet_by(pack, FactFinder(rules, view_of(ledger, rules, as_of, known_at)))


def unmet_by(pack: Pack, finder: FactFinder) -> set[str]:
    """Give the ids of the duties named in triggers that have something missing, as ``finder`` finds them."""
    units, day = finder.rules.duty_units, finder.view.as_of
    named = {duty for one in pack.consequences for duty in one.trigger.trigger_duty if duty in units}
    return {duty for duty in sorted(named) for _, slots in finder.slots(units[duty]) if tally(slots, day).missing}


def titles_of(pack: Pack) -> dict[str, str]:
    """Give the names of measures, vetoes and duties by id."""
    titles = {one.id: one.measure for one in pack.measures} | {one.id: one.veto for one in pack.vetoes}
    return titles | {one.id: one.duty for one in pack.duties}


def candidate(
    score: BranchScore, ledger: BranchLedger, rules: CompiledRules, as_of: date, known_at: date | None
) -> Candidate:
    """Give what grading needs of one scored branch."""
    return candidate_by(score, Scorer(rules, view_of(ledger, rules, as_of, known_at)))


def candidate_by(score: BranchScore, scorer: Scorer) -> Candidate:
    """Give what grading needs of the branch ``scorer`` looked at."""
    standing = scorer.view.household.standing
    state = standing.written_on(scorer.rules.period.end) or standing.latest
    total = None if score.part_period else score.total
    return Candidate(
        score.organisation,
        state.code,
        state.parent or "",
        state.kind,
        total[2] if total else None,
        total[0] if total else None,
        _direct_grade(scorer),
        _judged_grade(scorer.finder),
        score.vetoes,
    )


def _judged_grade(finder: FactFinder) -> str | None:
    given = finder.view.judgements.get((GRADE_MEASURE, GRADE_MEASURE), [])
    return next((row.outcome for row in reversed(given) if row.role != SELF_ASSESSMENT and finder.is_about(row)), None)


def _direct_grade(scorer: Scorer) -> str | None:
    rules = scorer.rules
    grading = rules.rules.grading
    if grading is None or not rules.direct:
        return None
    for rule, compiled in zip(grading.direct, rules.direct, strict=True):
        if scorer.fires(compiled, rule.when):
            return rule.grade
    return None
