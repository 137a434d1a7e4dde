"""The steps of a version: handed in, approved or returned, published, put in force, thrown away."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan_site.packs import actions, queries, stages
from bihuan_site.packs.forms import StageForm
from bihuan_site.packs.queries_effect import effect_of
from bihuan_site.packs.views import version_page
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.routes import Request

STEPS: dict[str, Callable[..., Any]] = {
    "submit": actions.submit,
    "discard": actions.discard_draft,
    "publish": stages.publish,
    "approve": actions.approve,
    "return": actions.send_back,
}
SAID = {
    "submit": "已提交，等机关党委书记或者办公室的另一位同志审。",
    "discard": "草稿已删去。",
    "publish": "已发布。这一版从此不再改动；启用以后才按它计分。",
    "approve": "已审，可以发布。",
    "return": "已退回，理由写给编写人。",
}
REVIEWING = ("approve", "return")


def write(request: Request, version: int) -> HttpResponse:
    """Hand in, throw away or publish."""
    return _step(request, version, tuple(name for name in STEPS if name not in REVIEWING))


def review(request: Request, version: int) -> HttpResponse:
    """Approve or return what another has written."""
    return _step(request, version, REVIEWING)


def _step(request: Request, version: int, allowed: tuple[str, ...]) -> HttpResponse:
    found = queries.version_for(request.actor, version)
    form = StageForm(request.POST)
    name = request.POST.get("act", "")
    if form.is_valid():
        given = {"version": version, "revision": form.cleaned_data["revision"], "key": form.cleaned_data["key"]}
        try:
            if name not in allowed:
                raise Refused("请选要办的一步。")
            if name == "return":
                given["reason"] = _reason(form)
            STEPS[name](actor=request.actor, **given)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, SAID[name])
            gone = name == "discard"
            return HttpResponseRedirect(
                reverse("packs:versions") if gone else reverse("packs:version", args=(version,))
            )
    return render(request, "packs/version.html", version_page(request, found, form))


def _reason(form: StageForm) -> str:
    reason: str = form.cleaned_data["reason"].strip()
    if not reason:
        raise Refused("请写退回的理由，编写人要照着改。")
    return reason


def put_in_force(request: Request, version: int) -> HttpResponse:
    """Say in numbers what putting a version in force does, then do it."""
    found = queries.version_for(request.actor, version)
    form = StageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = {"revision": form.cleaned_data["revision"], "key": form.cleaned_data["key"]}
            actions.put_in_force(actor=request.actor, version=version, **given)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "已启用，各支部的得分和任务已按这一版重算。")
            return HttpResponseRedirect(reverse("packs:version", args=(version,)))
    context = {
        "found": found,
        "form": form,
        "current": queries.in_force(request.actor),
        "effect": effect_of(request.actor, found),
    }
    return render(request, "packs/put_in_force.html", context)
