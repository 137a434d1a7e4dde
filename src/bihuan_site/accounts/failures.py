"""The pages for what cannot be shown: no right, not there, broken."""

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from bihuan_site.shared.roles import Role

log = logging.getLogger("bihuan_site.failures")


def no_right(request: HttpRequest, roles: tuple[Role, ...] = ()) -> HttpResponse:
    """Say whose page this is and where to go instead; nothing has been looked up."""
    names = "、".join(role.value for role in Role if role in roles)
    return _page(request, "shared/no_right.html", 403, {"roles": names})


def missing(request: HttpRequest) -> HttpResponse:
    """Say that there is nothing here; the same for what does not exist and for what is out of scope."""
    return _page(request, "shared/missing.html", 404, {})


def refused(request: HttpRequest, why: str) -> HttpResponse:
    """Say why something cannot be done now, where no form is there to say it on."""
    return _page(request, "shared/refused.html", 409, {"why": why})


def broken(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong, with a number that stands in the log beside the fault."""
    incident = secrets.token_hex(2).upper()
    name = request.resolver_match.view_name if request.resolver_match else ""
    log.error("incident %s at %s", incident, name, exc_info=True)
    return HttpResponse(render_to_string("shared/broken.html", {"incident": incident}), status=500)


def _page(request: HttpRequest, template: str, status: int, given: dict[str, str]) -> HttpResponse:
    return HttpResponse(render_to_string(template, given, request=request), status=status)
