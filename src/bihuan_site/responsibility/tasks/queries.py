"""Reading dated obligations: the filtered list with its sums, the calendar, planned days and their history."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from bihuan import api
from bihuan_site.organisations.models import Organisation, Person
from bihuan_site.organisations.scoping import get_one, organisations_in
from bihuan_site.responsibility.duties.queries import Tally, obligations_in
from bihuan_site.responsibility.duties.states import MISSING, STATES, condition, counts
from bihuan_site.responsibility.models import PlannedDate
from bihuan_site.responsibility.remembering import remembered
from bihuan_site.responsibility.tasks.spans import Span, span_named
from bihuan_site.scoring.models import Obligation
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.roles import Relation

UNITS = ("党委", "党总支")


@dataclass(frozen=True, slots=True)
class Filter:
    """What the address asks of the list; an empty value asks nothing, an unknown one too."""

    unit: str = ""
    duty: str = ""
    month: str = ""
    state: str = ""
    behind: int = 0
    post: str = ""
    person: str = ""


def planned(rows: QuerySet[Obligation], year: api.Period) -> QuerySet[Obligation]:
    """Give each row its ``planned`` day: the organisation's own plan, else that for all, else the rule's deadline."""
    plans = PlannedDate.objects.filter(year=year.label, current=True, day__isnull=False).order_by()
    moved = list(plans.values_list("duty", flat=True).distinct())
    if not moved:
        return rows.annotate(planned=F("deadline"))
    same = plans.filter(duty=OuterRef("duty"), window=OuterRef("window"))
    own = Subquery(same.filter(organisation=OuterRef("organisation")).values("day")[:1])
    for_all = Subquery(same.filter(organisation__isnull=True).values("day")[:1])
    plan = Coalesce(own, for_all, F("deadline"))
    return rows.annotate(planned=Case(When(duty__in=moved, then=plan), default=F("deadline")))


def tasks(actor: Actor, year: api.Period, asked: Filter) -> QuerySet[Obligation]:
    """Give the obligations in scope that pass the filter, soonest deadline first; one's own with what is open first."""
    rows = planned(obligations_in(actor), year)
    if asked.unit:
        unit = organisations_in(actor).filter(pk=asked.unit).values_list("path", flat=True).first()
        rows = rows.filter(organisation__path__startswith=unit) if unit else rows.none()
    if asked.duty:
        rows = rows.filter(duty=asked.duty)
    if asked.post:
        tier, _, post = asked.post.partition(".")
        rows = rows.filter(tier=tier, **({"post": post} if post else {}))
    if asked.person:
        rows = rows.filter(subject=asked.person)
    span = span_named(year, asked.month) if asked.month else None
    if span:
        rows = rows.filter(Q(planned__range=(span.start, span.end)))
    if asked.behind:
        rows = rows.filter(state__in=MISSING, deadline__lte=business_day() - timedelta(days=asked.behind))
    if asked.state in STATES:
        rows = rows.filter(condition(asked.state))
    if actor.relation in (Relation.OWN, Relation.SELF):
        rows = rows.order_by(Case(When(state__in=("已办", "补办"), then=1), default=0), "deadline", "duty", "subject")
    return rows.select_related("organisation")


def sums_of(actor: Actor, year: api.Period, asked: Filter) -> Tally:
    """Count the states of what passes a filter."""
    return remembered(actor, "sums", asked, lambda: sums(tasks(actor, year, asked)))


def sums(rows: QuerySet[Obligation]) -> Tally:
    """Count the states of the rows."""
    found = rows.order_by().aggregate(**counts(), organisations=Count("organisation", distinct=True))
    return Tally(**found)


def holders_of(rows: Iterable[Obligation]) -> dict[str, str]:
    """Name the people who answer for the rows of one page, by id."""
    ids = {person for row in rows for person in row.who}
    return dict(Person.objects.filter(id__in=ids).values_list("id", "name"))


def task(actor: Actor, year: api.Period, number: int) -> Obligation:
    """Give one obligation with its planned day. Raises ``NotFound``."""
    rows = planned(obligations_in(actor), year).select_related("organisation")
    return get_one(rows, pk=number)


