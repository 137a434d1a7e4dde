"""Moving the planned day of a window. The rule's deadline stays what it is; every change keeps its reason."""

from datetime import date

from django.db.models import Max, Min, QuerySet

from bihuan_site.audit.acting import Done, action
from bihuan_site.organisations.scoping import organisation_for, within
from bihuan_site.responsibility.duties.catalogue import catalogue
from bihuan_site.responsibility.models import PlannedDate
from bihuan_site.responsibility.rights import PLANNERS
from bihuan_site.scoring.models import Obligation
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.problems import NotFound, Refused, Stale
from bihuan_site.shared.roles import Relation
from bihuan_site.shared.wording import date_words


@action("responsibility.date_planned", PLANNERS)
def plan_date(
    *, actor: Actor, duty: str, window: str, day: date, reason: str, organisation: str = "", seen: int = 0
) -> Done[PlannedDate]:
    """Plan a window of a duty for ``day``: of one organisation, or (the office only) of all.

    ``seen`` is the plan the form was opened on (0: none). Raises ``Refused`` outside the window, for a day gone by and
    for a window with nothing left to do; ``Stale`` if another planned it meanwhile.
    """
    where = _organisation(actor, organisation)
    rows = _rows(actor, duty, window, where)
    if not rows.filter(state="未到期").exists():
        raise Refused("这一期已经办完或者已过期，没有可以改期的任务。")
    ends = rows.aggregate(first=Max("start"), last=Min("deadline"))
    if not ends["first"] <= day <= ends["last"]:
        first, last = date_words(ends["first"], year=True), date_words(ends["last"], year=True)
        raise Refused(f"计划日期要在 {first} 至 {last} 之间。规则定的截止日不会因计划改变。")
    if day < business_day():
        raise Refused("计划日期不能早于今天。")
    current = _current(duty, window, where, seen)
    if current and current.day == day:
        raise Refused("计划日期没有变，不用再提交。")
    return _write(actor, current, duty, window, where, day, reason, rows.count())


@action("responsibility.plan_taken_back", PLANNERS)
def take_plan_back(
    *, actor: Actor, duty: str, window: str, reason: str, organisation: str = "", seen: int = 0
) -> Done[PlannedDate]:
    """Drop a planned day: the window is shown on the rule's deadline again."""
    where = _organisation(actor, organisation)
    rows = _rows(actor, duty, window, where)
    current = _current(duty, window, where, seen)
    if current is None or current.day is None:
        raise Refused("这一期没有计划日期，按规则的截止日办。")
    return _write(actor, current, duty, window, where, None, reason, rows.count())


def _organisation(actor: Actor, organisation: str) -> str | None:
    if actor.relation is Relation.OWN and not organisation:
        return actor.organisation
    return organisation_for(actor, organisation).pk if organisation else None


def _rows(actor: Actor, duty: str, window: str, where: str | None) -> QuerySet[Obligation]:
    rows = within(actor, Obligation.objects.filter(duty=duty, window=window).order_by())
    if where:
        rows = rows.filter(organisation_id=where)
    if not rows.exists():
        raise NotFound("Obligation")
    return rows


def _current(duty: str, window: str, where: str | None, seen: int) -> PlannedDate | None:
    found = PlannedDate.objects.filter(
        year=catalogue().year.label, duty=duty, window=window, organisation_id=where, current=True
    ).first()
    if (found.pk if found and found.day else 0) != seen:
        raise Stale
    return found


def _write(
    actor: Actor,
    current: PlannedDate | None,
    duty: str,
    window: str,
    where: str | None,
    day: date | None,
    reason: str,
    number: int,
) -> Done[PlannedDate]:
    if current:
        PlannedDate.objects.filter(pk=current.pk).update(current=False)
    plan = PlannedDate.objects.create(
        organisation_id=where,
        year=catalogue().year.label,
        duty=duty,
        window=window,
        day=day,
        reason=reason,
        by=actor.person,
        set_on=business_day(),
    )
    details = {"duty": duty, "window": window, "tasks": number, "day": day.isoformat() if day else ""}
    return Done(plan, on=f"planned_date:{plan.pk}", details=details)
