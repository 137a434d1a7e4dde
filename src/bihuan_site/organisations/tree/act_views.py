"""Pages of the acts on the tree: founding, every change, elections, Party groups."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from bihuan_site.audit.acting import Done
from bihuan_site.organisations import choice_queries as choices
from bihuan_site.organisations.act_pages import ActPage, run_or_say, show_act
from bihuan_site.organisations.models import Organisation
from bihuan_site.organisations.scoping import organisation_for
from bihuan_site.organisations.tree import actions, forms, queries, terms
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.forms import ActForm
from bihuan_site.shared.routes import Request

Given = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChangePage:
    """How the page of one kind of change is made."""

    title: str
    button: str
    form: type[ActForm]
    choices: Callable[[Actor, Organisation], Any] | None = None
    initial: tuple[str, ...] = ()
    ends: bool = False
    effects: tuple[str, ...] = ()


def _other_branches(actor: Actor, one: Organisation) -> Any:
    return choices.branches_for(actor, one.pk)


def _same_tier(actor: Actor, one: Organisation) -> Any:
    return choices.same_tier(actor, one)


PAGES: Mapping[str, ChangePage] = {
    "renamed": ChangePage(
        "更名", "更名", forms.RenameForm, initial=("name",), effects=("编号不变，记录和得分都接得上。",)
    ),
    "described": ChangePage(
        "改代码、类别和标签",
        "保存",
        forms.DescribeForm,
        initial=("code", "kind", "labels", "has_committee", "committee_size"),
        effects=("类别和标签决定适用哪些责任和指标。",),
    ),
    "moved": ChangePage(
        "调整隶属",
        "调整",
        forms.MoveForm,
        lambda actor, one: choices.parents_for(actor, one.tier, one.pk),
        effects=("下面的组织一起转过去。", "此前的汇总仍算原上级。"),
    ),
    "suspended": ChangePage("停止活动", "停止", forms.DayForm, effects=("停止期间没有应办事项，以前的记录不变。",)),
    "resumed": ChangePage("恢复活动", "恢复", forms.DayForm, effects=("从这一天起重新有应办事项。",)),
    "dissolved": ChangePage("撤销", "撤销", forms.DissolveForm, _other_branches, ends=True),
    "merged": ChangePage("合并", "并入", forms.MergeForm, _same_tier, ends=True),
    "split": ChangePage(
        "分立",
        "分出",
        forms.SplitForm,
        lambda actor, one: choices.people_of(actor, one.pk),
        effects=("选中的党员转到新组织，其余的留在原组织。",),
    ),
}


def found(request: Request) -> HttpResponse:
    """Found an organisation."""
    parents = choices.parents_for(request.actor)
    initial = {"parent": request.GET.get("parent", "")}
    form = forms.FoundForm(request.POST or None, initial=initial, parents=parents)
    page = ActPage("新建组织", "建立", reverse("organisations:tree"), "已建立。")

    def run(given: Given) -> Done[Any]:
        return actions.found_organisation(actor=request.actor, **given)

    return show_act(request, page, form, run)


def change(request: Request, pk: str, act: str) -> HttpResponse:
    """Change an organisation in one way."""
    if act not in PAGES:
        raise Http404
    how, one = PAGES[act], organisation_for(request.actor, pk)
    options: Given = {"initial": {"version": one.version, **{name: _initial(one, name) for name in how.initial}}}
    if how.choices:
        options["choices"] = how.choices(request.actor, one)
    open_now = queries.what_is_open(request.actor, pk) if how.ends else []
    effects = (*how.effects, *(f"现在有 {number} {words}。" for words, number in open_now))
    back = reverse("organisations:organisation", args=[pk])
    page = ActPage(f"{one.name}：{how.title}", how.button, back, f"已登记：{how.title}。", effects=effects)

    def run(given: Given) -> Done[Any]:
        return actions.ACTS[act](actor=request.actor, organisation=pk, **_as_act_takes(act, given))

    return show_act(request, page, how.form(request.POST or None, **options), run)


def _initial(one: Organisation, name: str) -> Any:
    value = getattr(one, name)
    return "、".join(value) if name == "labels" else value


def _as_act_takes(act: str, given: Given) -> Given:
    if act != "split":
        return given
    part = {"name": given.pop("new_name"), "code": given.pop("new_code"), "people": given.pop("people")}
    return {**given, "parts": [part]}


def cancel_planned(request: Request, pk: str, planned: int) -> HttpResponse:
    """Give up a planned change."""
    key = request.POST.get("key", "")
    return run_or_say(
        request,
        reverse("organisations:organisation", args=[pk]),
        "已取消。",
        lambda: actions.cancel_planned(actor=request.actor, organisation=pk, planned=planned, key=key),
    )


def election(request: Request, pk: str) -> HttpResponse:
    """Record an election."""
    one = organisation_for(request.actor, pk)
    rule = terms.rule_for(one)
    back = reverse("organisations:organisation", args=[pk])
    page = ActPage(
        f"{one.name}：登记换届",
        "登记",
        back,
        "已登记换届。",
        source=f"任期 {rule.years} 年，{rule.source}。" if rule else "",
    )
    return show_act(
        request,
        page,
        forms.ElectionForm(request.POST or None),
        lambda given: terms.hold_election(actor=request.actor, organisation=pk, **given),
    )


def extend(request: Request, pk: str) -> HttpResponse:
    """Record that a later election was approved."""
    one = organisation_for(request.actor, pk)
    back = reverse("organisations:organisation", args=[pk])
    page = ActPage(f"{one.name}：延期换届", "登记", back, "已登记延期。", source=f"{terms.EXTENSION}。")
    return show_act(
        request,
        page,
        forms.ExtendForm(request.POST or None),
        lambda given: terms.extend_term(actor=request.actor, organisation=pk, **given),
    )


# --- Party groups -----------------------------------------------------------------------------------------------------


def new_group(request: Request, pk: str) -> HttpResponse:
    """Found a Party group."""
    one = organisation_for(request.actor, pk)
    back = reverse("organisations:organisation", args=[pk])
    page = ActPage(f"{one.name}：新建党小组", "建立", back, "已建立党小组。")
    return show_act(
        request,
        page,
        forms.GroupForm(request.POST or None),
        lambda given: actions.found_group(actor=request.actor, organisation=pk, **given),
    )


def rename_group(request: Request, pk: str) -> HttpResponse:
    """Rename a Party group."""
    one = choices.group_for(request.actor, pk)
    back = reverse("organisations:organisation", args=[one.parent_id])
    form = forms.GroupNameForm(request.POST or None, initial={"name": one.name, "version": one.version})
    page = ActPage(f"{one.name}：改名", "保存", back, "已改名。")
    return show_act(request, page, form, lambda given: actions.rename_group(actor=request.actor, group=pk, **given))


def dissolve_group(request: Request, pk: str) -> HttpResponse:
    """Dissolve a Party group."""
    one = choices.group_for(request.actor, pk)
    back = reverse("organisations:organisation", args=[one.parent_id])
    form = forms.NothingForm(request.POST or None, initial={"version": one.version})
    effects = (f"{one.members} 名党员留在支部，不再分组。", "以前的党小组会记录不变。")
    page = ActPage(f"撤销{one.name}", "撤销", back, "已撤销。", effects=effects)
    return show_act(request, page, form, lambda given: actions.dissolve_group(actor=request.actor, group=pk, **given))
