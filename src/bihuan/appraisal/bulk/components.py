"""Components for all branches at once: the facts of their subjects, points under each outlook, rolled up."""

from dataclasses import dataclass

import numpy as np

from bihuan.appraisal.bulk.columns import Flags, Ints
from bihuan.appraisal.bulk.conditions import holds
from bihuan.appraisal.bulk.counting import attendance, findings, honours, ratios, rectified, tally_of
from bihuan.appraisal.bulk.exact import Exact
from bihuan.appraisal.bulk.judging import ballot, external, judged
from bihuan.appraisal.bulk.matching import Tallies, completed, tallies
from bihuan.appraisal.bulk.points import Arithmetic, UnfitRateError, net_amount, settled
from bihuan.appraisal.bulk.scene import Scene
from bihuan.appraisal.bulk.subjects import Subjects, subjects_of, there_in_period
from bihuan.appraisal.bulk.values import Situations, Values, taken
from bihuan.appraisal.compiled import CompiledComponent
from bihuan.appraisal.grammar import RatioOf, Rollup
from bihuan.appraisal.points import OUTLOOKS, WORST

OF_THE_BRANCH = ("external", "honours", "condition", "findings")
"""Facts that are the branch's own whatever subject looks at them."""


@dataclass(frozen=True)
class Facts:
    """The facts of a component: a row a subject, the branch each belongs to, and where the component applies."""

    value: Values
    subjects: Subjects
    there: Flags


@dataclass(frozen=True)
class Nets:
    """Net points a branch under the three outlooks (one column if they are equal), 0 where it does not apply."""

    points: tuple[Ints, ...]
    whole: tuple[Flags | None, ...]
    there: Flags

    def under(self, outlook: int) -> Ints:
        """Give the points under an outlook."""
        return self.points[outlook if len(self.points) > 1 else 0]

    def whole_under(self, outlook: int) -> Flags | None:
        """Give where a “全部” deduction fired under an outlook."""
        return self.whole[outlook if len(self.whole) > 1 else 0]


def facts_of(compiled: CompiledComponent, scene: Scene) -> Facts:
    """Find the facts of a component."""
    fact = compiled.component
    if fact.requirement or fact.duties:
        rollup = compiled.subject.rollup if compiled.subject else None
        subjects = subjects_of(None if rollup in (Rollup.ALL, Rollup.ANY) else compiled.subject, scene)
        found = tallies(compiled, scene)
        there = found.there
    else:
        subjects = subjects_of(compiled.subject, scene)
        there = there_in_period(compiled.subject, subjects, scene)
        value = _find(compiled, scene)
        of_the_branch = any(getattr(fact, name) for name in OF_THE_BRANCH)
        if not subjects.are_branches and (of_the_branch or (fact.ratio and fact.ratio.of is RatioOf.RECTIFIED)):
            value = taken(value, subjects.owner.astype(np.int64))
        return Facts(value, subjects, _where_it_applies(compiled, there, subjects, scene))
    return Facts(found, subjects, _where_it_applies(compiled, there, subjects, scene))


def _where_it_applies(compiled: CompiledComponent, there: Flags, subjects: Subjects, scene: Scene) -> Flags:
    applies = holds(compiled.applies, scene)
    return there if applies is None else there & applies[subjects.owner]


def _find(compiled: CompiledComponent, scene: Scene) -> Values:
    """Find a fact, once for all components that ask for the same."""
    fact = compiled.component
    asked = fact.tally or fact.findings or fact.honours or (fact.ratio if not compiled.units else None)
    if asked is None:
        return _found(compiled, scene)
    subject = compiled.subject
    key = (scene.period, asked, None if subject is None else (subject.groups, subject.posts))
    if key not in scene.found:
        scene.found[key] = _found(compiled, scene)
    value: Values = scene.found[key]
    return value


