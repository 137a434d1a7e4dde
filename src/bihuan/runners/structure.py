"""All checks of how organisations are set up: those of the program, and those a pack states as 检查 measures.

Sizes, committees and the discipline committee are stated in packs, so they are evaluated from there and not written
twice: their numbers and clauses then change with the pack and not with the program.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bihuan.appraisal.grammar import Measure, Nature
from bihuan.basics.periods import Period
from bihuan.organisations.rows import Liaison, OrganisationEvent, OrganisationState, Person, PostHolding
from bihuan.organisations.standing import Household, households, standings
from bihuan.organisations.structure import Article, Gravity, StructureFinding
from bihuan.organisations.structure_checks import NO_YOUTHS, NOBODY, Staffing, structure_findings
from bihuan.packs.grammar import Pack
from bihuan.responsibility.conditions import holds
from bihuan.responsibility.grammar import EVERYTHING
from bihuan.runners.rules import calendar_of


def check_structure(
    states: Sequence[OrganisationState],
    events: Sequence[OrganisationEvent],
    posts: Sequence[PostHolding],
    people: Sequence[Person],
    day: date,
    *,
    pack: Pack | None = None,
    liaisons: Sequence[Liaison] | None = None,
    staffing: Mapping[str, Staffing] = NOBODY,
    youths: Mapping[str, int] = NO_YOUTHS,
    soon: int = 60,
) -> tuple[StructureFinding, ...]:
    """Tell what is amiss with organisations on ``day``, by organisation and code.

    ``pack`` adds its 检查 measures that rest on conditions alone (``packs/regulations-defaults`` has them); the rest is
    as in :func:`bihuan.organisations.structure_checks.structure_findings`.
    """
    found = structure_findings(
        states, events, posts, people, day, liaisons=liaisons, staffing=staffing, youths=youths, soon=soon
    )
    if pack is None:
        return found
    houses = households(standings(states, events), posts, liaisons or ())
    by_pack = [one for measure in pack.measures for one in _by_measure(pack, measure, houses, day)]
    return tuple(sorted([*found, *by_pack], key=lambda one: (one.organisation, one.code, one.sentence)))


def _by_measure(pack: Pack, measure: Measure, houses: Mapping[str, Household], day: date) -> Iterable[StructureFinding]:
    if measure.nature is not Nature.CHECK or not measure.components:
        return
    if any(component.condition is None for component in measure.components):
        return
    calendar, inclusive = calendar_of(pack), pack.choices.bounds_inclusive
    period = Period(day, day, day.isoformat())
    for house in houses.values():
        state = house.standing.on(day)
        if state is None or not holds(measure.applies, house, period, calendar, inclusive):
            continue
        for component in measure.components:
            applies = component.applies or EVERYTHING
            asked = component.condition or EVERYTHING
            if holds(applies, house, period, calendar, inclusive) and not holds(
                asked, house, period, calendar, inclusive
            ):
                yield StructureFinding(
                    "S501",
                    state.organisation,
                    state.name,
                    f"{measure.measure}：现在没有达到（{_as_it_is(state)}）",
                    _article(pack, measure),
                    Gravity.WRONG,
                )


def _as_it_is(state: OrganisationState) -> str:
    """Say the facts such conditions look at."""
    committee = f"设支委会，委员 {state.committee_size} 名" if state.has_committee else "没有设支委会"
    members = f"正式党员 {state.full_members} 名，预备党员 {state.probationary} 名，{committee}"
    labels = f"，标签：{'、'.join(state.labels)}" if state.labels else ""
    return members + labels if state.tier == "党支部" else f"标签：{'、'.join(state.labels) or '没有'}"


def _article(pack: Pack, measure: Measure) -> Article:
    basis = measure.basis[0]
    source = next((one for one in pack.sources if one.source == basis.source), None)
    clause = next((one for one in source.clauses if one.clause == basis.clause), None) if source else None
    checked = (clause.checked if clause and clause.checked else source.checked) if source else "丙"
    return Article(basis.source, source.title if source else basis.source, basis.clause, str(checked))
