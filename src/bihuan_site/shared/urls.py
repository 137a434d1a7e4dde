"""Addresses that belong to the frame itself; in development also the gallery of the design."""

from django.conf import settings

from bihuan_site.shared.gallery import urlpatterns as gallery
from bihuan_site.shared.large_text import large_text
from bihuan_site.shared.routes import page

app_name = "shared"

urlpatterns = [page("large-text/", large_text, "large_text", anyone=True), *(gallery if settings.DEBUG else [])]
