"""Reading requests for exemption: the list, what may be asked for, and what granting one would change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from bihuan import api
from bihuan_site.ledger.rows import row_of
from bihuan_site.organisations.models import Organisation, Person
from bihuan_site.organisations.scoping import get_one, within
from bihuan_site.responsibility.duties.catalogue import Catalogue, catalogue
from bihuan_site.responsibility.exemptions.writing import exemption_from
from bihuan_site.responsibility.models import ExemptionRequest
from bihuan_site.scoring.evaluating import rules_in_force, standing_of
from bihuan_site.shared.actor import Actor

OTHER = "其他情形"


@dataclass(frozen=True, slots=True)
class Target:
    """A duty or measure that may be asked for: its id, its title, the grounds its source allows (empty: any)."""

    id: str
    title: str
    kind: str
    grounds: tuple[str, ...]


def targets(tier: str, book: Catalogue | None = None) -> list[Target]:
    """Give what an organisation of a tier may ask to be exempt from: its dated duties, and measures of branches."""
    found = book or catalogue()
    duties = [
        Target(one.id, f"第 {one.number} 条 {one.title}", "责任", one.duty.exempt_when)
        for one in found.own
        if one.duty.tier == tier and one.has_cadence
    ]
    if tier != "党支部":
        return duties
    measures = [
        Target(one.id, f"{_clause(one)} {one.measure}".strip(), "指标", ())
        for one in found.pack.measures
        if one.nature is api.Nature.SCORED
    ]
    return duties + measures


def target(tier: str, wanted: str) -> Target | None:
    """Give one of the targets by id."""
    return next((one for one in targets(tier) if one.id == wanted), None)


def _clause(measure: api.Measure) -> str:
    return measure.basis[0].clause if measure.basis else ""


def requests(actor: Actor, state: str = "") -> QuerySet[ExemptionRequest]:
    """Give the requests in the actor's scope, newest first."""
    rows = within(actor, ExemptionRequest.objects.all()).select_related("organisation")
    return rows.filter(state=state) if state else rows


def request_for(actor: Actor, number: int) -> ExemptionRequest:
    """Give one request in scope. Raises ``NotFound``."""
    return get_one(requests(actor), pk=number)


def names(*people: str) -> dict[str, str]:
    """Name people by id."""
    return dict(Person.objects.filter(id__in=[one for one in people if one]).values_list("id", "name"))


def own_tier(actor: Actor) -> str:
    """Give the tier of the actor's organisation."""
    return Organisation.objects.values_list("tier", flat=True).get(pk=actor.organisation)


# --- what it would change ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """A measure whose points would differ, as words."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """An obligation that would no longer apply."""

    title: str
    window: str
    deadline: date
    state: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What an exemption would change if it stood in the ledger today; nothing is stored."""

    dropped: tuple[Dropped, ...]
    changes: tuple[Change, ...]
    before: str
    after: str


def effect(request: ExemptionRequest) -> Effect:
    """Tell what granting ``request`` would change for its organisation."""
    rules = rules_in_force()
    before = standing_of(rules, request.organisation_id)
    row = row_of("exemptions", exemption_from(request, "试算"))
    after = api.stand(
        before.pack,
        before.rules,
        api.with_rows(before.ledger, row),
        before.as_of,
        before.known_at,
        before.names,
        before.previous_grades,
        before.planner.rules,
    )
    found = api.difference(before, after)
    return Effect(
        tuple(_dropped(before, after)),
        tuple(_changes(found)),
        _points(found.total_before, found.per_point),
        _points(found.total_after, found.per_point),
    )


def _dropped(before: api.BranchStanding, after: api.BranchStanding) -> Iterator[Dropped]:
    kept = {(one.duty, one.who, one.window_key) for one in after.obligations}
    for one in before.obligations:
        if (one.duty, one.who, one.window_key) not in kept:
            yield Dropped(one.title, one.window, one.deadline, one.state)


def _changes(found: api.Difference) -> Iterator[Change]:
    for one in found.measures:
        yield Change(one.title, _line(one.before, found.per_point), _line(one.after, found.per_point))


def _line(line: api.Line, per_point: int) -> str:
    if line.state is api.LineState.NOT_APPLICABLE:
        return "不适用"
    return f"{api.points_text(line.earned, per_point)} / {api.points_text(line.max, per_point)}"


def _points(units: int | None, per_point: int) -> str:
    return "" if units is None else api.points_text(units, per_point)
