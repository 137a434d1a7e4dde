"""Addresses of dated obligations."""

from bihuan_site.responsibility.rights import PLANNERS, READERS
from bihuan_site.responsibility.tasks import views
from bihuan_site.shared.routes import page

pages = [
    page("tasks/", views.tasks, "tasks", read=READERS),
    page("tasks/<int:task>/", views.task, "task", read=READERS),
    page("decomposition/", views.decomposition, "decomposition", read=READERS),
    page("duties/<str:duty>/plan/", views.plan, "plan", read=PLANNERS, write=PLANNERS),
]
