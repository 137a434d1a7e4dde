"""The address of the first page."""

from bihuan_site.overview import views
from bihuan_site.shared.roles import EVERYONE, WORKERS
from bihuan_site.shared.routes import page

app_name = "overview"
urlpatterns = [page("", views.home, "home", read={**EVERYONE, **WORKERS})]
