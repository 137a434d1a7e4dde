"""A member's own pages."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan_site.progress.leading.queries import posts_of
from bihuan_site.progress.models import LeaveState
from bihuan_site.progress.notices.actions import ask_leave, log_catch_up, say_coming, take_back_leave
from bihuan_site.progress.notices.forms import CatchUpForm, LeaveForm
from bihuan_site.progress.notices.queries import notice_for_member, period_shown
from bihuan_site.progress.own import queries
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.problems import NotFound, Refused
from bihuan_site.shared.routes import Request


def my(request: Request) -> HttpResponse:
    """Show this week's items and one's own half-year."""
    items = queries.this_week(request.actor)
    context = {
        "items": [(one, queries.day_words(one.notice)) for one in items],
        "half": queries.half_of(request.actor),
        "person": queries.person_of(request.actor),
    }
    return _page(request, "todo", "my.html", context)


def activities(request: Request) -> HttpResponse:
    """Show what is coming, and what one was due at."""
    context = {
        "items": [(one, queries.day_words(one.notice)) for one in queries.items_of(request.actor)],
        "entries": queries.entries_of(request.actor)[:30],
    }
    return _page(request, "activities", "activities.html", context)


def record(request: Request) -> HttpResponse:
    """Show one's own record of the half-year, in full."""
    half = queries.half_of(request.actor)
    since, _, _ = period_shown()
    context = {
        "half": half,
        "entries": queries.entries_of(request.actor, since),
        "posts": posts_of(request.actor),
        "person": queries.person_of(request.actor),
    }
    return _page(request, "record", "record.html", context)


def coming(request: Request, notice: int) -> HttpResponse:
    """Show one coming activity; a POST says that one is coming, or takes a request for leave back."""
    if request.method == "POST":
        act = take_back_leave if request.POST.get("act") == "back" else say_coming
        try:
            act(actor=request.actor, key=request.POST.get("key", ""), notice=notice)
            messages.success(request, "已撤回报备。" if act is take_back_leave else "好，已记下你会参加。")
        except Refused as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("progress:my"))
    one = notice_for_member(request.actor, notice)
    item = next((found for found in queries.items_of(request.actor) if found.notice.pk == notice), None)
    context = {"one": one, "item": item, "can_take_back": item and item.answer in (LeaveState.ASKED, LeaveState.AGREED)}
    return _page(request, "activities", "coming.html", context)


def leave(request: Request, notice: int) -> HttpResponse:
    """Ask leave from one activity."""
    one = notice_for_member(request.actor, notice)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            ask_leave(actor=request.actor, key=given["key"], notice=notice, reason=given["reason"], text=given["text"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "报备已交书记。同意后这里会显示。")
            return HttpResponseRedirect(reverse("progress:my"))
    return _page(request, "todo", "leave.html", {"one": one, "form": form}, form)


def catch_up(request: Request, activity: str) -> HttpResponse:
    """Write down that one made up for a missed activity."""
    entry = next((one for one in queries.entries_of(request.actor) if one.attendance.activity_id == activity), None)
    if entry is None:
        raise NotFound("Activity")
    form = CatchUpForm(request.POST or None, initial={"day": business_day()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            log_catch_up(actor=request.actor, key=given["key"], activity=activity, day=given["day"], text=given["text"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "补学已记下，书记核对后计入。")
            return HttpResponseRedirect(reverse("progress:my_record"))
    return _page(request, "record", "catch_up.html", {"entry": entry, "form": form}, form)


def _page(request: Request, tab: str, name: str, context: dict[str, Any], form: Any = None) -> HttpResponse:
    context["tabs"] = queries.tabs_of(request.actor, tab)
    status = 422 if form is not None and form.is_bound else 200
    return render(request, f"progress/own/{name}", context, status=status)
