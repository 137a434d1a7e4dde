"""What the first page of each role shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from bihuan_site.inbox.queries import entries_for
from bihuan_site.inbox.sources import Entry
from bihuan_site.organisations.models import Liaison, Organisation
from bihuan_site.organisations.scoping import in_force, organisations_in
from bihuan_site.packs.in_force import version_in_force
from bihuan_site.packs.periods import period_name
from bihuan_site.responsibility.remembering import remembered
from bihuan_site.scoring.evaluating import Rules, rules_in_force
from bihuan_site.scoring.explaining import ScoreShown, explain_branch
from bihuan_site.scoring.models import Due, Obligation, Standing
from bihuan_site.scoring.queries import (
    MISSED,
    MonthLine,
    address_of,
    dues,
    month_end,
    obligations,
    standings,
    year_line,
)
from bihuan_site.scoring.words import points
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day

SIX = ("主题党日", "党员大会", "支委会", "党小组会", "党课", "集中学习")
"""The six kinds of record a branch writes most, as buttons."""


@dataclass(frozen=True, slots=True)
class Band:
    """Dues under one heading of the list."""

    state: str
    title: str
    dues: Sequence["DueLine"]


@dataclass(frozen=True, slots=True)
class DueLine:
    """One line of 本月要办."""

    due: Due
    worth: str
    verb: str
    note: str
    url: str
    can_make_up: bool


@dataclass(frozen=True, slots=True)
class BranchHome:
    """The first page of a branch."""

    today: date
    month_end: date
    bands: Sequence[Band]
    count: int
    done: Sequence[Obligation]
    overdue: int
    this_week: int
    score: ScoreShown | None
    rules: Rules
    period_name: str
    months: Sequence[MonthLine]
    year_due: int
    year_done: int
    told: Sequence[Entry]

    @property
    def trend_words(self) -> str:
        """The trend in words, for those who do not see it."""
        found = self.score.trend if self.score else ()
        return "逐月全办完可达的分：" + "，".join(f"{month} {text}" for month, text in found)

    @property
    def done_words(self) -> str:
        """Some of what is done, named."""
        names = list(dict.fromkeys(one.title.removeprefix("每月").removeprefix("召开") for one in self.done))[:3]
        return "、".join(names) + ("等" if len(self.done) > len(names) else "")


def branch_home(actor: Actor, *, show_done: bool) -> BranchHome:
    """Gather the first page of the actor's own branch."""
    today, rules = business_day(), rules_in_force()
    last = month_end(today)
    lines = [_line(one, today) for one in dues(actor, last)]
    months = year_line(actor, actor.organisation, today)
    done = obligations(actor).filter(deadline__range=(today.replace(day=1), last), state__in=("已办", "补办"))
    return BranchHome(
        today,
        last,
        _bands(lines, today),
        len(lines),
        list(done),
        sum(line.due.deadline < today for line in lines),
        sum(today <= line.due.deadline <= _week_end(today) for line in lines),
        explain_branch(rules, actor.organisation),
        rules,
        period_name(rules.period),
        months,
        sum(month.due for month in months),
        sum(month.done for month in months),
        entries_for(actor, kind="报备")[:5],
    )


def _week_end(today: date) -> date:
    return today + timedelta(days=6 - today.weekday())


def _line(due: Due, today: date) -> DueLine:
    worth = points(due.worth, due.per_point) if due.worth else ""
    late = due.deadline < today
    notes = [due.subject_name] if due.subject_name else []
    if late and due.late_until:
        notes.append(f"{due.late_until.month} 月 {due.late_until.day} 日前补开可挽回一部分")
    return DueLine(
        due,
        (f"可挽回 {worth} 分" if late else f"计 {worth} 分") if worth else "",
        "补开" if late else ("报送" if due.is_paper else "记活动"),
        "；".join(notes),
        address_of(due),
        late,
    )


def _bands(lines: Sequence[DueLine], today: date) -> list[Band]:
    sunday = _week_end(today)
    late = [line for line in lines if line.due.deadline < today]
    week = [line for line in lines if today <= line.due.deadline <= sunday]
    month = [line for line in lines if line.due.deadline > sunday]
    named = (("逾期", "逾期", late), ("临期", "本周", week), ("未到期", "本月", month))
    return [Band(state, f"{title} {len(some)}", some) for state, title, some in named if some]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit right below the actor's organisation: what was due, what was done in time, what is overdue."""

    organisation: Organisation
    due: int
    on_time: int
    late: int
    overdue: int

    @property
    def rate(self) -> int:
        """On time in hundredths of what was due, rounded down."""
        return self.on_time * 100 // self.due if self.due else 0

    @property
    def heat(self) -> str:
        """The heat of the cell: g from 95, y from 80, r below."""
        return "g" if self.rate >= 95 else "y" if self.rate >= 80 else "r"


