"""Addresses of exemptions."""

from bihuan_site.responsibility.exemptions import views
from bihuan_site.responsibility.rights import EXEMPTION_READERS
from bihuan_site.shared.roles import BRANCH, OFFICE
from bihuan_site.shared.routes import page

pages = [
    page("exemptions/", views.exemptions, "exemptions", read=EXEMPTION_READERS),
    page("exemptions/new/", views.new_exemption, "new_exemption", read=BRANCH, write=BRANCH),
    page(
        "exemptions/<int:request_id>/",
        views.exemption,
        "exemption",
        read=EXEMPTION_READERS,
        write={**OFFICE, **BRANCH},
    ),
]
