"""The page of one's own duties."""

from django.http import HttpResponse
from django.shortcuts import render

from bihuan_site.progress.leading import queries
from bihuan_site.shared.listing import Column, Listing
from bihuan_site.shared.routes import Request

WORDS = {"可补": "逾期", "缺": "逾期"}

COLUMNS = (
    Column("到期", lambda row: row.obligation.deadline),
    Column("责任", lambda row: row.obligation.title),
    Column("哪一期", lambda row: row.obligation.window),
    Column("应办", lambda row: row.obligation.need, number=True),
    Column("已办", lambda row: row.obligation.done, number=True),
    Column("状态", lambda row: WORDS.get(row.obligation.state, row.obligation.state)),
    Column("在哪里办的", lambda row: "；".join(row.places)),
)


def my_posts(request: Request) -> HttpResponse:
    """List the duties of the posts one holds."""
    rows = queries.duties_of(request.actor)
    listing = Listing(request, rows, COLUMNS, name="我的岗位责任")
    if listing.is_export:
        return listing.export()
    context = {"listing": listing, "posts": queries.posts_of(request.actor)}
    return render(request, "progress/leading/duties.html", context)
