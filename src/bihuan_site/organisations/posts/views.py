"""Pages of posts: appoint, remove, hand over."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bihuan_site.organisations.act_pages import ActPage, show_act
from bihuan_site.organisations.finding_queries import written
from bihuan_site.organisations.models import Handover
from bihuan_site.organisations.posts import actions, queries
from bihuan_site.organisations.posts.forms import AppointForm, HandoverForm, RemoveForm
from bihuan_site.organisations.posts.handover_items import items_for
from bihuan_site.organisations.scoping import organisation_for
from bihuan_site.shared.listing import Column, Listing
from bihuan_site.shared.roles import BRANCH, OFFICE
from bihuan_site.shared.routes import Request

KEEPERS = {**OFFICE, **BRANCH}


def appoint(request: Request, pk: str) -> HttpResponse:
    """Appoint somebody to a post of an organisation."""
    one = organisation_for(request.actor, pk)
    back = reverse("organisations:organisation", args=[pk])
    form = AppointForm(request.POST or None, actor=request.actor, posts=queries.posts_of(one.tier))
    effects = ("任职当天起，本人可以用这个岗位的身份办事。", "前任没有办完的交接会列给接任的人。")
    page = ActPage(f"{one.name}：任职", "任职", back, "已任职。", effects=effects)
    return show_act(request, page, form, lambda given: actions.appoint(actor=request.actor, organisation=pk, **given))


def remove(request: Request, pk: str) -> HttpResponse:
    """End a holding, and open what is to be handed over."""
    one = queries.holding_for(request.actor, pk)
    back = reverse("organisations:organisation", args=[one.organisation_id])
    items = [] if one.acting else items_for(one.post)
    effects = ["免职以后，本人不再有这个岗位的权限。"]
    effects += [f"列出 {len(items)} 项交接，逐项办完。"] if items else []
    page = ActPage(
        f"{one.person.name}：免去{one.organisation.name}{one.post}", "免职", back, "已免职。", effects=effects
    )
    form = RemoveForm(request.POST or None, actor=request.actor)
    return show_act(request, page, form, lambda given: actions.remove(actor=request.actor, holding=pk, **given))


def handovers(request: Request) -> HttpResponse:
    """List what is being handed over."""
    state = request.GET.get("state", "open")
    listing = Listing(request, queries.handovers(request.actor, state), _columns(), name="换届交接")
    if listing.is_export:
        return listing.export()
    return render(request, "organisations/handovers.html", {"listing": listing, "state": state})


def _columns() -> list[Column]:
    return [
        Column("组织", lambda one: one.holding.organisation.name),
        Column("岗位", lambda one: one.holding.post),
        Column("移交人", lambda one: one.holding.person.name),
        Column("接收人", lambda one: one.receiver.name if one.receiver else "未定"),
        Column("开始", lambda one: one.opened, sort="opened"),
        Column("已办", _progress),
        Column("办完", lambda one: one.done, sort="done"),
    ]


def _progress(one: Handover) -> str:
    items = list(one.items.all())
    settled = sum(bool(item.received or item.not_there) for item in items)
    return f"{settled} / {len(items)}"


def handover(request: Request, pk: int) -> HttpResponse:
    """Show one handing over and mark its items."""
    one, lines = queries.handover_for(request.actor, pk)
    initial = {"version": one.version, "receiver": written(request.actor, one.receiver)}
    form = HandoverForm(request.POST or None, actor=request.actor, initial=initial)
    back = reverse("organisations:handover", args=[pk])
    page = ActPage(
        f"{one.holding.organisation.name}{one.holding.post}交接",
        "保存",
        back,
        "已保存。",
        template="organisations/handover.html",
        more={"one": one, "lines": lines, "locked": bool(one.done) or request.actor.role not in KEEPERS},
    )
    ticked = {name: request.POST.getlist(name) for name in ("handed", "received", "not_there")}
    return show_act(
        request,
        page,
        form,
        lambda given: actions.mark_handover(actor=request.actor, handover=pk, **{**ticked, **given}),
    )
