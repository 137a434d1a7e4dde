"""Pages of theory study."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan_site.organisations.models import Organisation
from bihuan_site.progress.activities.forms import NAMES, attendance_shown, states_in
from bihuan_site.progress.activities.rolls_queries import due_on
from bihuan_site.progress.models import Presence, StudySession
from bihuan_site.progress.study import queries
from bihuan_site.progress.study.actions import (
    add_topic,
    arrange,
    cancel_session,
    change_session,
    record_session,
    remove_topic,
)
from bihuan_site.progress.study.forms import (
    RECORD_MINUTES,
    SESSION_MINUTES,
    TOPIC_MINUTES,
    RecordForm,
    SessionForm,
    TopicForm,
    initial_of,
)
from bihuan_site.progress.study.scoping import groups_in, kept_group, may_count, may_keep
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.listing import Column, Listing
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.routes import Request

STATES = tuple((state, state) for state in Presence.values)
COLUMNS = (
    Column("日期", lambda row: row.activity.day),
    Column("学什么", lambda row: row.activity.title),
    Column("专题", lambda row: row.activity.topics),
    Column("时长（分钟）", lambda row: row.activity.minutes, number=True),
    Column("应到", lambda row: row.activity.due, number=True),
    Column("实到", lambda row: row.activity.present, number=True),
    Column("列席旁听", lambda row: len(row.activity.observers), number=True),
)


def study(request: Request) -> HttpResponse:
    """Show one group's year: topics, sessions, what comes next, who sits in, and attendance for those who may see."""
    actor = request.actor
    where = queries.default_group(actor, request.GET.get("group", ""))
    if where is None:
        return render(request, "progress/study/none.html")
    year = _year(request)
    listing = Listing(request, queries.held_in(where, year), COLUMNS, name=f"{where.name}中心组学习{year}")
    if listing.is_export:
        return listing.export()
    topics = queries.topics_of(where, year)
    context = {
        "where": where,
        "groups": [*groups_in(actor)],
        "year": year,
        "years": [business_day().year - back for back in range(-1, 3)],
        "listing": listing,
        "topics": topics,
        "studied": sum(bool(one.studied) for one in topics),
        "arranged": [*queries.arranged_of(where)],
        "members": queries.attendance_of(where, year) if may_count(actor, where) else [],
        "units": queries.units_for(where)[:8],
        "may_keep": may_keep(actor, where),
        "today": business_day(),
    }
    return render(request, "progress/study/year.html", context)


def study_topics(request: Request) -> HttpResponse:
    """Keep the plan of a year: add a topic, take one out."""
    where = _kept(request)
    year = _year(request)
    form = TopicForm(request.POST if request.POST.get("act") == "add" else None)
    if request.method == "POST":
        try:
            if request.POST.get("act") == "remove":
                number, version = (request.POST.get(name, "") for name in ("topic", "version"))
                remove_topic(
                    actor=request.actor,
                    key=request.POST.get("key", ""),
                    topic=int(number) if number.isdecimal() else 0,
                    version=int(version) if version.isdecimal() else 0,
                )
                messages.success(request, "专题已删。")
                return HttpResponseRedirect(_plan_address(where, year))
            if form.is_valid():
                add_topic(actor=request.actor, organisation=where.pk, year=year, **form.given())
                messages.success(request, "专题已加进计划。")
                return HttpResponseRedirect(_plan_address(where, year))
        except Refused as refused:
            if form.is_bound:
                form.refuse(refused)
            else:
                messages.error(request, str(refused))
    context = {
        "where": where,
        "year": year,
        "form": form,
        "topics": queries.topics_of(where, year),
        "minutes": TOPIC_MINUTES,
    }
    return render(request, "progress/study/topics.html", context, status=422 if form.is_bound else 200)


def new_session(request: Request) -> HttpResponse:
    """Arrange a session."""
    where = _kept(request)
    form = _session_form(request, where, {"topics": request.GET.getlist("topic")})
    if request.method == "POST" and form.is_valid():
        try:
            done = arrange(
                actor=request.actor, key=form.cleaned_data["key"], organisation=where.pk, session=form.arranged()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "已安排，成员和列席的支部都会收到通知。")
            return HttpResponseRedirect(_address(int(done.on.removeprefix("study_session:"))))
    return _session_page(request, form, where, None)


