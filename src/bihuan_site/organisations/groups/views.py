"""Pages of youth study groups."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bihuan_site.organisations.act_pages import ActPage, show_act
from bihuan_site.organisations.ages import AGE_LIMIT
from bihuan_site.organisations.finding_queries import written
from bihuan_site.organisations.groups import forms, queries, study_actions
from bihuan_site.organisations.scoping import organisation_for
from bihuan_site.shared.listing import Column, Listing
from bihuan_site.shared.routes import Request

RULE = "本单位自定：成员为 40 周岁及以下的党员，按当天的周岁核对；导师不受年龄限制。"


def study_groups(request: Request) -> HttpResponse:
    """List the study groups, or who is young enough and in none."""
    view = request.GET.get("view", "groups")
    covered = queries.coverage(request.actor)
    if view == "uncovered":
        listing = Listing(request, queries.uncovered(request.actor), _people_columns(), name="未编组青年")
    else:
        listing = Listing(request, queries.study_groups(request.actor), _columns(), name="青年理论学习小组")
    if listing.is_export:
        return listing.export()
    given = {"listing": listing, "view": view, "coverage": covered, "limit": AGE_LIMIT}
    return render(request, "organisations/study_groups.html", given)


def _columns() -> list[Column]:
    return [
        Column("小组", lambda one: one.name, sort="name"),
        Column("所在组织", lambda one: one.organisation.name, sort="organisation__code"),
        Column("组长", lambda one: one.leader.name if one.leader else "未定"),
        Column("导师", lambda one: one.mentor.name if one.mentor else "未定"),
        Column("成员", lambda one: one.number, number=True),
    ]


def _people_columns() -> list[Column]:
    return [
        Column("姓名", lambda one: one.name),
        Column("党支部", lambda one: one.organisation.name),
        Column("出生日期", lambda one: one.born),
    ]


def study_group(request: Request, pk: str) -> HttpResponse:
    """Show one study group."""
    found = queries.study_group(request.actor, pk)
    return render(request, "organisations/study_group.html", {"it": found, "group": found.group})


def new_study_group(request: Request, pk: str) -> HttpResponse:
    """Found a study group at an organisation."""
    where = organisation_for(request.actor, pk)
    young = queries.young_people(request.actor, pk)
    initial = {"name": f"{where.name.removesuffix('党支部')}青年理论学习小组"}
    form = forms.NewStudyGroupForm(request.POST or None, actor=request.actor, young=young, initial=initial)
    page = ActPage(
        f"{where.name}：新建学习小组", "建立", reverse("organisations:study_groups"), "已建立。", source=RULE
    )
    return show_act(
        request,
        page,
        form,
        lambda given: study_actions.found_study_group(actor=request.actor, organisation=pk, **_new(given)),
    )


def _new(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name != "version"}


def change_study_group(request: Request, pk: str) -> HttpResponse:
    """Change a study group and its members."""
    found = queries.study_group(request.actor, pk)
    one = found.group
    initial = {
        "version": one.version,
        "name": one.name,
        "leader": written(request.actor, one.leader),
        "mentor": written(request.actor, one.mentor),
        "members": [member.person.pk for member in found.members],
    }
    young = queries.young_people(request.actor, one.organisation_id)
    there = [(member.person.pk, member.person.name) for member in found.members]
    known = {pk for pk, _ in young}
    young += [pair for pair in there if pair[0] not in known]
    form = forms.StudyGroupForm(request.POST or None, actor=request.actor, young=young, initial=initial)
    back = reverse("organisations:study_group", args=[pk])
    page = ActPage(f"{one.name}：修改", "保存", back, "已保存。", source=RULE)
    return show_act(
        request,
        page,
        form,
        lambda given: study_actions.change_study_group(actor=request.actor, study_group=pk, **given),
    )


def end_study_group(request: Request, pk: str) -> HttpResponse:
    """End a study group."""
    one = queries.study_group(request.actor, pk).group
    form = forms.EndForm(request.POST or None, initial={"version": one.version})
    page = ActPage(f"{one.name}：结束", "结束", reverse("organisations:study_groups"), "已结束。")
    return show_act(
        request, page, form, lambda given: study_actions.end_study_group(actor=request.actor, study_group=pk, **given)
    )


def observers(request: Request, pk: str) -> HttpResponse:
    """Set a batch of observers."""
    found = queries.study_group(request.actor, pk)
    members = [(one.person.pk, one.person.name) for one in found.members]
    initial = {"batch": len(found.batches) + 1}
    form = forms.ObserversForm(request.POST or None, actor=request.actor, members=members, initial=initial)
    back = reverse("organisations:study_group", args=[pk])
    page = ActPage(f"{found.group.name}：列席中心组学习", "保存", back, "已保存。", effects=("每人每批只列一次。",))
    return show_act(
        request, page, form, lambda given: study_actions.set_observers(actor=request.actor, study_group=pk, **given)
    )
