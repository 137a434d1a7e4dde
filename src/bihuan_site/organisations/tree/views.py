"""Pages of the tree: the tree of a day, one organisation."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from bihuan_site.organisations.choice_queries import kinds_in_use
from bihuan_site.organisations.placing import UNDER
from bihuan_site.organisations.tree import queries
from bihuan_site.organisations.tree.queries import Filters, Node
from bihuan_site.organisations.tree.structure_queries import by_article, findings, findings_by_organisation, findings_of
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.listing import Column, Listing
from bihuan_site.shared.routes import Request

MARKS = ("空缺", "代管", "换届", "结构")
TIERS = tuple(tier for tier in UNDER if tier != "党小组")


def asked_day(request: Request) -> date:
    """Give the day in the address, or the business day."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return business_day()


def tree(request: Request) -> HttpResponse:
    """Show the tree as of a day; with a filter, the list of what it leaves."""
    day, actor = asked_day(request), request.actor
    found = findings_by_organisation(actor) if day == business_day() else {}
    nodes = queries.nodes_on(actor, day, found)
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "tier", "kind", "mark")}
    filters = Filters(**asked)
    listing = Listing(request, [one for one in nodes if filters.keep(one)], _columns(), name="组织")
    if listing.is_export:
        return listing.export()
    given = {
        "nodes": nodes,
        "listing": listing,
        "filters": filters,
        "as_list": filters.narrow or request.GET.get("view") == "list",
        "day": day,
        "today": business_day(),
        "tiers": TIERS,
        "kinds": kinds_in_use(actor),
        "marks": MARKS,
        "counts": _counts(nodes),
    }
    return render(request, "organisations/tree.html", given)


def _counts(nodes: list[Node]) -> dict[str, int]:
    branches = [one for one in nodes if one.tier == "党支部"]
    return {
        "branches": len(branches),
        "upper": len(nodes) - len(branches),
        "members": sum(one.own_members for one in branches),
        "vacant": sum(one.vacant for one in nodes),
        "terms": sum(bool(one.term) for one in nodes),
        "findings": sum(one.findings for one in nodes),
    }


def _columns() -> list[Column]:
    return [
        Column("代码", lambda one: one.code),
        Column("名称", lambda one: one.name),
        Column("层级", lambda one: one.tier),
        Column("类别", lambda one: one.kind),
        Column("书记", lambda one: one.secretary or "空缺"),
        Column("党员", lambda one: one.members, number=True),
        Column("支部", lambda one: one.branches, number=True),
        Column("换届", lambda one: one.term),
        Column("结构问题", lambda one: one.findings, number=True),
        Column("组织编号", lambda one: one.id),
    ]


def organisation(request: Request, pk: str) -> HttpResponse:
    """Show one organisation: what it is, what it was, who holds its posts."""
    found = queries.portrait(request.actor, pk)
    given = {"it": found, "one": found.organisation, "findings": findings_of(request.actor, pk)}
    return render(request, "organisations/organisation.html", given)


def structure(request: Request) -> HttpResponse:
    """List the structural findings, by article."""
    article, gravity = request.GET.get("article", ""), request.GET.get("gravity", "")
    found = [
        one
        for one in findings(request.actor)
        if article in ("", str(one.article)) and gravity in ("", str(one.gravity))
    ]
    listing = Listing(request, found, _finding_columns(), name="结构检查")
    if listing.is_export:
        return listing.export()
    given = {
        "listing": listing,
        "articles": by_article(request.actor),
        "total": len(findings(request.actor)),
        "article": article,
        "gravity": gravity,
        "gravities": ("不符合", "将到期", "待核实", "提示"),
    }
    return render(request, "organisations/structure.html", given)


def _finding_columns() -> list[Column]:
    return [
        Column("组织", lambda one: one.name),
        Column("问题", lambda one: one.sentence),
        Column("程度", lambda one: str(one.gravity)),
        Column("依据", lambda one: str(one.article)),
        Column("日期", lambda one: one.day),
    ]
