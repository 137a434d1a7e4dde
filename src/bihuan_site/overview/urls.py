"""The addresses of the first page, of search and of help."""

from bihuan_site.overview import views
from bihuan_site.shared.roles import EVERYONE, WORKERS
from bihuan_site.shared.routes import page

app_name = "overview"
urlpatterns = [
    page("", views.home, "home", read={**EVERYONE, **WORKERS}),
    page("search/", views.search, "search", read=WORKERS),
    page("help/", views.help_page, "help", read=EVERYONE),
]
