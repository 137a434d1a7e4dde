"""Measures for all branches at once: components put together, floors, tops and instalments."""

from dataclasses import dataclass
from math import lcm

import numpy as np

from bihuan.appraisal.bulk.columns import Flags, Ints
from bihuan.appraisal.bulk.components import Nets, counts_of, facts_of, nets_of
from bihuan.appraisal.bulk.conditions import holds
from bihuan.appraisal.bulk.exact import Exact
from bihuan.appraisal.bulk.points import Arithmetic
from bihuan.appraisal.bulk.scene import Scene
from bihuan.appraisal.choices import Relation
from bihuan.appraisal.compiled import CompiledMeasure
from bihuan.appraisal.grammar import Nature, Take

Counts = tuple[tuple[Ints, ...], int]
"""What was due, done, late and missing, and how many of these a unit has."""


@dataclass(frozen=True)
class MeasureColumns:
    """One measure: points in units under best, middle and worst (one row if they are equal) and counts.

    Counts (due, done, late, missing; None: it has none) are in ``1 / scale`` of a unit; ``applies`` says where it
    applies; a check has no points.
    """

    points: Ints
    counts: tuple[Ints, ...] | None
    scale: int
    applies: Flags
    is_check: bool


def measure_columns(compiled: CompiledMeasure, scene: Scene, how: Arithmetic) -> MeasureColumns:
    """Evaluate one measure for every branch."""
    if compiled.instalments:
        return _in_instalments(compiled, scene, how)
    measure = compiled.measure
    is_check = measure.nature is Nature.CHECK or not compiled.components
    found = np.full(scene.count, not compiled.components, np.bool_)
    nets: list[tuple[str, Nets]] = []
    counted: list[Counts] = []
    for component in compiled.components:
        facts = facts_of(component, scene)
        own = counts_of(component, facts)
        if own is not None:
            counted.append(own)
        if is_check:
            found[facts.subjects.owner[facts.there]] = True
        else:
            rolled = nets_of(component, facts, how)
            found |= rolled.there
            nets.append((component.component.alternative_group, rolled))
    applies = holds(compiled.applies, scene)
    applies = found if applies is None else found & applies
    points = np.zeros((1, scene.count), np.int64) if is_check else _points(compiled, nets, scene, how)
    counts, scale = _added(counted)
    if not applies.all():
        points = points * applies
        counts = counts and tuple(one * applies for one in counts)
    return MeasureColumns(points, counts, scale, applies, is_check)


def _added(counted: list[Counts]) -> tuple[tuple[Ints, ...] | None, int]:
    """Add counts up in their least common unit."""
    if not counted:
        return None, 1
    if len(counted) == 1:
        return counted[0]
    scale = lcm(*(one for _, one in counted))
    scaled = [[one * (scale // own) for one in listed] for listed, own in counted]
    return tuple(np.add.reduce(column) for column in zip(*scaled, strict=True)), scale


def _points(compiled: CompiledMeasure, nets: list[tuple[str, Nets]], scene: Scene, how: Arithmetic) -> Ints:
    """Give the points under the three outlooks, so that best ≥ middle ≥ worst."""
    if all(len(one.points) == 1 for _, one in nets):
        return _under(compiled, nets, 0, scene, how)[None]
    best, middle, worst = (_under(compiled, nets, outlook, scene, how) for outlook in range(3))
    middle = np.minimum(middle, best)
    return np.stack([best, middle, np.minimum(worst, middle)])


def _under(
    compiled: CompiledMeasure, nets: list[tuple[str, Nets]], outlook: int, scene: Scene, how: Arithmetic
) -> Ints:
    total = np.full(scene.count, compiled.start, np.int64)
    for amounts in _counting([(group, one.under(outlook)) for group, one in nets], compiled):
        total += amounts
    if compiled.measure.nature is Nature.PENALTY:
        total = np.minimum(total, 0)
    else:
        if scene.choices.floors.floor_measure:
            np.maximum(total, 0, out=total)
        np.minimum(total, compiled.top, out=total)
    points = how.whole_to_thousandths(total)
    if compiled.relation is Relation.ZERO_FIRST:
        for _, one in nets:
            whole = one.whole_under(outlook)
            if whole is not None:
                points = np.where(whole, 0, points)
    return points


def _counting(listed: list[tuple[str, Ints]], compiled: CompiledMeasure) -> list[Ints]:
    """Give the amounts that count: of alternatives, or of all losses if the pack says so, only the heaviest."""
    if not compiled.has_alternatives and compiled.relation is not Relation.WORST:
        return [amounts for _, amounts in listed]
    gains, losses = _alternatives(listed)
    if compiled.relation is Relation.WORST:
        losses = [np.minimum.reduce([np.zeros_like(losses[0]), *losses])]
    return gains + losses


def _alternatives(listed: list[tuple[str, Ints]]) -> tuple[list[Ints], list[Ints]]:
    """Divide amounts into gains and losses; of the losses of one group only the heaviest stays."""
    gains: list[Ints] = []
    losses: list[Ints] = []
    by_group: dict[str, Ints] = {}
    for group, amounts in listed:
        gains.append(np.maximum(amounts, 0))
        loss = np.minimum(amounts, 0)
        if not group:
            losses.append(loss)
        else:
            by_group[group] = np.minimum(by_group[group], loss) if group in by_group else loss
    return gains, losses + list(by_group.values())


def _in_instalments(compiled: CompiledMeasure, scene: Scene, how: Arithmetic) -> MeasureColumns:
    """Evaluate a measure for each part of the period and put the parts together."""
    listed = [measure_columns(part, scene.during(part.period), how) for part in compiled.instalments]
    counts, scale = _added([(one.counts, one.scale) for one in listed if one.counts and not one.is_check])
    scored = [one for one in listed if not one.is_check]
    applies = np.zeros(scene.count, np.bool_)
    for one in scored:
        applies |= one.applies
    points = np.zeros((3, scene.count), np.int64)
    if scored and compiled.measure.instalments is not None:
        points = _combined(scored, compiled.measure.instalments.combine, how)
        points = np.minimum(points, compiled.top) * applies
    return MeasureColumns(points, counts, scale, applies, is_check=False)


def _combined(scored: list[MeasureColumns], take: Take, how: Arithmetic) -> Ints:
    """Make one of the parts that apply to each branch."""
    result = np.broadcast_to(scored[0].points, (3, len(scored[0].applies)))
    seen = scored[0].applies
    many = seen.astype(np.int64)
    for one in scored[1:]:
        mine, both = one.applies, one.applies & seen
        if take in (Take.TOTAL, Take.MEAN):
            joined = result + one.points
        elif take is Take.LATEST:
            joined = one.points
        else:
            joined = np.maximum(result, one.points) if take is Take.HIGHEST else np.minimum(result, one.points)
        result = np.where(both, joined, np.where(mine, one.points, result))
        seen = seen | mine
        many += mine
    if take is not Take.MEAN:
        return np.stack([how.whole_to_thousandths(row) for row in result])
    return np.stack([how.to_thousandths(Exact.of(row, np.maximum(many, 1))) for row in result])
