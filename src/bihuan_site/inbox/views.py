"""The list of things to do, one stable address an item, the calendar."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from bihuan_site.inbox import actions, feeds, queries
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.routes import Request

PAGE = 20
CALENDAR = "text/calendar; charset=utf-8"


def items(request: Request) -> HttpResponse:
    """List what is open (or done), under its headings, 20 a page."""
    done = request.GET.get("state") == "done"
    found = queries.entries_for(request.actor, done=done)
    kinds = sorted({entry.kind for entry in found})
    kind = request.GET.get("kind", "")
    listed = [entry for entry in found if not kind or entry.kind == kind]
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    today = business_day()
    given = {
        "done": done,
        "kinds": kinds,
        "kind": kind,
        "page": page,
        "groups": [] if done else queries.groups_of(page, today, listed),
        "late": sum(1 for entry in listed if not done and entry.due and entry.due < today),
        "open": queries.open_count(request.actor) if done else len(found),
    }
    return render(request, "inbox/items.html", given)


def item(request: Request, item: int) -> HttpResponse:
    """Go to the form of an open item; say of a settled one that it is settled, and since when."""
    found = queries.item_for(request.actor, item)
    if found.done is None:
        return HttpResponseRedirect(found.url)
    return render(request, "inbox/item.html", {"item": found})


def calendar_address(request: Request) -> HttpResponse:
    """Make or end the secret address of the calendar; a new one is shown this once."""
    given: dict[str, object] = {}
    if request.method == "POST":
        key = request.POST.get("key", "")
        if request.POST.get("act") == "end":
            actions.end_calendar(actor=request.actor, key=key)
            return HttpResponseRedirect(request.path)
        made = actions.make_calendar(actor=request.actor, key=key)
        if made.result:
            site = feeds.site_address(request.build_absolute_uri("/"))
            given["address"] = f"{site}/calendar/{made.result}.ics"
    given["has_feed"] = feeds.has_feed(request.actor)
    return render(request, "inbox/calendar.html", given)


def own_calendar(request: Request) -> HttpResponse:
    """Give one's calendar as a file, this once."""
    site = feeds.site_address(request.build_absolute_uri("/"))
    return _calendar(feeds.calendar(queries.entries_for(request.actor), site))


def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Give the calendar behind a secret address, to a calendar program that cannot log in."""
    site = feeds.site_address(request.build_absolute_uri("/"))
    return _calendar(feeds.calendar(feeds.entries_of_feed(secret), site))


def _calendar(book: bytes) -> HttpResponse:
    answer = HttpResponse(book, content_type=CALENDAR)
    answer["Content-Disposition"] = 'attachment; filename="bihuan.ics"'
    answer["Cache-Control"] = "private, no-store"
    return answer
