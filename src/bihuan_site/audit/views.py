"""Pages of the audit administrator: the trail, its check, its head."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bihuan_site.audit import actions, queries
from bihuan_site.audit.forms import SearchForm, VerifyForm
from bihuan_site.audit.models import AuditRow
from bihuan_site.shared.listing import Column, Listing
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.routes import Request


def _columns(names: dict[int, str]) -> tuple[Column, ...]:
    def who(row: AuditRow) -> str:
        return names.get(row.account, str(row.account)) if row.account else "—"

    return (
        Column("行号", lambda row: row.sequence, "sequence", number=True),
        Column("时间", lambda row: timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M:%S")),
        Column("用户名", who),
        Column("身份", lambda row: row.role),
        Column("组织", lambda row: row.organisation),
        Column("做了什么", queries.words_of),
        Column("对象", lambda row: row.on),
        Column("说明", queries.details_of),
    )


def trail(request: Request) -> HttpResponse:
    """List the trail, filtered; taking it out leaves a row."""
    form = SearchForm(request.GET or None)
    asked = queries.Asked(**form.cleaned_data) if form.is_bound and form.is_valid() else None
    rows = queries.trail(request.actor, asked)
    names = queries.names_of(list(Listing(request, rows, _columns({}), name="审计").page))
    listing = Listing(request, rows, _columns(names), name="审计记录")
    if listing.is_export:
        actions.tell_exported(actor=request.actor, rows=listing.total)
        return listing.export()
    return render(request, "audit/trail.html", {"listing": listing, "form": form})


def verify(request: Request) -> HttpResponse:
    """Check the chain, on request against a kept head."""
    form = VerifyForm(request.POST or None)
    given: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.verify(actor=request.actor, kept=form.cleaned_data["kept"])
        except Refused as refused:
            form.add_error("kept", str(refused))
        else:
            given |= {"checked": True, "faults": done.result or [], "kept": form.cleaned_data["kept"]}
    return render(request, "audit/verify.html", given)


def head(request: Request) -> HttpResponse:
    """Show the head to print and keep outside."""
    done = actions.take_head(actor=request.actor)
    number, digest = done.result or (0, "")
    blocks = [digest[start : start + 8] for start in range(0, len(digest), 8)]
    return render(request, "audit/head.html", {"number": number, "blocks": blocks, "at": timezone.localtime()})
