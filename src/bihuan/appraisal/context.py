"""What finding facts of one branch in one period rests on: the rules, the view, its entries, the days that matter."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from bihuan.appraisal.branch import BranchView
from bihuan.appraisal.compiled import CompiledRules
from bihuan.appraisal.grammar import Subject
from bihuan.appraisal.rows import BallotCount, ExternalResult, Judgement
from bihuan.appraisal.subjects import Who, subjects
from bihuan.appraisal.values import Evidence, FactState, RatioFact
from bihuan.basics.periods import Period
from bihuan.progress.entries import Entry


@dataclass
class Context:
    """One branch in one period; ``cases_used`` remembers which measure counted a case (案号) first."""

    rules: CompiledRules
    view: BranchView
    cases_used: dict[str, str] = field(default_factory=dict)
    people: dict[tuple[bool, tuple[str, ...]], list[Who]] = field(default_factory=dict)
    gathered: dict[tuple[frozenset[str], bool], list[Entry]] = field(default_factory=dict)

    @property
    def period(self) -> Period:
        """The period the facts are about."""
        return self.rules.period

    @property
    def is_over(self) -> bool:
        """Whether the period has ended by the day looked at."""
        return self.view.as_of >= self.period.end

    def subjects(self, subject: Subject | None) -> list[Who]:
        """List the subjects of a component in order of id, once for each kind of subject."""
        key = (subject.groups, subject.posts) if subject else (False, ())
        if key not in self.people:
            self.people[key] = subjects(subject, self.view)
        return self.people[key]

    def entries(self, kinds: frozenset[str], everywhere: bool = False) -> list[Entry]:
        """Give the entries of any of ``kinds`` in order, once each; ``everywhere`` adds those of others."""
        key = (kinds, everywhere)
        if key not in self.gathered:
            lists = [self.view.by_kind.get(kind, []) for kind in kinds]
            if everywhere:
                lists += [self.view.elsewhere_by_kind.get(kind, []) for kind in kinds]
            self.gathered[key] = _merged([listed for listed in lists if listed])
        return self.gathered[key]

    def ratio_fact(
        self, numerator: int | Fraction, denominator: int | Fraction, evidence: Evidence, empty_is_full: bool = False
    ) -> RatioFact:
        """Make a ratio with its state: open until the period ends, then unjudged if there is no denominator."""
        if not self.is_over:
            return RatioFact(numerator, denominator, FactState.OPEN, evidence)
        if not denominator:
            return RatioFact(1, 1) if empty_is_full else RatioFact(0, 0, FactState.UNJUDGED, evidence)
        return RatioFact(numerator, denominator, FactState.SETTLED, evidence)

    def is_about(self, row: Judgement | BallotCount | ExternalResult) -> bool:
        """Whether a row belongs to the period: by the period it names, else by its day."""
        return row.period == self.period.label if row.period else row.day in self.period

    @property
    def today(self) -> date:
        """The day looked at, but no later than the period's end."""
        return min(self.view.as_of, self.period.end)


def _merged(lists: list[list[Entry]]) -> list[Entry]:
    if len(lists) <= 1:
        return lists[0] if lists else []
    once = {entry.row.id: entry for listed in lists for entry in listed}
    return sorted(once.values(), key=lambda entry: entry.order)
