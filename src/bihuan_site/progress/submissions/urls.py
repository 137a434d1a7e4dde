"""Addresses of papers handed upward."""

from bihuan_site.progress.submissions import views
from bihuan_site.progress.submissions.rights import READERS, RECEIVERS, REMINDERS, SUBMITTERS
from bihuan_site.shared.roles import SUPERIORS
from bihuan_site.shared.routes import page

pages = [
    page("submissions/", views.submissions, "submissions", read=READERS, write=RECEIVERS),
    page("submissions/new/", views.new_submission, "new_submission", read=SUBMITTERS, write=SUBMITTERS),
    page("submissions/missing/", views.missing, "missing_submissions", read=SUPERIORS, write=REMINDERS),
    page("submissions/<slug:submission>/", views.submission, "submission", read=READERS, write=RECEIVERS),
]
