"""Facts that people decide or that come from elsewhere, for all branches at once."""

from collections.abc import Iterable
from fractions import Fraction

import numpy as np
import pyarrow as pa

from bihuan.appraisal.bulk.columns import Flags, Ints, index_in
from bihuan.appraisal.bulk.exact import Exact
from bihuan.appraisal.bulk.ledger import Rows
from bihuan.appraisal.bulk.scene import Scene
from bihuan.appraisal.bulk.subjects import Subjects, subjects_of
from bihuan.appraisal.bulk.values import (
    Checklists,
    Given,
    Levels,
    Numbers,
    NumbersOrLevels,
    Ratios,
    Situations,
    Values,
)
from bihuan.appraisal.choices import Unjudged
from bihuan.appraisal.compiled import CompiledComponent
from bihuan.appraisal.grammar import Ballot, External, Judged, JudgedAs, Take
from bihuan.appraisal.judged_facts import PAPERS, PRESENT, SELF_ASSESSMENT


def is_about(rows: Rows, scene: Scene) -> Flags:
    """Which rows belong to the period: by the period they name, else by their day."""
    periods = rows.coded("period")
    named = periods.among(word for word in periods.words if word)[periods.codes]
    by_day = scene.in_period(rows.days("day"))
    return np.where(named, periods.is_in([scene.period.label]), by_day)


def _subject_of(rows: Rows, at: Ints, subjects: Subjects, scene: Scene) -> Ints:
    """Give the subject each row is about, -1 if none of them."""
    branch = rows.branch[at]
    if subjects.are_branches:
        return np.where(rows.is_empty("subject")[at], branch, -1).astype(np.int64)
    who = scene.organisations
    ids = who.group_ids if subjects.is_group else who.person_ids
    codes = index_in(rows.sheet.column("subject"), pa.array(ids, pa.string()))[at]
    return subjects.position(branch, codes)


def _chosen(rows: Rows, wanted: Flags, subjects: Subjects, scene: Scene) -> tuple[Ints, Ints]:
    """Give the rows wanted, in the order of their subjects and then their own, and those subjects."""
    at = np.flatnonzero(wanted)
    subject = _subject_of(rows, at, subjects, scene)
    at, subject = at[subject >= 0], subject[subject >= 0]
    if subjects.are_branches:
        return at, subject
    order = np.argsort(subject, kind="stable")
    return at[order], subject[order]


def _cases_once(rows: Rows, at: Ints, subject: Ints) -> Flags:
    """Whether each row is the first of its subject about its case."""
    cases = rows.coded("case")
    named = cases.among(word for word in cases.words if word)[cases.codes][at]
    if not named.any():
        return np.ones(len(at), np.bool_)
    key = np.where(named, cases.codes[at], np.arange(len(at)) + len(cases.words))
    _, first = np.unique(np.stack([subject, key]), axis=1, return_index=True)
    found = np.zeros(len(at), np.bool_)
    found[first] = True
    return found


def _last(subject: Ints) -> Ints:
    """Give the positions of the last row of each subject."""
    return np.flatnonzero(np.append(subject[1:] != subject[:-1], True)) if len(subject) else np.zeros(0, np.int64)


def combined(values: Ints, den: int, subject: Ints, count: int, take: Take) -> Exact:
    """Make one of the values of each subject (in order): latest, total, mean, highest or lowest; 0 without any."""
    result = np.zeros(count, np.int64)
    last = _last(subject)
    found = subject[last]
    if not len(values):
        return Exact.of(result, den)
    first = np.concatenate([np.zeros(1, np.int64), last[:-1] + 1])
    if take is Take.LATEST:
        result[found] = values[last]
    elif take is Take.HIGHEST:
        result[found] = np.maximum.reduceat(values, first)
    elif take is Take.LOWEST:
        result[found] = np.minimum.reduceat(values, first)
    else:
        result[found] = np.add.reduceat(values, first)
    if take is not Take.MEAN:
        return Exact.of(result, den)
    many = np.ones(count, np.int64)
    many[found] = last - first + 1
    return Exact.of(result, many * den)


def _absent(subject: Ints, count: int) -> Flags:
    """Which subjects have no row."""
    absent = np.ones(count, np.bool_)
    absent[subject] = False
    return absent


def judged(asked: Judged, compiled: CompiledComponent, scene: Scene) -> Values:
    """Find what assessors decided about one item; self-assessments never count."""
    rows, subjects = scene.ledger.judgements, subjects_of(compiled.subject, scene)
    at, subject = _chosen(rows, _asked_rows(asked, compiled, rows, scene), subjects, scene)
    if asked.dedupe:
        kept = _cases_once(rows, at, subject)
        at, subject = at[kept], subject[kept]
    default = asked.unjudged or (Unjudged.NONE if asked.how is JudgedAs.COUNT else scene.choices.unjudged_default)
    none = default is Unjudged.NONE
    count = len(subjects)
    if asked.how is JudgedAs.VALUE:
        return _value(asked, rows, at, subject, count, none)
    absent = None if none else _absent(subject, count)
    last = _last(subject)
    if asked.how is JudgedAs.COUNT:
        return Numbers(combined(rows.ints("count")[at], 1, subject, count, asked.take or Take.TOTAL), unjudged=absent)
    if asked.how is JudgedAs.LEVEL:
        outcome = rows.coded("outcome").take(at[last])
        return Levels(count, subject[last], np.zeros(len(last), np.int64), outcome, unjudged=absent)
    if asked.how is JudgedAs.CHECKLIST:
        return Checklists(_lacking(asked, rows, at[last], subject[last], count), len(asked.checklist), absent)
    value = np.zeros(count, np.bool_)
    value[subject[last]] = rows.coded("outcome").is_in([PRESENT])[at[last]]
    return Situations(value, absent)


