"""Pages of coming activities, for those who run them."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan_site.organisations.models import Organisation
from bihuan_site.progress.activities.filling_queries import kinds_of
from bihuan_site.progress.activities.queries import recording_place
from bihuan_site.progress.activities.rolls_queries import due_on, groups_of
from bihuan_site.progress.models import Notice
from bihuan_site.progress.notices import queries
from bihuan_site.progress.notices.actions import (
    announce,
    answer_catch_ups,
    answer_leaves,
    cancel_notice,
    change_notice,
)
from bihuan_site.progress.notices.forms import FIELDS, NoticeForm, initial_of
from bihuan_site.shared import burden
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.listing import Column, Listing
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.routes import Request

COLUMNS = (
    Column("日期", lambda row: row.day, "day"),
    Column("活动类型", lambda row: row.kinds),
    Column("主题", lambda row: row.title),
    Column("地点", lambda row: row.place),
    Column("报备待同意", lambda row: row.asked, number=True),
    Column("已签到", lambda row: row.here, number=True),
)
STATES = ("", "已记录", "已取消")


def notices(request: Request) -> HttpResponse:
    """List the announced activities."""
    state = request.GET.get("state", "")
    listing = Listing(request, queries.listed(request.actor, state), COLUMNS, name="活动通知")
    if listing.is_export:
        return listing.export()
    context = {
        "listing": listing,
        "state": state,
        "states": STATES,
        "leaves": queries.leaves_waiting(request.actor),
        "catch_ups": queries.catch_ups_waiting(request.actor),
    }
    return render(request, "progress/notices/list.html", context)


def new_notice(request: Request) -> HttpResponse:
    """Announce an activity."""
    where = recording_place(request.actor)
    first = {"kinds": request.GET.getlist("kind"), "day": business_day(), "minutes": 90}
    form = _form(where, request, None if request.method == "POST" else first)
    if request.method == "POST" and form.is_valid():
        try:
            done = announce(
                actor=request.actor, key=form.cleaned_data["key"], organisation=where.pk, coming=form.coming()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "已通知。党员在手机上能看到，可以答复参加或报备。")
            return HttpResponseRedirect(_address(done.on))
    return _form_page(request, form, None)


def change(request: Request, notice: int) -> HttpResponse:
    """Change what was announced."""
    where = recording_place(request.actor)
    old = queries.notice_for(request.actor, notice)
    form = _form(where, request, None if request.method == "POST" else initial_of(old))
    if request.method == "POST" and form.is_valid():
        try:
            change_notice(
                actor=request.actor,
                key=form.cleaned_data["key"],
                notice=notice,
                version=form.cleaned_data["version"] or 0,
                coming=form.coming(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "已改好。")
            return HttpResponseRedirect(_address(f"notice:{notice}"))
    return _form_page(request, form, old)


def _form(where: Organisation, request: Request, initial: dict[str, object] | None) -> NoticeForm:
    day = business_day()
    groups = [(one.pk, one.name) for one in groups_of(where.pk, day)]
    data = request.POST if initial is None else None
    return NoticeForm(data, initial=initial, kinds=kinds_of(where), names=due_on(where.pk, day), groups=groups)


def _form_page(request: Request, form: NoticeForm, old: Notice | None) -> HttpResponse:
    context = {"form": form, "old": old, "minutes": burden.minutes_of(burden.seconds_of(FIELDS))}
    return render(request, "progress/notices/form.html", context, status=422 if form.is_bound else 200)


def notice(request: Request, notice: int) -> HttpResponse:
    """Show one notice with what members answered; a POST calls it off."""
    if request.method == "POST":
        try:
            cancel_notice(actor=request.actor, key=request.POST.get("key", ""), notice=notice)
            messages.success(request, "已取消，党员那边也会看到。")
        except Refused as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(_address(f"notice:{notice}"))
    one = queries.notice_for(request.actor, notice)
    answers = queries.answers_to(one)
    words = [answer.word for answer in answers]
    context = {
        "one": one,
        "answers": answers,
        "tallies": [(word, words.count(word)) for word in dict.fromkeys(words)],
        "waiting": [answer for answer in answers if answer.word == "报备待同意"],
        "speakers": [answer.name.name for answer in answers if answer.name.id in one.speakers],
        "lead_days": (one.day - one.announced).days,
        "is_open": one.cancelled is None and one.activity_id is None,
        "is_today": one.day == business_day(),
        "is_past": one.day <= business_day(),
    }
    return render(request, "progress/notices/one.html", context)


def answer(request: Request) -> HttpResponse:
    """Agree to requests for leave, one or all at once, or refuse."""
    leaves = [int(one) for one in request.POST.getlist("leave") if one.isdecimal()]
    agree = request.POST.get("act") != "refuse"
    try:
        done = answer_leaves(actor=request.actor, key=request.POST.get("key", ""), leaves=leaves, agree=agree)
        count = len(done.result or leaves)
        messages.success(request, f"{count} 人的报备{'已同意' if agree else '没有同意，本人会看到'}。")
    except Refused as refused:
        messages.error(request, str(refused))
    back = request.POST.get("notice", "")
    return HttpResponseRedirect(_address(f"notice:{back}") if back.isdecimal() else reverse("progress:notices"))


def coverage(request: Request) -> HttpResponse:
    """Say of every member of the own branch how study covered them, and who is still to make up."""
    kind = request.GET.get("kind", queries.STUDY[0])[:40]
    rows = queries.coverage(request.actor, (kind,))
    listing = Listing(request, rows, COVERAGE, name=f"{kind}全员参学")
    if listing.is_export:
        return listing.export()
    _, until, period = queries.period_shown()
    context = {
        "listing": listing,
        "missed": queries.not_covered(request.actor, (kind,)),
        "catch_ups": queries.catch_ups_waiting(request.actor),
        "kinds": kinds_of(recording_place(request.actor)),
        "kind": kind,
        "period": period,
        "until": until,
        "open": sum(1 for row in rows if row.open),
    }
    return render(request, "progress/notices/coverage.html", context)


COVERAGE = (
    Column("姓名", lambda row: row.name.name),
    Column("类别", lambda row: row.name.category),
    Column("应到", lambda row: row.due, number=True),
    Column("到会", lambda row: row.present, number=True),
    Column("报备", lambda row: row.leave, number=True),
    Column("缺席", lambda row: row.absent, number=True),
    Column("已补学", lambda row: row.caught_up, number=True),
    Column("待补学", lambda row: row.open, number=True),
)


def confirm(request: Request) -> HttpResponse:
    """Confirm catching up, or give it back."""
    entries = [int(one) for one in request.POST.getlist("entry") if one.isdecimal()]
    agree = request.POST.get("act") != "refuse"
    try:
        answer_catch_ups(actor=request.actor, key=request.POST.get("key", ""), entries=entries, agree=agree)
        messages.success(request, "补学已核对。" if agree else "已退回，本人可以重写。")
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("progress:coverage"))


def _address(on: str) -> str:
    return reverse("progress:notice", args=[int(on.removeprefix("notice:"))])
