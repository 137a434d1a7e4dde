"""Facts counted from the ledger without a demand: tallies, attendance, honours, findings, vacancies, liaison."""

from collections.abc import Sequence
from datetime import date

from bihuan.appraisal.branch import BranchView
from bihuan.appraisal.choices import Holders, SameHonour
from bihuan.appraisal.context import Context
from bihuan.appraisal.grammar import (
    EntryState,
    Findings,
    FindingState,
    Honours,
    Ratio,
    Take,
    Tally,
    TallyOf,
    Vacancy,
)
from bihuan.appraisal.qualifying import tests
from bihuan.appraisal.subjects import Who
from bihuan.appraisal.values import Evidence, FactState, LevelsFact, NumberFact, RatioFact
from bihuan.basics.nodes import Span, SpanUnit
from bihuan.basics.periods import ONE_DAY, Period, shift_months
from bihuan.organisations.standing import FOREVER, covers, joined
from bihuan.progress.entries import Entry
from bihuan.progress.rows import Activity, Finding

LONG_TERM = "长期坚持"
LEAVE = "请假"


def _state(context: Context) -> FactState:
    return FactState.SETTLED if context.is_over else FactState.OPEN


def _in_period(kinds: Sequence[str], demanded: Tally, who: Who, context: Context) -> list[Entry]:
    everywhere = who.id is not None and not who.is_group
    checks = tests(demanded, who.id, who.is_group, context.view, context.rules.rules.kinds)
    return [
        entry
        for entry in context.entries(frozenset(kinds), everywhere)
        if entry.day in context.period and all(check(entry) for check in checks)
    ]


def tally_of(demanded: Tally, who: Who, context: Context) -> NumberFact:
    """Add up how often (or how long, or with how many persons) something was done in the period."""
    found = _in_period(demanded.records + demanded.submissions, demanded, who, context)
    if demanded.state is EntryState.LATE_ENTRY:
        found = [entry for entry in found if entry.late_entry]
    if demanded.measure_of is TallyOf.MINUTES:
        value = sum(entry.row.minutes for entry in found)
    elif demanded.measure_of is TallyOf.PERSON_TIMES:
        value = sum(entry.row.present for entry in found)
    else:
        value = len(found)
    return NumberFact(value, _state(context), Evidence(tuple(entry.row.id for entry in found)))


def attendance(ratio: Ratio, who: Who, context: Context) -> RatioFact:
    """Share of those present among those due, less the kinds of absence the pack leaves out of the base."""
    without = ratio.base_without if ratio.base_without is not None else context.view.choices.attendance_without
    found = _in_period(ratio.records, Tally(records=ratio.records), who, context)
    present = due = 0
    for entry in found:
        row = entry.row
        if isinstance(row, Activity):
            present += row.present
            due += row.due - sum(count for kind, count in row.others if kind in without)
            due -= row.leave if LEAVE in without else 0
    return context.ratio_fact(present, due, Evidence(tuple(entry.row.id for entry in found)))


def rectified(ratio: Ratio, context: Context) -> RatioFact:
    """Share of findings due by now that were closed; without any, all is well."""
    due = [
        row
        for row in context.view.findings
        if row.due is not None
        and row.due <= context.today
        and row.opened <= context.period.end
        and row.nature != LONG_TERM
        and (not ratio.origin or row.origin == ratio.origin)
    ]
    closed = [row for row in due if _closed(row, context.view.as_of)]
    return context.ratio_fact(len(closed), len(due), Evidence(tuple(row.id for row in due)), empty_is_full=True)


def _closed(row: Finding, day: date) -> bool:
    if row.closed is None or row.closed > day:
        return False
    return row.reopened is None or row.reopened > day or row.closed > row.reopened


def findings(asked: Findings, context: Context) -> NumberFact:
    """Count findings in a state as seen on the day looked at."""
    found = count_findings(asked, context.view, context.period)
    return NumberFact(len(found), _state(context), Evidence(tuple(sorted(row.id for row in found))))


