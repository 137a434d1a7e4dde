"""The code on the wall and the one page a member sees after scanning it."""

import io

import segno
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe

from bihuan_site.progress.checkin import codes, queries
from bihuan_site.progress.checkin.actions import CLOSED, STALE_CODE, check_in
from bihuan_site.progress.models import Notice
from bihuan_site.progress.notices.queries import notice_for
from bihuan_site.shared.problems import NotFound, Refused
from bihuan_site.shared.routes import Request

NOT_YOURS = "这个码是别的支部或党小组的，你不在这次活动的名单上。请看看扫的是不是本支部的码。"


def code(request: Request, notice: int) -> HttpResponse:
    """Show the code large, to be projected; it changes every minute. A part of the page asks for the next one."""
    one = notice_for(request.actor, notice)
    context = {"one": one, "is_open": codes.is_open(one), "seconds": codes.STEP // 3, **_drawn(request, one)}
    name = "_code" if request.headers.get("HX-Request") else "code"
    return render(request, f"progress/checkin/{name}.html", context)


def _drawn(request: Request, one: Notice) -> dict[str, object]:
    here, due = queries.heads(one)
    address = request.build_absolute_uri(reverse("progress:scan", args=[codes.code_of(one.pk)]))
    drawing = io.BytesIO()
    segno.make(address, error="m").save(
        drawing, kind="svg", xmldecl=False, svgns=True, omitsize=True, svgclass="w-75", lineclass=None, border=2
    )
    picture = mark_safe(drawing.getvalue().decode())  # noqa: S308 drawn here from an address, holds no text of anybody
    return {"picture": picture, "address": address, "here": here, "due": due}


def scan(request: Request, code: str) -> HttpResponse:
    """Show a member the meeting and one decision; a POST confirms."""
    actor = request.actor
    given = request.POST.get("notice", "")
    notice = codes.notice_of(code)
    if notice is None and request.method == "POST" and given.isdecimal():
        notice = int(given) if codes.is_sealed(request.POST.get("seal", ""), int(given), actor.account) else None
    if notice is None:
        return _refused(request, STALE_CODE)
    try:
        one = queries.notice_due(actor, notice)
    except NotFound:
        return _refused(request, NOT_YOURS)
    if request.method == "POST":
        try:
            check_in(actor=actor, notice=notice, code=code, seal=request.POST.get("seal", ""))
        except Refused as refused:
            return _refused(request, str(refused))
        return HttpResponseRedirect(reverse("progress:here", args=[notice]))
    if queries.has_checked_in(actor, one):
        return HttpResponseRedirect(reverse("progress:here", args=[notice]))
    if not codes.is_open(one):
        return _refused(request, CLOSED)
    here, due = queries.heads(one)
    context = {
        "one": one,
        "now": codes.there_now(),
        "here": here,
        "due": due,
        "seal": codes.seal_of(one.pk, actor.account),
    }
    return render(request, "progress/checkin/scan.html", context)


def here(request: Request, notice: int) -> HttpResponse:
    """Say that one is counted as there."""
    one = queries.notice_due(request.actor, notice)
    if not queries.has_checked_in(request.actor, one):
        raise NotFound("CheckIn")
    arrived, due = queries.heads(one)
    return render(request, "progress/checkin/here.html", {"one": one, "here": arrived, "due": due})


def _refused(request: Request, why: str) -> HttpResponse:
    return render(request, "progress/checkin/refused.html", {"why": why}, status=409)
