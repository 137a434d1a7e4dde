"""Pages of task forces."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bihuan_site.organisations.act_pages import ActPage, run_or_say, show_act
from bihuan_site.organisations.finding_queries import written
from bihuan_site.organisations.groups import forms, queries, task_force_actions
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.listing import Column, Listing
from bihuan_site.shared.routes import Request

STATES = ("在办", "已结束", "全部")


def task_forces(request: Request) -> HttpResponse:
    """List the task forces."""
    state = request.GET.get("state", "在办")
    listing = Listing(request, queries.task_forces(request.actor, state), _columns(), name="专班")
    if listing.is_export:
        return listing.export()
    return render(request, "organisations/task_forces.html", {"listing": listing, "state": state, "states": STATES})


def _columns() -> list[Column]:
    return [
        Column("专班", lambda one: one.name, sort="name"),
        Column("设立的组织", lambda one: one.organisation.name),
        Column("牵头人", lambda one: one.lead.name),
        Column("成员", lambda one: one.number, number=True),
        Column("未办任务", lambda one: one.open_tasks, number=True),
        Column("其中逾期", lambda one: one.late_tasks, number=True),
        Column("成立", lambda one: one.since, sort="since"),
        Column("结束", lambda one: one.until),
    ]


def new_task_force(request: Request) -> HttpResponse:
    """Set up a task force."""
    hosts = queries.hosts(request.actor)
    form = forms.TaskForceForm(request.POST or None, actor=request.actor, hosts=hosts)
    page = ActPage(
        "新设专班", "设立", reverse("organisations:task_forces"), "已设立。", effects=("成员的组织关系不变。",)
    )
    return show_act(
        request, page, form, lambda given: task_force_actions.set_up_task_force(actor=request.actor, **given)
    )


def task_force(request: Request, pk: str) -> HttpResponse:
    """Show one task force."""
    one, members, tasks = queries.task_force(request.actor, pk)
    given = {"one": one, "members": members, "tasks": tasks, "today": business_day()}
    return render(request, "organisations/task_force.html", given)


def set_members(request: Request, pk: str) -> HttpResponse:
    """Change the members."""
    one, members, _ = queries.task_force(request.actor, pk)
    initial = {"version": one.version, "members": written(request.actor, *(row.person for row in members))}
    form = forms.MembersForm(request.POST or None, actor=request.actor, initial=initial)
    names = "、".join(row.person.name for row in members)
    back = reverse("organisations:task_force", args=[pk])
    page = ActPage(f"{one.name}：成员", "保存", back, "已保存。", effects=(f"现有：{names}。", "牵头人总在成员里。"))
    return show_act(
        request,
        page,
        form,
        lambda given: task_force_actions.set_members(actor=request.actor, task_force=pk, **given),
    )


def add_task(request: Request, pk: str) -> HttpResponse:
    """Give the task force a task."""
    one, _, _ = queries.task_force(request.actor, pk)
    form = forms.TaskForm(request.POST or None, actor=request.actor)
    page = ActPage(f"{one.name}：加任务", "加上", reverse("organisations:task_force", args=[pk]), "已加上。")
    return show_act(
        request, page, form, lambda given: task_force_actions.add_task(actor=request.actor, task_force=pk, **given)
    )


def finish_task(request: Request, pk: str, task: int) -> HttpResponse:
    """Mark a task as done."""
    try:
        done = date.fromisoformat(request.POST.get("done", ""))
    except ValueError:
        done = business_day()
    version = request.POST.get("version", "")
    return run_or_say(
        request,
        reverse("organisations:task_force", args=[pk]),
        "已办。",
        lambda: task_force_actions.finish_task(
            actor=request.actor,
            task_force=pk,
            task=task,
            version=int(version) if version.isdecimal() else 0,
            done=done,
            key=request.POST.get("key", ""),
        ),
    )


def end_task_force(request: Request, pk: str) -> HttpResponse:
    """End the task force."""
    one, _, _ = queries.task_force(request.actor, pk)
    form = forms.EndForm(request.POST or None, initial={"version": one.version})
    page = ActPage(f"{one.name}：结束", "结束", reverse("organisations:task_forces"), "已结束。")
    return show_act(
        request,
        page,
        form,
        lambda given: task_force_actions.end_task_force(actor=request.actor, task_force=pk, **given),
    )