def count_findings(asked: Findings, view: BranchView, period: Period) -> list[Finding]:
    """List the findings in a state as seen on the view's day."""
    day = view.as_of
    rows = [
        row
        for row in view.findings
        if (not asked.origin or row.origin == asked.origin) and (not asked.natures or row.nature in asked.natures)
    ]
    if asked.state is FindingState.TOTAL:
        return [row for row in rows if row.opened in period]
    if asked.state is FindingState.CLOSED:
        return [row for row in rows if row.closed is not None and row.closed in period and _closed(row, day)]
    if asked.state is FindingState.REOPENED:
        return [row for row in rows if row.reopened is not None and row.reopened in period and row.reopened <= day]
    rows = [row for row in rows if row.opened <= period.end and not _closed(row, day)]
    if asked.state is FindingState.OVERDUE:
        rows = [row for row in rows if row.nature != LONG_TERM and row.due is not None and row.due < day]
    return rows


def _back(day: date, span: Span) -> date:
    months = {SpanUnit.MONTHS: 1, SpanUnit.YEARS: 12}.get(span.unit)
    if months:
        return shift_months(day, -months * span.length) + ONE_DAY
    days = span.length * (7 if span.unit is SpanUnit.WEEKS else 1)
    return day - ONE_DAY * (days - 1)


def honours(asked: Honours, context: Context) -> LevelsFact:
    """List the levels of the honours that count, the same honour once if the pack says so."""
    choices = context.view.choices
    valid = asked.valid_for or choices.valid_for
    first = _back(context.period.end, valid) if valid else context.period.start
    both = (asked.holders or choices.holders) is Holders.BOTH
    rows = [
        row
        for row in context.view.honours
        if first <= row.day <= context.period.end
        and (not asked.title or row.title in asked.title)
        and (not asked.honour_levels or row.level in asked.honour_levels)
        and (both or row.holder == "集体")
    ]
    highest = (asked.same_honour or choices.same_honour) is SameHonour.HIGHEST
    levels = tuple(((row.case or row.id) if highest else row.id, row.level) for row in rows)
    evidence = Evidence(tuple(row.id for row in rows))
    return LevelsFact(levels, _state(context), asked.take is Take.HIGHEST, evidence)


def vacancy(asked: Vacancy, context: Context) -> NumberFact:
    """Count the posts that stood vacant for longer than named, at some time in the period up to today."""
    house, day = context.view.household, context.today
    vacant = [post for post in asked.posts if _stood_vacant(post, asked.longer_than, context, day)]
    people = tuple(holding.id for holding in house.holdings if holding.post in asked.posts)
    return NumberFact(len(vacant), _state(context), Evidence(people, {"空缺": vacant}))


def _stood_vacant(post: str, span: Span, context: Context, day: date) -> bool:
    house, calendar = context.view.household, context.rules.rules.time.calendar
    held = joined((holding.since, holding.until or FOREVER) for holding in house.holdings if holding.post == post)
    for first, last in house.standing.being:
        start = first
        for held_from, held_to in (*held, (FOREVER, FOREVER)):
            end = min(held_from - ONE_DAY, last)
            if start <= end:
                passed = calendar.add(start, span)
                if passed <= min(end, day) and end >= context.period.start:
                    return True
            start = max(start, held_to + ONE_DAY) if held_to != FOREVER else FOREVER
    return False


def liaison_coverage(context: Context) -> RatioFact:
    """Share of the organisations in the charge of this one's post holders that they attended in the period."""
    day, house = context.today, context.view.household
    current = {
        holding.person for holding in house.holdings if covers([(holding.since, holding.until or FOREVER)], day, day)
    }
    charged = {
        (row.person, row.organisation)
        for row in house.liaisons
        if row.person in current and row.since <= day and (row.until is None or day <= row.until)
    }
    visited: set[str] = set()
    records: list[str] = []
    for listed in (context.view.by_kind, context.view.elsewhere_by_kind):
        for entry in {entry.row.id: entry for found in listed.values() for entry in found}.values():
            row = entry.row
            if not isinstance(row, Activity) or entry.day not in context.period:
                continue
            if any((person, row.organisation) in charged for person in row.observers):
                visited.add(row.organisation)
                records.append(row.id)
    targets = {organisation for _, organisation in charged}
    return context.ratio_fact(len(visited & targets), len(targets), Evidence(tuple(sorted(records))))