def _asked_rows(asked: Judged, compiled: CompiledComponent, rows: Rows, scene: Scene) -> Flags:
    key = ("judged", compiled.measure)
    if key not in scene.found:
        measure = rows.coded("measure")
        scene.found[key] = scene.live(rows) & (measure.codes == measure.code(compiled.measure))
    item = rows.coded("item")
    wanted: Flags = scene.found[key] & (item.codes == item.code(compiled.component.name))
    wanted = wanted & is_about(rows, scene)
    roles = rows.coded("role")
    if asked.assessors:
        return wanted & roles.is_in(asked.assessors)
    return wanted & ~roles.is_in([SELF_ASSESSMENT])


def _value(asked: Judged, rows: Rows, at: Ints, subject: Ints, count: int, none: bool) -> Given:
    values = rows.rationals("value")
    there = values.there[at]
    at, subject = at[there], subject[there]
    value = combined(values.num[at], values.den, subject, count, asked.take or Take.LATEST)
    return Given(value, None if none else _absent(subject, count))


def _lacking(asked: Judged, rows: Rows, at: Ints, subject: Ints, count: int) -> Ints:
    """Count the items of the list that the rows name as lacking."""
    pairs = rows.pairs("missing")
    found = np.zeros(len(rows), np.int64)
    for item in asked.checklist:
        named = np.zeros(len(rows), np.bool_)
        named[pairs.rows[pairs.items.is_in([item])]] = True
        found += named
    result = np.zeros(count, np.int64)
    result[subject] = found[at]
    return result


def external(asked: External, scene: Scene) -> Values:
    """Take over results from elsewhere dated in the period: a number, or a grade where only grades are given."""
    rows = scene.ledger.externals
    wanted = scene.live(rows) & rows.coded("name").is_in([asked.name]) & is_about(rows, scene)
    at = np.flatnonzero(wanted)
    if asked.dedupe:
        at = at[_cases_once(rows, at, rows.branch[at].astype(np.int64))]
    branch = rows.branch[at].astype(np.int64)
    values = rows.rationals("value")
    there = values.there[at]
    value = combined(values.num[at[there]], values.den, branch[there], scene.count, asked.take)
    lacking = _absent(branch[there], scene.count)
    grades = rows.coded("grade")
    graded = grades.among(word for word in grades.words if word)[grades.codes[at]] & lacking[branch]
    ungraded = _absent(branch[graded], scene.count)
    unjudged = None if (asked.unjudged or Unjudged.UNDECIDED) is Unjudged.NONE else lacking & ungraded
    found = Numbers(value, unjudged=unjudged)
    if not graded.any():
        return found
    last = _last(branch[graded])
    levels = Levels(scene.count, branch[graded][last], np.zeros(len(last), np.int64), grades.take(at[graded][last]))
    return NumbersOrLevels(found, levels, ~ungraded)


def ballot(asked: Ballot, compiled: CompiledComponent, scene: Scene) -> Values:
    """Reckon a ballot from its latest day: the share of some options, or the mean of the options' points."""
    rows, subjects = scene.ledger.ballots, subjects_of(compiled.subject, scene)
    wanted = scene.live(rows) & rows.coded("ballot").is_in([asked.name]) & is_about(rows, scene)
    at, subject = _chosen(rows, wanted, subjects, scene)
    days = rows.days("day")[at]
    latest = np.full(len(subjects), -(2**31), np.int32)
    np.maximum.at(latest, subject, days)
    kept = days == latest[subject]
    at, subject = at[kept], subject[kept]
    groups: Iterable[tuple[str | None, Fraction]] = asked.group_weights.items() or ((None, Fraction(1)),)
    total: Exact | None = None
    unjudged = _absent(subject, len(subjects))
    for group, weight in groups:
        mine = np.ones(len(at), np.bool_) if group is None else rows.coded("group").is_in([group])[at]
        share, empty = _share(asked, rows, at[mine], subject[mine], len(subjects))
        unjudged |= empty
        weighted = share.times(weight)
        total = weighted if total is None else total.plus(weighted).reduced()
    if total is None:
        raise ValueError(asked.name)
    value = total.where(unjudged, 0)
    missing = unjudged if unjudged.any() else None
    return Numbers(value, unjudged=missing) if asked.option_points else Ratios(value, unjudged=missing)


def _share(asked: Ballot, rows: Rows, at: Ints, subject: Ints, count: int) -> tuple[Exact, Flags]:
    """Give the share (or mean) among some rows, and for which subjects there is no base."""
    option, votes = rows.coded("option").take(at), rows.ints("votes")[at]

    def total(mask: Flags, factors: Ints | None = None) -> Ints:
        found = np.zeros(count, np.int64)
        np.add.at(found, subject[mask], votes[mask] if factors is None else votes[mask] * factors[mask])
        return found

    base = total(option.is_in([asked.votes_base]))
    if asked.votes_base == "有效":
        base = np.where(base == 0, total(~option.is_in(PAPERS)), base)
    empty = base == 0
    below = np.where(empty, 1, base)
    if not asked.option_points:
        above = total(option.is_in(asked.options))
        return Exact.of(np.where(empty, 0, above), below), empty
    den = 1
    for points in asked.option_points.values():
        den = den * points.denominator
    factors = [int(asked.option_points.get(word, Fraction(0)) * den) for word in option.words] + [0]
    above = total(np.ones(len(at), np.bool_), np.array(factors, dtype=np.int64)[option.codes])
    return Exact.of(np.where(empty, 0, above), below).times(Fraction(1, den)), empty
