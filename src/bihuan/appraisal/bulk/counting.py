"""Facts counted from the ledger for all branches at once: tallies, attendance, honours, findings."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from bihuan.appraisal.bulk.columns import NO_DAY, Flags, Ints, Shorts, day_number
from bihuan.appraisal.bulk.entries import Entries, entries_of, qualifying
from bihuan.appraisal.bulk.exact import Exact
from bihuan.appraisal.bulk.kernels import sum_between
from bihuan.appraisal.bulk.ledger import Rows
from bihuan.appraisal.bulk.scene import Scene
from bihuan.appraisal.bulk.subjects import subjects_of
from bihuan.appraisal.bulk.values import Levels, Numbers, Ratios
from bihuan.appraisal.choices import Holders, SameHonour
from bihuan.appraisal.grammar import (
    EntryState,
    Findings,
    FindingState,
    Honours,
    Ratio,
    Subject,
    Take,
    Tally,
    TallyOf,
)
from bihuan.appraisal.ledger_facts import LEAVE, LONG_TERM
from bihuan.basics.nodes import Span, SpanUnit
from bihuan.basics.periods import ONE_DAY, shift_months


def ratios(done: Ints, due: Ints, scene: Scene, empty_is_full: bool = False) -> Ratios:
    """Make ratios with their state: open until the period ends, then unjudged where there is no denominator."""
    empty = due == 0
    done, due = np.where(due < 0, -done, done), np.abs(due)
    if scene.is_over and empty_is_full:
        done = np.where(empty, 1, done)
    elif empty.any():
        done = np.where(empty, 0, done)
    value = Exact.of(done, np.where(empty, 1, due))
    if not scene.is_over:
        return Ratios(value, is_open=True)
    return Ratios(value, unjudged=empty if empty.any() and not empty_is_full else None)


NO_FLAGS, NO_INTS = np.zeros(0, np.bool_), np.zeros(0, np.int64)


def _entries(kinds: Sequence[str], subject: Subject | None, scene: Scene) -> Entries:
    who = None if subject is None else (subject.groups, subject.posts)
    return entries_of(kinds, "", subjects_of(subject, scene), who, scene)


def _sums(entries: Entries, fits: Flags | None, amount: Ints, scene: Scene) -> Ints:
    """Add up one value an entry for each subject over the period."""
    out = np.zeros(len(entries.offsets) - 1, np.int64)
    chosen = NO_FLAGS if fits is None else fits
    sum_between(entries.offsets, entries.column("belongs"), scene.start, scene.end, chosen, amount, out)
    return out


def tally_of(demanded: Tally, subject: Subject | None, scene: Scene) -> Numbers:
    """Add up how often (or how long, or with how many persons) something was done in the period."""
    entries = _entries(demanded.records + demanded.submissions, subject, scene)
    fits = qualifying(demanded, entries, scene)
    if demanded.state is EntryState.LATE_ENTRY:
        late = scene.late_entry[entries.rows]
        fits = late if fits is None else fits & late
    columns = {TallyOf.MINUTES: "minutes", TallyOf.PERSON_TIMES: "present"}
    amount = entries.column(columns[demanded.measure_of]) if demanded.measure_of in columns else NO_INTS
    return Numbers(Exact.of(_sums(entries, fits, amount, scene)), is_open=not scene.is_over)


def attendance(ratio: Ratio, subject: Subject | None, scene: Scene) -> Ratios:
    """Share of those present among those due, less the kinds of absence the pack leaves out of the base."""
    without = ratio.base_without if ratio.base_without is not None else scene.choices.attendance_without
    entries = _entries(ratio.records, subject, scene)
    fits = qualifying(Tally(records=ratio.records), entries, scene)
    if not entries.only_activities:
        is_activity = entries.column("is_activity")
        fits = is_activity if fits is None else fits & is_activity
    base = entries.kept(f"base without {sorted(set(without))}", lambda: _base(entries, without, scene))
    present = _sums(entries, fits, entries.column("present"), scene)
    return ratios(present, _sums(entries, fits, base, scene), scene)


def _base(entries: Entries, without: Sequence[str], scene: Scene) -> Ints:
    """How many of those due each record's attendance is reckoned on."""
    due: Ints = entries.column("due")
    if without:
        due = due - _left_out(without, scene)[entries.rows]
    return due - entries.column("leave") if LEAVE in without else due


