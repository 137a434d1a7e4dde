"""Addresses of the trail."""

from bihuan_site.audit import views
from bihuan_site.shared.roles import AUDITING
from bihuan_site.shared.routes import page

app_name = "audit"

urlpatterns = [
    page("audit/", views.trail, "trail", read=AUDITING),
    page("audit/verify/", views.verify, "verify", read=AUDITING, write=AUDITING),
    page("audit/head/", views.head, "head", write=AUDITING),
]
