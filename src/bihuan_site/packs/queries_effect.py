"""Who would move: the ledger of a period scored by two packs, told in counts and names; nothing is stored."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from bihuan import api
from bihuan_site.audit.chain import head
from bihuan_site.ledger.queries import whole_ledger
from bihuan_site.organisations.scoping import organisations_in
from bihuan_site.packs.models import PackVersion
from bihuan_site.packs.periods import period_before, period_name, period_on
from bihuan_site.packs.queries import in_force, pack_of
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day

MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Mover:
    """One branch that moves: totals and grades before and after, and the measures that differ."""

    organisation: str
    name: str
    before: str
    after: str
    gap: Decimal | None
    grade_before: str
    grade_after: str
    because: tuple[tuple[str, str, str], ...]

    @property
    def changes_grade(self) -> bool:
        """Whether the grade differs."""
        return self.grade_before != self.grade_after


@dataclass(frozen=True, slots=True)
class Effect:
    """What a pack would change for the branches in scope, looked at on one period's ledger."""

    period: str
    as_of: date
    compared_with: str
    looked_at: int
    movers: tuple[Mover, ...]

    @property
    def up(self) -> int:
        """How many totals rise."""
        return sum(one.gap is not None and one.gap > 0 for one in self.movers)

    @property
    def down(self) -> int:
        """How many totals fall."""
        return sum(one.gap is not None and one.gap < 0 for one in self.movers)

    @property
    def regraded(self) -> int:
        """How many grades differ."""
        return sum(one.changes_grade for one in self.movers)

    @property
    def grades(self) -> Sequence[tuple[str, str, int]]:
        """Give (grade before, grade after, how many), the most first; 未定 where there is none."""
        found = Counter((one.grade_before, one.grade_after) for one in self.movers if one.changes_grade)
        return [(old or "未定", new or "未定", count) for (old, new), count in found.most_common()]

    @property
    def biggest(self) -> tuple[Mover, ...]:
        """The branches that move furthest."""
        by_gap = sorted(self.movers, key=lambda one: (-abs(one.gap or Decimal(0)), one.name))
        return tuple(by_gap[:MOST_NAMED])

    @property
    def words(self) -> str:
        """Say it in one sentence."""
        if not self.movers:
            return f"按 {self.period}的台账试算，没有支部的得分或等次会变。"
        return f"按 {self.period}的台账试算，{self.up} 个支部得分会升，{self.down} 个会降，{self.regraded} 个等次会变。"


def effect_of(
    actor: Actor, version: PackVersion, after: api.Pack | None = None, *, last: bool = False
) -> Effect | None:
    """Tell what ``version`` (or ``after``, its words with a change) would move, beside the pack in force.

    Looks at the current period up to today, or at the one before. None while there is nothing to compare it with.
    """
    beside = in_force(actor) or version.based_on
    if beside is None:
        return None
    old, new = pack_of(beside), after or pack_of(version)
    today = business_day()
    period = period_on(old, today)
    if last:
        period = period_before(old, period)
    as_of = min(today, period.end)
    found = _moves(_Pair(old, new), period, as_of, head()[0])
    seen = dict(organisations_in(actor).values_list("id", "name"))
    titles = {one.id: one.measure for one in (*old.measures, *new.measures)}
    movers = tuple(_mover(one, seen[one.organisation], titles) for one in found if one.organisation in seen)
    looked_at = organisations_in(actor).filter(tier="党支部", active=True).count()
    return Effect(period_name(period), as_of, f"{beside.title} {beside.version}", looked_at, movers)


class _Pair:
    """Two packs, told from other pairs by what they say."""

    def __init__(self, old: api.Pack, new: api.Pack) -> None:
        self.old, self.new = old, new
        self.mark = api.fingerprints(old).meaning, api.fingerprints(new).meaning

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Pair) and self.mark == other.mark

    def __hash__(self) -> int:
        return hash(self.mark)


@lru_cache(maxsize=8)
def _moves(pair: _Pair, period: api.Period, as_of: date, _written: int) -> tuple[api.Move, ...]:
    """Score both; ``_written`` is the number of the last act, so that a later ledger is scored anew."""
    if pair.mark[0] == pair.mark[1]:
        return ()
    return api.who_moves(pair.old, pair.new, whole_ledger(), period, as_of)


def _mover(move: api.Move, name: str, titles: dict[str, str]) -> Mover:
    both = bool(move.total_before and move.total_after)
    return Mover(
        move.organisation,
        name,
        move.total_before,
        move.total_after,
        Decimal(move.total_after) - Decimal(move.total_before) if both else None,
        move.grade_before,
        move.grade_after,
        tuple((titles.get(measure, measure), old, new) for measure, old, new in move.because),
    )