@dataclass(frozen=True, slots=True)
class UpperHome:
    """The first page of those above the branches."""

    today: date
    period_name: str
    due: int
    on_time: int
    late: int
    overdue: int
    units: Sequence[UnitLine]
    longest: Sequence[Obligation]
    forecasts: Sequence[tuple[str, int]]
    branches: int
    told: Sequence[Entry]
    breaks: Sequence[tuple[str, int, str]]


def upper_home(actor: Actor) -> UpperHome:
    """Gather the first page of an actor above branches: sums that add up, the worst units first."""
    today, rules = business_day(), rules_in_force()
    seen = obligations(actor).filter(deadline__gte=rules.period.start, deadline__lt=today)
    counted = remembered(actor, "home", rules.period.label, lambda: _counted(seen))
    rows = standings(actor, rules.period.label)
    by_forecast = dict(rows.exclude(forecast="").values_list("forecast").annotate(count=Count("id")).order_by())
    order = [one.grade for one in rules.pack.grading.grades] if rules.pack.grading else []
    forecasts = [(grade, by_forecast.get(grade, 0)) for grade in order]
    undecided = rows.count() - sum(count for _, count in forecasts)
    return UpperHome(
        today,
        period_name(rules.period),
        counted["due"],
        counted["on_time"],
        counted["late"],
        counted["overdue"],
        remembered(actor, "home units", rules.period.label, lambda: units(actor, seen)),
        list(seen.filter(state__in=MISSED).order_by("deadline", "organisation__code")[:6]),
        [*forecasts, ("不定等次", undecided)] if undecided else forecasts,
        rows.count(),
        entries_for(actor)[:8],
        breaks(actor, counted["overdue"]),
    )


def _counted(seen: QuerySet[Obligation]) -> dict[str, int]:
    return seen.aggregate(
        due=Count("id"),
        on_time=Count("id", filter=Q(state="已办")),
        late=Count("id", filter=Q(state="补办")),
        overdue=Count("id", filter=Q(state__in=MISSED)),
    )


def units(actor: Actor, seen: QuerySet[Obligation]) -> list[UnitLine]:
    """Sum up obligations by the organisation right below the agency's committee, worst first."""
    tops = [
        one for one in organisations_in(actor).filter(active=True) if one.tier not in ("党小组", "党组", "机关党委")
    ]
    tops = [one for one in tops if one.parent_id not in {other.pk for other in tops}]
    sums = seen.values_list("organisation__path").annotate(
        due=Count("id"),
        on_time=Count("id", filter=Q(state="已办")),
        late=Count("id", filter=Q(state="补办")),
        overdue=Count("id", filter=Q(state__in=MISSED)),
    )
    totals = {one.pk: [0, 0, 0, 0] for one in tops}
    for path, *counts in sums.order_by():
        top = next((step for step in path.split("/") if step in totals), None)
        if top:
            totals[top] = [before + more for before, more in zip(totals[top], counts, strict=True)]
    lines = [UnitLine(one, *totals[one.pk]) for one in tops if totals[one.pk][0]]
    return sorted(lines, key=lambda line: (line.rate, -line.overdue, line.organisation.code))


def breaks(actor: Actor, overdue: int) -> list[tuple[str, int, str]]:
    """Count the break points the stages built so far know of: (name, count, the list it opens)."""
    charged = Liaison.objects.filter(in_force(business_day()), kind="党支部").values("organisation_id")
    bare = organisations_in(actor).filter(active=True, tier="党支部").exclude(pk__in=charged).count()
    return [
        ("任务到期没有记录", overdue, "/tasks/?state=overdue"),
        ("支部没有包联委员", bare, "/liaison/?gaps=1"),
    ]


def charged_branches(actor: Actor) -> Sequence[tuple[Organisation, Standing | None, int]]:
    """Give the branches a committee member is charged with: organisation, standing, number overdue."""
    branches = list(organisations_in(actor).filter(tier="党支部", active=True))
    version = version_in_force()
    period = rules_in_force().period.label if version else ""
    found = {one.organisation_id: one for one in standings(actor, period)}
    late = dict(
        obligations(actor)
        .filter(state__in=MISSED, deadline__lt=business_day())
        .values_list("organisation_id")
        .annotate(count=Count("id"))
        .order_by()
    )
    return [(one, found.get(one.pk), late.get(one.pk, 0)) for one in branches]
