"""Editing a draft through forms: every form can be tried first, which shows problems, who would move, and minutes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan_site.packs import costing, queries
from bihuan_site.packs.actions import edit_draft
from bihuan_site.packs.bundles import Tree, tree_of
from bihuan_site.packs.contents import titles_of, told
from bihuan_site.packs.editing import cases, choosing, duties, grades, measures
from bihuan_site.packs.editing.changing import Change, changed, show_problems
from bihuan_site.packs.editing.fields import RevisionForm
from bihuan_site.packs.models import PackVersion
from bihuan_site.packs.queries_effect import effect_of
from bihuan_site.packs.views import base
from bihuan_site.shared.problems import NotFound, Refused
from bihuan_site.shared.routes import Request


@dataclass
class Page:
    """One form on one draft: where its answer goes, what it is about, and what it shows beside the form."""

    request: Request
    found: PackVersion
    title: str
    what: str
    back: str
    minutes: int
    homes: tuple[str, ...]
    ends: Mapping[str, str]
    extra: dict[str, Any] = field(default_factory=dict)

    def answer(self, form: forms.Form, tree: Tree | None) -> HttpResponse:
        """Save the changed ``tree``, or show the form with what the change would bring; None: nothing valid came."""
        shown: dict[str, Any] = {}
        if tree is not None:
            change = changed(bytes(self.found.source), tree, *self.homes)
            show_problems(form, change, self.ends)
            if form.is_valid() and self.request.POST.get("act") != "try":
                return self._saved(form, change) or self._page(form, shown)
            shown = self._effects(change)
        return self._page(form, shown)

    def _effects(self, change: Change) -> dict[str, Any]:
        if change.pack is None:
            return {}
        shown: dict[str, Any] = {"tried": True, "elsewhere": told(change.elsewhere, titles_of(change.pack))}
        shown["effect"] = effect_of(self.request.actor, self.found, change.pack)
        duty = next((one for one in change.pack.duties if self.what == f"duty:{one.id}"), None)
        shown["cost"] = costing.minutes_of(duty) if duty and duty.requirement else None
        return shown

    def _saved(self, form: forms.Form, change: Change) -> HttpResponse | None:
        try:
            given = {"revision": form.cleaned_data["revision"], "key": form.cleaned_data["key"]}
            edit_draft(actor=self.request.actor, version=self.found.pk, source=change.source, what=self.what, **given)
        except Refused as refused:
            form.add_error(None, str(refused))
            return None
        rest = f"另有 {len(change.elsewhere)} 处要接着改，见下面的问题。" if change.elsewhere else ""
        messages.success(self.request, f"已存进草稿。{rest}")
        return HttpResponseRedirect(self.back)

    def _page(self, form: forms.Form, shown: Mapping[str, Any]) -> HttpResponse:
        given = {"form": form, "title": self.title, "minutes": self.minutes, "back": self.back, **self.extra}
        return render(self.request, "packs/edit.html", base(self.request, self.found, "") | given | dict(shown))


def _draft(request: Request, version: int) -> tuple[PackVersion, Tree]:
    found = queries.version_for(request.actor, version)
    queries.loaded_of(found)
    return found, tree_of(bytes(found.source))


def _place(tree: Tree, key: str, name: str) -> int:
    """Find an item of a list of the tree by its id. Raises ``NotFound``."""
    for number, one in enumerate(tree.get(key, [])):
        if one["编号"] == name:
            return number
    raise NotFound(key)


def _used(tree: Tree) -> set[str]:
    return {one["编号"] for key in ("责任清单", "指标表", "否决表", "结果运用") for one in tree.get(key, [])}


def duty(request: Request, version: int, duty: str = "") -> HttpResponse:
    """Edit a duty of the draft, or add one."""
    found, tree = _draft(request, version)
    pack = queries.pack_of(found)
    items: list[Tree] = tree.setdefault(duties.KEY, [])
    if duty:
        place = _place(tree, duties.KEY, duty)
    else:
        place, name = len(items), choosing.new_id("duty", found.version, _used(tree))
        items.append({"编号": name})
    item = items[place]
    begin = duties.initial(item) | {"revision": found.revision}
    form = duties.DutyForm(request.POST or None, initial=begin, pack=pack)
    page = Page(
        request,
        found,
        f"改责任：{item['责任']}" if duty else "新增责任",
        f"duty:{item['编号']}",
        reverse("packs:duties", args=(version,)),
        duties.MINUTES,
        (f"{duties.KEY}/{item['编号']}", f"责任/{item['编号']}"),
        duties.FIELDS,
        {"folded": ("basis", "kinds"), "withdraw": ("duty", duty) if duty else None},
    )
    if not form.is_valid():
        return page.answer(form, None)
    items[place] = duties.written(item, form.cleaned_data, pack)
    return page.answer(form, tree)


def measure(request: Request, version: int, measure: str) -> HttpResponse:
    """Edit a measure of the draft."""
    found, tree = _draft(request, version)
    place = _place(tree, measures.KEY, measure)
    item: Tree = tree[measures.KEY][place]
    begin = measures.initial(item) | {"revision": found.revision}
    form = measures.MeasureForm(request.POST or None, initial=begin, pack=queries.pack_of(found), item=item)
    page = Page(
        request,
        found,
        f"改指标：{item['指标']}",
        f"measure:{measure}",
        reverse("packs:measures", args=(version,)),
        measures.minutes_for(form),
        (f"{measures.KEY}/{measure}", f"指标/{measure}"),
        form.ends,
        {"folded": ("basis",), "head": form.head(), "parts": list(form.parts()), "withdraw": ("measure", measure)},
    )
    if not form.is_valid():
        return page.answer(form, None)
    tree[measures.KEY][place] = measures.written(item, form)
    return page.answer(form, tree)


def new_measure(request: Request, version: int) -> HttpResponse:
    """Add a measure that asks for records."""
    found, tree = _draft(request, version)
    pack = queries.pack_of(found)
    name = choosing.new_id("measure", found.version, _used(tree))
    form = measures.NewMeasureForm(request.POST or None, initial={"revision": found.revision}, pack=pack)
    page = Page(
        request,
        found,
        "新增指标",
        f"measure:{name}",
        reverse("packs:measures", args=(version,)),
        measures.minutes_for(form),
        (f"{measures.KEY}/{name}", f"指标/{name}"),
        measures.NEW_FIELDS,
        {"folded": ("basis", "kinds")},
    )
    if not form.is_valid():
        return page.answer(form, None)
    tree.setdefault(measures.KEY, []).append(measures.made(form.cleaned_data, pack, name))
    return page.answer(form, tree)


def grading(request: Request, version: int) -> HttpResponse:
    """Edit the lines and quotas of the grades."""
    found, tree = _draft(request, version)
    if grades.KEY not in tree:
        raise NotFound("Grading")
    form = grades.GradesForm(request.POST or None, initial={"revision": found.revision}, item=tree[grades.KEY])
    back, minutes = reverse("packs:measures", args=(version,)), measures.minutes_for(form)
    page = Page(request, found, "改等次", "grades", back, minutes, (grades.KEY,), form.ends)
    if not form.is_valid():
        return page.answer(form, None)
    tree[grades.KEY] = form.written()
    return page.answer(form, tree)


WITHDRAWN = {"duty": (duties.KEY, "责任"), "measure": (measures.KEY, "指标")}


def withdraw(request: Request, version: int, kind: str, name: str) -> HttpResponse:
    """Take a duty or a measure out of the draft, with the cases that are about nothing else."""
    found, tree = _draft(request, version)
    if kind not in WITHDRAWN:
        raise NotFound(kind)
    key, word = WITHDRAWN[kind]
    item = tree[key].pop(_place(tree, key, name))
    tree = cases.without_cases(tree, name, item[word])
    form = _bare_form(request, found)
    page = Page(
        request,
        found,
        f"撤去{word}：{item[word]}",
        f"withdrawn:{name}",
        reverse("packs:duties" if kind == "duty" else "packs:measures", args=(version,)),
        1,
        (),
        {},
        {"is_withdrawal": True},
    )
    return page.answer(form, tree if form.is_valid() else None)


def _bare_form(request: Request, found: PackVersion) -> forms.Form:
    """Give the form of a withdrawal: nothing but the state it was opened on."""
    return RevisionForm(request.POST or None, initial={"revision": found.revision})


def case(request: Request, version: int, number: int) -> HttpResponse:
    """Correct a case's words and what it expects, or take it out."""
    found, tree = _draft(request, version)
    items: list[Tree] = tree.get(cases.KEY, [])
    if number >= len(items):
        raise NotFound("Case")
    item = items[number]
    form = cases.CaseForm(request.POST or None, initial=cases.initial(item) | {"revision": found.revision}, item=item)
    back = reverse("packs:cases", args=(version,))
    page = Page(
        request, found, "改算例", f"case:{number}", back, cases.MINUTES, (), {}, {"case": item, "may_drop": True}
    )
    if not form.is_valid():
        return page.answer(form, None)
    if request.POST.get("act") == "drop":
        del items[number]
    else:
        items[number] = form.written()
    return page.answer(form, tree)


def new_case(request: Request, version: int, kind: str, name: str) -> HttpResponse:
    """Write a case for a duty or a measure of the draft."""
    found, tree = _draft(request, version)
    if kind not in WITHDRAWN:
        raise NotFound(kind)
    rule: Tree = tree[WITHDRAWN[kind][0]][_place(tree, WITHDRAWN[kind][0], name)]
    begin = {"revision": found.revision, "situation": request.GET.get("situation", "适用"), "tier": "党支部"}
    form = cases.NewCaseForm(request.POST or None, initial=begin, rule=rule, pack=queries.pack_of(found))
    back = reverse("packs:version", args=(version,))
    title = f"写算例：{rule.get('责任') or rule.get('指标')}"
    page = Page(request, found, title, f"case:{name}", back, cases.MINUTES, (), {})
    if not form.is_valid():
        return page.answer(form, None)
    tree.setdefault(cases.KEY, []).append(form.made())
    return page.answer(form, tree)
