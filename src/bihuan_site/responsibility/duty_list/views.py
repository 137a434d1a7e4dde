"""Pages of the responsibility list."""

import re
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from bihuan_site.responsibility.duties import queries
from bihuan_site.responsibility.duties.catalogue import Catalogue, Entry, catalogue
from bihuan_site.responsibility.duty_list import page
from bihuan_site.responsibility.no_list import needs_list
from bihuan_site.responsibility.rights import PLANNERS
from bihuan_site.responsibility.signing.queries import latest
from bihuan_site.responsibility.tasks.chart import view_named
from bihuan_site.responsibility.tasks.spans import VIEWS
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.listing import Listing
from bihuan_site.shared.problems import NotFound
from bihuan_site.shared.routes import Request, may

BINDING = re.compile(r"(\d+ ?次[一-鿿]{0,2}|每周至少|每半年|每年|每季度|每月|每周|不少于|不低于)")


@needs_list
def duties(request: Request, duty: str = "") -> HttpResponse:
    """The list beside its grid, and the one duty opened; tier, post and calendar view stand in the address."""
    book = catalogue()
    tier, post = request.GET.get("tier", ""), request.GET.get("post", "")
    entries = list(book.beside) if tier == "beside" else book.matching(tier, post)
    tallies = queries.tallies(request.actor)
    query = {name: value for name, value in (("tier", tier), ("post", post)) if value}
    shown = page.rows(entries, tallies, query)
    listing = Listing(request, shown, page.columns(book), name=f"{book.year.label} 年度责任清单")
    if listing.is_export:
        return listing.export()
    chosen = book.entry(duty) if duty else _first(shown)
    view = view_named(request.GET.get("view", ""))
    context = {
        "book": book,
        "grid": book.grid(),
        "tier": tier,
        "post": post,
        "listing": listing,
        "total": queries.total_of(tallies.get(one.id, queries.NOTHING) for one in book.own),
        "signed": latest(request.actor, book.year.label),
        "views": VIEWS,
        "opened": bool(duty),
        "detail": page.detail(request.actor, book, chosen, tallies.get(chosen.id, queries.NOTHING), view)
        if chosen
        else None,
        "marked": _marked(book, chosen) if chosen else [],
        "matters": _matters(request.actor),
        **doors(request.actor, chosen),
    }
    return render(request, "responsibility/duties/list.html", context)


MATTERS = (
    ("清单签认", "responsibility:signing", "各党组织书记签认年度清单"),
    ("豁免申请", "responsibility:exemptions", "不适用的责任，申请和审批"),
    ("计划", "responsibility:programmes", "一年或几年的计划，按标题归类"),
    ("填报负担", "responsibility:burden", "每条责任给支部带来几分钟"),
    ("依据", "responsibility:sources", "清单所依据的文件和条款"),
)


def _matters(actor: Actor) -> list[tuple[str, str, str]]:
    """The pages that belong to the list, those the actor may take: title, address, what is there."""
    return [(title, reverse(name), words) for title, name, words in MATTERS if may(actor.role, name)]


def doors(actor: Actor, entry: Entry | None) -> dict[str, Any]:
    """Give the addresses that the actor may take from here: to the pack's editor, and to moving a planned day."""
    return {
        "versions_url": door(actor, "packs:versions"),
        "add_url": door(actor, "packs:new_duty"),
        "edit_url": door(actor, "packs:duty", entry.id) if entry else "",
        "may_plan": actor.role in PLANNERS and entry is not None and entry.has_cadence,
    }


def door(actor: Actor, name: str, *given: str) -> str:
    """Give the address of a route if it exists and the actor may take it, else empty."""
    try:
        return reverse(name, args=given) if may(actor.role, name) else ""
    except NoReverseMatch:
        return ""


def _first(shown: list[page.Shown]) -> Entry | None:
    """The duty opened when none is asked for: the first that is late, else near, else the first."""
    for word in ("逾期", "临期"):
        for row in shown:
            if row.word == word:
                return row.entry
    return shown[0].entry if shown else None


def _marked(book: Catalogue, entry: Entry) -> list[tuple[SafeString, object]]:
    """The quotations with their binding words marked."""
    found = [book.citation(basis) for basis in entry.duty.basis]
    return [(binding_words(one.text), one) for one in found if one.is_verbatim]


def binding_words(text: str) -> SafeString:
    """Mark the words of a quotation that bind: how often, how many, at least."""
    pieces = BINDING.split(text)
    shown = ((("<mark>", piece, "</mark>") if place % 2 else ("", piece, "")) for place, piece in enumerate(pieces))
    return format_html_join("", "{}{}{}", ((SafeString(a), b, SafeString(c)) for a, b, c in shown))


@needs_list
def source(request: Request, source: str) -> HttpResponse:
    """One document of the pack: what the pack keeps of it, and what rests on each clause."""
    book = catalogue()
    found = book.sources.get(source)
    if found is None:
        raise NotFound("Source")
    duties_by, measures_by = queries.duties_citing(book, source), queries.measures_citing(book, source)
    clauses = [(one, duties_by.get(one.clause, []), measures_by.get(one.clause, [])) for one in found.clauses]
    return render(request, "responsibility/duties/source.html", {"source": found, "clauses": clauses})


@needs_list
def sources(request: Request) -> HttpResponse:
    """Every document the pack rests on."""
    book = catalogue()
    rows = [(one, sum(map(len, queries.duties_citing(book, one.source).values()))) for one in book.pack.sources]
    return render(request, "responsibility/duties/sources.html", {"rows": rows, "book": book})


@needs_list
def my_duties(request: Request) -> HttpResponse:
    """What the actor's branch, or the actor in a post, has to do: by post, with holders and next dates."""
    book = catalogue()
    groups = queries.duties_of(request.actor, book)
    total = queries.total_of(row.tally for _, rows in groups for row in rows)
    context = {
        "groups": groups,
        "book": book,
        "total": total,
        "count": sum(len(rows) for _, rows in groups),
        "may_list": may(request.actor.role, "responsibility:duties"),
    }
    return render(request, "responsibility/duties/mine.html", context)
