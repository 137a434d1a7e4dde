"""Addresses of a member's own pages."""

from bihuan_site.progress.own import views
from bihuan_site.progress.rights import MEMBERS
from bihuan_site.shared.routes import page

pages = [
    page("my/", views.my, "my", read=MEMBERS),
    page("my/activities/", views.activities, "my_activities", read=MEMBERS),
    page("my/record/", views.record, "my_record", read=MEMBERS),
    page("my/record/<str:activity>/catch-up/", views.catch_up, "catch_up", read=MEMBERS, write=MEMBERS),
    page("my/activities/<int:notice>/", views.coming, "my_notice", read=MEMBERS, write=MEMBERS),
    page("my/activities/<int:notice>/leave/", views.leave, "ask_leave", read=MEMBERS, write=MEMBERS),
]
