"""Addresses of the responsibility list."""

from bihuan_site.responsibility.duty_list import views
from bihuan_site.responsibility.load import views as load
from bihuan_site.responsibility.rights import BURDEN_READERS, OWN_DUTIES, READERS
from bihuan_site.shared.routes import page

pages = [
    page("duties/", views.duties, "duties", read=READERS),
    page("duties/mine/", views.my_duties, "my_duties", read=OWN_DUTIES),
    page("duties/burden/", load.burden, "burden", read=BURDEN_READERS),
    page("duties/sources/", views.sources, "sources", read=READERS),
    page("duties/sources/<str:source>/", views.source, "source", read=READERS),
    page("duties/<str:duty>/", views.duties, "duty", read=READERS),
]
