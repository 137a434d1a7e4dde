"""Addresses of check-in."""

from bihuan_site.progress.checkin import views
from bihuan_site.progress.rights import MEMBERS, RECORDERS
from bihuan_site.shared.routes import page

pages = [
    page("activities/notices/<int:notice>/code/", views.code, "code", read=RECORDERS),
    page("s/<slug:code>/", views.scan, "scan", read=MEMBERS, write=MEMBERS),
    page("my/activities/<int:notice>/here/", views.here, "here", read=MEMBERS),
]
