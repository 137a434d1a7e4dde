"""Pages of the security administrator."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from bihuan_site.accounts import administration, queries
from bihuan_site.accounts.forms import AdministratorForm, GrantForm, ResetForm, SlipsForm
from bihuan_site.shared.listing import Column, Listing
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.routes import Request

SHOWN_ONCE = "这批激活单刚才已经生成，激活码只显示一次。要重新打印，请再发一次。"

COLUMNS = (
    Column("用户名", lambda one: one.username, "username"),
    Column("姓名", lambda one: one.person.name if one.person else "管理员", "person__name"),
    Column("单位", lambda one: one.person.organisation.name if one.person else "", "person__organisation__name"),
    Column("状态", queries.state_of),
    Column("上次登录", lambda one: one.last_login.date() if one.last_login else None, "last_login"),
)


def accounts(request: Request) -> HttpResponse:
    """List the accounts: search by words and unit, filter by state."""
    asked = {name: request.GET.get(name, "").strip() for name in ("text", "unit", "state")}
    listing = Listing(request, queries.accounts_seen(request.actor, **asked), COLUMNS, name="账号")
    if listing.is_export:
        administration.tell_exported(actor=request.actor, rows=listing.total)
        return listing.export()
    given = {"listing": listing, "asked": asked, "states": queries.STATES.items()}
    return render(request, "accounts/accounts.html", given)


def account(request: Request, number: int) -> HttpResponse:
    """Show one account: its state, what it may act as, and what can be done."""
    return _account_page(request, number)


def _account_page(request: Request, number: int, **forms: Any) -> HttpResponse:
    chosen = queries.account_for(request.actor, number)
    hats, grants = queries.hats_and_grants(request.actor, number)
    places = queries.places(request.actor)
    given = {
        "account": chosen,
        "state": queries.state_of(chosen),
        "hats": hats,
        "grants": grants,
        "oneself": chosen.pk == request.actor.account,
        "grant_form": GrantForm(places=places),
        "reset_form": ResetForm(),
        **forms,
    }
    return render(request, "accounts/account.html", given)


def grant(request: Request, number: int) -> HttpResponse:
    """Give a role."""
    form = GrantForm(request.POST, places=queries.places(request.actor))
    if form.is_valid():
        try:
            administration.grant_role(actor=request.actor, account=number, **form.given())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "身份已授予，下一次打开页面就有效。")
            return redirect("accounts:account", number)
    return _account_page(request, number, grant_form=form)


def withdraw(request: Request, number: int, grant: int) -> HttpResponse:
    """Take a granted role away."""
    return _simple(
        request,
        number,
        "身份已收回。",
        lambda: administration.withdraw_role(
            actor=request.actor, account=number, grant=grant, key=request.POST.get("key", "")
        ),
    )


def switch(request: Request, number: int, how: str) -> HttpResponse:
    """Disable or enable an account."""
    act, said = {
        "off": (administration.switch_off, "账号已停用，他的登录已全部退出。"),
        "on": (administration.switch_on, "账号已启用。"),
    }[how]
    version = request.POST.get("version", "")
    return _simple(
        request,
        number,
        said,
        lambda: act(actor=request.actor, account=number, version=int(version) if version.isdecimal() else 0),
    )


def switch_off(request: Request, number: int) -> HttpResponse:
    """Disable an account."""
    return switch(request, number, "off")


def switch_on(request: Request, number: int) -> HttpResponse:
    """Enable an account."""
    return switch(request, number, "on")


def _simple(request: Request, number: int, said: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("accounts:account", number)


def reset(request: Request, number: int) -> HttpResponse:
    """Take the password away and print a slip, before a witness."""
    form = ResetForm(request.POST)
    if form.is_valid():
        try:
            done = administration.reset(actor=request.actor, account=number, **form.given())
        except Refused as refused:
            form.refuse(refused)
        else:
            return _sheet(request, [done.result] if done.result else None)
    return _account_page(request, number, reset_form=form)


def slips(request: Request) -> HttpResponse:
    """Choose units and print their activation slips."""
    text = (request.GET if request.method == "GET" else request.POST).get("text", "").strip()
    found = queries.units(request.actor, text)
    form = SlipsForm(request.POST or None, units=[(one.id, one.name) for one in found])
    if request.method == "POST" and form.is_valid():
        try:
            done = administration.issue_slips(actor=request.actor, **form.given())
        except Refused as refused:
            form.refuse(refused)
        else:
            return _sheet(request, done.result)
    return render(request, "accounts/slips.html", {"form": form, "units": found, "text": text})


def administrator(request: Request) -> HttpResponse:
    """Make an administrator's account and print its slip."""
    form = AdministratorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = administration.make_administrator(actor=request.actor, **form.given())
        except Refused as refused:
            form.refuse(refused)
        else:
            return _sheet(request, [done.result] if done.result else None)
    return render(request, "accounts/administrator.html", {"form": form})


def _sheet(request: Request, printed: Any) -> HttpResponse:
    if not printed:
        messages.warning(request, SHOWN_ONCE)
        return redirect("accounts:slips")
    return render(request, "accounts/slip_sheet.html", {"slips": printed, "address": request.build_absolute_uri("/")})
