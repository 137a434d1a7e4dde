"""Addresses of visits."""

from bihuan_site.progress.visits import views
from bihuan_site.progress.visits.rights import ANSWERERS, COUNTERS, READERS, VISITORS
from bihuan_site.shared.routes import page

pages = [
    page("visits/", views.visits, "visits", read=READERS),
    page("visits/new/", views.new_visit, "new_visit", read=VISITORS, write=VISITORS),
    page("visits/coverage/", views.visit_coverage, "visit_coverage", read=COUNTERS),
    page("visits/gaps/", views.visit_gaps, "visit_gaps", read=COUNTERS),
    page("visits/<int:visit>/", views.visit, "visit", read=READERS, write={**VISITORS, **ANSWERERS}),
]
