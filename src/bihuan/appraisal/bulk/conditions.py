"""Whether conditions (适用) hold, for all branches at once; the branches are in being throughout the period."""

from datetime import date
from fractions import Fraction

import numpy as np

from bihuan.appraisal.bulk.columns import Flags, Ints, Shorts, day_number, day_of
from bihuan.appraisal.bulk.scene import Scene
from bihuan.basics.nodes import Span, parse_year_day
from bihuan.basics.periods import on_year
from bihuan.organisations.rows import Tier
from bihuan.responsibility.conditions import PERIOD_END, PERIOD_START
from bihuan.responsibility.grammar import EVERYTHING, Applies, Bounds, Duty


def duty_applies(duty: Duty, scene: Scene) -> Flags:
    """Whether a duty is each branch's: it stands on the duty's tier and meets its condition."""
    who = scene.organisations
    state = who.states.in_force(scene.end, len(who.ids))[who.organisation_of]
    mine = state >= 0
    if duty.tier != Tier.PARTY_GROUP:
        mine &= who.states.tier.is_in([duty.tier])[state]
    held = holds(duty.applies, scene)
    return mine if held is None else mine & held


def holds(applies: Applies | None, scene: Scene) -> Flags | None:
    """Whether ``applies`` holds for each branch; None: for all."""
    if applies is None or applies is EVERYTHING or applies == EVERYTHING:
        return None
    key = ("holds", id(applies), scene.period)
    if key not in scene.found:
        scene.found[key] = (applies, _holds(applies, scene))
    found: Flags = scene.found[key][1]
    return found


def _holds(applies: Applies, scene: Scene) -> Flags:
    day = _reference_day(applies.on, scene)
    who = scene.organisations
    state = who.states.in_force(day_number(day), len(who.ids))[who.organisation_of]
    result = _state_fits(applies, state, scene, day) & (state >= 0)
    if applies.in_being_for:
        result = result & _old_enough(who.founded, applies.in_being_for, day, scene)
    if applies.any_of:
        any_holds = np.zeros(scene.count, np.bool_)
        for one in applies.any_of:
            held = holds(one, scene)
            any_holds |= True if held is None else held
        result &= any_holds
    if applies.unless is not None:
        held = holds(applies.unless, scene)
        result = result & ~held if held is not None else np.zeros(scene.count, np.bool_)
    return result


def _reference_day(on: str | None, scene: Scene) -> date:
    period = scene.period
    if on == PERIOD_START:
        return period.start
    if on is None or on == PERIOD_END:
        return period.end
    mark = parse_year_day(on)
    days = [on_year(mark, year) for year in range(period.end.year, period.start.year - 1, -1)]
    return next((day for day in days if day in period), period.end)


def _state_fits(applies: Applies, state: Ints, scene: Scene, day: date) -> Flags:
    states = scene.organisations.states
    result = np.ones(scene.count, np.bool_)
    if applies.tiers:
        result &= states.tier.is_in(applies.tiers)[state]
    if applies.kinds:
        result &= states.kind.is_in(applies.kinds)[state]
    if applies.labels:
        labelled = np.zeros(len(states.organisation), np.bool_)
        labelled[states.labels.rows[states.labels.items.is_in(applies.labels)]] = True
        result &= labelled[state]
    if applies.has_committee is not None:
        result &= states.has_committee[state] == applies.has_committee
    if applies.has_groups is not None:
        result &= scene.organisations.has_groups(day_number(day)) == applies.has_groups
    inclusive = scene.choices.bounds_inclusive
    if applies.full_members is not None:
        result &= within(states.full_members[state], applies.full_members, inclusive)
    if applies.members is not None:
        result &= within((states.full_members + states.probationary)[state], applies.members, inclusive)
    if applies.committee_size is not None:
        result &= within(states.committee_size[state], applies.committee_size, inclusive)
    for post in applies.posts_filled:
        result &= scene.organisations.is_filled(post, day_number(day))
    if applies.parent_tiers:
        result &= _parent_tier_among(applies.parent_tiers, state, scene, day)
    return result


def _parent_tier_among(tiers: tuple[str, ...], state: Ints, scene: Scene, day: date) -> Flags:
    who = scene.organisations
    in_force = np.append(who.states.in_force(day_number(day), len(who.ids)), -1)
    seen = in_force[who.states.parent[state]]
    found: Flags = who.states.tier.is_in(tiers)[seen] & (seen >= 0)
    return found


def within(values: Ints, bounds: Bounds, inclusive: bool) -> Flags:
    """Whether each value keeps all limits; ``inclusive`` decides 以上 and 以下."""
    result = np.ones(len(values), np.bool_)

    def sign(limit: Fraction) -> Ints:
        return np.sign(values * limit.denominator - limit.numerator)

    for limit, allowed in limits(bounds, inclusive):
        result &= np.isin(sign(limit), allowed)
    return result


def limits(bounds: Bounds, inclusive: bool) -> list[tuple[Fraction, tuple[int, ...]]]:
    """Give the limits of ``bounds``, each with the signs the difference to it may have."""
    listed = (
        (bounds.not_less, (0, 1)),
        (bounds.more, (1,)),
        (bounds.not_more, (-1, 0)),
        (bounds.less, (-1,)),
        (bounds.from_up, (0, 1) if inclusive else (1,)),
        (bounds.from_down, (-1, 0) if inclusive else (-1,)),
    )
    return [(limit, allowed) for limit, allowed in listed if limit is not None]


def _old_enough(founded: Shorts, span: Span, day: date, scene: Scene) -> Flags:
    calendar = scene.rules.rules.time.calendar
    days, place = np.unique(founded, return_inverse=True)
    enough = [calendar.add(day_of(number), span) <= day for number in days.tolist()]
    return np.array(enough, dtype=np.bool_)[place]
