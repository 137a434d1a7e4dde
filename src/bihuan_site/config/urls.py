"""Every address of the site; each room names its own."""

from importlib.util import find_spec

from django.urls import include, path

ROOMS = (
    "overview",
    "appraisal",
    "progress",
    "responsibility",
    "packs",
    "accounts",
    "organisations",
    "documents",
    "inbox",
    "jobs",
    "audit",
    "shared",
)

urlpatterns = [
    path("", include(f"bihuan_site.{room}.urls")) for room in ROOMS if find_spec(f"bihuan_site.{room}.urls") is not None
]

handler403 = "bihuan_site.accounts.views.no_right"
handler404 = "bihuan_site.accounts.views.missing"
handler500 = "bihuan_site.accounts.views.broken"
