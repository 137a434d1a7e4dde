"""The room's addresses: the lists of its matters, joined."""

from importlib import import_module
from importlib.util import find_spec

app_name = "progress"

MATTERS = ("checkin", "notices", "activities", "own", "leading", "submissions", "supervised", "study", "visits")

urlpatterns = [
    pattern
    for matter in MATTERS
    if find_spec(f"bihuan_site.progress.{matter}") is not None
    and find_spec(f"bihuan_site.progress.{matter}.urls") is not None
    for pattern in import_module(f"bihuan_site.progress.{matter}.urls").pages
]
