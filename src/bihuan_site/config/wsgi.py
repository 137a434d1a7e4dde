"""The door for web servers: ``gunicorn bihuan_site.config.wsgi``."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan_site.config.settings")
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
application = get_wsgi_application()
