"""Looking at a version before it counts: its cases, what changed, who would move."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from bihuan import api
from bihuan_site.packs import queries
from bihuan_site.packs.bundles import cases_of
from bihuan_site.packs.contents import in_titles, titles_of
from bihuan_site.packs.queries_effect import effect_of
from bihuan_site.packs.views import base
from bihuan_site.packs.words import flat
from bihuan_site.shared.listing import Column, Listing
from bihuan_site.shared.routes import Request

MEANING, WORDING = "含义", "文字"
CHANGES = (
    Column("变化", lambda row: row.sentence),
    Column("动的是", lambda row: str(row.aspect)),
)
CASES = (
    Column("算例", lambda row: row["case"].case),
    Column("因为", lambda row: row["case"].because),
    Column("属于", lambda row: str(row["case"].situation)),
    Column("期间", lambda row: row["case"].period),
    Column("已知", lambda row: row["given"]),
    Column("应得", lambda row: row["expect"]),
    Column("结果", lambda row: "对" if row["right"] else "；".join(row["differences"])),
)


def cases(request: Request, version: int) -> HttpResponse:
    """Run every case and show them, wrong ones first; one opens."""
    found = queries.version_for(request.actor, version)
    titles = titles_of(queries.loaded_of(found).whole)
    results: list[dict[str, Any]] = [
        {
            "number": number,
            "case": one.case,
            "right": one.is_right,
            "differences": [in_titles(each, titles) for each in one.differences],
            "given": _given(one.case),
            "organisation": flat(one.case.organisation),
            "expect": in_titles(flat(one.case.expect), titles),
        }
        for number, one in enumerate(cases_of(bytes(found.source)))
    ]
    wrong = [one for one in results if not one["right"]]
    only = request.GET.get("only", "")
    about = request.GET.get("about", "")
    shown = wrong if only == "wrong" else [*wrong, *(one for one in results if one["right"])]
    if about:
        shown = [one for one in shown if about in _about(one["case"])]
    listing = Listing(request, shown, CASES, name="算例")
    if listing.is_export:
        return listing.export()
    given = {"listing": listing, "total": len(results), "right": len(results) - len(wrong), "wrong": len(wrong)}
    given |= {"only": only, "about": titles.get(about, about), "open": request.GET.get("open", "")}
    return render(request, "packs/cases.html", base(request, found, "cases") | given)


def _given(case: Any) -> str:
    totals = {name: f"{api.number_text(total)} 分" for name, total in case.totals.items()}
    return "，".join(one for one in (flat(totals), flat(case.given)) if one) or "什么都没办"


def _about(case: object) -> tuple[str, ...]:
    about: tuple[str, ...] = getattr(case, "about", ())
    return about


def compare(request: Request, version: int) -> HttpResponse:
    """Compare a version with another: what changes meaning apart from what only reads differently."""
    found = queries.version_for(request.actor, version)
    others = list(queries.others(request.actor, found))
    asked = request.GET.get("with", "")
    default = str(found.based_on_id or next((one.pk for one in others if one.active), ""))
    other = next((one for one in others if str(one.pk) == (asked or default)), others[0] if others else None)
    changes: list[api.Change] = []
    if other:
        changes = api.compare_packs(
            queries.pack_of(queries.version_for(request.actor, other.pk)), queries.pack_of(found)
        )
    listing = Listing(request, changes, CHANGES, name="版本对比", page_size=max(len(changes), 1))
    if listing.is_export:
        return listing.export()
    given = {
        "other": other,
        "others": others,
        "listing": listing,
        "meaning": [one for one in changes if str(one.aspect) == MEANING],
        "wording": [one for one in changes if str(one.aspect) == WORDING],
    }
    return render(request, "packs/compare.html", base(request, found, "compare") | given)


def effect(request: Request, version: int) -> HttpResponse:
    """Who would move if this version were the one in force."""
    found = queries.version_for(request.actor, version)
    last = request.GET.get("period") == "last"
    given = {"effect": effect_of(request.actor, found, last=last), "last": last}
    return render(request, "packs/effect.html", base(request, found, "effect") | given)
