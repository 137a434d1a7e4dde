"""One branch at a time: its score, grade, obligations and explanations, from its own rows and in one look.

What was found for the score is kept for the rest, so that asking for all of it costs little more than the score.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any

from bihuan.appraisal.branch import PER_ORGANISATION, BranchLedger, split_ledger
from bihuan.appraisal.compiled import CompiledMeasure, CompiledRules
from bihuan.appraisal.compiling import compile_rules as compile_rule_set
from bihuan.appraisal.explaining import Explanation, explain_measure, parts_of
from bihuan.appraisal.facts import FactFinder
from bihuan.appraisal.grading import GradeProposal, propose_alone
from bihuan.appraisal.results import BranchScore, Line, LineState
from bihuan.appraisal.scoring import Scorer, score_by, view_of
from bihuan.appraisal.sentences import asked_text
from bihuan.appraisal.tables import LedgerTables, table_named
from bihuan.appraisal.values import (
    BooleanFact,
    ChecklistFact,
    FactState,
    FactValue,
    JudgedValueFact,
    LevelsFact,
    NumberFact,
)
from bihuan.basics.periods import Period, parse_period
from bihuan.outcomes.proposing import Proposal, propose
from bihuan.packs.grammar import Pack
from bihuan.responsibility.grammar import Basis
from bihuan.runners.open_windows import OpenWindow, open_windows
from bihuan.runners.planning import Obligation, measures_by_duty, obligations_of
from bihuan.runners.rules import rules_of
from bihuan.runners.scoring import candidate_by, is_in_round, titles_of, unmet_by

NO_NAMES: Mapping[str, str] = MappingProxyType({})


def compile_rules(pack: Pack, period: Period | str) -> CompiledRules:
    """Prepare ``pack`` (composed, as ``LoadedPack.whole``) for ``period``; the result never changes and may be kept."""
    asked = parse_period(period, pack.year_from) if isinstance(period, str) else period
    return compile_rule_set(rules_of(pack), asked)


def branch_ledgers(tables: LedgerTables) -> Mapping[str, BranchLedger]:
    """Divide rows into one ledger an organisation, by id in order.

    For one branch it is enough to give its own row and those of its Party groups and of what stands above it, its
    posts, the liaison of those who hold them, its records, the activities of others that they took part in, and rows
    of others that correct any of these.
    """
    return split_ledger(tables)


def with_rows(ledger: BranchLedger, *rows: Any) -> BranchLedger:
    """Give ``ledger`` with further rows (activities, submissions, judgements, …); one of the same id is replaced.

    An activity of another organisation counts as one that post holders took part in. Raises ``ValueError`` for other
    rows of another organisation and for rows that are no records.
    """
    for row in rows:
        name = _TABLE_OF.get(type(row))
        if name is None:
            raise ValueError(f"这种行不能加进一个支部的台账：{type(row).__name__}")
        if row.organisation != ledger.organisation:
            if name != "activities":
                raise ValueError(f"{row.id} 是 {row.organisation} 的，不是 {ledger.organisation} 的")
            name = "elsewhere"
        kept = tuple(one for one in getattr(ledger, name) if one.id != row.id)
        changed: dict[str, Any] = {name: (*kept, row)}
        ledger = replace(ledger, **changed)
    return ledger


_TABLE_OF = {table_named(name).row: name for name in PER_ORGANISATION}


@dataclass(frozen=True, slots=True)
class StandingLine:
    """One measure as a page lists it: the line with what it is called, asks and rests on.

    ``win_back`` units can still be had by doing what is not due or can be made up; ``win_back_by`` is the first day
    that closes one of these, ``last_day`` the last (None where no day is named). ``due`` and ``done`` are the counts of
    the line; of a 检查 measure on conditions, vacancies or judgements, how many points were to see to and are in order.
    """

    line: Line
    title: str
    section: str
    nature: str
    asks: tuple[str, ...]
    basis: tuple[Basis, ...]
    win_back: int
    win_back_by: date | None
    last_day: date | None
    due: int | Fraction
    done: int | Fraction


@dataclass(frozen=True)
class BranchStanding:
    """Where one branch stands as of a day: its score, and on demand its grade, lines, obligations and proposals."""

    pack: Pack
    score: BranchScore
    scorer: Scorer = field(repr=False, compare=False)
    planner: FactFinder = field(repr=False, compare=False)
    names: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    previous_grades: tuple[str, ...] = ()

    @property
    def organisation(self) -> str:
        """The id of the branch."""
        return self.score.organisation

    @property
    def ledger(self) -> BranchLedger:
        """The rows the branch was looked at with."""
        return self.scorer.view.ledger

    @property
    def rules(self) -> CompiledRules:
        """The rules it was scored by."""
        return self.scorer.rules

    @property
    def as_of(self) -> date:
        """The day looked at."""
        return self.scorer.view.as_of

    @property
    def known_at(self) -> date | None:
        """The day up to which rows received are known; None for all."""
        return self.scorer.view.known_at

    @property
    def is_in_round(self) -> bool:
        """Whether at least one measure applies to the organisation."""
        return is_in_round(self.score)

    @cached_property
    def grade(self) -> GradeProposal:
        """The provisional grade without rivals: ``forecast`` (预判) by what is certain, ``at_best`` (全办完)."""
        return propose_alone(candidate_by(self.score, self.scorer), self.rules.rules, self.rules.per_point)

    @cached_property
    def obligations(self) -> tuple[Obligation, ...]:
        """All dated obligations of the plan's period, by duty and deadline."""
        return tuple(obligations_of(self.pack, self.planner, measures_by_duty(self.pack)))

    @cached_property
    def open_windows(self) -> tuple[OpenWindow, ...]:
        """What can still be done for the score: windows of measures not met and not lost."""
        return open_windows(self.scorer)

    @cached_property
    def lines(self) -> tuple[StandingLine, ...]:
        """Every measure in the pack's order with what it lost and what can still be had."""
        pairs = zip(self.rules.measures, self.score.lines, strict=True)
        return tuple(self._line(compiled, line) for compiled, line in pairs)

    @cached_property
    def proposals(self) -> tuple[Proposal, ...]:
        """The consequences proposed on the provisional grade and what else is certain."""
        period = self.rules.period
        return tuple(
            propose(
                self.pack.consequences,
                self.score,
                self.grade.grade,
                self.scorer.view,
                period,
                self.rules.rules.time.calendar,
                max(self.as_of, period.end),
                self.previous_grades,
                unmet_by(self.pack, self.scorer.finder),
                titles_of(self.pack),
            )
        )

    def _line(self, compiled: CompiledMeasure, line: Line) -> StandingLine:
        measure = compiled.measure
        units = [unit for component in compiled.components for unit in component.units]
        days = sorted(self._open_days(compiled)) if line.not_due else []
        return StandingLine(
            line,
            measure.measure,
            measure.section,
            str(measure.nature),
            tuple(dict.fromkeys(asked_text(unit.requirement) for unit in units)),
            measure.basis,
            line.not_due,
            days[0] if days else None,
            days[-1] if days else None,
            *self._counts(compiled, line),
        )

    def _counts(self, compiled: CompiledMeasure, line: Line) -> tuple[int | Fraction, int | Fraction]:
        if line.state is not LineState.CHECK or line.due:
            return line.due, line.done
        facts = [fact for one in compiled.components for _, fact in self.scorer.facts(one, self.scorer.finder)]
        counted = [_in_order(fact) for fact in facts]
        return sum(due for due, _ in counted), sum(done for _, done in counted)

    def _open_days(self, compiled: CompiledMeasure) -> Iterable[date]:
        for part, finder in parts_of(self.scorer, compiled):
            for component in part.components:
                for unit in component.units:
                    for _, slots in finder.slots(unit):
                        for slot in slots:
                            last = (slot.window.late_until or slot.window.deadline) if slot and slot.is_open else None
                            if slot and last and self.as_of < last:
                                yield slot.window.deadline if self.as_of < slot.window.deadline else last


