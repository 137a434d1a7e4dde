"""Whether a condition (适用) holds for an organisation."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from bihuan.basics.calendar import WorkCalendar
from bihuan.basics.nodes import parse_year_day
from bihuan.basics.periods import Period, on_year
from bihuan.organisations.rows import OrganisationState, Tier
from bihuan.organisations.standing import Household, Standing, covers
from bihuan.responsibility.grammar import EVERYTHING, Applies, Bounds, Duty

PERIOD_START, PERIOD_END = "期初", "期末"


def within_bounds(value: Fraction | int, bounds: Bounds, inclusive: bool) -> bool:
    """Whether ``value`` keeps all limits; ``inclusive`` decides 以上 and 以下."""
    checks: tuple[tuple[Fraction | None, Callable[[Fraction], bool]], ...] = (
        (bounds.not_less, lambda limit: value >= limit),
        (bounds.more, lambda limit: value > limit),
        (bounds.not_more, lambda limit: value <= limit),
        (bounds.less, lambda limit: value < limit),
        (bounds.from_up, lambda limit: value >= limit if inclusive else value > limit),
        (bounds.from_down, lambda limit: value <= limit if inclusive else value < limit),
    )
    return all(limit is None or keeps(limit) for limit, keeps in checks)


def reference_day(on: str | None, period: Period, standing: Standing) -> date | None:
    """Give the day a condition looks at (基准日): the period's end or start within being, or a named day in it."""
    inside = [
        (max(first, period.start), min(last, period.end))
        for first, last in standing.being
        if first <= period.end and period.start <= last
    ]
    if not inside:
        return None
    if on == PERIOD_START:
        return inside[0][0]
    if on is None or on == PERIOD_END:
        return inside[-1][1]
    mark = parse_year_day(on)
    days = [on_year(mark, year) for year in range(period.end.year, period.start.year - 1, -1)]
    return next((day for day in days if day in period), inside[-1][1])


def holds(applies: Applies, house: Household, period: Period, calendar: WorkCalendar, inclusive: bool) -> bool:
    """Whether ``applies`` holds for the organisation of ``house`` in ``period``; no condition always holds."""
    if applies is EVERYTHING:
        return True
    day = reference_day(applies.on, period, house.standing)
    state = house.standing.on(day) if day else None
    if day is None or state is None:
        return False
    if not _state_fits(applies, state, house, day, inclusive):
        return False
    if applies.in_being_for and calendar.add(house.standing.founded, applies.in_being_for) > day:
        return False
    if applies.any_of and not any(holds(one, house, period, calendar, inclusive) for one in applies.any_of):
        return False
    return applies.unless is None or not holds(applies.unless, house, period, calendar, inclusive)


def duty_applies(duty: Duty, house: Household, period: Period, calendar: WorkCalendar, inclusive: bool) -> bool:
    """Whether a duty is the organisation's: it stands on the duty's tier (层级) and meets its condition.

    A duty of Party groups is looked at in the branch they belong to.
    """
    day = reference_day(None, period, house.standing)
    state = house.standing.on(day) if day else None
    if state is None or duty.tier not in (state.tier, Tier.PARTY_GROUP):
        return False
    return holds(duty.applies, house, period, calendar, inclusive)


def _state_fits(applies: Applies, state: OrganisationState, house: Household, day: date, inclusive: bool) -> bool:
    members = state.full_members + state.probationary
    return (
        (not applies.tiers or state.tier in applies.tiers)
        and (not applies.kinds or state.kind in applies.kinds)
        and (not applies.labels or any(label in state.labels for label in applies.labels))
        and applies.has_committee in (None, state.has_committee)
        and (applies.has_groups is None or applies.has_groups == _has_groups(house, day))
        and (applies.full_members is None or within_bounds(state.full_members, applies.full_members, inclusive))
        and (applies.members is None or within_bounds(members, applies.members, inclusive))
        and (applies.committee_size is None or within_bounds(state.committee_size, applies.committee_size, inclusive))
        and all(_is_filled(house, post, day) for post in applies.posts_filled)
        and (not applies.parent_tiers or _parent_tier(house, state, day) in applies.parent_tiers)
    )


def _is_filled(house: Household, post: str, day: date) -> bool:
    return any(covers(held, day, day) for held in house.holders((post,)).values())


def _has_groups(house: Household, day: date) -> bool:
    return any(covers(group.being, day, day) for group in house.groups)


def _parent_tier(house: Household, state: OrganisationState, day: date) -> str | None:
    parent = (house.parent_standings or {}).get(state.parent or "")
    seen = parent.written_on(day) if parent else None
    return seen.tier if seen else None