def change(request: Request, session: int) -> HttpResponse:
    """Change what was arranged."""
    old = queries.session_for(request.actor, session)
    where = kept_group(request.actor, old.organisation_id)
    form = _session_form(request, where, initial_of(old))
    if request.method == "POST" and form.is_valid():
        try:
            change_session(
                actor=request.actor,
                key=form.cleaned_data["key"],
                session=session,
                version=form.cleaned_data["version"] or 0,
                arranged=form.arranged(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "安排已改，重新通知了。")
            return HttpResponseRedirect(_address(session))
    return _session_page(request, form, where, old)


def _session_form(request: Request, where: Organisation, initial: dict[str, Any]) -> SessionForm:
    topics = queries.topics_of(where, business_day().year)
    data = request.POST if request.method == "POST" else None
    return SessionForm(data, initial=initial, topics=topics, units=queries.units_for(where))


def _session_page(request: Request, form: SessionForm, where: Organisation, old: StudySession | None) -> HttpResponse:
    context = {"form": form, "where": where, "old": old, "minutes": SESSION_MINUTES}
    return render(request, "progress/study/session_form.html", context, status=422 if form.is_bound else 200)


def session(request: Request, session: int) -> HttpResponse:
    """Show one session; a POST calls it off."""
    found = queries.session_for(request.actor, session)
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            cancel_session(
                actor=request.actor,
                key=request.POST.get("key", ""),
                session=session,
                version=int(version) if version.isdecimal() else 0,
            )
            messages.success(request, "已取消。")
        except Refused as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(_address(session))
    keeps = may_keep(request.actor, found.organisation)
    is_open = found.cancelled is None and found.activity_id is None
    context = {
        "one": found,
        "where": found.organisation,
        "units": queries.unit_names(found),
        "presence": queries.presence_of(found) if may_count(request.actor, found.organisation) else [],
        "may_change": keeps and is_open,
        "may_record": keeps and found.cancelled is None and found.day <= business_day(),
        "state": "已取消" if found.cancelled else "已记录" if found.activity_id else "已安排",
    }
    return render(request, "progress/study/session.html", context)


def record(request: Request, session: int) -> HttpResponse:
    """Record that a session was held, or correct the record."""
    found = queries.session_for(request.actor, session)
    kept_group(request.actor, found.organisation_id)
    names, people = due_on(found.organisation_id, found.day), queries.observers_of(found)
    posted = request.method == "POST"
    old = found.activity
    first: dict[str, Any] = {"version": found.version, "minutes": 120, "observers": [one.pk for one in people]}
    chosen = states_in(request.POST, NAMES)
    if old and not posted:
        first |= {"minutes": old.minutes, "chair": old.chair_id, "text": old.text, "observers": [*old.observers]}
        chosen = {one.person_id: one.state for one in queries.presence_of(found)}
    form = RecordForm(
        request.POST if posted else None, initial=first, names=names, people=people, corrects=old is not None
    )
    if posted and form.is_valid():
        try:
            record_session(
                actor=request.actor,
                key=form.cleaned_data["key"],
                session=session,
                version=form.cleaned_data["version"],
                held=form.held(),
                reason=form.cleaned_data.get("reason", ""),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "已记好，计入中心组学习。")
            return HttpResponseRedirect(_address(session))
    context = {
        "one": found,
        "form": form,
        "toggles": attendance_shown(names, chosen),
        "presences": STATES,
        "minutes": RECORD_MINUTES,
    }
    return render(request, "progress/study/record.html", context, status=422 if posted else 200)


def seat(request: Request, session: int) -> HttpResponse:
    """Show a branch when and where its people sit in."""
    found = queries.seat_for(request.actor, session)
    return render(request, "progress/study/seat.html", {"one": found, "units": queries.unit_names(found)})


def _kept(request: Request) -> Organisation:
    found = queries.default_group(request.actor, request.GET.get("group", ""))
    return kept_group(request.actor, found.pk if found else "")


def _year(request: Request) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and 2000 <= int(asked) <= 2100 else business_day().year


def _address(session: int) -> str:
    return reverse("progress:study_session", args=[session])


def _plan_address(where: Organisation, year: int) -> str:
    return f"{reverse('progress:study_topics')}?group={where.pk}&year={year}"