def units(actor: Actor) -> QuerySet[Organisation]:
    """Give the subordinate units in scope, for the filter."""
    return organisations_in(actor).filter(tier__in=UNITS, active=True).order_by("code")


def unit(actor: Actor, chosen: str) -> Organisation | None:
    """Give the organisation a filter names, if it is in scope."""
    return organisations_in(actor).filter(pk=chosen).first() if chosen else None


# --- the calendar -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Cell:
    """One duty in one column: how many are due there, how many of them done, missed and to come."""

    span: Span
    total: int = 0
    done: int = 0
    overdue: int = 0

    @property
    def open(self) -> int:
        """What is neither done nor missed."""
        return self.total - self.done - self.overdue

    def look(self, today: date) -> str:
        """done, part, missed, now or plan; empty where nothing is due."""
        if not self.total:
            return ""
        if self.done == self.total:
            return "done"
        if self.overdue:
            return "part" if self.done else "missed"
        return "plan" if self.span.start > today else "now"


@dataclass(slots=True)
class Row:
    """One duty in the calendar."""

    duty: str
    cells: list[Cell] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many the columns hold together."""
        return sum(cell.total for cell in self.cells)


def calendar(
    actor: Actor, year: api.Period, columns: Sequence[Span], duties: Sequence[str] | None = None, unit: str = ""
) -> dict[str, Row]:
    """Count obligations by duty and column, on the planned day; ``duties`` None takes all."""
    asked = (tuple(columns), None if duties is None else tuple(duties), unit)
    return remembered(actor, "calendar", asked, lambda: _calendar(actor, year, columns, duties, unit))


def _calendar(
    actor: Actor, year: api.Period, columns: Sequence[Span], duties: Sequence[str] | None, unit: str
) -> dict[str, Row]:
    rows = tasks(actor, year, Filter(unit=unit)).order_by()
    if duties is not None:
        rows = rows.filter(duty__in=list(duties))
    grouped: Iterable[Any] = rows.values("duty", "state", day=F("planned")).annotate(number=Count("id"))
    found: dict[str, Row] = {}
    for one in grouped:
        duty, day, state, number = one["duty"], one["day"], one["state"], one["number"]
        row = found.setdefault(duty, Row(duty, [Cell(column) for column in columns]))
        for cell in row.cells:
            if cell.span.holds(day):
                cell.total += number
                cell.done += number if state in ("已办", "补办") else 0
                cell.overdue += number if state in MISSING else 0
    return found


# --- planned days -----------------------------------------------------------------------------------------------------


def windows(actor: Actor, year: api.Period, duty: str, organisation: str = "") -> list[dict[str, Any]]:
    """Give the windows of a duty in scope: their limits, how many are open, and the plan that holds now."""
    rows = tasks(actor, year, Filter(duty=duty, unit=organisation)).order_by()
    found = (
        rows.values("window")
        .annotate(first=Max("start"), last=Min("deadline"), number=Count("id"), open=Count("id", filter=OPEN))
        .order_by("last", "window")
    )
    plans = {plan.window: plan for plan in current_plans(year, duty, organisation)}
    return [dict(one, plan=plans.get(one["window"])) for one in found]


OPEN = Q(state="未到期")


def current_plans(year: api.Period, duty: str, organisation: str = "") -> QuerySet[PlannedDate]:
    """Give the plans that hold now for a duty, of one organisation or (empty) for all."""
    return PlannedDate.objects.filter(
        year=year.label, duty=duty, organisation_id=organisation or None, current=True, day__isnull=False
    )


def plan_history(actor: Actor, year: api.Period, duty: str) -> QuerySet[PlannedDate]:
    """Give every change of plan of a duty that the actor may see, newest first; those for all are seen by all."""
    rows = PlannedDate.objects.filter(year=year.label, duty=duty).select_related("organisation")
    return rows.filter(Q(organisation__isnull=True) | Q(organisation__in=organisations_in(actor)))
