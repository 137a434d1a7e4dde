"""Pages of people: lists, one person, every act on a person, grouping."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bihuan_site.audit.acting import Act
from bihuan_site.organisations.act_pages import ActPage, run_or_say, show_act
from bihuan_site.organisations.choice_queries import branches_for
from bihuan_site.organisations.people import actions, forms, queries
from bihuan_site.shared.forms import ActForm
from bihuan_site.shared.listing import Column, Listing, workbook
from bihuan_site.shared.roles import Role
from bihuan_site.shared.routes import Request

STATES = ("在册", "预备", "未分组", "曾在")


def people(request: Request) -> HttpResponse:
    """List the people the actor sees, or those who were there once."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "organisation")}
    state = request.GET.get("state", "")
    if state == "曾在":
        listing = Listing(request, queries.former(request.actor, **asked), _former_columns(), name="曾在人员")
    else:
        found = queries.people(request.actor, **asked, state=state)
        listing = Listing(request, found, _columns(), name="人员")
    if listing.is_export:
        return listing.export()
    branches = branches_for(request.actor)
    given = {"listing": listing, "state": state, "states": STATES, "branches": branches, **asked}
    return render(request, "organisations/people.html", given)


def _columns() -> list[Column]:
    return [
        Column("姓名", lambda one: one.name, sort="name"),
        Column("党支部", lambda one: one.organisation.name, sort="organisation__code"),
        Column("党小组", lambda one: one.group.name if one.group else ""),
        Column("类别", lambda one: one.category),
        Column("党员", lambda one: "预备" if one.probationary else "正式"),
        Column("电话", lambda one: queries.masked(one.phone)),
        Column("转入", lambda one: one.since, sort="since"),
        Column("人员编号", lambda one: one.pk),
    ]


def _former_columns() -> list[Column]:
    return [
        Column("姓名", lambda one: one.person.name),
        Column("党支部", lambda one: one.organisation.name),
        Column("转入", lambda one: one.since),
        Column("转出", lambda one: one.until),
    ]


def person(request: Request, pk: str) -> HttpResponse:
    """Show one person, the phone number masked."""
    given = {"it": queries.profile(request.actor, pk), "retention": queries.RETENTION}
    return render(request, "organisations/person.html", given)


def add(request: Request) -> HttpResponse:
    """Add a member to a branch."""
    initial = {"organisation": request.GET.get("organisation", "")}
    form = forms.PersonForm(request.POST or None, initial=initial, branches=branches_for(request.actor))
    page = ActPage(
        "登记党员", "登记", reverse("organisations:people"), "已登记。", effects=("支部人数从转入那天起加 1。",)
    )
    return show_act(request, page, form, lambda given: actions.add_person(actor=request.actor, **given))


@dataclass(frozen=True, slots=True)
class PersonAct:
    """How the page of one act on a person is made."""

    title: str
    button: str
    form: type[ActForm]
    act: Act[Any]
    initial: tuple[str, ...] = ()
    branches: bool = False
    effects: tuple[str, ...] = ()
    leaves: bool = False


ACTS: Mapping[str, PersonAct] = {
    "transfer": PersonAct(
        "转到另一个支部",
        "转移",
        forms.TransferForm,
        actions.transfer_person,
        branches=True,
        effects=(
            "原支部留下姓名和起止日期，看不到以后的事；新支部看不到以前的记录。",
            "两个支部的人数从这一天起各减 1、加 1。",
            "新支部再安排党小组。",
        ),
    ),
    "leave": PersonAct(
        "转出本单位",
        "转出",
        forms.LeaveForm,
        actions.let_leave,
        effects=("最后一天以后不再是本单位党员，账号随之停用。", "还任着岗位的要先免职。"),
    ),
    "full": PersonAct("转为正式党员", "转正", forms.FullForm, actions.make_full),
    "name": PersonAct("更正姓名", "更正", forms.NameForm, actions.correct_name, ("name",)),
    "dates": PersonAct(
        "改日期和类别", "保存", forms.DatesForm, actions.describe_person, ("born", "joined", "category")
    ),
    "phone": PersonAct("改电话", "保存", forms.PhoneForm, actions.set_phone),
    "erase": PersonAct(
        "删除个人资料",
        "删除",
        forms.EraseForm,
        actions.erase_person,
        effects=("姓名改为“已删除”，电话和日期清空，不能恢复。", "编号和起止日期保留，以前的记录和得分不变。"),
        leaves=True,
    ),
}
BRANCH_ACTS = ("phone",)


def act(request: Request, pk: str, act: str) -> HttpResponse:
    """Do one act on a person; a branch may only change its people's phone numbers."""
    if act not in ACTS or (request.actor.role is not Role.OFFICE and act not in BRANCH_ACTS):
        raise Http404
    how, found = ACTS[act], queries.profile(request.actor, pk).person
    options: dict[str, Any] = {
        "initial": {"version": found.version, **{name: getattr(found, name) for name in how.initial}}
    }
    if how.branches:
        options["branches"] = branches_for(request.actor, found.organisation_id)
    back = reverse("organisations:people") if how.leaves else reverse("organisations:person", args=[pk])
    page = ActPage(f"{found.name}：{how.title}", how.button, back, f"已办：{how.title}。", effects=how.effects)
    form = how.form(request.POST or None, **options)
    return show_act(request, page, form, lambda given: how.act(actor=request.actor, person=pk, **given))


def show_phone(request: Request, pk: str) -> HttpResponse:
    """Show the whole phone number once, with its use kept in the trail."""
    found = queries.profile(request.actor, pk).person
    form = forms.ReasonForm(request.POST or None)
    shown = ""
    if request.method == "POST" and form.is_valid():
        done = actions.show_phone(actor=request.actor, person=pk, **form.cleaned_data)
        shown = done.result or ""
    given = {"person": found, "form": form, "shown": shown, "asked": form.is_bound and form.is_valid()}
    return render(request, "organisations/phone.html", given)


def data(request: Request, pk: str) -> HttpResponse:
    """Give everything kept about a person as a workbook, on their asking."""
    found = queries.own_data(request.actor, pk)
    return workbook(f"个人资料 {pk}", ["项目", "内容", "起", "止", "补充"], _lines(found))


def _lines(found: Mapping[str, Any]) -> Any:
    for title, value in found.items():
        for row in value if isinstance(value, list) else [(value,)]:
            yield [title, *row]


def grouping(request: Request, pk: str) -> HttpResponse:
    """Put people of a branch into its Party groups."""
    branch, rows, groups = queries.branch_people(request.actor, pk)
    if request.method == "POST":
        back = reverse("organisations:grouping", args=[pk])
        chosen = request.POST.getlist("people")
        given = {"group": request.POST.get("group", ""), "key": request.POST.get("key", "")}
        return run_or_say(
            request,
            back,
            f"已调整 {len(chosen)} 人。",
            lambda: actions.set_group(actor=request.actor, organisation=pk, people=chosen, **given),
        )
    return render(request, "organisations/grouping.html", {"branch": branch, "people": rows, "groups": groups})
