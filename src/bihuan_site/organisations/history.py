"""Writing into the history of an organisation, and keeping the mirror of today and the paths true to it."""

from datetime import date, timedelta
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from bihuan_site.organisations.identifiers import new_id
from bihuan_site.organisations.mirroring import MIRRORED, SLASH
from bihuan_site.organisations.models import Organisation, OrganisationEvent, OrganisationState
from bihuan_site.organisations.scoping import in_force
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.problems import Refused

ONE_DAY = timedelta(days=1)
NOT_THERE = "这一天该组织还没有成立，或已经撤销。请换一个日期。"


def state_on(organisation: str, day: date) -> OrganisationState | None:
    """Give what the organisation was on ``day``; None if it was not there."""
    return OrganisationState.objects.filter(in_force(day), organisation_id=organisation).first()


def found(organisation: Organisation, day: date, values: dict[str, Any]) -> None:
    """Begin the history of an organisation that does not exist yet, and store it."""
    for name in MIRRORED:
        setattr(organisation, name, values.get(name, getattr(organisation, name)))
    organisation.path = _path_under(organisation.parent, organisation.id)
    organisation.save(force_insert=True)
    OrganisationState.objects.create(organisation=organisation, since=day, **_values(organisation))
    mirror(organisation)


def restate(organisation: Organisation, day: date, **new: Any) -> None:
    """Let the organisation have the values ``new`` from ``day`` on; a later row keeps what it changed itself.

    Raises :class:`Refused` if the organisation was not there on ``day``.
    """
    here = _split(organisation, day)
    before = {name: getattr(here, name) for name in new}
    running = set(new)
    for state in organisation.states.filter(since__gte=day).order_by("since"):
        running = {name for name in running if getattr(state, name) == before[name]}
        for name in running:
            setattr(state, name, new[name])
        state.save()
    mirror(organisation)


def recount(organisation: Organisation, day: date, full: int = 0, probationary: int = 0) -> None:
    """Add to (or take from) the numbers of members from ``day`` on, never below nothing."""
    if not (full or probationary):
        return
    _split(organisation, day)
    for state in organisation.states.filter(since__gte=day):
        state.full_members = max(0, state.full_members + full)
        state.probationary = max(0, state.probationary + probationary)
        state.save()
    mirror(organisation)


def end(organisation: Organisation, day: date) -> None:
    """End the history so that ``day`` is the first day without the organisation. Raises :class:`Refused`."""
    last = organisation.states.order_by("-since").first()
    if last is None or last.until is not None:
        raise Refused("该组织已经撤销，不用再办。")
    before = organisation.states.filter(since__lt=day).order_by("-since").first()
    if last.since == day and before is not None:
        last.delete()
        last = before
    if last.since >= day:
        raise Refused(f"该组织在 {last.since:%Y-%m-%d} 还有变动，撤销日期要在那以后。")
    last.until = day - ONE_DAY
    last.save()
    mirror(organisation)


def tell(organisation: Organisation, event: str, day: date, successors: tuple[str, ...] = ()) -> OrganisationEvent:
    """Record what happened to an organisation."""
    return OrganisationEvent.objects.create(
        id=new_id("sj"),
        organisation=organisation,
        event=event,
        day=day,
        successors=successors,
        received=business_day(),
    )


def mirror(organisation: Organisation) -> None:
    """Make the organisation's own row what it is on the business day, and everything below it know its way up."""
    today = business_day()
    begun = organisation.states.filter(since__lte=today).order_by("-since").first()
    latest = begun or organisation.states.order_by("since").first()
    if latest is None:
        return
    for name in MIRRORED:
        setattr(organisation, name, getattr(latest, name))
    organisation.active = latest.since <= today and (latest.until is None or today <= latest.until)
    stops = (
        organisation.events.filter(event__in=("停止活动", "恢复活动"), day__lte=today).order_by("-day", "-id").first()
    )
    organisation.suspended = bool(stops and stops.event == "停止活动")
    _place(organisation)
    organisation.save()


def _place(organisation: Organisation) -> None:
    old, new = organisation.path, _path_under(organisation.parent, organisation.id)
    if old != new:
        organisation.path = new
        below = Organisation.objects.filter(path__startswith=old).exclude(pk=organisation.pk)
        below.update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))


def _path_under(parent: Organisation | None, organisation: str) -> str:
    return f"{parent.path if parent else SLASH}{organisation}{SLASH}"


def _split(organisation: Organisation, day: date) -> OrganisationState:
    """Give the row that begins on ``day``, made from the one in force there."""
    here = state_on(organisation.pk, day)
    if here is None:
        raise Refused(NOT_THERE)
    if here.since == day:
        return here
    row = OrganisationState(organisation=organisation, since=day, until=here.until, **_values(here))
    here.until = day - ONE_DAY
    here.save()
    row.save()
    return row


def _values(source: Organisation | OrganisationState) -> dict[str, Any]:
    return {name: getattr(source, name) for name in MIRRORED}