def _in_order(fact: FactValue) -> tuple[int, int]:
    """How many points a check looks at in one fact, and how many are in order; what nobody has judged is not."""
    if isinstance(fact, BooleanFact):
        return 1, int(bool(fact.value))
    if isinstance(fact, ChecklistFact):
        return fact.items, 0 if fact.missing is None else fact.items - len(fact.missing)
    if isinstance(fact, NumberFact):
        return 1, int(fact.value == 0 and fact.state is not FactState.UNJUDGED)
    if isinstance(fact, LevelsFact | JudgedValueFact):
        is_judged = bool(fact.levels) if isinstance(fact, LevelsFact) else fact.value is not None
        return 1, int(is_judged)
    return 0, 0


def stand(
    pack: Pack,
    rules: CompiledRules,
    ledger: BranchLedger,
    as_of: date,
    known_at: date | None = None,
    names: Mapping[str, str] = NO_NAMES,
    previous_grades: Sequence[str] = (),
    plan: CompiledRules | None = None,
) -> BranchStanding:
    """Look at one branch as of a day, as known at a day.

    ``plan`` are the same pack's rules for the period of the obligations, such as the whole year; without them the
    obligations are those of the score's own period. ``names`` are of people and Party groups by id.
    """
    scorer = Scorer(rules, view_of(ledger, rules, as_of, known_at))
    planner = scorer.finder if plan is None or plan is rules else FactFinder(plan, scorer.view)
    return BranchStanding(pack, score_by(scorer), scorer, planner, names, tuple(previous_grades))


def explain_standing(standing: BranchStanding, *measures: str) -> tuple[Explanation, ...]:
    """Explain the branch measure by measure, or only the measures named by id, in the pack's order.

    Raises ``KeyError`` for an id the pack does not have.
    """
    known = {compiled.measure.id for compiled in standing.rules.measures}
    unknown = [one for one in measures if one not in known]
    if unknown:
        raise KeyError(f"规则包里没有这个指标：{'、'.join(unknown)}")
    return tuple(
        explain_measure(standing.scorer, compiled, standing.names)
        for compiled in standing.rules.measures
        if not measures or compiled.measure.id in measures
    )
