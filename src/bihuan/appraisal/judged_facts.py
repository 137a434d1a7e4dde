"""Facts that people decide or that come from elsewhere: judgements, ballots, external results."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from bihuan.appraisal.choices import SameFact, Unjudged
from bihuan.appraisal.compiled import CompiledComponent
from bihuan.appraisal.context import Context
from bihuan.appraisal.grammar import Ballot, External, Judged, JudgedAs, Take
from bihuan.appraisal.rows import BallotCount, ExternalResult, Judgement
from bihuan.appraisal.subjects import Who
from bihuan.appraisal.values import (
    BooleanFact,
    ChecklistFact,
    Evidence,
    FactState,
    FactValue,
    JudgedValueFact,
    LevelsFact,
    NumberFact,
    RatioFact,
)

SELF_ASSESSMENT = "自评"
PRESENT, NONE_MISSING = "有", "无"
PAPERS = frozenset({"发出", "收回", "有效"})


def combine(values: Sequence[Fraction], take: Take) -> Fraction:
    """Make one of several values (at least one): latest, total, mean, highest or lowest."""
    if take is Take.LATEST:
        return values[-1]
    if take is Take.TOTAL:
        return sum(values, Fraction(0))
    if take is Take.MEAN:
        return sum(values, Fraction(0)) / len(values)
    return max(values) if take is Take.HIGHEST else min(values)


def _unused(rows: Iterable[Judgement | ExternalResult], dedupe: bool, owner: str, context: Context) -> list[str]:
    """Give the ids of the rows whose case was not counted before, here or (if the pack says so) in another measure."""
    listed = list(rows)
    if not any(row.case for row in listed):
        return [row.id for row in listed]
    across = context.view.choices.same_fact_twice is SameFact.ONCE
    seen: set[str] = set()
    kept = []
    for row in listed:
        if row.case and dedupe and row.case in seen:
            continue
        if row.case and across and context.cases_used.setdefault(row.case, owner) != owner:
            continue
        if row.case:
            seen.add(row.case)
        kept.append(row.id)
    return kept


def judged(asked: Judged, compiled: CompiledComponent, who: Who, context: Context) -> FactValue:
    """Find what assessors decided about one item; self-assessments are shown elsewhere and never count."""
    rows = [
        row
        for row in context.view.judgements.get((compiled.measure, compiled.component.name), ())
        if context.is_about(row)
        and row.subject == who.id
        and (row.role in asked.assessors if asked.assessors else row.role != SELF_ASSESSMENT)
    ]
    kept = set(_unused(rows, asked.dedupe, compiled.measure, context))
    rows = [row for row in rows if row.id in kept]
    default = asked.unjudged or (
        Unjudged.NONE if asked.how is JudgedAs.COUNT else context.view.choices.unjudged_default
    )
    evidence = Evidence(tuple(row.id for row in rows), {"给分人": tuple(row.role for row in rows)})
    return _READERS[asked.how](rows, asked, default is Unjudged.NONE, evidence, context)


def _situation(rows: list[Judgement], asked: Judged, none: bool, evidence: Evidence, context: Context) -> FactValue:
    if not rows:
        return BooleanFact(False if none else None, evidence)
    return BooleanFact(rows[-1].outcome == PRESENT, evidence)


def _level(rows: list[Judgement], asked: Judged, none: bool, evidence: Evidence, context: Context) -> FactValue:
    if not rows:
        return LevelsFact((), FactState.SETTLED if none else FactState.UNJUDGED, evidence=evidence)
    return LevelsFact((("", rows[-1].outcome or ""),), evidence=evidence)


def _value(rows: list[Judgement], asked: Judged, none: bool, evidence: Evidence, context: Context) -> FactValue:
    values = [row.value for row in rows if row.value is not None]
    if not values:
        return JudgedValueFact(Fraction(0) if none else None, evidence)
    return JudgedValueFact(combine(values, asked.take or Take.LATEST), evidence)


def _checklist(rows: list[Judgement], asked: Judged, none: bool, evidence: Evidence, context: Context) -> FactValue:
    if not rows:
        return ChecklistFact(() if none else None, len(asked.checklist), evidence)
    missing = tuple(item for item in asked.checklist if item in rows[-1].missing)
    return ChecklistFact(missing, len(asked.checklist), evidence)


def _count(rows: list[Judgement], asked: Judged, none: bool, evidence: Evidence, context: Context) -> FactValue:
    if not rows:
        return NumberFact(0, FactState.SETTLED if none else FactState.UNJUDGED, evidence)
    values = [_extrapolated(row, asked, context) for row in rows]
    return NumberFact(combine(values, asked.take or Take.TOTAL), FactState.SETTLED, evidence)


def _extrapolated(row: Judgement, asked: Judged, context: Context) -> Fraction:
    count = Fraction(row.count or 0)
    sample = context.view.samples.get(row.sample or "")
    if asked.sample and asked.sample.extrapolate and sample and sample.size:
        return count * sample.population / sample.size
    return count


_READERS = {
    JudgedAs.SITUATION: _situation,
    JudgedAs.LEVEL: _level,
    JudgedAs.VALUE: _value,
    JudgedAs.CHECKLIST: _checklist,
    JudgedAs.COUNT: _count,
}


def external(asked: External, compiled: CompiledComponent, context: Context) -> FactValue:
    """Take over results of the period from elsewhere: a number, or a grade where the component has bands for grades."""
    rows = [row for row in context.view.externals if row.name == asked.name and context.is_about(row)]
    kept = set(_unused(rows, asked.dedupe, compiled.measure, context))
    rows = [row for row in rows if row.id in kept]
    evidence = Evidence(tuple(row.id for row in rows))
    default = asked.unjudged or Unjudged.UNDECIDED
    values = [row.value for row in rows if row.value is not None]
    if values:
        return NumberFact(combine(values, asked.take), FactState.SETTLED, evidence)
    grades = [row.grade for row in rows if row.grade]
    if grades and compiled.bands:
        return LevelsFact((("", grades[-1]),), evidence=evidence)
    return NumberFact(0, FactState.SETTLED if default is Unjudged.NONE else FactState.UNJUDGED, evidence)


def ballot(asked: Ballot, who: Who, context: Context) -> FactValue:
    """Reckon a ballot from its latest day: the share of some options, or the mean of the options' points."""
    rows = [
        row
        for row in context.view.ballots
        if row.ballot == asked.name and context.is_about(row) and row.subject == who.id
    ]
    last = max((row.day for row in rows), default=None)
    rows = [row for row in rows if row.day == last]
    evidence = Evidence(tuple(row.id for row in rows))
    if asked.group_weights:
        shares = [_share([row for row in rows if row.group == group], asked) for group in asked.group_weights]
        weights = list(asked.group_weights.values())
    else:
        shares, weights = [_share(rows, asked)], [Fraction(1)]
    if not rows or any(share is None for share in shares):
        return _ballot_value(Fraction(0), asked, FactState.UNJUDGED, evidence)
    total = sum((weight * (share or 0) for weight, share in zip(weights, shares, strict=True)), Fraction(0))
    return _ballot_value(total, asked, FactState.SETTLED, evidence)


def _ballot_value(value: Fraction, asked: Ballot, state: FactState, evidence: Evidence) -> FactValue:
    if asked.option_points:
        return NumberFact(value, state, evidence)
    return RatioFact(value.numerator, value.denominator, state, evidence)


def _share(rows: list[BallotCount], asked: Ballot) -> Fraction | None:
    base = sum(row.votes for row in rows if row.option == asked.votes_base)
    if not base and asked.votes_base == "有效":
        base = sum(row.votes for row in rows if row.option not in PAPERS)
    if not base:
        return None
    if asked.option_points:
        points = sum((asked.option_points.get(row.option, Fraction(0)) * row.votes for row in rows), Fraction(0))
        return points / base
    return Fraction(sum(row.votes for row in rows if row.option in asked.options), base)
