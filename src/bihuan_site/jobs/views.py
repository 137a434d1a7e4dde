"""Health for machines, 运行 for the system administrator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from bihuan_site.jobs import actions, queries
from bihuan_site.shared.routes import Request


def health(request: HttpRequest) -> HttpResponse:
    """Say ok, or not ok with 503; no particulars, for anybody may ask."""
    healthy = queries.is_healthy()
    return HttpResponse("ok" if healthy else "not ok", content_type="text/plain", status=200 if healthy else 503)


def running(request: Request) -> HttpResponse:
    """Show works, runs and versions."""
    now = timezone.now()
    given = {
        "standings": queries.standings(now),
        "worked_lately": queries.worked_lately(now),
        "particulars": queries.particulars(),
        "runs": queries.recent_runs(),
    }
    return render(request, "jobs/running.html", given)


def ask_run(request: Request, name: str) -> HttpResponse:
    """Have a work done now."""
    actions.ask_run(actor=request.actor, name=name, key=request.POST.get("key", ""))
    messages.success(request, "已排上，工作进程会马上做。")
    return HttpResponseRedirect(reverse("jobs:running"))
