"""Addresses of the room."""

from bihuan_site.documents import views
from bihuan_site.shared.roles import WORKERS, Relation, Role
from bihuan_site.shared.routes import page

app_name = "documents"
urlpatterns = [
    page(
        "documents/<uuid:upload>/",
        views.download,
        "download",
        read={**WORKERS, Role.MEMBER: Relation.SELF},
    )
]
