"""What pages say while no pack is in force: there is no list yet, and who can change that."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from bihuan_site.packs.in_force import version_in_force
from bihuan_site.shared.routes import Request


def needs_list(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Show the empty page in place of ``view`` while no pack is in force."""

    @wraps(view)
    def shown(request: Request, **given: Any) -> HttpResponse:
        if version_in_force() is None:
            return render(request, "responsibility/no_list.html")
        return view(request, **given)

    return shown
