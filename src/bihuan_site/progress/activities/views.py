"""Pages of activities."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from bihuan_site.progress.activities import queries
from bihuan_site.progress.activities.actions import (
    correct_activity,
    discard_draft,
    record_activity,
    save_draft,
    withdraw_activity,
)
from bihuan_site.progress.activities.filling_queries import Filled, from_activity, from_draft, from_notice
from bihuan_site.progress.activities.forms import ReasonForm
from bihuan_site.progress.activities.listing import STATES, columns_for, months
from bihuan_site.progress.activities.panel import panel_of
from bihuan_site.progress.activities.sheet import Sheet
from bihuan_site.progress.rights import RECORDERS
from bihuan_site.shared.listing import Listing
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.routes import Request

FORM = "activity"


def activities(request: Request) -> HttpResponse:
    """List the records in scope."""
    rows = queries.listed(request.actor, request.GET.dict())
    branches = [*queries.branches_in(request.actor)]
    listing = Listing(request, rows, columns_for(request.actor, many=len(branches) > 1), name="活动记录")
    if listing.is_export:
        return listing.export()
    context = {
        "listing": listing,
        "branches": branches if len(branches) > 1 else [],
        "states": STATES,
        "months": months(),
        "kinds": sorted({kind for row in listing.page for kind in row.kinds} | {request.GET.get("kind", "")} - {""}),
        "filtered": any(request.GET.get(name) for name in ("kind", "month", "branch", "state", "q")),
        "can_record": request.actor.role in RECORDERS,
        "drafts": queries.drafts_of(request.actor).count(),
    }
    return render(request, "progress/activities/list.html", context)


def new_activity(request: Request) -> HttpResponse:
    """Write one activity: an empty form, or one filled from a notice or a draft."""
    where = queries.recording_place(request.actor)
    if request.method == "POST":
        return _take_in(request, Sheet.posted(where, request))
    notice = draft = None
    if (given := request.GET.get("notice", "")).isdecimal():
        notice = queries.notice_for(request.actor, int(given))
        filled = from_notice(notice)
    elif (given := request.GET.get("draft", "")).isdecimal():
        draft = queries.draft_of(request.actor, int(given))
        filled = from_draft(draft)
    else:
        filled = Filled(
            {"kinds": request.GET.getlist("kind")}
            | {name: [request.GET.get(name, "")] for name in ("makes_up", "group")}
        )
    sheet = Sheet.fresh(where, filled, notice=notice.pk if notice else None, mark=draft.mark if draft else "")
    return _form_page(request, sheet)


def _take_in(request: Request, sheet: Sheet) -> HttpResponse:
    if request.POST.get("act") == "draft":
        return _keep_draft(request, sheet)
    if request.POST.get("act") == "names" or not sheet.is_ready():
        return _form_page(request, sheet)
    try:
        done = record_activity(
            actor=request.actor,
            key=sheet.mark,
            organisation=sheet.where.pk,
            record=sheet.form.record(),
            notice=sheet.notice,
            draft=sheet.mark,
            files=sheet.files,
            seconds=sheet.seconds,
        )
    except Refused as refused:
        sheet.form.refuse(refused)
        return _form_page(request, sheet)
    messages.success(request, "已记好。7 天内可以直接更正，更正留痕，不扣分。")
    return HttpResponseRedirect(reverse("progress:activity", args=[done.on.removeprefix("activity:")]))


def _form_page(request: Request, sheet: Sheet, **more: Any) -> HttpResponse:
    context = {
        "sheet": sheet,
        "form": sheet.form,
        "panel": panel_of(sheet),
        "burden": queries.burden_of(sheet.where.pk),
        **more,
    }
    status = 422 if sheet.form.is_bound and sheet.form.errors else 200
    return render(request, "progress/activities/form.html", context, status=status)


def preview(request: Request) -> HttpResponse:
    """Give the live panel for what stands in the form; stores nothing."""
    sheet = Sheet.posted(queries.recording_place(request.actor), request)
    context = {"sheet": sheet, "panel": panel_of(sheet), "burden": queries.burden_of(sheet.where.pk)}
    return render(request, "progress/activities/_panel.html", context)


def names(request: Request) -> HttpResponse:
    """Give the list of names for the day and group that stand in the form; stores nothing."""
    sheet = Sheet.posted(queries.recording_place(request.actor), request)
    return render(request, "progress/activities/_depends.html", {"sheet": sheet, "form": sheet.form})


def _keep_draft(request: Request, sheet: Sheet) -> HttpResponse:
    try:
        _save(request, sheet)
    except Refused as refused:
        sheet.form.refuse(refused)
        return _form_page(request, sheet)
    messages.success(request, f"草稿 {timezone.localtime():%H:%M} 已保存。")
    return HttpResponseRedirect(reverse("progress:drafts"))


def _save(request: Request, sheet: Sheet) -> None:
    save_draft(
        actor=request.actor,
        organisation=sheet.where.pk,
        form=FORM,
        mark=sheet.mark,
        content=sheet.content(),
        title=sheet.title,
    )


def autosave(request: Request) -> HttpResponse:
    """Keep what stands in the form while somebody writes."""
    sheet = Sheet.posted(queries.recording_place(request.actor), request)
    try:
        _save(request, sheet)
    except Refused as refused:
        return HttpResponse(str(refused), status=409, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


def drafts(request: Request) -> HttpResponse:
    """List one's drafts; a POST throws one away."""
    if request.method == "POST" and request.POST.get("draft", "").isdecimal():
        discard_draft(actor=request.actor, draft=int(request.POST["draft"]))
        messages.success(request, "草稿已弃掉。")
        return HttpResponseRedirect(reverse("progress:drafts"))
    return render(request, "progress/activities/drafts.html", {"drafts": queries.drafts_of(request.actor)})


def activity(request: Request, activity: str) -> HttpResponse:
    """Show one record."""
    shown = queries.opened(request.actor, activity)
    return render(request, "progress/activities/one.html", {"shown": shown, "one": shown.activity})


def correct(request: Request, activity: str) -> HttpResponse:
    """Write a record anew; the old one stays to be seen."""
    shown = queries.opened(request.actor, activity)
    where = queries.recording_place(request.actor)
    if request.method != "POST":
        sheet = Sheet.fresh(where, from_activity(shown.activity), corrects=shown.activity)
        return _form_page(request, sheet, shown=shown)
    sheet = Sheet.posted(where, request, corrects=shown.activity)
    if request.POST.get("act") == "names" or not sheet.is_ready():
        return _form_page(request, sheet, shown=shown)
    try:
        done = correct_activity(
            actor=request.actor,
            key=sheet.mark,
            activity=activity,
            record=sheet.form.record(),
            reason=request.POST.get("reason", ""),
            files=sheet.files,
        )
    except Refused as refused:
        sheet.form.refuse(refused)
        return _form_page(request, sheet, shown=shown)
    messages.success(request, "已更正，原来的记录还在“更正记录”里。")
    return HttpResponseRedirect(reverse("progress:activity", args=[done.on.removeprefix("activity:")]))


def withdraw(request: Request, activity: str) -> HttpResponse:
    """Take a record back, with a reason."""
    shown = queries.opened(request.actor, activity)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_activity(
                actor=request.actor,
                key=form.cleaned_data["key"],
                activity=activity,
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "已作废，不再计入任何一项。")
            return HttpResponseRedirect(reverse("progress:activities"))
    context = {"shown": shown, "one": shown.activity, "form": form}
    return render(request, "progress/activities/withdraw.html", context)
