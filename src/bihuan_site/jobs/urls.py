"""Addresses of the room."""

from bihuan_site.jobs import views
from bihuan_site.shared.roles import SYSTEM
from bihuan_site.shared.routes import page

app_name = "jobs"
urlpatterns = [
    page("health/", views.health, "health", anyone=True),
    page("running/", views.running, "running", read=SYSTEM),
    page("running/<str:name>/", views.ask_run, "ask_run", write=SYSTEM),
]
