"""Addresses of supervised tasks."""

from bihuan_site.progress.supervised import views
from bihuan_site.progress.supervised.rights import DOERS, ISSUERS, READERS
from bihuan_site.shared.routes import page

pages = [
    page("supervised/", views.supervised, "supervised", read=READERS),
    page("supervised/new/", views.new_supervised, "new_supervised", read=ISSUERS, write=ISSUERS),
    page("supervised/<int:task>/", views.supervised_task, "supervised_task", read=READERS, write=DOERS),
]
