"""大字: a cookie of one browser that makes every letter larger. It is no setting of an account and tells nobody."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE, YEAR = "large", 60 * 60 * 24 * 365


@require_POST
def large_text(request: HttpRequest) -> HttpResponse:
    """Turn large letters on or off and go back to the page (``next``) they were asked on."""
    back = request.POST.get("next", "")
    hosts = {request.get_host()}
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, hosts, require_https=request.is_secure()):
        back = "/"
    answer = HttpResponseRedirect(back)
    if request.COOKIES.get(COOKIE) == "1":
        answer.delete_cookie(COOKIE, samesite="Lax")
    else:
        answer.set_cookie(COOKIE, "1", max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return answer
