"""Addresses of activities."""

from bihuan_site.progress.activities import views
from bihuan_site.progress.rights import READERS, RECORDERS
from bihuan_site.shared.routes import page

pages = [
    page("activities/", views.activities, "activities", read=READERS),
    page("activities/new/", views.new_activity, "new_activity", read=RECORDERS, write=RECORDERS),
    page("activities/preview/", views.preview, "preview_activity", write=RECORDERS),
    page("activities/names/", views.names, "activity_names", write=RECORDERS),
    page("activities/drafts/", views.drafts, "drafts", read=RECORDERS, write=RECORDERS),
    page("activities/drafts/save/", views.autosave, "save_draft", write=RECORDERS),
    page("activities/<str:activity>/", views.activity, "activity", read=READERS),
    page("activities/<str:activity>/correct/", views.correct, "correct_activity", read=RECORDERS, write=RECORDERS),
    page("activities/<str:activity>/withdraw/", views.withdraw, "withdraw_activity", read=RECORDERS, write=RECORDERS),
]
