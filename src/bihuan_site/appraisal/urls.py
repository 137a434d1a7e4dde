"""Addresses of 考核评价 and who may take them."""

from bihuan_site.appraisal import views
from bihuan_site.shared.roles import WORKERS
from bihuan_site.shared.routes import page

app_name = "appraisal"
urlpatterns = [
    page("scores/", views.scores, "scores", read=WORKERS),
    page("branches/<str:organisation>/score/<str:period>/", views.score, "score", read=WORKERS),
    page("branches/<str:organisation>/score/<str:period>/changes/", views.changes, "changes", read=WORKERS),
]