def _found(compiled: CompiledComponent, scene: Scene) -> Values:
    fact = compiled.component
    if fact.tally:
        return tally_of(fact.tally, compiled.subject, scene)
    if fact.judged:
        return judged(fact.judged, compiled, scene)
    if fact.external:
        return external(fact.external, scene)
    if fact.honours:
        return honours(fact.honours, scene)
    if fact.ballot:
        return ballot(fact.ballot, compiled, scene)
    if fact.findings:
        return findings(fact.findings, scene)
    if fact.condition:
        held = holds(fact.condition, scene)
        return Situations(np.ones(scene.count, np.bool_) if held is None else held)
    return _ratio(compiled, scene)


def _ratio(compiled: CompiledComponent, scene: Scene) -> Values:
    ratio = compiled.component.ratio
    if ratio is None:
        raise UnfitRateError(compiled.component.name)
    if ratio.of is RatioOf.ATTENDANCE:
        return attendance(ratio, compiled.subject, scene)
    if ratio.of is RatioOf.RECTIFIED:
        return rectified(ratio, scene)
    return ratios(*completed(compiled, ratio.of is RatioOf.ON_TIME, scene), scene)


def nets_of(compiled: CompiledComponent, facts: Facts, how: Arithmetic) -> Nets:
    """Give the net points of a component a branch, rolled up over its subjects."""
    outlooks = (WORST,) if settled(facts.value) else OUTLOOKS
    found = [net_amount(compiled, facts.value, outlook, how) for outlook in outlooks]
    subjects, there = facts.subjects, facts.there
    if subjects.are_branches:
        if there.all():
            return Nets(tuple(points for points, _ in found), tuple(whole for _, whole in found), there)
        points = tuple(np.where(there, points, 0) for points, _ in found)
        return Nets(points, tuple(None if whole is None else whole & there for _, whole in found), there)
    rollup = compiled.subject.rollup if compiled.subject else Rollup.SUM
    rows = np.flatnonzero(there)
    owner = subjects.owner[rows].astype(np.int64)
    some = np.zeros(subjects.branches, np.bool_)
    some[owner] = True
    points = tuple(_rolled(points[rows], owner, subjects.branches, rollup, how) for points, _ in found)
    return Nets(points, tuple(_any(whole, rows, owner, subjects.branches) for _, whole in found), some)


def _any(whole: Flags | None, rows: Ints, owner: Ints, branches: int) -> Flags | None:
    if whole is None:
        return None
    found = np.zeros(branches, np.bool_)
    found[owner[whole[rows]]] = True
    return found


def _rolled(points: Ints, owner: Ints, branches: int, rollup: Rollup, how: Arithmetic) -> Ints:
    """Roll the points of subjects (in the order of their branches) up; the mean of one is that one."""
    result = np.zeros(branches, np.int64)
    if not len(owner):
        return result
    start = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
    branch = owner[start]
    if rollup in (Rollup.LOWEST, Rollup.HIGHEST):
        result[branch] = (np.minimum if rollup is Rollup.LOWEST else np.maximum).reduceat(points, start)
        return result
    sums = np.add.reduceat(points, start)
    if rollup is Rollup.MEAN:
        many = np.diff(np.append(start, len(owner)))
        sums = np.where(many == 1, sums, how.to_thousandths(Exact.of(sums, many)))
    result[branch] = sums
    return result


def counts_of(compiled: CompiledComponent, facts: Facts) -> tuple[tuple[Ints, ...], int] | None:
    """Give what was due, done, late and missing a branch, in base units, and how many of these a unit has."""
    if not compiled.units or not isinstance(facts.value, Tallies):
        return None
    tallied, subjects = facts.value, facts.subjects
    listed = (tallied.due, tallied.done, tallied.late, tallied.missing)
    if not facts.there.all():
        listed = tuple(one * facts.there for one in listed)  # type: ignore[assignment]  # four as before
    if not subjects.are_branches:
        listed = tuple(_summed(one, subjects) for one in listed)  # type: ignore[assignment]  # four as before
    return listed, compiled.units[0].demand.scale


def _summed(values: Ints, subjects: Subjects) -> Ints:
    """Add up over the subjects of each branch."""
    sums: Ints = np.concatenate([np.zeros(1, np.int64), np.cumsum(values)])
    return sums[subjects.offsets[1:]] - sums[subjects.offsets[:-1]]
