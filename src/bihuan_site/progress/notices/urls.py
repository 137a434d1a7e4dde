"""Addresses of coming activities. They stand before the records', whose numbers are words too."""

from bihuan_site.progress.notices import views
from bihuan_site.progress.rights import RECORDERS
from bihuan_site.shared.routes import page

pages = [
    page("activities/notices/", views.notices, "notices", read=RECORDERS),
    page("activities/notices/new/", views.new_notice, "new_notice", read=RECORDERS, write=RECORDERS),
    page("activities/notices/answer/", views.answer, "answer_leaves", write=RECORDERS),
    page("activities/notices/<int:notice>/", views.notice, "notice", read=RECORDERS, write=RECORDERS),
    page("activities/notices/<int:notice>/change/", views.change, "change_notice", read=RECORDERS, write=RECORDERS),
    page("activities/coverage/", views.coverage, "coverage", read=RECORDERS),
    page("activities/coverage/confirm/", views.confirm, "confirm_catch_ups", write=RECORDERS),
]
