"""Reading what the engine last said: standings, obligations and dues inside what an actor sees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Max, Q, QuerySet, Sum

from bihuan import api
from bihuan_site.organisations.models import Organisation
from bihuan_site.organisations.scoping import organisation_for, within
from bihuan_site.packs.periods import period_on
from bihuan_site.scoring.evaluating import Rules, rules_in_force
from bihuan_site.scoring.models import Due, Obligation, Standing
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.roles import Relation

LEAST_OF_A_CLASS = 5
"""A class with fewer organisations shows no average: it would tell a member of it the others' scores."""

ON_TIME, MADE_UP, OPEN, MISSED = "已办", "补办", "未到期", ("可补", "缺")


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month of the year line: what falls due in it, and how much of it is done."""

    month: int
    due: int
    done: int
    missed: int
    is_now: bool


def standings(actor: Actor, period: str) -> QuerySet[Standing]:
    """Give the standings of a period inside what ``actor`` sees."""
    return within(actor, Standing.objects.filter(period=period)).select_related("organisation")


def standing_for(actor: Actor, organisation: str, period: str) -> Standing | None:
    """Give one organisation's stored standing, None if nothing applies to it. Raises ``NotFound`` out of scope."""
    where = organisation_for(actor, organisation)
    return Standing.objects.filter(organisation=where, period=period).first()


def obligations(actor: Actor) -> QuerySet[Obligation]:
    """Give the obligations of the year inside what ``actor`` sees."""
    return within(actor, Obligation.objects.all()).select_related("organisation")


def standings_mark() -> str:
    """Give a mark that differs whenever any standing may differ: every evaluation replaces what it looked at."""
    found = Standing.objects.aggregate(number=Count("id"), ids=Sum("id"), newest=Max("reckoned"))
    return f"{found['number']}-{found['ids']}-{found['newest']}"


def open_obligations(organisation: str) -> Iterable[tuple[str, int]]:
    """Tell what an organisation has not done yet, for whoever is about to dissolve it."""
    yield "项任务没有办", Obligation.objects.filter(organisation_id=organisation, state__in=(OPEN, "可补")).count()


def dues(actor: Actor, until: date) -> QuerySet[Due]:
    """Give what can still be done and falls due by ``until``, inside what ``actor`` sees; the latest to save first."""
    return within(actor, Due.objects.filter(deadline__lte=until)).select_related("organisation")


def address_of(due: Due) -> str:
    """Give the form in which a due is done, with what is known filled in; an overdue one is made up (补开)."""
    asked = {"kind": due.kinds[0] if due.kinds else ""}
    if due.is_paper:
        return f"/submissions/new/?{urlencode(asked)}"
    if due.deadline < business_day():
        asked["makes_up"] = due.window_key
    if due.subject and due.subject_name.endswith("小组"):
        asked["group"] = due.subject
    return f"/activities/new/?{urlencode(asked)}"


def dues_of_branch(actor: Actor) -> QuerySet[Due]:
    """Give what the actor's own branch can still do up to the end of the month, whatever route is taken."""
    return dues(actor.seeing({actor.role: Relation.OWN}), month_end(business_day()))


def month_end(day: date) -> date:
    """Give the last day of the month of ``day``."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def year_line(actor: Actor, organisation: str, today: date) -> Sequence[MonthLine]:
    """Count one organisation's obligations of the year by the month of their deadline."""
    organisation_for(actor, organisation)
    done, missed = Q(state__in=(ON_TIME, MADE_UP)), Q(state__in=MISSED)
    rows = (
        Obligation.objects.filter(organisation_id=organisation, deadline__year=today.year)
        .values("deadline__month")
        .annotate(due=Count("id"), done=Count("id", filter=done), missed=Count("id", filter=missed))
        .order_by()
    )
    by_month = {row["deadline__month"]: (row["due"], row["done"], row["missed"]) for row in rows}
    return [MonthLine(month, *by_month.get(month, (0, 0, 0)), is_now=month == today.month) for month in range(1, 13)]


def class_average(organisation: Organisation, period: str) -> tuple[int, int] | None:
    """Give (mean of the class's totals in units, units a point) over organisations of the same kind and tier.

    The mean is rounded down to a whole unit. None for a class of fewer than five, whose mean would give others away.
    """
    rows = Standing.objects.filter(
        period=period, organisation__kind=organisation.kind, organisation__tier=organisation.tier, total__isnull=False
    )
    totals = [(total, per_point) for total, per_point in rows.values_list("total", "per_point") if total is not None]
    if len(totals) < LEAST_OF_A_CLASS:
        return None
    return sum(total for total, _ in totals) // len(totals), totals[0][1]


def rules_for(label: str = "") -> Rules:
    """Give the rules in force for the period labelled ``label`` (2026H1), or for the current one.

    Raises ``ValueError`` for a label that is no period of the pack, and one that has not begun.
    """
    rules = rules_in_force()
    if not label or label == rules.period.label:
        return rules
    asked = api.parse_period(label, rules.pack.year_from)
    if asked.start > business_day() or period_on(rules.pack, asked.start) != asked:
        raise ValueError(label)
    return rules_in_force(period=asked)
