"""Pages of 考核评价: one branch's score with every point opened, and the branches side by side for those above."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from bihuan_site.appraisal import queries
from bihuan_site.scoring.models import Standing
from bihuan_site.scoring.queries import rules_for
from bihuan_site.scoring.words import points
from bihuan_site.shared.listing import Column, Listing
from bihuan_site.shared.roles import Role
from bihuan_site.shared.routes import Request


def scores(request: Request) -> HttpResponse:
    """List the branches with their points; a branch is sent to its own score."""
    actor = request.actor
    if actor.role in (Role.BRANCH_SECRETARY, Role.BRANCH_MEMBER):
        return redirect("appraisal:score", organisation=actor.organisation, period=rules_for().period.label)
    filters = {name: request.GET.get(name, "").strip() for name in ("forecast", "kind", "name")}
    rules = rules_for()
    listing = Listing(request, queries.scores(actor, filters), COLUMNS, name="支部得分")
    if listing.is_export:
        return listing.export()
    grades = [one.grade for one in rules.pack.grading.grades] if rules.pack.grading else []
    shown: dict[str, Any] = {
        "listing": listing,
        "rules": rules,
        "filters": filters,
        "grades": grades,
        "kinds": queries.kinds(actor),
    }
    return render(request, "appraisal/scores.html", shown)


def score(request: Request, organisation: str, period: str) -> HttpResponse:
    """Show where every point of one branch comes from."""
    show = request.GET.get("show", "")
    show = show if show in queries.SHOW else ""
    page = queries.score_page(request.actor, organisation, period, request.GET.get("section", ""), show)
    opened = request.GET.get("open", "")
    records = tuple(record for one in page.measures for record in one.records)
    shown = {
        "page": page,
        "show": show,
        "shows": [(key, word, page.counts[key]) for key, word in queries.SHOW.items()],
        "opened": opened,
        "records": queries.records_of(request.actor, records),
    }
    return render(request, "appraisal/score.html", shown)


def changes(request: Request, organisation: str, period: str) -> HttpResponse:
    """Show when points were lost and won; asked for by a page that shows a few of them, only these."""
    where, name, found = queries.changes(request.actor, organisation, period)
    few = request.headers.get("HX-Request") == "true"
    template = "appraisal/changes_few.html" if few else "appraisal/changes.html"
    shown = {"where": where, "period": period, "period_name": name, "changes": found[:FEW] if few else found}
    return render(request, template, shown | {"total": len(found)})


FEW = 5


def _points(name: str) -> Any:
    def value(row: Standing) -> str:
        units = getattr(row, name)
        return "" if units is None else points(units, row.per_point)

    return value


COLUMNS = (
    Column("代码", lambda row: row.organisation.code, "organisation__code"),
    Column("党组织", lambda row: row.organisation.name, "organisation__name"),
    Column("类别", lambda row: row.organisation.kind, "organisation__kind"),
    Column("得分", _points("total"), "total", number=True),
    Column("加分", _points("bonus"), "bonus", number=True),
    Column("未到期", _points("not_due"), "not_due", number=True),
    Column("未评定", _points("not_judged"), "not_judged", number=True),
    Column("已扣", _points("lost"), "lost", number=True),
    Column("预判", lambda row: row.forecast, "forecast"),
    Column("全办完", lambda row: row.at_best),
)
