"""The page of the burden: minutes a branch, duty by duty, against the ceiling."""

from django.http import HttpResponse
from django.shortcuts import render

from bihuan_site.responsibility.duties.catalogue import TIERS, catalogue
from bihuan_site.responsibility.load.queries import burdens, is_within_ceiling, monthly_minutes
from bihuan_site.responsibility.no_list import needs_list
from bihuan_site.shared.burden import CHECKING, MONTHLY_MINUTES, OPENING, SECONDS
from bihuan_site.shared.listing import Column, Listing
from bihuan_site.shared.routes import Request

KINDS = {
    "choice": "单选",
    "choices": "多选",
    "day": "日期、时间",
    "number": "数字",
    "line": "一行文字",
    "person": "选一个人",
    "names": "名单",
    "lines": "几行短句",
    "text": "一段文字",
    "file": "附件",
}
COLUMNS = (
    Column("序号", lambda row: row.entry.number, number=True),
    Column("责任", lambda row: row.entry.title),
    Column("量化", lambda row: row.entry.asked),
    Column("一年几项", lambda row: row.items, number=True),
    Column("别的责任已记", lambda row: row.shared, number=True),
    Column("每项字段", lambda row: row.fields, number=True),
    Column("已带出", lambda row: row.prefilled, number=True),
    Column("每项秒数", lambda row: row.seconds, number=True),
    Column("一年分钟", lambda row: row.minutes_a_year, number=True),
)


@needs_list
def burden(request: Request) -> HttpResponse:
    """What recording costs an organisation of a tier in an average month, and each duty in a year."""
    book = catalogue()
    tier = request.GET.get("tier", "")
    tier = tier if tier in TIERS else TIERS[-1]
    found = burdens(book, tier)
    listing = Listing(request, found, COLUMNS, name=f"{tier}填报负担")
    if listing.is_export:
        return listing.export()
    minutes = monthly_minutes(found)
    context = {
        "listing": listing,
        "tier": tier,
        "tiers": TIERS,
        "minutes": minutes,
        "ceiling": MONTHLY_MINUTES,
        "within": is_within_ceiling(minutes),
        "items": sum(one.own for one in found),
        "seconds": [(KINDS[name], number) for name, number in SECONDS.items()],
        "opening": OPENING,
        "checking": CHECKING,
    }
    return render(request, "responsibility/load/burden.html", context)
