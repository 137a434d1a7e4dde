"""Addresses of the room's own pages, and who may take them."""

from bihuan_site.accounts import administration_views as administration
from bihuan_site.accounts import views
from bihuan_site.shared.roles import EVERYONE, SECURITY
from bihuan_site.shared.routes import page

app_name = "accounts"

urlpatterns = [
    page("activate/", views.activate, "activate", anyone=True),
    page("account/", views.own, "own", read=EVERYONE),
    page("account/sessions/end/", views.end_sessions, "end_sessions", write=EVERYONE),
    page("hat/", views.hats, "hats", read=EVERYONE, write=EVERYONE),
    page("accounts/", administration.accounts, "accounts", read=SECURITY),
    page("accounts/slips/", administration.slips, "slips", read=SECURITY, write=SECURITY),
    page("accounts/administrators/new/", administration.administrator, "administrator", read=SECURITY, write=SECURITY),
    page("accounts/<int:number>/", administration.account, "account", read=SECURITY),
    page("accounts/<int:number>/grant/", administration.grant, "grant", write=SECURITY),
    page("accounts/<int:number>/grants/<int:grant>/withdraw/", administration.withdraw, "withdraw", write=SECURITY),
    page("accounts/<int:number>/reset/", administration.reset, "reset", write=SECURITY),
    page("accounts/<int:number>/off/", administration.switch_off, "switch_off", write=SECURITY),
    page("accounts/<int:number>/on/", administration.switch_on, "switch_on", write=SECURITY),
]