def _left_out(without: Sequence[str], scene: Scene) -> Ints:
    """How many persons of the categories ``without`` each record names."""
    key = ("left out", frozenset(without))
    picked = scene.look.picked
    if key not in picked:
        found = np.zeros(len(scene.records), np.int64)
        pairs = scene.records.others
        kept = pairs.items.is_in(without)
        np.add.at(found, pairs.rows[kept], scene.records.other_counts[kept])
        picked[key] = found
    sums: Ints = picked[key]
    return sums


def per_branch(branch: Shorts, scene: Scene) -> Ints:
    """Count the rows of each branch."""
    return np.bincount(branch, minlength=scene.count).astype(np.int64, copy=False)


def _closed(rows: Rows, day: date) -> Flags:
    closed, reopened, number = rows.days("closed"), rows.days("reopened"), day_number(day)
    seen = (closed != NO_DAY) & (closed <= number)
    found: Flags = seen & ((reopened == NO_DAY) | (reopened > number) | (closed > reopened))
    return found


def _of_source(rows: Rows, source: str, scene: Scene) -> Flags:
    live = scene.live(rows)
    return live & rows.coded("origin").is_in([source]) if source else live


def rectified(ratio: Ratio, scene: Scene) -> Ratios:
    """Share of findings due by now that were closed; without any, all is well."""
    rows = scene.ledger.findings
    due = rows.days("due")
    asked = _of_source(rows, ratio.origin, scene) & (due != NO_DAY) & (due <= day_number(scene.today))
    asked &= (rows.days("opened") <= scene.end) & ~rows.coded("nature").is_in([LONG_TERM])
    closed = asked & _closed(rows, scene.as_of)
    return ratios(per_branch(rows.branch[closed], scene), per_branch(rows.branch[asked], scene), scene, True)


def findings(asked: Findings, scene: Scene) -> Numbers:
    """Count findings in a state as seen on the day looked at."""
    rows = scene.ledger.findings
    kept = _of_source(rows, asked.origin, scene)
    if asked.natures:
        kept = kept & rows.coded("nature").is_in(asked.natures)
    kept = kept & _in_state(asked.state, rows, scene)
    return Numbers(Exact.of(per_branch(rows.branch[kept], scene)), is_open=not scene.is_over)


def _in_state(state: FindingState, rows: Rows, scene: Scene) -> Flags:
    day = day_number(scene.as_of)
    if state is FindingState.TOTAL:
        return scene.in_period(rows.days("opened"))
    if state is FindingState.CLOSED:
        return scene.in_period(rows.days("closed")) & _closed(rows, scene.as_of)
    if state is FindingState.REOPENED:
        return scene.in_period(rows.days("reopened")) & (rows.days("reopened") <= day)
    still = (rows.days("opened") <= scene.end) & ~_closed(rows, scene.as_of)
    if state is FindingState.OVERDUE:
        due = rows.days("due")
        still &= ~rows.coded("nature").is_in([LONG_TERM]) & (due != NO_DAY) & (due < day)
    return still


def _back(day: date, span: Span) -> date:
    months = {SpanUnit.MONTHS: 1, SpanUnit.YEARS: 12}.get(span.unit)
    if months:
        return shift_months(day, -months * span.length) + ONE_DAY
    days = span.length * (7 if span.unit is SpanUnit.WEEKS else 1)
    return day - ONE_DAY * (days - 1)


def honours(asked: Honours, scene: Scene) -> Levels:
    """List the levels of the honours that count, the same honour once if the pack says so."""
    choices, rows = scene.choices, scene.ledger.honours
    valid = asked.valid_for or choices.valid_for
    first = day_number(_back(scene.period.end, valid)) if valid else scene.start
    days = rows.days("day")
    kept = scene.live(rows) & (first <= days) & (days <= scene.end)
    if asked.title:
        kept = kept & rows.coded("title").is_in(asked.title)
    if asked.honour_levels:
        kept = kept & rows.coded("level").is_in(asked.honour_levels)
    if (asked.holders or choices.holders) is not Holders.BOTH:
        kept = kept & rows.coded("holder").is_in(["集体"])
    at = np.flatnonzero(kept)
    owner = at + len(rows)
    if (asked.same_honour or choices.same_honour) is SameHonour.HIGHEST:
        cases = rows.coded("case")
        named = cases.among(word for word in cases.words if word)[cases.codes]
        owner = np.where(named[at], cases.codes[at], owner)
    return Levels(
        scene.count,
        rows.branch[at].astype(np.int64),
        owner,
        rows.coded("level").take(at),
        is_open=not scene.is_over,
        highest_only=asked.take is Take.HIGHEST,
    )
