"""Pages of visits."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan_site.ledger.models import Activity
from bihuan_site.progress.models import VisitState
from bihuan_site.progress.visits import queries
from bihuan_site.progress.visits.actions import answer_visit, change_comment, drop_visit, plan_visit, record_visit
from bihuan_site.progress.visits.forms import MINUTES, AnswerForm, CommentForm
from bihuan_site.progress.visits.halves import half_words, halves_until, span_of
from bihuan_site.progress.visits.rights import ANSWERERS, COUNTERS, VISITORS
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.listing import Column, Listing
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.routes import Request

COLUMNS = (
    Column("日期", lambda row: row.activity.day, "activity__day"),
    Column("支部", lambda row: row.activity.organisation.name, "activity__organisation__code"),
    Column("活动", lambda row: row.activity.kinds),
    Column("主题", lambda row: row.activity.title),
    Column("列席人", lambda row: row.person.name, "person_id"),
)
GAPS = (
    Column("支部", lambda row: row.name, "code"),
    Column("上级党组织", lambda row: row.parent.name if row.parent else ""),
)


def visits(request: Request) -> HttpResponse:
    """List who sat in on what, with those planned on top."""
    actor, given = request.actor, request.GET.dict()
    listing = Listing(request, queries.attended(actor, given), COLUMNS, name="列席")
    if listing.is_export:
        return listing.export()
    branches = [*queries.branches_in(actor)]
    context = {
        "listing": listing,
        "lines": queries.with_visits([*listing.page]),
        "planned": queries.planned(actor),
        "branches": branches if len(branches) > 1 else [],
        "people": queries.visitors_in(actor),
        "halves": halves_until(business_day()),
        "filtered": any(given.get(name) for name in ("person", "half", "branch", "q")),
        "may_visit": actor.role in VISITORS,
        "may_count": actor.role in COUNTERS,
    }
    return render(request, "progress/visits/list.html", context)


def new_visit(request: Request) -> HttpResponse:
    """Choose an activity; plan to sit in, or record that one did with a comment."""
    actor = request.actor
    if request.method == "POST" and request.POST.get("act") == "plan":
        return _plan(request)
    chosen = request.POST.get("activity", "") or request.GET.get("activity", "")
    held = queries.held_one(actor, chosen) if chosen else None
    form = CommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and held is not None and form.is_valid():
        try:
            done = record_visit(
                actor=actor, key=form.cleaned_data["key"], activity=held.pk, comment=form.cleaned_data["comment"]
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "已记列席，点评支部能看到。")
            return HttpResponseRedirect(reverse("progress:visit", args=[done.on.removeprefix("visit:")]))
    return _new_page(request, form, held)


def _new_page(request: Request, form: CommentForm, held: Activity | None) -> HttpResponse:
    words = request.GET.get("q", "")
    context: dict[str, Any] = {"form": form, "held": held, "minutes": MINUTES}
    if held is None:
        context |= {"coming": queries.coming(request.actor), "activities": queries.held(request.actor, words)}
    return render(request, "progress/visits/form.html", context, status=422 if form.is_bound else 200)


def _plan(request: Request) -> HttpResponse:
    notice = request.POST.get("notice", "")
    try:
        plan_visit(
            actor=request.actor, key=request.POST.get("key", ""), notice=int(notice) if notice.isdecimal() else 0
        )
        messages.success(request, "已计划列席，支部会收到通知。开过以后来补点评。")
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("progress:visits"))


def visit(request: Request, visit: int) -> HttpResponse:
    """Show one visit with its comment and answer; a POST changes the comment, answers, or calls a plan off."""
    actor = request.actor
    found = queries.visit_for(actor, visit)
    first = {"version": found.version}
    forms: dict[str, Any] = {
        "comment": CommentForm(initial=first | {"comment": found.comment}),
        "answer": AnswerForm(initial=first),
    }
    if request.method == "POST":
        name = request.POST.get("act", "")
        form = (AnswerForm if name == "answer" else CommentForm)(request.POST)
        if name == "drop" or form.is_valid():
            try:
                return _act(request, name, visit, form)
            except Refused as refused:
                if name == "drop":
                    messages.error(request, str(refused))
                    return HttpResponseRedirect(reverse("progress:visit", args=[visit]))
                form.refuse(refused)
        forms["answer" if name == "answer" else "comment"] = form
    is_mine = found.person_id == actor.person
    is_done = found.state == VisitState.DONE
    ready = found.notice.activity_id if found.notice and not is_done else None
    context = {
        "visit": found,
        "record": queries.standing_record(found.activity) if found.activity else None,
        "forms": forms,
        "may_comment": is_mine and is_done and not found.answered and actor.role in VISITORS,
        "may_record": ready if is_mine else None,
        "may_drop": is_mine and not is_done,
        "may_answer": is_done and actor.role in ANSWERERS and not is_mine,
        "minutes": MINUTES,
    }
    wrong = any(form.is_bound and form.errors for form in forms.values())
    return render(request, "progress/visits/one.html", context, status=422 if wrong else 200)


def _act(request: Request, name: str, visit: int, form: CommentForm | AnswerForm) -> HttpResponse:
    posted = request.POST.get("version", "")
    same: dict[str, Any] = {
        "actor": request.actor,
        "key": request.POST.get("key", ""),
        "visit": visit,
        "version": int(posted) if posted.isdecimal() else 0,
    }
    if name == "drop":
        drop_visit(**same)
        messages.success(request, "已取消列席。")
        return HttpResponseRedirect(reverse("progress:visits"))
    if name == "answer":
        answer_visit(**same, text=form.cleaned_data["text"])
        messages.success(request, "已回应。")
    else:
        change_comment(**same, comment=form.cleaned_data["comment"])
        messages.success(request, "点评已改。")
    return HttpResponseRedirect(reverse("progress:visit", args=[visit]))


def visit_coverage(request: Request) -> HttpResponse:
    """Count visits by member in a half-year, with the branches nobody visited."""
    half = _half(request)
    lines = queries.covered(request.actor, half)
    context = {
        "half": half,
        "half_words": half_words(half),
        "halves": halves_until(business_day()),
        "lines": lines,
        "times": queries.attended(request.actor, {"half": half}).count(),
        "branches": queries.branches_in(request.actor).count(),
        "gaps": queries.gaps(request.actor, half).count(),
    }
    return render(request, "progress/visits/coverage.html", context)


def visit_gaps(request: Request) -> HttpResponse:
    """List the branches not visited in a half-year."""
    half, person = _half(request), request.GET.get("person", "")
    rows = queries.gaps(request.actor, half, person).select_related("parent")
    listing = Listing(request, rows, GAPS, name="没有列席的支部")
    if listing.is_export:
        return listing.export()
    context = {
        "half": half,
        "half_words": half_words(half),
        "listing": listing,
        "charged": queries.charged_with([*listing.page]),
        "person": person,
    }
    return render(request, "progress/visits/gaps.html", context)


def _half(request: Request) -> str:
    asked = request.GET.get("half", "")
    return asked if span_of(asked) else queries.this_half()
