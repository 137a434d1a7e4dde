"""Addresses of the room's own pages, and who may take them."""

from bihuan_site.accounts import views
from bihuan_site.shared.roles import EVERYONE
from bihuan_site.shared.routes import page

app_name = "accounts"

urlpatterns = [
    page("account/", views.own, "own", read=EVERYONE),
    page("hat/", views.hats, "hats", read=EVERYONE, write=EVERYONE),
]
