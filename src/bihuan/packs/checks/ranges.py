"""Ranges that overlap or leave a gap: ladders of numbers, and variants of one measure by size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from bihuan.appraisal.grammar import Measure
from bihuan.basics.numbers import number_text
from bihuan.basics.problems import Problem
from bihuan.packs.checks.survey import Survey
from bihuan.packs.outline import KeyPath
from bihuan.responsibility.grammar import Applies, Bounds

SIZES = ("full_members", "members", "committee_size")


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of numbers; None is open to that side."""

    low: Fraction | None
    low_in: bool
    high: Fraction | None
    high_in: bool

    def holds(self, value: Fraction) -> bool:
        """Whether ``value`` lies in the range."""
        above = self.low is None or value > self.low or (value == self.low and self.low_in)
        below = self.high is None or value < self.high or (value == self.high and self.high_in)
        return above and below


def interval(bounds: Bounds, inclusive: bool) -> Interval:
    """Make the range that ``bounds`` mean under the pack's choice for 以上 and 以下."""
    low, low_in = bounds.not_less, True
    if bounds.more is not None:
        low, low_in = bounds.more, False
    elif bounds.from_up is not None:
        low, low_in = bounds.from_up, inclusive
    high, high_in = bounds.not_more, True
    if bounds.less is not None:
        high, high_in = bounds.less, False
    elif bounds.from_down is not None:
        high, high_in = bounds.from_down, inclusive
    return Interval(low, low_in, high, high_in)


def _probes(ranges: Sequence[Interval]) -> list[Fraction]:
    """Numbers that tell the ranges apart: every edge, a number between each two, and one beyond either end."""
    edges = sorted({edge for one in ranges for edge in (one.low, one.high) if edge is not None})
    between = [(first + second) / 2 for first, second in pairwise(edges)]
    return sorted([*edges, *between, edges[0] - 1, edges[-1] + 1])


def _is_ladder(first: Interval, second: Interval) -> bool:
    """Whether both are open to the same side and the first is the narrower: a ladder read from the top."""
    if first.high is None and second.high is None and first.low is not None:
        return second.low is None or first.low > second.low
    if first.low is None and second.low is None and first.high is not None:
        return second.high is None or first.high < second.high
    return False


def check_ranges(survey: Survey) -> Iterator[Problem]:
    """Warn of ladders and variants whose ranges overlap or leave a gap."""
    inclusive = survey.pack.choices.bounds_inclusive
    for path, _, component in survey.components():
        ranges = [interval(band.bounds, inclusive) for band in component.bands if band.bounds]
        if len(ranges) == len(component.bands) > 1:
            yield from _compare(survey, (*path, "分档"), ranges, _probes(ranges))
    yield from _variants(survey, inclusive)


def _compare(survey: Survey, path: KeyPath, ranges: list[Interval], probes: list[Fraction]) -> Iterator[Problem]:
    for probe in probes:
        hits = [index for index, one in enumerate(ranges) if one.holds(probe)]
        double = [(a, b) for a in hits for b in hits if a < b and not _is_ladder(ranges[a], ranges[b])]
        if double:
            first, second = double[0]
            what = f"{number_text(probe)} 同时落在第 {first + 1}、第 {second + 1} 个范围里"
            yield survey.problem("P206", path, what)
            break
    covered = [probe for probe in probes if any(one.holds(probe) for one in ranges)]
    inner = (probe for probe in probes if covered and covered[0] < probe < covered[-1] and probe not in covered)
    gap = next(inner, None)
    if gap is not None:
        yield survey.problem("P207", path, f"{number_text(gap)} 哪个范围都不在")


def excludes(first: Applies, second: Applies, inclusive: bool) -> bool:
    """Whether no organisation can meet both conditions, as far as their keys show."""
    if first.unless == second.model_copy(update={"unless": None}) or second.unless == first.model_copy(
        update={"unless": None}
    ):
        return True
    for key in ("tiers", "kinds", "parent_tiers"):
        one, other = set(getattr(first, key)), set(getattr(second, key))
        if one and other and not one & other:
            return True
    for key in ("has_committee", "has_groups"):
        if {getattr(first, key), getattr(second, key)} == {True, False}:
            return True
    for key in SIZES:
        sizes = [size for size in (_size(first, key), _size(second, key)) if size is not None]
        ranges = [interval(size, inclusive) for size in sizes]
        if len(ranges) == 2 and not any(all(one.holds(probe) for one in ranges) for probe in _heads(ranges)):
            return True
    return False


def _heads(ranges: Sequence[Interval]) -> list[Fraction]:
    """Head counts around every edge."""
    edges = [edge for one in ranges for edge in (one.low, one.high) if edge is not None]
    return [Fraction(head) for head in sorted({int(edge) + step for edge in edges for step in (-1, 0, 1)}) if head > 0]


def _variants(survey: Survey, inclusive: bool) -> Iterator[Problem]:
    groups: dict[str, list[tuple[int, Measure]]] = {}
    for index, measure in enumerate(survey.pack.measures):
        if measure.variant_of:
            groups.setdefault(measure.variant_of, []).append((index, measure))
    for members in groups.values():
        for key in SIZES:
            sized = [(index, _size(measure.applies, key), measure) for index, measure in members]
            if len(sized) < 2 or any(bounds is None for _, bounds, _ in sized):
                continue
            if len({_rest(measure.applies, key) for _, _, measure in sized}) > 1:
                continue  # told apart by something else than size
            ranges = [interval(bounds, inclusive) for _, bounds, _ in sized if bounds is not None]
            yield from _compare(survey, ("指标表", sized[0][0], "适用"), ranges, _heads(ranges))


def _size(applies: Applies, key: str) -> Bounds | None:
    value = getattr(applies, key)
    return value if isinstance(value, Bounds) else None


def _rest(applies: Applies, key: str) -> str:
    return applies.model_copy(update={key: None}).model_dump_json()
