"""Addresses of programmes."""

from bihuan_site.responsibility.programmes import views
from bihuan_site.responsibility.rights import READERS
from bihuan_site.shared.roles import OFFICE
from bihuan_site.shared.routes import page

pages = [
    page("programmes/", views.programmes, "programmes", read=READERS),
    page("programmes/new/", views.new_programme, "new_programme", read=OFFICE, write=OFFICE),
    page("programmes/<int:number>/change/", views.change, "change_programme", read=OFFICE, write=OFFICE),
    page(
        "programmes/<int:number>/headings/<int:heading>/", views.heading, "programme_heading", read=OFFICE, write=OFFICE
    ),
    page("programmes/<str:key>/", views.programme, "programme", read=READERS),
]
