"""The system administrator's channels for reminders."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan_site.inbox import actions, queries_channels
from bihuan_site.inbox.feeds import site_address
from bihuan_site.inbox.forms import ChannelForm
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.routes import Request


def channels(request: Request) -> HttpResponse:
    """List the channels and what stands in the way of sending."""
    return render(request, "inbox/channels.html", queries_channels.overview())


def edit(request: Request, channel: int | None = None) -> HttpResponse:
    """Set up a channel."""
    found = queries_channels.channel_values(channel) if channel else {"version": 0}
    form = ChannelForm(request.POST or None, initial=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_channel(
                actor=request.actor, channel=channel, version=form.cleaned_data["version"], **form.given()
            )
            messages.success(request, "已保存，还没有启用。请先试发，再启用。")
            return HttpResponseRedirect(reverse("inbox:channels"))
        except Refused as refused:
            form.refuse(refused)
    return render(request, "inbox/channel.html", {"form": form, "channel": channel})


def switch(request: Request, channel: int) -> HttpResponse:
    """Turn a channel on or off."""
    try:
        on = request.POST.get("on") == "yes"
        actions.switch_channel(actor=request.actor, channel=channel, on=on, key=request.POST.get("key", ""))
        messages.success(request, "已启用，从今天的待办开始发。" if on else "已停用。")
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("inbox:channels"))


def trial(request: Request, channel: int) -> HttpResponse:
    """Send a trial message."""
    try:
        done = actions.try_channel(actor=request.actor, channel=channel, key=request.POST.get("key", ""))
        link = site_address(request.build_absolute_uri("/"))
        sent = not done.again and actions.send_trial(channel, request.POST.get("phone", ""), link)
        messages.success(request, "已发出。") if sent else messages.error(
            request, "没有发出去。请核对地址、口令和网络。"
        )
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("inbox:channels"))
